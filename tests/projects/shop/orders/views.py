import base64
import hashlib
import pickle

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from .compat import json, run
from .models import Order


@login_required
def order_list(request):
    orders = Order.objects.filter(owner=request.user)
    term = request.GET.get("q")
    if term:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM orders_order WHERE note LIKE '%{term}%'")  # expect: PY608
            found = [row[0] for row in cursor.fetchall()]
        orders = orders.filter(pk__in=found)
    return render(request, "orders/list.html", {"orders": orders})


@login_required
def order_detail(request, number):
    order = get_object_or_404(Order, pk=number, owner=request.user)
    basket = request.COOKIES.get("basket")
    if basket:
        order.items = pickle.loads(base64.b64decode(basket))  # expect: PY301
    return render(request, "orders/detail.html", {"order": order})


@login_required
def invoice(request, number):
    assert request.user.is_active  # expect: PY101
    template = request.GET.get("template", "plain")
    done = run(f"invoice --order {number} --template {template}", shell=True, capture_output=True)  # expect: PY602
    if done.returncode:
        raise Http404
    response = HttpResponse(done.stdout, content_type="application/pdf")
    response["ETag"] = hashlib.sha256(done.stdout).hexdigest()
    return response


def total(request):
    prices = json.loads(request.body)
    return HttpResponse(eval(request.GET["formula"], {"prices": prices}))  # expect: PY307
