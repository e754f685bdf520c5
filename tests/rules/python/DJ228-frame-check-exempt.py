"""DJ228: pages that anybody may frame."""
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.clickjacking import xframe_options_exempt, xframe_options_sameorigin

from shop import views


@xframe_options_exempt  # expect: DJ228
def widget(request):
    pass


@method_decorator(xframe_options_exempt, name="dispatch")  # expect: DJ228
class Widget(View):
    pass


urlpatterns = [path("w/", xframe_options_exempt(views.widget))]  # expect: DJ228


# Fine: this site only.
@xframe_options_sameorigin
def page(request):
    pass


# Fine: nothing said.
def other(request):
    pass
