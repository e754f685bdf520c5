"""DJ222: requests by GET that change something."""
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST
from django.views.generic import View

from shop.models import Order


@require_POST
def remove(request, pk):
    order = get_object_or_404(Order, pk=pk)
    order.delete()  # expect: DJ222
#   ^^^^^^^^^^^^^^ "a link or an image is enough to make a visitor's browser do this: a request by GET changes something"
    return redirect("orders")


@require_POST
def leave(request):
    logout(request)  # expect: DJ222
    return redirect("home")


class Remove(View):
    def get(self, request, pk):
        Order.objects.get(pk=pk).delete()  # expect: DJ222
        return HttpResponse()

    # Fine: another method.
    def post(self, request, pk):
        Order.objects.get(pk=pk).delete()
        return HttpResponse()


# Fine: GET does not get in.
@require_POST
def remove_by_post(request, pk):
    Order.objects.get(pk=pk).delete()
    return redirect("orders")


# Fine: the view looks, or is none.
def ask(request, pk):
    if request.method == "POST":
        Order.objects.get(pk=pk).delete()
    return redirect("orders")


def tidy():
    Order.objects.filter(old=True).delete()
