"""DJ270: views without a guard."""
from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from shop.models import Order


def account(request):  # expect: DJ270
#   ^^^^^^^ "strangers may reach this: `account` works with the user or writes, and nothing asks for a login"
    return render(request, "account.html", {"mail": request.user.email})


def order(request):  # expect: DJ270
    Order.objects.create(name="x")
    return render(request, "thanks.html")


# Fine: it is asked.
@login_required
def guarded(request):
    return render(request, "account.html", {"mail": request.user.email})


def asked(request):
    if not request.user.is_authenticated:
        return render(request, "login.html")
    return render(request, "account.html", {"mail": request.user.email})


# Fine: for everybody.
def catalogue(request):
    return render(request, "catalogue.html", {"orders": Order.objects.all()})
