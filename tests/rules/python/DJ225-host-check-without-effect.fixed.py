"""DJ225: checks of addresses that check nothing."""
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import is_safe_url, url_has_allowed_host_and_scheme


def unread(request, target):
    url_has_allowed_host_and_scheme(target, {request.get_host()})  # expect: DJ225
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "nothing happens when the address is not allowed: the answer of the check is thrown away"
    return redirect(target)


def circular(request, target):
    hosts = {request.META["HTTP_ORIGIN"]}
    if url_has_allowed_host_and_scheme(target, allowed_hosts=hosts):  # expect: DJ225
        return redirect(target)


def old(request, target):
    return url_has_allowed_host_and_scheme(target, allowed_hosts=None)  # expect: DJ225


def first_letter(request):
    target = request.GET["next"]
    if target.startswith("/"):  # expect: DJ225
        return redirect(target)  # also: DJ223


# Fine: the site itself, or none other.
def fine(request, target):
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return redirect(target)
    return url_has_allowed_host_and_scheme(target, None)


# Fine: nothing leads anywhere.
def listed(request):
    return request.GET["path"].startswith("/")
