"""DJ230: forms of all fields."""

# project: a model that is seen

# file: shop/models.py
from django.db import models


class Dated(models.Model):
    made = models.DateTimeField(auto_now_add=True)
    note = models.TextField()

    class Meta:
        abstract = True


class Order(Dated):
    name = models.CharField(max_length=40)
    buyer = models.ForeignKey("Buyer", on_delete=models.CASCADE)
    token = models.UUIDField(default=make, editable=False)

    objects = models.Manager()


class Tagged(Order):
    tags = Tags()


class Item(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
    a_rather_long_name_of_a_field = models.CharField(max_length=40)
    another_rather_long_name = models.CharField(max_length=40)
# file: shop/forms.py
from django import forms
from django.forms import inlineformset_factory
from django.forms import ModelForm, modelform_factory
from django.views.generic import CreateView, ListView

from shop.models import Item, Order, Tagged


class OrderForm(ModelForm):
    class Meta:
        model = Order
        fields = "__all__"  # expect: DJ230
        #        ^^^^^^^^^ "every field of the model can be set through this form, also those that are added to the model later"


class SpecialForm(OrderForm):
    class Meta(OrderForm.Meta):
        fields = "__all__"  # expect: DJ230


class MakeOrder(CreateView):
    model = Order
    fields = "__all__"  # expect: DJ230


Made = modelform_factory(Order, fields="__all__")  # expect: DJ230
Inner = inlineformset_factory(Order, Item, fields="__all__")  # expect: DJ230

# No fix: it may have fields that are not seen here.
Open = modelform_factory(Tagged, fields="__all__")  # expect: DJ230


# Fine: the fields are named.
class NamedForm(forms.ModelForm):
    class Meta:
        model = Order
        fields = ["name", "text"]


# Fine: nothing can be set.
class Orders(ListView):
    fields = "__all__"
