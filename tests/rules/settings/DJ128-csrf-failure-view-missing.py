"""DJ128: a view for refused forms that is not there."""

# project: moved away

CSRF_FAILURE_VIEW = "shop.errors.pages.csrf"  # expect: DJ128
# file: shop/__init__.py
# A package.

# project: there

# Fine: the module exists.
CSRF_FAILURE_VIEW = "shop.errors.csrf"
# file: shop/__init__.py
# A package.
# file: shop/errors.py
def csrf(request, reason=""):
    return None

# project: of a library

# Fine: what a library holds is not known.
CSRF_FAILURE_VIEW = "library.errors.csrf"

# project: without a reason

# file: shop/views.py
def refused(request):
    return None
# file: shop/settings.py
CSRF_FAILURE_VIEW = "shop.views.refused"  # expect: DJ128

# project: not there

# file: shop/views.py
def refused(request, reason=""):
    return None
# file: shop/settings.py
CSRF_FAILURE_VIEW = "shop.views.denied"  # expect: DJ128

# project: with a reason

# Fine: it is told why.
# file: shop/views.py
def refused(request, reason=""):
    return None
# file: shop/settings.py
CSRF_FAILURE_VIEW = "shop.views.refused"
