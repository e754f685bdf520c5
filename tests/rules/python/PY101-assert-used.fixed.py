"""PY101: checks that `python -O` leaves out."""
from typing import TYPE_CHECKING


def transfer(account, amount):
    if not (amount > 0):
        raise AssertionError("negative amounts take money")  # expect: PY101
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`python -O` leaves this check out"
    account.send(amount)


def deliver(order, *rest):
    if not order.paid:
        raise AssertionError()  # expect: PY101
    if not (not order.closed and order.items):
        raise AssertionError()  # expect: PY101
    if not (first := order.first()):
        raise AssertionError(f"{order} is empty")  # expect: PY101
    # expect: PY101
    if not (order.weight < 5 or \
        order.heavy):
        raise AssertionError()
    if not (  # expect: PY101
        order.weight < 5
    ):
        raise AssertionError("too heavy")
    if rest: assert order.address  # expect: PY101


# What type checkers read: info.
def narrow(order):
    if not isinstance(order, Order):
        raise AssertionError()  # expect: PY101
    if not (order.address is not None):
        raise AssertionError("no address")  # expect: PY101
    if not (order.customer is not None):
        raise AssertionError()  # expect: PY101


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
