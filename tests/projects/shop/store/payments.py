"""Talking to the payment gateway and to the warehouse."""
import hashlib
import hmac
import logging
import random

import requests
from django.conf import settings

logger = logging.getLogger(__name__)

TEST_GATEWAY_TOKEN = "Jun1per9Lantern4"  # expect: PY105


class PaymentError(Exception):
    """The gateway did not take the money."""


def sign(payload):
    """The signature that the old gateway wants over a payment."""
    return hashlib.md5((payload + settings.PAYMENT_KEY).encode()).hexdigest()  # expect: PY324


def sign_v2(payload):
    return hmac.new(settings.PAYMENT_KEY.encode(), payload.encode(), hashlib.sha256).hexdigest()


def is_from_gateway(payload, signature):
    return hmac.compare_digest(sign_v2(payload), signature)


def charge(order):
    payload = f"{order.number}:{order.total}"
    response = requests.post(
        f"{settings.PAYMENT_GATEWAY}/charges",
        data={"payload": payload, "signature": sign(payload), "nonce": new_nonce()},
        timeout=20,
    )
    if response.status_code != 201:
        raise PaymentError(response.reason)
    return response.json()["id"]


def new_nonce():
    return str(random.randint(0, 10**12))  # expect: PY311


def refund(charge_id):
    # The certificate of the test gateway had expired once.
    response = requests.delete(f"{settings.PAYMENT_GATEWAY}/charges/{charge_id}", timeout=20, verify=False)  # expect: PY501
    response.raise_for_status()


def stock_of(sku):
    """How many the warehouse has."""
    response = requests.get(f"{settings.WAREHOUSE_URL}/stock/{sku}")  # expect: PY113
    response.raise_for_status()
    return int(response.json()["available"])


def warehouse_is_up():
    try:
        requests.head(settings.WAREHOUSE_URL, timeout=2).raise_for_status()
    except requests.RequestException:
        logger.warning("the warehouse does not answer", exc_info=True)
        return False
    return True


def gravatar(email):
    """Address of a customer's picture."""
    digest = hashlib.md5(email.strip().lower().encode(), usedforsecurity=False).hexdigest()
    return f"https://pictures.example.org/avatar/{digest}"


def legacy_receipt_id(order):
    # watchpost: ignore[PY324] -- receipts printed since 2019 carry this number
    return hashlib.sha1(order.number.encode()).hexdigest()[:8]
