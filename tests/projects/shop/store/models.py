"""Products, orders and vouchers."""
import random
import secrets
import string
from decimal import Decimal

from django.db import connection, models
from django.urls import reverse

VOUCHER_ALPHABET = string.ascii_uppercase + string.digits


def new_voucher_code():
    # Guessable: the next code follows from the ones seen before.
    return "".join(random.choice(VOUCHER_ALPHABET) for _ in range(10))  # expect: PY311


def new_order_number():
    return secrets.token_hex(8)


class ProductQuerySet(models.QuerySet):
    def in_stock(self):
        return self.filter(stock__gt=0)

    def a_few(self, count):
        """Some products for the front page, other ones each time."""
        ids = list(self.in_stock().values_list("pk", flat=True))
        chosen = random.sample(ids, min(count, len(ids)))  # noqa: S311 -- which ones are shown is no secret
        return self.filter(pk__in=chosen)

    def search(self, words):
        return self.filter(models.Q(name__icontains=words) | models.Q(description__icontains=words))


class Product(models.Model):
    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    sku = models.CharField(max_length=32, unique=True)
    description = models.TextField(blank=True)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    stock = models.PositiveIntegerField(default=0)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("product", args=[self.slug])


class Voucher(models.Model):
    code = models.CharField(max_length=16, unique=True, default=new_voucher_code)
    percent = models.PositiveSmallIntegerField()
    used = models.BooleanField(default=False)

    def __str__(self):
        return self.code

    def apply_to(self, amount):
        return amount * (100 - self.percent) / Decimal(100)


class Order(models.Model):
    class State(models.TextChoices):
        OPEN = "open", "Open"
        PAID = "paid", "Paid"
        SENT = "sent", "Sent"

    number = models.CharField(max_length=16, unique=True, default=new_order_number)
    email = models.EmailField()
    address = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    placed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-placed_at"]

    def __str__(self):
        return self.number

    @property
    def total(self):
        return sum((line.amount for line in self.lines.all()), Decimal(0))


class OrderLine(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT)
    quantity = models.PositiveIntegerField(default=1)
    price = models.DecimalField(max_digits=8, decimal_places=2)

    def __str__(self):
        return f"{self.quantity} x {self.product}"

    @property
    def amount(self):
        return self.quantity * self.price


def sales_by_product(state):
    """How often each product was sold, most popular first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT product_id, SUM(quantity) FROM store_orderline"
            " JOIN store_order ON store_order.id = store_orderline.order_id"
            " WHERE store_order.state = %s GROUP BY product_id ORDER BY 2 DESC",
            [state],
        )
        return cursor.fetchall()


def orders_matching(column, value):
    """Order numbers for the search box of the back office."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number FROM store_order WHERE {column} = '{value}'")  # expect: DJ214
        return [number for (number,) in cursor.fetchall()]
