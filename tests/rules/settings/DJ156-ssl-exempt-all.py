"""DJ156: an exception for everything."""

# project: all

SECURE_REDIRECT_EXEMPT = [r".*"]  # expect: DJ156

# project: empty

SECURE_REDIRECT_EXEMPT = [
    "",  # expect: DJ156
    "/health",  # expect: DJ156
]

# project: one path

# Fine: one page.
SECURE_REDIRECT_EXEMPT = [r"^health$"]

# project: the first page

# Fine: the first page only.
SECURE_REDIRECT_EXEMPT = [r"^$"]
