"""DJ210: responses made of what the request said."""
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect
from django.utils.html import escape


def hello(request):
    return HttpResponse(request.GET["name"])  # expect: DJ210
    #                   ^^^^^^^^^^^^^^^^^^^ "data of the request comes back as HTML without being escaped: who makes the link decides which scripts run"


def error(request):
    name = request.POST.get("name")
    return HttpResponseBadRequest(f"no {name}")  # expect: DJ210


def image(request):
    return HttpResponse("<svg>%s</svg>" % request.GET["t"], content_type="image/svg+xml")  # expect: DJ210


def page(request, user):
    return HttpResponse("<h1>" + user.name + "</h1>")  # expect: DJ210


# Fine: other types, escaped and checked values.
def fine(request):
    mode = request.GET["mode"]
    if mode not in ("a", "b"):
        return redirect("home")
    HttpResponse(mode)
    HttpResponse(request.GET["name"], content_type="text/plain")
    HttpResponse(request.body, "application/json")
    HttpResponse(escape(request.GET["name"]))
    JsonResponse({"name": request.GET["name"]})


# Fine: numbers, and what nobody sent.
def numbers(request, count):
    HttpResponse(int(request.GET["page"]))
    HttpResponse(f"<b>{count:d}</b>")
    HttpResponse(count)
