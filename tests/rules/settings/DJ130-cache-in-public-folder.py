"""DJ130: a cache that everybody can read."""

# project: below the uploads

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
MEDIA_ROOT = BASE_DIR / "media"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": BASE_DIR / "media" / "cache",  # expect: DJ130
    },
}

# project: around the static files

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": "/srv/shop",  # expect: DJ130
    },
}
STATICFILES_DIRS = [("admin", "/srv/shop/static")]

# project: apart

# Fine: nobody is served from there.
MEDIA_ROOT = "/srv/shop/media"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": "/srv/shop/media-cache",
    },
}

# project: a server

# Fine: no folder at all.
MEDIA_ROOT = "/srv/shop/media"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://localhost",
    },
}
