"""DJ260: all local names for a template."""
from django.shortcuts import render
from django.template.loader import render_to_string


def order(request, order):
    key = order.key
    render_to_string("mail.txt", context={"order": order, "key": key})  # expect: DJ260
    return render(request, "order.html", {"order": order, "key": key})  # expect: DJ260
    #                                    ^^^^^^^^ "every local name goes to the template, also those that a template must not show"


# Fine: the names that the template uses.
def fine(request, order):
    return render(request, "order.html", {"order": order})


# Fine: no template.
def shown(order):
    print(locals())
    return "{order}".format(**locals())
