"""DJ220: views that any site may post to."""
import hmac

from django.http import HttpResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from rest_framework.decorators import api_view
from rest_framework.views import APIView

from shop import views


@csrf_exempt  # expect: DJ220
def pay(request):
    return HttpResponse()


@csrf_exempt  # expect: DJ220
def hook(request):
    if hmac.compare_digest(request.headers["X-Signature"], sign(request.body)):
        return HttpResponse()


@method_decorator(csrf_exempt, name="dispatch")  # expect: DJ220
class Pay(View):
    pass


urlpatterns = [path("pay/", csrf_exempt(views.pay))]  # expect: DJ220


# Fine: the check stays on.
@csrf_protect
def order(request):
    return HttpResponse()


# Fine: REST framework asks for the token itself where a session counts.
@method_decorator(csrf_protect, name="dispatch")
class Orders(APIView):
    pass
