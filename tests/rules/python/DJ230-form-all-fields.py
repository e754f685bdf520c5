"""DJ230: forms of all fields."""
from django import forms
from django.forms import ModelForm, modelform_factory
from django.views.generic import CreateView, ListView

from shop.models import Order


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


# Fine: the fields are named.
class NamedForm(forms.ModelForm):
    class Meta:
        model = Order
        fields = ["name", "text"]


# Fine: nothing can be set.
class Orders(ListView):
    fields = "__all__"
