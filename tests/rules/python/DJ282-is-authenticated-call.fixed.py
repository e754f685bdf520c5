"""DJ282: properties of the user that are called."""
from django.shortcuts import redirect


def view(request):
    if not request.user.is_authenticated:  # expect: DJ282
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`is_authenticated` is no method: the call fails, and whoever is logged in is never found out"
        return redirect("login")
    user = request.user
    if user.is_anonymous:  # expect: DJ282
        return None
    return user.is_authenticated == "True"  # expect: DJ282


# Fine: properties, and methods of something else.
def fine(request, client, token):
    if request.user.is_authenticated == True:
        return client.is_authenticated()
    # Fine: a method of its own.
    return user.is_authenticated(token)


def old(user):
    if django.VERSION < (2, 0):
        return user.is_authenticated()
    return user.is_authenticated
