"""DJ404: settings that axes forgot."""

# project: by user

INSTALLED_APPS = ["axes"]
AXES_ONLY_USER_FAILURES = True  # expect: DJ404

# project: by proxy

INSTALLED_APPS = ["axes"]
AXES_PROXY_COUNT = 1  # expect: DJ404
AXES_USE_USER_AGENT = True  # expect: DJ404

# project: present

# Fine: what axes reads.
INSTALLED_APPS = ["axes"]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]

# project: without axes

# Fine: somebody else's setting.
AXES_LOGGER = "shop"
