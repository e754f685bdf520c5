"""DJ219: parts of SQL functions out of the request."""
from django.db.models.functions import Extract, Trunc

from shop.models import Order

KINDS = {"d": "day", "m": "month"}


def report(request):
    Order.objects.annotate(day=Trunc("created", request.GET["kind"]))  # expect: DJ219
    #                                           ^^^^^^^^^^^^^^^^^^^ "whoever sends the request chooses `request.GET["kind"]`, which becomes a part of the SQL"
    part = request.GET.get("part", "year")
    Order.objects.annotate(part=Extract("created", lookup_name=part))  # expect: DJ219
    Order.objects.all().explain(**request.GET.dict())  # expect: DJ219


# Fine: constants and a table.
def fine(request):
    Trunc("created", "day")
    Trunc("created", KINDS[request.GET["kind"]])


# Fine: looked up first.
def checked(request):
    kind = request.GET["kind"]
    if kind in KINDS:
        return Trunc("created", kind)
