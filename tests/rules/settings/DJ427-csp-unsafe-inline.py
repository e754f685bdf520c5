"""DJ427: a policy that lets everything in."""

# project: scripts

SECURE_CSP = {  # also: DJ430
    "script-src": ["'self'", "'unsafe-inline'"],  # expect: DJ427
    "style-src": ["'self'", "'unsafe-inline'"],  # expect: DJ427
}

# project: by a constant

from csp.constants import SELF, UNSAFE_INLINE

CONTENT_SECURITY_POLICY = {
    # also: DJ430
    "DIRECTIVES": {"script-src": [SELF, UNSAFE_INLINE]},  # expect: DJ427
}

# project: with a nonce

# Fine: browsers that know nonces do not hear it.
from django.utils.csp import CSP

SECURE_CSP = {"script-src": [CSP.NONCE, CSP.UNSAFE_INLINE]}  # also: DJ430

# project: own scripts

# Fine: from the site only.
SECURE_CSP = {"script-src": ["'self'"]}  # also: DJ430
