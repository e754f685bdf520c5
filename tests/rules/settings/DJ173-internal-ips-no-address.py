"""DJ173: addresses that are none."""

# project: all

INTERNAL_IPS = ["*"]  # expect: DJ173

# project: a network

INTERNAL_IPS = ["127.0.0.1", "10.0.0.0/8"]  # expect: DJ173

# project: addresses

# Fine: one by one.
INTERNAL_IPS = ["127.0.0.1", "::1"]

# project: none

# Fine: nobody.
INTERNAL_IPS = []

# project: a name

INTERNAL_IPS = ["localhost"]  # expect: DJ173
