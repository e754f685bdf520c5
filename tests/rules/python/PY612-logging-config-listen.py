"""PY612: logging configured over a port."""
import logging.config
from logging.config import listen as start

server = logging.config.listen(9999)  # expect: PY612
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ "whoever reaches the port sends a logging configuration, and that can run code"

start()  # expect: PY612

# Fine: the bytes are checked.
logging.config.listen(9999, verify=signed)

# Fine: another listener.
events.listen(9999)
