"""DJ113: scripts that read the session cookie."""

# project: off

INSTALLED_APPS = ["django.contrib.sessions"]
SESSION_COOKIE_HTTPONLY = False  # expect: DJ113

# project: off in one dictionary of defaults

INSTALLED_APPS = ["django.contrib.sessions.apps.SessionsConfig"]
globals()["SESSION_COOKIE_HTTPONLY"] = 0  # expect: DJ113

# project: on

# Fine: as by default.
INSTALLED_APPS = ["django.contrib.sessions"]
SESSION_COOKIE_HTTPONLY = True

# project: without sessions

# Fine: there is no such cookie.
INSTALLED_APPS = ["rest_framework"]
SESSION_COOKIE_HTTPONLY = False
