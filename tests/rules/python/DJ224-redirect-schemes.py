"""DJ224: schemes of redirects."""
from django.http import HttpResponseRedirect


class AnyRedirect(HttpResponseRedirect):
    allowed_schemes = ["https", "javascript", "data"]  # expect: DJ224


class FileRedirect(AnyRedirect):
    allowed_schemes = ("file",)  # expect: DJ224


# Fine: an app's own scheme.
class AppRedirect(HttpResponseRedirect):
    allowed_schemes = ["https", "shop"]


# Fine: no redirect.
class Form:
    allowed_schemes = ["data"]
