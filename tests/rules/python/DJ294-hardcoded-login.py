"""DJ294: logins with a password of the source."""
from django.contrib import auth
from django.contrib.auth import authenticate

DEMO = "opensesame"


def demo(request):
    user = authenticate(request, username="demo", password="opensesame")  # expect: DJ294
    #                                                      ^^^^^^^^^^^^ "a password stands in the source, and somebody is logged in with it"
    other = auth.authenticate(username="admin", password=DEMO)  # expect: DJ294
    return user, other


# Fine: the password of the visitor.
def enter(request):
    return authenticate(request, username=request.POST["name"], password=request.POST["password"])


# Fine: another way to log in.
def token(request):
    return authenticate(request, token=request.GET["token"])
