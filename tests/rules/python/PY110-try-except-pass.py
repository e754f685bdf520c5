"""PY110: errors that leave no trace."""
import builtins
import contextlib as ctx
import logging
from contextlib import suppress

logger = logging.getLogger(__name__)

try:
    check_signature(message)
except Exception:  # expect: PY110
    pass

try:
    check_signature(message)
except:  # expect: PY110
    pass

try:
    check_signature(message)
except BaseException as error:  # expect: PY110
    ...

try:
    check_signature(message)
except (ValueError, Exception):  # expect: PY110
    # A comment is no statement.
    pass

try:
    check_signature(message)
except (ValueError, builtins.Exception) as error:  # expect: PY110
    "Nothing to be done."

try:
    check_signature(message)
except ValueError:
    logger.warning("bad signature")
except Exception:  # expect: PY110
    pass

try:
    check_signature(message)
except builtins.Exception: pass  # expect: PY110

# The same in other clothes: info.
with suppress(Exception):  # expect: PY110
#    ^^^^^^^^^^^^^^^^^^^ "`contextlib.suppress` swallows every error of the block without a trace"
    check_signature(message)

with ctx.suppress(ValueError, BaseException):  # expect: PY110
    check_signature(message)

# Fine: the error is expected and has a name.
try:
    price = prices[name]
except KeyError:
    pass

# Fine: somebody can read of it.
try:
    check_signature(message)
except Exception:
    logger.exception("no signature")

# Fine: an optional part.
try:
    import uvloop
except Exception:
    pass

# Fine: nothing is lost when closing fails.
try:
    connection.close()
except Exception:
    pass


# Fine: the connection ends either way.
async def leave(writer):
    try:
        await writer.wait_closed()
    except Exception:
        pass


