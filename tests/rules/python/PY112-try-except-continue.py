"""PY112: items left out of a loop without a word."""
import builtins as b
import logging
from builtins import Exception as Problem

for order in orders:
    try:
        verify(order)
    except Exception:  # expect: PY112
        continue

for order in orders:
    try:
        verify(order)
    except:  # expect: PY112
        continue
    try:
        pay(order)
    except BaseException as error:  # expect: PY112
        continue
    try:
        send(order)
    except (ValueError, b.Exception):  # expect: PY112
        # Next one.
        continue
    try:
        thank(order)
    # expect: PY112
    except Problem: continue
#   ^^^^^^^^^^^^^^^^^^^^^^^^ "the loop goes on after any error at all and nobody learns of it"

# Fine: the error is expected and has a name.
for order in orders:
    try:
        verify(order)
    except InvalidSignature:
        continue

# Fine: somebody can read of it.
for order in orders:
    try:
        verify(order)
    except Exception:
        logging.exception("left out: %s", order)
        continue

# Fine: a module that may be missing.
for name in ("uvloop", "winloop"):
    try:
        import uvloop
    except Exception:
        continue
