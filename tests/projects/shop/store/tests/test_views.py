"""The pages of the shop."""
from django.contrib.auth import get_user_model
from django.test import TestCase
from django.urls import reverse

from store.models import Order, Product


class ShopTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tea = Product.objects.create(name="Tea", slug="tea", sku="T1", price="4.50", stock=3)
        cls.office = get_user_model().objects.create_user("office", password="office", is_staff=True)

    def test_products_are_listed(self):
        response = self.client.get(reverse("products"), {"q": "te"})
        self.assertContains(response, "only 3 left")

    def test_cart_becomes_an_order(self):
        # The cookie is for HTTPS only.
        self.client.post(reverse("add-to-cart", args=["tea"]), secure=True)
        self.client.post(
            reverse("checkout"),
            {"email": "ann@example.org", "address": "1 Quay Street"},
            secure=True,
        )
        order = Order.objects.get()
        assert order.lines.get().product == self.tea
        assert str(order.total) == "4.50"

    def test_office_tries_a_price(self):
        self.client.force_login(self.office)
        response = self.client.post(reverse("price-rules"), {"formula": "price * 2"})
        self.assertContains(response, "9.0")
