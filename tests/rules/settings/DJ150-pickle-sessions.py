"""DJ150: sessions that run code."""

# project: pickled

SESSION_SERIALIZER = "django.contrib.sessions.serializers.PickleSerializer"  # expect: DJ150

# project: pickled by the browser

SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"  # also: DJ151
SESSION_SERIALIZER = "django.contrib.sessions.serializers.PickleSerializer"  # expect: DJ150

# project: json

# Fine: only data.
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"

# project: own

# Fine: what it does is not known.
SESSION_SERIALIZER = "shop.sessions.MessagePackSerializer"

# project: a class of our own

# file: shop/sessions.py
import pickle


class Fast:
    def dumps(self, obj):
        return pickle.dumps(obj)

    def loads(self, data):
        return pickle.loads(data)  # also: PY301
# file: shop/settings.py
SESSION_SERIALIZER = "shop.sessions.Fast"  # expect: DJ150
