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

# project: a backend that asks nothing

# file: shop/backends.py
class Named:
    def authenticate(self, request, name=None):
        return User.objects.get(name=name)
# file: shop/settings.py
AUTHENTICATION_BACKENDS = ["shop.backends.Named"]  # expect: DJ181

# project: a backend that asks

# Fine: the password is checked.
# file: shop/backends.py
class ByMail:
    def authenticate(self, request, email=None, password=None):
        user = User.objects.get(email=email)
        return user if user.check_password(password) else None
# file: shop/settings.py
AUTHENTICATION_BACKENDS = ["shop.backends.ByMail"]
