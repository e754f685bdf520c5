"""DJ496: sockets that every site can open."""
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator, OriginValidator

application = ProtocolTypeRouter(
    {
        "http": django_application,
        "websocket": AuthMiddlewareStack(URLRouter(urlpatterns)),  # expect: DJ496
#                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "every site can open a socket for whoever is logged in: nobody asks where it comes from"
    }
)
bare = ProtocolTypeRouter({"websocket": URLRouter(urlpatterns)})  # expect: DJ496
wide = ProtocolTypeRouter(
    {"websocket": OriginValidator(AuthMiddlewareStack(URLRouter(urlpatterns)), ["*"])}  # expect: DJ496
)

# Fine: the origin is compared.
fine = ProtocolTypeRouter(
    {"websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(urlpatterns)))}
)

# Fine: these sites only.
named = ProtocolTypeRouter(
    {"websocket": OriginValidator(AuthMiddlewareStack(URLRouter(urlpatterns)), ["https://example.org"])}
)
