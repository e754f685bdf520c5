"""DJ429: scripts of any site."""

# project: all

# also: DJ430
SECURE_CSP = {"script-src": ["*"]}  # expect: DJ429

# project: brought along

CONTENT_SECURITY_POLICY = {  # also: DJ430
    "DIRECTIVES": {
        "default-src": ["'self'", "https:"],  # expect: DJ429
        "script-src": ["'self'", "data:"],  # expect: DJ429
    },
}

# project: one host

# Fine: one host.
SECURE_CSP = {"script-src": ["'self'", "https://cdn.example.org"]}  # also: DJ430

# project: images

# Fine: pictures run nothing.
SECURE_CSP = {"default-src": ["'self'"], "img-src": ["'self'", "data:", "*"]}  # also: DJ430
