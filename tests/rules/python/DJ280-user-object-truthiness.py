"""DJ280: the user of a request taken for true or false."""
from django.shortcuts import render


def view(request):
    if request.user:  # expect: DJ280
    #  ^^^^^^^^^^^^ "anonymous visitors pass: `request.user` is an object, and true, for them too"
        return render(request, "a.html")
    if not request.user:  # expect: DJ280
        return None
    if request.user is None:  # expect: DJ280
    #  ^^^^^^^^^^^^^^^^^^^^ "this is never so: `request.user` is an object for anonymous visitors too"
        return None
    if request.user is not None:  # expect: DJ280
        return None
    owner = name if request.user else None  # expect: DJ280
    if request.user and owner:  # expect: DJ280
        return owner
    return request.user or request.auth  # expect: DJ280


class View:
    def get(self):
        while not self.request.user:  # expect: DJ280
            self.wait()


# Fine: it is asked who it is.
def fine(request):
    if request.user.is_authenticated:
        return 1
    if request.user and request.user.is_authenticated:
        return 2
    # Fine: it is not the condition.
    owner = request.user if request.GET else None
    user = request.user
    if request.user == owner:
        return user
    return getattr(request, "user", None) is None
