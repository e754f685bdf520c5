"""DJ407: addresses that attackers choose."""

# project: alone

INSTALLED_APPS = ["axes"]
AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR"]  # expect: DJ407

# project: first of two

INSTALLED_APPS = ["axes"]
AXES_IPWARE_META_PRECEDENCE_ORDER = [
    "HTTP_X_FORWARDED_FOR",  # expect: DJ407
    "REMOTE_ADDR",
]

# project: counted

# Fine: one proxy writes the last entry.
INSTALLED_APPS = ["axes"]
AXES_IPWARE_PROXY_COUNT = 1
AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"]

# project: default

# Fine: the connection's own address.
INSTALLED_APPS = ["axes"]
