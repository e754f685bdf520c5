"""DJ254: cookies that others can read."""
from django.conf import settings
from django.http import HttpResponse


def login(request, value, options):
    response = HttpResponse()
    response.set_cookie("auth_token", value)  # expect: DJ254
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "the cookie "auth_token" is sent over plain HTTP too: whoever is on the line takes the session over"
    response.set_cookie("session", value, secure=False, httponly=True)  # expect: DJ254
    response.set_cookie("jwt", value, secure=True)  # expect: DJ254
    response.set_cookie("theme", "dark")  # expect: DJ254
    response.set_cookie("widget", value, samesite="None")  # expect: DJ254
    # Fine: all flags, or ones that the settings decide on.
    response.set_cookie("auth_token", value, secure=True, httponly=True)
    response.set_cookie("auth_token", value, secure=settings.SESSION_COOKIE_SECURE, httponly=True)
    response.set_cookie("theme", "dark", secure=request.is_secure())
    # Fine: who knows what the options say.
    response.set_cookie("auth_token", value, **options)
    response.delete_cookie("auth_token")
    response.set_cookie("auth_token", max_age=0)
    return response
