"""DJ291: numbers that are none."""
import math
from decimal import Decimal

from django.http import HttpResponse


def pay(request):
    price = float(request.POST["price"])  # expect: DJ291
    #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`nan` and `inf` are numbers too: every comparison with what comes in here may be false"
    if price < 0:
        return HttpResponse(status=400)
    raw = request.GET.get("discount")
    return Decimal(raw) * price  # expect: DJ291


# Fine: it is asked.
def fine(request):
    price = float(request.POST["price"])
    if not math.isfinite(price):
        return HttpResponse(status=400)
    return price


# Fine: a whole number, or no visitor.
def other(request, row):
    return int(request.GET["page"]), float(row["price"])
