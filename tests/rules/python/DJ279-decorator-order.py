"""DJ279: decorators that come too late."""
from django.contrib.auth.decorators import login_required, permission_required
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_page
from django.views import View
from ninja import NinjaAPI, Router
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import IsAuthenticated

api = NinjaAPI()
router = Router()


@cache_page(60)  # expect: DJ279
#^^^^^^^^^^^^^^ "the page of the first who is logged in is kept and shown to everybody"
@login_required
def account(request):
    return page(request)


@cache_page(60 * 15)  # expect: DJ279
@log
@permission_required("shop.view_order", raise_exception=True)
def orders(request):
    return page(request)


@permission_classes([IsAuthenticated])  # expect: DJ279
#^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`permission_classes` has no effect above `@api_view`: the view is made already"
@api_view(["POST"])
def order(request):
    return save(request.data)


@login_required  # expect: DJ279
#^^^^^^^^^^^^^^ "`login_required` is never asked: the decorator below has registered the bare function"
@router.get("/orders")
def listed(request):
    return []


@login_required  # expect: DJ279
class Report(View):
    pass


# Fine: first the question, then the cache.
@login_required
@cache_page(60)
def fine(request):
    return page(request)


@api_view(["POST"])
@permission_classes([IsAuthenticated])
def placed(request):
    return save(request.data)


# Fine: what is registered is guarded.
@api.get("/orders")
@login_required
def guarded(request):
    return []


# Fine: a decorator for classes.
@method_decorator(login_required, name="dispatch")
class Guarded(View):
    pass


@cache_page(60)
@log
def public(request):
    return page(request)
