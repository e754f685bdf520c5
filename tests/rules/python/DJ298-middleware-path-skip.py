"""DJ298: pages that a middleware leaves alone."""
from django.http import HttpResponseForbidden
from django.urls import reverse


class Guard:
    def __call__(self, request):
        if "/public/" in request.path:  # expect: DJ298
        #  ^^^^^^^^^^^^^^^^^^^^^^^^^^ "the check is skipped for whoever puts this into the address: the text may stand anywhere in the path"
            return self.get_response(request)
        if "static" not in request.get_full_path() and not allowed(request):  # expect: DJ298
            return HttpResponseForbidden()
        return self.get_response(request)


# Fine: the whole path.
class Fine:
    def __call__(self, request):
        if request.path in OPEN or request.path == reverse("login"):
            return self.get_response(request)
        return check(request)


# Fine: no middleware.
def view(request):
    return "old" in request.path
