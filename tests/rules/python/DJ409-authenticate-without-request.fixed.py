"""DJ409: attempts that nobody counts."""

# project: with axes

# file: shop/settings.py
from company.settings import *

ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["django.contrib.auth", "axes", "shop"]
MIDDLEWARE = [*USUAL, "axes.middleware.AxesMiddleware"]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# file: shop/views.py
from django.contrib.auth import authenticate
from django.views import View


def enter(request, name, password):
    return authenticate(request, username=name, password=password)  # expect: DJ409
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "django-axes cannot count this attempt: without the request its backend raises an error, or the attempt is not limited"


class Enter(View):
    def post(self, request):
        return authenticate(self.request, username=self.name, password=self.password)  # expect: DJ409


def check(name, password):
    return authenticate(username=name, password=password)  # expect: DJ409


# Fine: the request is there.
def other(request, name, password):
    authenticate(request=request, username=name, password=password)
    return authenticate(request, username=name, password=password)


def unknown(**credentials):
    return authenticate(**credentials)


# project: without axes

# file: shop/settings.py
from company.settings import *

ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["django.contrib.auth", "shop"]
# file: shop/views.py
from django.contrib.auth import authenticate


# Fine: nothing needs the request.
def enter(request, name, password):
    return authenticate(username=name, password=password)
