"""DJ217: the order of rows out of the request."""
from django.shortcuts import render
from django.views.generic import ListView

from shop.models import Order

ORDERS = {"new": "-created", "old": "created"}


def orders(request):
    rows = Order.objects.order_by(request.GET.get("order", "name"))  # expect: DJ217
    #                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "whoever sends the request chooses the fields that `order_by` takes"
    fields = request.GET.getlist("fields")
    rows = rows.values(*fields)  # expect: DJ217
    return render(request, "orders.html", {"rows": rows})


class Orders(ListView):
    def get_queryset(self):
        order = self.request.GET.get("order") or "name"
        return super().get_queryset().order_by(f"-{order}")  # expect: DJ217


# Fine: a table says what may be chosen.
def fine(request, order):
    Order.objects.order_by(ORDERS[request.GET["order"]])
    Order.objects.order_by(ORDERS.get(request.GET["order"], "name"))
    Order.objects.order_by(order)


# Fine: looked up first, and dictionaries.
def checked(request):
    order = request.GET["order"]
    if order not in ("name", "age"):
        order = "name"
    list(request.GET.values())
    return Order.objects.order_by(order)
