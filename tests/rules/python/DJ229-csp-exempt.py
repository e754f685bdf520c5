"""DJ229: pages without a policy."""
from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_exempt, csp_replace, csp_update
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override


@csp_exempt()  # expect: DJ229
def a(request):
    pass


@csp_exempt  # expect: DJ229
def b(request):
    pass


@csp_override({})  # expect: DJ229
def c(request):
    pass


@csp_replace(script_src=["'self'", "'unsafe-inline'"])  # expect: DJ229
def d(request):
    pass


@csp_update({"script-src": [SELF, UNSAFE_INLINE]})  # expect: DJ229
def e(request):
    pass


# Fine: what this page needs.
@csp_update({"img-src": ["https://example.org"]})
def f(request):
    pass


# Fine: a policy of its own.
@csp_override({"default-src": [CSP.SELF]})
def g(request):
    pass
