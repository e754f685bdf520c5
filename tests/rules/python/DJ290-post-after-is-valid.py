"""DJ290: what was sent, in place of what was checked."""

# project: a form of another module

# file: shop/forms.py
from django import forms


class Base(forms.Form):
    name = forms.CharField(max_length=40)


class OrderForm(Base):
    amount = forms.IntegerField(min_value=1)


class ReviewForm(forms.ModelForm):
    class Meta:
        model = Review
        fields = ["text", "stars"]
# file: shop/views.py
from django import forms

from .forms import OrderForm, ReviewForm


class SearchForm(forms.Form):
    words = forms.CharField()


def order(request):
    form = OrderForm(request.POST)
    if form.is_valid():
        amount = request.POST["amount"]  # expect: DJ290
#                ^^^^^^^^^^^^^^^^^^^^^^ "the form checked this value, but what is used here is what the visitor sent: `request.POST["amount"]`"
        if amount:
            save(amount, request.POST.get("name"))  # expect: DJ290
        # Fine: no field of the form.
        note = request.POST["note"]
    # Fine: outside.
    return request.POST["amount"]


def search(request):
    search_form = SearchForm(request.POST)
    if request.method == "POST" and True:
        pass
    if search_form.is_valid() and request.POST["words"]:
        return find(request.POST["words"])  # expect: DJ290


def review(request):
    form = ReviewForm(request.POST)
    if form.is_valid():
        return request.POST["stars"]  # expect: DJ290


# Fine: nobody knows the form.
def other(request, form):
    if form.is_valid():
        return request.POST["name"]
