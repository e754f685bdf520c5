"""DJ261: all names of a module for a template."""
import shop
from django.shortcuts import render
from django.template import Context


def page(request):
    Context(vars(shop))  # expect: DJ261
    return render(request, "page.html", globals())  # expect: DJ261
    #                                   ^^^^^^^^^ "every name of the module goes to the template, settings and functions included"


# Fine: the names that the template uses.
def fine(request):
    return render(request, "page.html", {"shop": shop.name})


# Fine: no template.
def shown():
    print(globals(), vars(shop))
