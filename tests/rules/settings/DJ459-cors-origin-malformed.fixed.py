"""DJ459: origins that are none."""

# project: a host, and a path

CORS_ALLOWED_ORIGINS = [
    "app.example.org",  # expect: DJ459
    "https://app.example.org",  # expect: DJ459
]

# project: a text

CORS_ALLOWED_ORIGINS = ["https://app.example.org"]  # expect: DJ459

# project: origins

# Fine: scheme and host.
CORS_ALLOWED_ORIGINS = ["https://app.example.org", "https://shop.example.org:8443"]

# project: none

# Fine: no other site.
CORS_ALLOWED_ORIGINS = []
