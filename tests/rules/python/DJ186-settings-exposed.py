"""DJ186: settings in templates and answers."""
from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.views.generic import TemplateView


def about(request):
    return render(request, "about.html", {"settings": settings, "title": "About"})  # expect: DJ186
#                                                     ^^^^^^^^ "every setting goes to the template, `SECRET_KEY` and passwords of databases included"


def state(request):
    return JsonResponse({"debug": settings.DEBUG, "key": settings.SECRET_KEY})  # expect: DJ186
#                                                        ^^^^^^^^^^^^^^^^^^^ "`settings.SECRET_KEY` leaves the server: who reads it here can use it"


def shop(request):
    return {"settings": settings, "shop": "Flowers"}  # expect: DJ186


def keys(request):
    return {"KEY": settings.SECRET_KEY}  # expect: DJ186


class About(TemplateView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["settings"] = settings  # expect: DJ186
        return context


# Fine: what pages need.
def page(request):
    return render(request, "page.html", {"maps": settings.MAPS_API_KEY, "name": settings.SHOP_NAME})


# Fine: a client of ours.
def client():
    return connect({"password": settings.PAYMENT_PASSWORD})


# Fine: other settings.
def form(request, settings):
    return render(request, "form.html", {"settings": settings})
