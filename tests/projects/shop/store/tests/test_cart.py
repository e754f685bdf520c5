"""Carts and their cookies."""
import base64
import pickle  # expect: PY403

from django.http import HttpResponse
from django.test import RequestFactory, TestCase

from store import cart as carts
from store.models import Product


class CartTests(TestCase):
    def setUp(self):
        self.tea = Product.objects.create(name="Tea", slug="tea", sku="T1", price="4.50", stock=3)

    def request(self, **cookies):
        request = RequestFactory().get("/")
        request.COOKIES.update(cookies)
        return request

    def test_cart_survives_its_cookie(self):
        cart = carts.Cart()
        cart.add(self.tea, 2)
        response = HttpResponse()
        carts.write(response, cart)
        again = carts.read(self.request(cart=response.cookies["cart"].value))
        self.assertEqual(list(again.lines()), [(self.tea, 2)])

    def test_old_cookie_is_read(self):
        old = base64.b64encode(pickle.dumps({str(self.tea.pk): 1})).decode()
        self.assertEqual(len(carts.read(self.request(basket=old))), 1)

    def test_changed_cookie_is_an_empty_cart(self):
        self.assertEqual(len(carts.read(self.request(cart="nonsense"))), 0)
