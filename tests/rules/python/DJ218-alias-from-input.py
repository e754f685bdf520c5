"""DJ218: names of columns out of the request."""
from django.db.models import Count, Sum

from shop.models import Order


def report(request):
    name = request.GET["name"]
    Order.objects.annotate(**{name: Count("id")})  # expect: DJ218
    #                        ^^^^^^^^^^^^^^^^^^^ "whoever sends the request chooses the names that `annotate` puts into the query as SQL"
    Order.objects.filter(a=1).aggregate(**{f"sum_{name}": Sum("price")})  # expect: DJ218


# Fine: names of the program's own.
def fine(request, wanted):
    Order.objects.annotate(**{"n": Count(request.GET["field"])})
    Order.objects.annotate(**wanted)


# Fine: looked up first.
def checked(request):
    name = request.GET["name"]
    if name in ("a", "b"):
        return Order.objects.annotate(**{name: Count("id")})
