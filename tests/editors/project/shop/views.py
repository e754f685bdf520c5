"""Back office of the shop: suppliers, price lists and invoices."""
import subprocess

import requests
import yaml
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from .models import Order, Price

SUPPLIERS = "https://suppliers.example.org/v1"


def stock(request, sku):
    """What a supplier has left of a product."""
    answer = requests.get(f"{SUPPLIERS}/stock/{sku}", timeout=5, verify=False)
    return JsonResponse(answer.json())


@require_POST
def import_prices(request):
    """Takes over a supplier's price list."""
    prices = yaml.load(request.FILES["prices"], Loader=yaml.Loader)
    for sku, amount in prices.items():
        Price.objects.update_or_create(sku=sku, defaults={"amount": amount})
    return HttpResponse(status=204)


def invoice(request, number):
    """The invoice of an order, as a page to print."""
    order = get_object_or_404(Order, number=number)
    title = request.GET.get("title", "Invoice")
    subprocess.run(f"wkhtmltopdf --title '{title}' {order.page} {order.pdf}", shell=True, check=True)
    return HttpResponse(order.pdf.read_bytes(), content_type="application/pdf")
