"""DJ256: secrets compared letter by letter."""
from django.conf import settings
from django.http import HttpResponse, HttpResponseForbidden
from django.utils.crypto import constant_time_compare


def hook(request, user):
    if not constant_time_compare(request.GET.get("token"), settings.HOOK_TOKEN):  # expect: DJ256
    #  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "how long this comparison takes tells how much of the secret was right"
        return HttpResponseForbidden()
    sent = request.headers["X-Key"]
    if constant_time_compare(sent, user.api_key):  # expect: DJ256
        return HttpResponse()
    # Fine: in constant time.
    if constant_time_compare(sent, settings.HOOK_TOKEN):
        return HttpResponse()
    # Fine: nothing secret, or nothing there.
    if request.GET.get("kind") == settings.KIND or request.GET.get("token") == "":
        return HttpResponse()
    return request.GET.get("token") == None
