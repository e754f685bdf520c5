"""The cart of a visitor who has not ordered yet."""
import base64
import json
import pickle

from django.core import signing

from .models import Product

OLD_COOKIE = "basket"
COOKIE = "cart"


class Cart:
    """Product ids and how many of each."""

    def __init__(self, quantities=None):
        self.quantities = dict(quantities or {})

    def add(self, product, quantity=1):
        key = str(product.pk)
        self.quantities[key] = self.quantities.get(key, 0) + quantity

    def lines(self):
        products = Product.objects.in_bulk([int(key) for key in self.quantities])
        for key, quantity in self.quantities.items():
            product = products.get(int(key))
            if product is not None:
                yield product, quantity

    def __len__(self):
        return sum(self.quantities.values())


def read(request):
    """The cart in the visitor's cookie."""
    if request.COOKIES.get(OLD_COOKIE):
        return read_old(request.COOKIES[OLD_COOKIE])
    try:
        return Cart(json.loads(signing.loads(request.COOKIES[COOKIE])))
    except (KeyError, ValueError, signing.BadSignature):
        return Cart()


def read_old(cookie):
    """Carts from before 1.3, when the cookie was a pickle."""
    try:
        return Cart(pickle.loads(base64.b64decode(cookie)))  # expect: PY301
    except Exception:  # expect: PY110
        pass
    return Cart()


def write(response, cart):
    """Puts the cart into a signed cookie."""
    response.set_cookie(
        COOKIE,
        signing.dumps(json.dumps(cart.quantities)),
        max_age=14 * 24 * 3600,
        secure=True,
        httponly=True,
        samesite="Lax",
    )
    response.delete_cookie(OLD_COOKIE)
