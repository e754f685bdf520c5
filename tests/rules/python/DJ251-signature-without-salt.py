"""DJ251: signatures that are good for everything."""
from django.core import signing
from django.core.signing import Signer


def login_token(user):
    token = signing.dumps(user.pk)  # expect: DJ251
    #       ^^^^^^^^^^^^^^^^^^^^^^ "a value that was signed elsewhere in this project is good here as well: no salt tells them apart"
    invite_signer = Signer()  # expect: DJ251
    # Fine: a salt of its own.
    reset_token = signing.dumps(user.pk, salt="reset")
    return token, invite_signer, reset_token


# Fine: no door is opened.
def page_of(user):
    return signing.dumps(user.page)
