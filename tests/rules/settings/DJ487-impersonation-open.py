"""DJ487: everybody may be anybody."""

# project: always

CAN_LOGIN_AS = lambda request, target: True  # expect: DJ487

# project: a function

# file: shop/checks.py
def may(*, hijacker, hijacked):
    return True
# file: shop/settings.py
HIJACK_PERMISSION_CHECK = "shop.checks.may"  # expect: DJ487

# project: staff

CAN_LOGIN_AS = lambda request, target: request.user.is_staff  # expect: DJ487

# project: superusers

# Fine: they may do everything anyway.
HIJACK_PERMISSION_CHECK = "hijack.permissions.superusers_only"
CAN_LOGIN_AS = lambda request, target: request.user.is_superuser

# project: a check of our own

# Fine: it asks.
# file: shop/checks.py
def may(*, hijacker, hijacked):
    return hijacker.is_superuser and not hijacked.is_superuser
# file: shop/settings.py
HIJACK_PERMISSION_CHECK = "shop.checks.may"
