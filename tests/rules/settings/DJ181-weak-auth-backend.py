"""DJ181: logins that ask too little."""

# project: deactivated users

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.AllowAllUsersModelBackend"]  # expect: DJ181

# project: remote users

AUTHENTICATION_BACKENDS = (
    "django.contrib.auth.backends.RemoteUserBackend",  # expect: DJ181
    "django.contrib.auth.backends.ModelBackend",
)

# project: usual

# Fine: as by default.
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]

# project: none

# Fine: the default is used.
ROOT_URLCONF = "shop.urls"
