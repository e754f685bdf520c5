"""DJ518: passwords compared as texts."""
from django.contrib.auth.models import User


def enter(request, user):
    raw = request.POST["password"]
    if user.password == raw:  # expect: DJ518
    #  ^^^^^^^^^^^^^^^^^^^^ "passwords cannot be compared like this: what is stored should be a hash"
        return user
    if user.password != request.POST["password"]:  # expect: DJ518
        return None
    if raw == request.user.password:  # expect: DJ518
        return user
    account = User.objects.get(username=request.POST["name"])
    if account.password == raw:  # expect: DJ518
        return account
    return User.objects.get(username=request.POST["name"], password=raw)  # expect: DJ518


# Fine: it is asked in the right way.
def fine(request, user, old_user):
    if user.check_password(request.POST["password"]):
        return user
    # Fine: two hashes, and the mark of an unusable one.
    if user.password == old_user.password or user.password == "!":
        return None
    return User.objects.filter(password="!")


# Fine: no user.
def connect(server, options):
    return server.password == options.password
