"""PY501: HTTPS without a look at the certificate."""
from functools import partial

import httpx
import requests
import requests as web
from requests import Session, post as send

requests.get("https://bank.example/balance", timeout=9)  # expect: PY501
#                                                              ^^^^^ "`requests.get` talks to whoever answers: the certificate is not checked"

send(address, data=form, timeout=9)  # expect: PY501
web.request("GET", address, timeout=9)  # expect: PY501
httpx.Client(timeout=9)  # expect: PY501
httpx.stream("GET", address)  # expect: PY501
fetch = partial(requests.get, timeout=9)  # expect: PY501
requests.get(address, **{"verify": False, "timeout": 9})  # expect: PY501

CHECK = False
requests.put(address, timeout=9)  # expect: PY501

with Session() as session:
    session.get(address, timeout=9)  # expect: PY501


class Shop:
    def __init__(self):
        self.session = requests.Session()

    def basket(self):
        return self.session.post(address, timeout=9)  # expect: PY501


# Low: nobody sits on the way to this machine.
requests.get("https://localhost:8443/health", timeout=9)  # expect: PY501
requests.request("GET", f"https://127.0.0.1/{page}", timeout=9)  # expect: PY501

# Fine: the certificate is checked against an authority of our own.
requests.get("https://bank.example/balance", timeout=9, verify="/etc/ssl/company.pem")

# Fine: for these `None` means the default, which checks.
requests.get(address, timeout=9, verify=None)
httpx.get(address, verify=None)

# Fine: a function of our own of that name.
cache.get(address, verify=False)

# Known miss: the caller decides.
def load(address, verify=False):
    return requests.get(address, timeout=9, verify=verify)  # todo: PY501
