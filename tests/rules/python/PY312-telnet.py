"""PY312: telnet."""
import telnetlib
import telnetlib3
from telnetlib import Telnet as Console

switch = telnetlib.Telnet("switch.example.org")  # expect: PY312
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`telnetlib.Telnet` sends everything in the clear, the password included"

Console(host, timeout=5)  # expect: PY312


async def connect(host):
    return await telnetlib3.open_connection(host, 23)  # expect: PY312


class Logged(telnetlib.Telnet):  # expect: PY312
    pass


make = Console  # expect: PY312

# Fine: SSH.
client.connect("switch.example.org")

# Fine: the methods of a connection that was reported where it was made.
switch.write(b"show version")

# Fine: a question about the type.
isinstance(switch, telnetlib.Telnet)

# Fine: a class of somebody else.
from devices import Telnet

Telnet(host)
