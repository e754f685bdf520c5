from django.test import TestCase

from .models import Order


class OrderTest(TestCase):
    def test_text(self):
        assert str(Order(pk=1)) == "order 1"
