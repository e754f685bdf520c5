"""DJ436: policies of single views."""
from csp.constants import NONE, SELF
from csp.decorators import csp, csp_update
from django.shortcuts import render
from django.views.decorators.cache import cache_page
from django.views.decorators.csp import csp_override


@csp_update({"script_src": ["https://cdn.example.org"]})  # expect: DJ436
#            ^^^^^^^^^^^^ "browsers do not know `script_src`: this part of the policy protects nothing"
def first(request):
    return render(request, "a.html")


@csp_override({"default-src": [SELF], "script-src": ["https://unpkg.com"]})  # expect: DJ436
def second(request):
    return render(request, "a.html")


@csp_update({"object-src": [NONE, "https://example.org"]})  # expect: DJ436
#                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`'none'` counts for nothing beside other sources"
def third(request):
    return render(request, "a.html")


@csp({"img-src": [SELF]})  # expect: DJ436
#    ^^^^^^^^^^^^^^^^^^^ "this replaces the policy of the project, and without `default-src` whatever it does not name is open"
def fourth(request):
    return render(request, "a.html")


@cache_page(60)  # expect: DJ436
def fifth(request):
    return render(request, "a.html", {"nonce": request.csp_nonce})


# Fine: names of the standard, hosts of one's own.
@csp_update({"script-src": ["https://cdn.example.org"], "object-src": [NONE]})
def fine(request):
    return render(request, "a.html")


# Fine: a whole policy, and a page without a nonce.
@csp_override({"default-src": [SELF]})
@cache_page(60)
def whole(request):
    return render(request, "a.html")
