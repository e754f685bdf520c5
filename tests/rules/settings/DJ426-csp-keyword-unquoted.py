"""DJ426: keywords without quotes."""

# project: of Django

SECURE_CSP = {  # also: DJ430
    "default-src": ["self"],  # expect: DJ426
    "object-src": ["none"],  # expect: DJ426
}

# project: of the package

CSP_DEFAULT_SRC = ("self", "cdn.example.org")  # expect: DJ426

# project: quoted

# Fine: the inner quotes are there.
SECURE_CSP = {"default-src": ["'self'"]}  # also: DJ430

# project: constants

# Fine: they hold the quotes.
from django.utils.csp import CSP

SECURE_CSP = {"default-src": [CSP.SELF], "object-src": [CSP.NONE]}  # also: DJ430
