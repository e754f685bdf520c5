"""DJ147: forms of strangers."""

# project: everybody

CSRF_TRUSTED_ORIGINS = ["https://*"]  # expect: DJ147

# project: a platform, and plain HTTP

CSRF_TRUSTED_ORIGINS = [
    "https://*.herokuapp.com",  # expect: DJ147
    "http://www.example.org",  # expect: DJ147
]

# project: own sites

# Fine: the domain is ours.
CSRF_TRUSTED_ORIGINS = ["https://*.example.org"]

# project: local

# Fine: nobody is on that line.
CSRF_TRUSTED_ORIGINS = ["http://localhost:3000"]
