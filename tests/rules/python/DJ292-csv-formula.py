"""DJ292: exports that spreadsheets run."""
import csv

from django.http import HttpResponse


def export(request):
    response = HttpResponse(content_type="text/csv")
    writer = csv.writer(response)  # expect: DJ292
    #        ^^^^^^^^^^^^^^^^^^^^ "cells that begin with `=`, `+`, `-` or `@` run as formulas where the file is opened"
    for order in Order.objects.all():
        writer.writerow([order.name, order.note])
    return response


def table(request):
    response = HttpResponse(content_type="text/csv")
    rows = csv.DictWriter(response, fieldnames=["name"])  # expect: DJ292
    rows.writerows(Order.objects.values("name"))
    return response


# Fine: the signs are taken away.
def fine(request):
    response = HttpResponse(content_type="text/csv")
    writer = csv.writer(response)
    for order in Order.objects.all():
        writer.writerow([escape_formula(order.name)])
    return response


# Fine: a file of its own.
def save(path, orders):
    with open(path, "w") as file:
        csv.writer(file).writerows(orders.objects)
