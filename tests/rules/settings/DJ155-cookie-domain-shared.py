"""DJ155: cookies for the neighbours."""

# project: a platform

SESSION_COOKIE_DOMAIN = ".herokuapp.com"  # expect: DJ155
CSRF_COOKIE_DOMAIN = "azurewebsites.net"  # expect: DJ155

# project: own

# Fine: the domain is ours.
SESSION_COOKIE_DOMAIN = ".example.org"

# project: none

# Fine: the host alone.
SESSION_COOKIE_DOMAIN = None
