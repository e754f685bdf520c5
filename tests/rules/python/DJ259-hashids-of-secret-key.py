"""DJ259: ids made with the secret key."""
from django.conf import settings
from hashids import Hashids

ids = Hashids(settings.SECRET_KEY, min_length=8)  # expect: DJ259
#             ^^^^^^^^^^^^^^^^^^^ "short ids made with the secret key give it away: a few of them are enough to compute it"
more = Hashids(salt=settings.SECRET_KEY)  # expect: DJ259

# Fine: a salt of its own.
own = Hashids(settings.HASHIDS_SALT)
# Fine: no salt at all.
none = Hashids()
