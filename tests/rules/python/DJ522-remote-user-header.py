"""DJ522: names of users that the visitor sends."""
from django.contrib.auth.middleware import PersistentRemoteUserMiddleware, RemoteUserMiddleware


class ProxyUser(RemoteUserMiddleware):
    header = "HTTP_X_REMOTE_USER"  # expect: DJ522
    #        ^^^^^^^^^^^^^^^^^^^^ "everybody can say who they are: `HTTP_X_REMOTE_USER` comes from the visitor"


class Kept(PersistentRemoteUserMiddleware):
    header = "HTTP_REMOTE_USER"  # expect: DJ522


# Fine: the web server sets it.
class Server(RemoteUserMiddleware):
    header = "SSL_CLIENT_S_DN_CN"


# Fine: no login.
class Language:
    header = "HTTP_ACCEPT_LANGUAGE"
