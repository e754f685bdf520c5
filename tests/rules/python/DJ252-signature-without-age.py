"""DJ252: signed values without an age."""
from django.core import signing
from django.core.signing import TimestampSigner


def activate(request, token, options):
    a = signing.loads(token)  # expect: DJ252
    #   ^^^^^^^^^^^^^^^^^^^^ "this value is good for ever: nothing asks how old it is"
    b = TimestampSigner().unsign(token)  # expect: DJ252
    c = request.get_signed_cookie("login")  # expect: DJ252
    # Fine: the age counts, or may.
    d = signing.loads(token, max_age=3600)
    e = signing.loads(token, **options)
    # Fine: nothing that opens a door.
    f = signing.loads(request.GET["page"])
    g = request.get_signed_cookie("theme")
    return a, b, c, d, e, f, g
