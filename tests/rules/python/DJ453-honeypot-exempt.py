"""DJ453: forms that the honeypot does not look at."""
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.generic import FormView
from honeypot.decorators import check_honeypot, honeypot_exempt

from shop.views import order, order_hook


@honeypot_exempt  # expect: DJ453
#^^^^^^^^^^^^^^^ "programs may fill in this form: the honeypot does not look at it"
def contact(request):
    return page(request)


@method_decorator(honeypot_exempt, name="dispatch")  # expect: DJ453
class Contact(FormView):
    pass


urlpatterns = [
    path("order/", honeypot_exempt(order)),  # expect: DJ453
    # Fine: programs are meant to call it.
    path("hook/", honeypot_exempt(order_hook)),
]


@honeypot_exempt
def payment_callback(request):
    return page(request)


# Fine: it is checked.
@check_honeypot
def fine(request):
    return page(request)
