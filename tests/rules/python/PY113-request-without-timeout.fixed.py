"""PY113: requests that may wait for ever."""
import functools

import httpx
import requests
import requests as http
from requests import Session, post as send

answer = requests.get(url, timeout=10)  # expect: PY113
#        ^^^^^^^^^^^^ "`requests.get` waits for ever if the other side does not answer: there is no default timeout"

requests.request("GET", url, timeout=10)  # expect: PY113
http.put(url, data=data, timeout=10)  # expect: PY113
send(url, json={"name": name}, timeout=10)  # expect: PY113
requests.get(url, timeout=10)  # expect: PY113
#                         ^^^^ "`requests.get` waits for ever if the other side does not answer: `None` switches the timeout off"

requests.post(  # expect: PY113
    url,
    data=data, timeout=10,
).json()
session = requests.Session()
session.delete(url, timeout=10)  # expect: PY113
session.request("GET", url, timeout=10)  # expect: PY113

with Session() as second:
    second.head(url, timeout=10)  # expect: PY113

fetch = functools.partial(requests.get, timeout=10)  # expect: PY113


class Client:
    def __init__(self):
        self.session = requests.session()

    def fetch(self, url):
        return self.session.get(url, timeout=10)  # expect: PY113


# `httpx` has a default; here it is taken away.
httpx.get(url, timeout=10)  # expect: PY113
client = httpx.AsyncClient(timeout=10)  # expect: PY113

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
