"""PY860: a session that checks no certificate."""
import httpx
import requests
from requests import Session

session = requests.Session()
# expect: PY860


class Client:
    def __init__(self, given, made: Session):
        self.session = Session()
        self.session.verify = False  # expect: PY860
        made.verify = 0  # expect: PY860
        self._session = given
        self._session.verify = False  # expect: PY860


with httpx.Client() as client:
    client.verify = False  # expect: PY860
#   ^^^^^^^^^^^^^^^^^^^^^ "every request of this session talks to whoever answers: certificates are not checked"

# Fine: an authority of our own.
session.verify = "/etc/ssl/company.pem"
session.verify = True
session.verify = given

# Fine: something else of that name.
form.verify = False
