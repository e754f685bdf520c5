from django import forms

from .models import Order, Voucher


class SearchForm(forms.Form):
    q = forms.CharField(max_length=80, required=False, label="Search")


class CheckoutForm(forms.ModelForm):
    voucher = forms.CharField(max_length=16, required=False)

    class Meta:
        model = Order
        fields = ["email", "address"]

    def clean_voucher(self):
        code = self.cleaned_data["voucher"].strip().upper()
        if not code:
            return None
        voucher = Voucher.objects.filter(code=code, used=False).first()
        if voucher is None:
            raise forms.ValidationError("This voucher is not known or was used before.")
        return voucher


class PriceRuleForm(forms.Form):
    formula = forms.CharField(
        max_length=200,
        help_text="For example: price * 0.9 if stock > 100 else price",
    )
