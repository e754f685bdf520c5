"""DJ216: names of fields out of the request."""
import json

from django.db.models import Q

from shop.models import Order

FILTERS = ("kind", "state")


def search(request):
    Order.objects.filter(**request.GET.dict())  # expect: DJ216
    #                      ^^^^^^^^^^^^^^^^^^ "whoever sends the request chooses the fields that `filter` looks at, other people's passwords included"
    field = request.GET["field"]
    Order.objects.exclude(**{field: 1})  # expect: DJ216
    Order.objects.filter(Q(**{f"{field}__icontains": "a"}))  # expect: DJ216
    wanted = json.loads(request.body)
    Order.objects.get(**wanted)  # expect: DJ216


# Fine: the names stand in the program.
def fine(request, wanted):
    Order.objects.filter(**{name: request.GET[name] for name in FILTERS})
    Order.objects.filter(kind=request.GET["kind"], **wanted)
    Order.objects.filter(**{"kind": request.GET["kind"]})


# Fine: looked up first.
def checked(request):
    field = request.GET["field"]
    if field in FILTERS:
        return Order.objects.filter(**{field: 1})
