"""PY101: checks that `python -O` leaves out."""
from typing import TYPE_CHECKING


def transfer(account, amount):
    assert amount > 0, "negative amounts take money"  # expect: PY101
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`python -O` leaves this check out"
    account.send(amount)


def deliver(order, *rest):
    assert order.paid  # expect: PY101
    assert not order.closed and order.items  # expect: PY101
    assert (first := order.first()), f"{order} is empty"  # expect: PY101
    # expect: PY101
    assert order.weight < 5 or \
        order.heavy
    assert (  # expect: PY101
        order.weight < 5
    ), "too heavy"
    if rest: assert order.address  # expect: PY101


# What type checkers read: info.
def narrow(order):
    assert isinstance(order, Order)  # expect: PY101
    assert order.address is not None, "no address"  # expect: PY101
    assert (order.customer is not None)  # expect: PY101


# Written for debugging: info.
if __debug__:
    assert invariant()  # expect: PY101

# Fine: an exception that stays.
if not order.paid:
    raise PermissionError(order)

# Fine: this block is never run.
if TYPE_CHECKING:
    assert order.paid

# Fine: a method that is only called like it.
mock.assert_called_once_with(order)
