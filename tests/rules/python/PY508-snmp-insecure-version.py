"""PY508: SNMP that everybody can read."""
from pysnmp import hlapi
from pysnmp.hlapi import CommunityData
from pysnmp.hlapi.asyncio import CommunityData as Community
from pysnmp.hlapi.v3arch.asyncio import *

community = CommunityData("public", mpModel=0)  # expect: PY508
#                                           ^ "SNMP version 1 and 2c send the community, which is the password, and all values in plain text"

Community(name, mpModel=1)  # expect: PY508
hlapi.CommunityData("shop", "public", 1)  # expect: PY508
VERSION = 0
hlapi.CommunityData(name, mpModel=VERSION)  # expect: PY508

# Low: version 2c is the default.
CommunityData("public")  # expect: PY508
CommunityData(name, "public")  # expect: PY508

# Fine: version 3 with a login and encryption.
login = hlapi.UsmUserData("monitor", auth_key, priv_key, authProtocol=protocol)

# Fine: the options may hold the version.
CommunityData("public", **options)

# Fine: a class of our own.
from .forms import CommunityData as Form

Form("public", mpModel=0)

# Known miss: version and community come from elsewhere.
CommunityData(name, mpModel=versions[device])  # todo: PY508
