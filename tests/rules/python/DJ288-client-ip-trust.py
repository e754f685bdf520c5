"""DJ288: addresses that the visitor sends."""
from django.http import HttpResponseForbidden

ALLOWED = {"192.0.2.1"}


def client_ip(request):
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR")
    if forwarded:
        return forwarded.split(",")[0]  # expect: DJ288
        #      ^^^^^^^^^^^^^^^^^^^^^^^ "visitors choose their own address: the first one in this header is what they sent"
    return request.META["REMOTE_ADDR"]


def short(request):
    return request.headers["X-Forwarded-For"].split(",")[0].strip()  # expect: DJ288


def guarded(request):
    if request.META.get("HTTP_X_REAL_IP") not in ALLOWED:  # expect: DJ288
        return HttpResponseForbidden()
    if request.headers["X-Forwarded-For"] == "192.0.2.1":  # expect: DJ288
        return page(request)


# Fine: what the own proxy added.
def fine(request):
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return forwarded.split(",")[-1]


# Fine: another header, and the address of the connection.
def other(request):
    language = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    if request.META["REMOTE_ADDR"] in ALLOWED:
        return language.split(",")[0]
