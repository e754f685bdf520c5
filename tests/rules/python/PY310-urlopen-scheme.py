"""PY310: addresses opened whatever their scheme."""
import urllib.request
from urllib import request as web
from urllib.request import Request, urlopen
from six.moves.urllib.request import urlretrieve

HOME = "https://example.org/"

page = urlopen(address)  # expect: PY310
#      ^^^^^^^^^^^^^^^^ "`urllib.request.urlopen` opens `address` whatever its scheme: `file:` reads the server's own disk"

urllib.request.urlopen(url=request.GET["feed"])  # expect: PY310
web.urlopen(f"{scheme}://example.org/")  # expect: PY310
urlretrieve(address, target)  # expect: PY310
web.urlopen("file:///etc/hostname")  # expect: PY310
urlopen("data:," + text)  # expect: PY310
question = Request(address)  # expect: PY310
web.FancyURLopener()  # expect: PY310
urlopen(*arguments)  # expect: PY310
pages = map(urlopen, addresses)  # expect: PY310

# Fine: the scheme is written here.
urlopen("https://example.org/feed")
urlopen(f"http://{host}/feed", timeout=3)
urlopen("https://example.org/%s" % page)

# Fine: a constant, and what is built on one.
urlopen(HOME)
urlopen(HOME + path)
urlopen("http%s://example.org/" % suffix)

# Fine: the request was judged where it was made.
urlopen(Request("https://example.org/"))
urlopen(question)


# Fine: a method of that name.
session.urlopen(address)


# Known miss: the scheme was compared, but that is not seen.
def fetch(address):
    if not address.startswith("https://"):
        raise ValueError(address)
    return urlopen(address)  # expect: PY310


# Known miss: an opener is an object of its own.
web.build_opener().open(address)  # todo: PY310
