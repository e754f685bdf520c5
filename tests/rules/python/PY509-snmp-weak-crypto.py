"""PY509: SNMP version 3 without its protection."""
from pysnmp import hlapi
from pysnmp.hlapi import UsmUserData, usmDESPrivProtocol, usmHMACMD5AuthProtocol
from pysnmp.hlapi.asyncio import UsmUserData as User

user = UsmUserData("monitor")  # expect: PY509
#      ^^^^^^^^^^^^^^^^^^^^^^ "without `authKey` and `privKey` SNMP version 3 neither proves who speaks nor hides what is said"

User("monitor", auth_key)  # expect: PY509
hlapi.UsmUserData("monitor", authKey=auth_key)  # expect: PY509
UsmUserData("monitor", privKey=priv_key)  # expect: PY509
UsmUserData("monitor", auth_key, None)  # expect: PY509
UsmUserData("monitor", auth_key, priv_key, authProtocol=usmHMACMD5AuthProtocol)  # expect: PY509
UsmUserData("monitor", auth_key, priv_key, privProtocol=usmDESPrivProtocol)  # expect: PY509
UsmUserData("monitor", auth_key, priv_key, hlapi.usmNoAuthProtocol)  # expect: PY509

# Fine: both keys are set.
user = UsmUserData("monitor", auth_key, priv_key)

# Fine: by keyword as well.
UsmUserData("monitor", authKey=auth_key, privKey=priv_key, privProtocol=hlapi.usmAesCfb256Protocol)

# Fine: the options may hold the keys.
UsmUserData("monitor", **options)

# Known miss: the protocol comes from elsewhere.
UsmUserData("monitor", auth_key, priv_key, privProtocol=protocols["des"])  # todo: PY509
