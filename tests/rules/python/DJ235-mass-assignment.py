"""DJ235: fields named by the request."""
from django.db import models
from django.shortcuts import get_object_or_404

ALLOWED = ("name", "text")


class Order(models.Model):
    name = models.TextField()


class SpecialOrder(Order):
    pass


def edit(request, pk, form):
    Order.objects.create(**request.POST.dict())  # expect: DJ235
    #                      ^^^^^^^^^^^^^^^^^^^ "whoever sends the request chooses which fields are set: `is_staff`, `owner` and `price` are fields, too"
    Order.objects.filter(pk=pk).update(**request.data)  # expect: DJ235
    Order.objects.update_or_create(pk=pk, defaults=request.data)  # expect: DJ235
    SpecialOrder(**request.POST.dict()).save()  # expect: DJ235
    order = get_object_or_404(Order, pk=pk)
    for name, value in request.POST.items():
        setattr(order, name, value)  # expect: DJ235
    order.__dict__.update(request.POST.dict())  # expect: DJ235


# Fine: fields of a form, names of the program's own.
def fine(request, form, values):
    Order.objects.create(**form.cleaned_data)
    Order.objects.create(name=request.POST["name"], **values)
    Order(**{"name": request.POST["name"]})
    for name in ALLOWED:
        setattr(form, name, request.POST[name])


# Fine: looked up first.
def checked(request, order):
    for name, value in request.POST.items():
        if name in ALLOWED:
            setattr(order, name, value)
