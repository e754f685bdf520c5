"""DJ516: hashes that are quickly guessed."""
from django.contrib.auth.hashers import make_password

SALT = "pepper"


def store(raw):
    first = make_password(raw, hasher="md5")  # expect: DJ516
    #                                 ^^^^^ "the hash is quickly guessed: `md5` is no way to keep passwords"
    second = make_password(raw, None, "unsalted_sha1")  # expect: DJ516
    third = make_password(raw, salt=SALT)  # expect: DJ516
    return first, second, third


# Fine: what the settings say, or something slow.
def fine(raw, salt):
    return make_password(raw), make_password(raw, hasher="argon2")


# Fine: a salt that is not known here.
def salted(raw, salt):
    return make_password(raw, salt), make_password(raw, None)
