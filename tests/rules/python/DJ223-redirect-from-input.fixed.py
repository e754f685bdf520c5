"""DJ223: addresses out of the request."""
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import FormView


def leave(request):
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    return redirect(target)  # expect: DJ223
    #               ^^^^^^ "whoever makes the link decides where this leads: a page that looks like this one asks for the password again"


def back(request):
    if request.method == "POST":
        return HttpResponseRedirect(request.POST["return"])  # expect: DJ223
    return redirect(request.META.get("HTTP_REFERER", "/"))  # expect: DJ223


def away(request):
    return redirect("//" + request.GET["host"])  # expect: DJ223


class Change(FormView):
    def get_success_url(self):
        return self.request.GET.get("next")  # expect: DJ223


# Fine: checked, or looked up.
def checked(request):
    target = request.GET.get("next")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    if target in ("/a/", "/b/"):
        return redirect("home")
    return redirect(target)


# Fine: names of views, paths and sites of our own.
def own(request, order):
    redirect("order", request.GET["pk"])
    redirect(order)
    redirect(f"/orders/{request.GET['pk']}")
    redirect("https://example.org/" + request.GET["page"])
    redirect(reverse("order", args=[request.GET["pk"]]))
    redirect(request.path)
    redirect(f"?page={request.GET['page']}")
