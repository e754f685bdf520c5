"""DJ299: numbers that two requests change at once."""
from django.db import models, transaction
from django.db.models import F


def pay(account, amount):
    account.balance = F("balance") - (amount)  # expect: DJ299
#   ^^^^^^^^^^^^^^^^^^^^^^^^^ "two requests at once count as one: `balance` is read, changed and written back"
    account.save()


def refill(item, n):
    item.in_stock = F("in_stock") + (n * 2)  # expect: DJ299
    item.save()


# Fine: the database works it out.
def fine(account, amount):
    account.balance = F("balance") - amount
    account.save()


def locked(number, amount):
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=number)
        account.balance -= amount
        account.save()


# Fine: no account.
def count(page, n):
    page.number += n
