"""Pages of the shop and of its back office."""
from django.contrib.auth.decorators import login_required, permission_required
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView, ListView

from . import cart as carts
from . import invoices, payments
from .forms import CheckoutForm, PriceRuleForm, SearchForm
from .models import Order, OrderLine, Product, orders_matching, sales_by_product


class ProductListView(ListView):
    model = Product
    paginate_by = 24
    template_name = "store/product_list.html"

    def get_queryset(self):
        products = Product.objects.in_stock()
        form = SearchForm(self.request.GET)
        if form.is_valid() and form.cleaned_data["q"]:
            products = products.search(form.cleaned_data["q"])
        return products

    def get_context_data(self, **kwargs):
        return super().get_context_data(tips=Product.objects.a_few(3), **kwargs)


class ProductDetailView(DetailView):
    model = Product
    template_name = "store/product_detail.html"


@require_POST
def add_to_cart(request, slug):
    product = get_object_or_404(Product, slug=slug)
    cart = carts.read(request)
    cart.add(product)
    response = redirect(product)
    carts.write(response, cart)
    return response


def checkout(request):
    cart = carts.read(request)
    form = CheckoutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        order = form.save()
        for product, quantity in cart.lines():
            OrderLine.objects.create(order=order, product=product, quantity=quantity, price=product.price)
        response = redirect("thanks")
        carts.write(response, carts.Cart())
        return response
    return render(request, "store/checkout.html", {"cart": cart, "form": form})


def thanks(request):
    return HttpResponse("Thank you for your order.", content_type="text/plain")


@login_required
def price_rules(request):
    """Lets the office try a price formula on all products."""
    assert request.user.is_staff  # expect: PY101
    form = PriceRuleForm(request.POST or None)
    prices = []
    if form.is_valid():
        for product in Product.objects.all():
            names = {"price": float(product.price), "stock": product.stock}
            prices.append((product, eval(form.cleaned_data["formula"], {}, names)))  # expect: PY307
    return render(request, "store/price_rules.html", {"form": form, "prices": prices})


@permission_required("store.view_order", raise_exception=True)
@require_GET
def order_search(request):
    column = request.GET.get("by", "email")
    return JsonResponse({"orders": orders_matching(column, request.GET.get("value", ""))})


@permission_required("store.view_order", raise_exception=True)
@require_GET
def best_sellers(request):
    return JsonResponse({"products": sales_by_product(Order.State.PAID)})


@permission_required("store.change_order", raise_exception=True)
@require_POST
def invoice(request, number):
    order = get_object_or_404(Order, number=number)
    pdf = invoices.as_pdf(order, request.POST.get("title", "Invoice"))
    return FileResponse(open(pdf, "rb"), as_attachment=True)


@permission_required("store.change_order", raise_exception=True)
@require_POST
def charge(request, number):
    order = get_object_or_404(Order, number=number, state=Order.State.OPEN)
    try:
        payments.charge(order)
    except payments.PaymentError as error:
        return JsonResponse({"error": str(error)}, status=502)
    order.state = Order.State.PAID
    order.save(update_fields=["state"])
    return JsonResponse({"state": order.state})
