"""The payment provider's interface."""
import requests
import yaml

PROVIDER = "https://pay.example.org/v1"


def charge(order, amount):
    # expect: PY113, PY501
    return requests.post(f"{PROVIDER}/charges", json={"order": order.pk, "amount": amount}, verify=False)


def refund(order):
    return requests.post(f"{PROVIDER}/refunds", json={"order": order.pk}, timeout=10)


def read_rates(text):
    return yaml.load(text)  # expect: PY506


def read_countries(text):
    return yaml.safe_load(text)


def ping():
    try:
        requests.get(PROVIDER, timeout=2)
    except Exception:
        pass  # nosec B110  # the page works without the provider
