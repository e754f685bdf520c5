"""PY105: secrets written into the source."""
import enum
import os as system
from os import environ

db_password = "Correct-Horse7"  # expect: PY105
#             ^^^^^^^^^^^^^^^^ "a secret seems to stand in the source: `db_password`"

apiKey = "Zq81Tr55" + "Mw27Kc93"  # expect: PY105
settings.SECRET_KEY = b"Zq81Tr55"  # expect: PY105
config["auth-token"] = "Zq81Tr55Mw27Kc93"  # expect: PY105
private_key: str = "Zq81Tr55Mw27Kc93"  # expect: PY105
options = {"user": "shop", "passwd": "Zq81Tr55"}  # expect: PY105
if password == "Zq81Tr55":  # expect: PY105
    welcome()
if "Zq81Tr55" != user.passPhrase:  # expect: PY105
    leave()
if (secret := "Zq81Tr55"):  # expect: PY105
    welcome()
setattr(settings, "access_key", "Zq81Tr55Mw27Kc93")  # expect: PY105
system.environ.setdefault("SHOP_PASSWORD", "Zq81Tr55")  # expect: PY105
environ.setdefault("SHOP_PASSWORD", "Zq81Tr55")  # expect: PY105

# Fine: the secret comes from outside.
db_password = system.environ["DB_PASSWORD"]

# Fine: something to be filled in.
db_password = ""
db_password = "changeme"
db_password = "<your password>"
api_key = "${API_KEY}"
api_key = "your-key-here"
secret = None

# Fine: the name of a field, not what is in it.
PASSWORD_FIELD = "Field7"
CONF_API_TOKEN = "api_token"
token_url = "https://shop.example.org/token"
password_reset_path = "/reset"
fail_reason = "pass7"
token_type = "JWT2"
AUTH_TOKEN = "Bearer"
secret_header = "X-Secret"
NextToken = "Zq81Tr55"
keyboard = "Zq81Tr55"
compass = "Zq81Tr55"

# Fine: a word of a language, and the name of a key.
if token == "COLLATE" or token == "(":
    follow()
api_key = "vpv1"

# Fine: a text for people.
no_password = "Please enter the password that we sent to you."


# Fine: the members of an enumeration are names.
class Kind(enum.Enum):
    PASSWORD = "P2"
    TOKEN = "T2"


class OtherKind(Kind):
    SECRET = "S2"


# Known miss: the value looks like the name of a key.
password = "hunter_two"  # todo: PY105
