"""PY113: requests that may wait for ever."""
import functools

import httpx
import requests
import requests as http
from requests import Session, post as send

answer = requests.get(url)  # expect: PY113
#        ^^^^^^^^^^^^ "`requests.get` waits for ever if the other side does not answer: there is no default timeout"

requests.request("GET", url)  # expect: PY113
http.put(url, data=data)  # expect: PY113
send(url, json={"name": name})  # expect: PY113
requests.get(url, timeout=None)  # expect: PY113
#                         ^^^^ "`requests.get` waits for ever if the other side does not answer: `None` switches the timeout off"

requests.post(  # expect: PY113
    url,
    data=data,
).json()
session = requests.Session()
session.delete(url)  # expect: PY113
session.request("GET", url)  # expect: PY113

with Session() as second:
    second.head(url)  # expect: PY113

fetch = functools.partial(requests.get, timeout=None)  # expect: PY113


class Client:
    def __init__(self):
        self.session = requests.session()

    def fetch(self, url):
        return self.session.get(url)  # expect: PY113


# `httpx` has a default; here it is taken away.
httpx.get(url, timeout=None)  # expect: PY113
client = httpx.AsyncClient(timeout=None)  # expect: PY113

# Fine: ten seconds.
requests.get(url, timeout=10)
session.request("GET", url, None, None, None, None, None, None, 10)
options = {"timeout": 3}
requests.get(url, **options)

# Fine: the options may hold a timeout.
def pass_on(url, **options):
    return requests.get(url, **options)


# Fine: httpx waits five seconds and no more.
httpx.get(url)

# Fine: neither the library nor a session of it.
cache.requests.get(key)


# Known miss: nothing says what the argument is.
def load(session, url):
    return session.get(url)  # todo: PY113
