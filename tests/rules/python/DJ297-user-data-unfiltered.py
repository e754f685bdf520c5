"""DJ297: users with all they have."""
from django.contrib.auth.models import User
from django.core import serializers
from django.forms.models import model_to_dict
from django.http import HttpResponse, JsonResponse


def me(request):
    return JsonResponse(model_to_dict(request.user))  # expect: DJ297
    #                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ "hashes of passwords and much else leave the server: all fields of the user go into `model_to_dict`"


def users(request):
    if request.GET:
        return HttpResponse(serializers.serialize("json", User.objects.all()))  # expect: DJ297
    if request.POST:
        return JsonResponse({"users": list(User.objects.values())})  # expect: DJ297
    return JsonResponse(list(User.objects.filter(is_active=True).values()), safe=False)  # expect: DJ297


# Fine: what may be seen is named.
def fine(request):
    serializers.serialize("json", User.objects.all(), fields=["username"])
    model_to_dict(request.user, fields=["username"])
    return JsonResponse({"users": list(User.objects.values("username"))})


# Fine: no users.
def orders(request, order):
    model_to_dict(order)
    return JsonResponse({"orders": list(Order.objects.values())})
