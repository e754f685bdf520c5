"""DJ144: a header that Django never finds."""

# project: as the proxy writes it

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # expect: DJ144

# project: no pair

SECURE_PROXY_SSL_HEADER = "HTTP_X_FORWARDED_PROTO"  # expect: DJ144

# project: as Django wants it

# Fine: the variable's name.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# project: none

# Fine: no proxy.
SECURE_PROXY_SSL_HEADER = None
