"""DJ231: forms of all fields but some."""

# project: a model that is seen

# file: shop/models.py
from django.db import models


class Order(models.Model):
    owner = models.ForeignKey("Buyer", on_delete=models.CASCADE)
    name = models.CharField(max_length=40)
    price = models.IntegerField()
# file: shop/forms.py
from django import forms

from shop.models import Order


class OrderForm(forms.ModelForm):
    class Meta:
        model = Order
        fields = ["name", "price"]  # expect: DJ231
        #         ^^^^^^^^^ "every field that is not named here can be set through this form, also those that are added to the model later"


class SpecialForm(OrderForm):
    class Meta:
        exclude = ("owner", "price")  # expect: DJ231


# Fine: the fields are named.
class NamedForm(forms.ModelForm):
    class Meta:
        model = Order
        fields = ["name", "text"]
        exclude = ["text"]


# Fine: no form.
class Query:
    class Meta:
        exclude = ["owner"]
