"""DJ456: sites with a similar name."""

# project: without an end

CORS_ALLOWED_ORIGIN_REGEXES = [r"^https://\w+\.example\.org$"]  # expect: DJ456

# project: dots

CORS_ALLOWED_ORIGIN_REGEXES = [
    r"^https://shop\.example\.org$",  # expect: DJ456
]

# project: exact

# Fine: anchored and escaped.
CORS_ALLOWED_ORIGIN_REGEXES = [r"^https://\w+\.example\.org$"]

# project: none

# Fine: no patterns.
CORS_ALLOWED_ORIGIN_REGEXES = []
