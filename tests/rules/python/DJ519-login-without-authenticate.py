"""DJ519: logins without a check."""
from django.contrib.auth import authenticate, login
from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404, redirect


def enter(request):
    user = User.objects.get(username=request.POST["name"])
    login(request, user)  # expect: DJ519
#   ^^^^^^^^^^^^^^^^^^^^ "somebody is logged in and nothing was checked: no password, no token, no signature"
    return redirect("home")


def by_number(request, pk):
    user = get_object_or_404(User, pk=pk)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")  # expect: DJ519


def by_hand(request):
    request.session["user_id"] = find(request.POST).pk  # expect: DJ519
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^ "whoever planted the key of the session shares the login: it does not change here"


# Fine: it is checked.
def fine(request):
    user = authenticate(request, username=request.POST["name"], password=request.POST["password"])
    if user:
        login(request, user)


def link(request, name, token):
    user = User.objects.get(username=name)
    if generator.check_token(user, token):
        login(request, user)


# Fine: an account that was made now.
def register(request, form):
    user = form.save()
    login(request, user)


# Fine: no login, or a new key.
def keep(request):
    request.session["cart_id"] = 1
    request.session["theme"] = "dark"


def fresh(request):
    request.session.cycle_key()
    request.session["user_id"] = 1
