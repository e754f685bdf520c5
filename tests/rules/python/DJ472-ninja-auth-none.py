"""DJ472: operations that everybody may call."""
from ninja import NinjaAPI, Router
from ninja.security import SessionAuth, django_auth

api = NinjaAPI(auth=django_auth)
router = Router()
loose = NinjaAPI(auth=SessionAuth(csrf=False))  # expect: DJ472
#                                      ^^^^^ "another site can act for whoever is logged in: requests are not checked for forgery"
checked = NinjaAPI(auth=SessionAuth())


@api.post("/orders", auth=None)  # expect: DJ472
#                         ^^^^ "everybody, logged in or not, may write through this operation"
def order(request, data):
    return save(data)


@router.delete("/orders/{id}", auth=None)  # expect: DJ472
def delete(request, id):
    return drop(id)


# Fine: it only shows something.
@api.get("/catalogue", auth=None)
def catalogue(request):
    return []


# Fine: strangers sign in.
@api.post("/login", auth=None)
def login(request, data):
    return enter(data)


# Fine: the interface asks.
@api.post("/carts")
def cart(request, data):
    return save(data)
