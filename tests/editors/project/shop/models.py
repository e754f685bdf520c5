"""Orders and prices."""
from django.db import models


class Order(models.Model):
    number = models.CharField(max_length=20, unique=True)


class Price(models.Model):
    sku = models.CharField(max_length=40, unique=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2)
