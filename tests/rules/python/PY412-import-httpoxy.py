"""PY412: programs that run under CGI."""
import wsgiref.handlers

from twisted.web import twcgi
from twisted.web.twcgi import CGIDirectory as Folder  # expect: PY412
from wsgiref.handlers import CGIHandler  # expect: PY412
#                            ^^^^^^^^^^ "under CGI a visitor's `Proxy` header becomes `HTTP_PROXY`, and requests of the program go through their machine"

CGIHandler().run(application)  # expect: PY412
wsgiref.handlers.CGIHandler().run(application)  # expect: PY412
root.putChild(b"cgi-bin", twcgi.CGIDirectory("/srv/cgi"))  # expect: PY412
Folder("/srv/cgi")  # expect: PY412
twcgi.CGIScript("/srv/cgi/search")  # expect: PY412

# Fine: a server of its own.
from wsgiref.simple_server import make_server

# Fine: a handler that does not read the environment.
from wsgiref.handlers import SimpleHandler

wsgiref.handlers.SimpleHandler(stdin, stdout, stderr, environ).run(application)


# Known miss: a class that derives from the handler.
class Own(wsgiref.handlers.CGIHandler):  # todo: PY412
    """Logs each request."""
