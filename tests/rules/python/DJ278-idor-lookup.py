"""DJ278: what belongs to others."""
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render

from shop.models import Order


@login_required
def order(request, pk):
    found = get_object_or_404(Order, pk=pk)  # expect: DJ278
    #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "users may reach what belongs to others: `get_object_or_404(Order, pk=pk)` takes any number, and nobody compares the owner"
    return render(request, "order.html", {"order": found})


@login_required
def cancel(request):
    get_object_or_404(Order, id=request.POST["id"]).delete()  # expect: DJ278


# Fine: the owner counts.
@login_required
def own(request, pk):
    found = get_object_or_404(Order, pk=pk, owner=request.user)
    return render(request, "order.html", {"order": found})


@login_required
def compared(request, pk):
    found = get_object_or_404(Order, pk=pk)
    if found.owner != request.user:
        return None
    return render(request, "order.html", {"order": found})


# Fine: for everybody.
def shown(request, pk):
    return render(request, "item.html", {"item": get_object_or_404(Item, pk=pk)})
