"""DJ131: a cache that may lie anywhere."""

# project: relative

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": "cache",  # expect: DJ131
    },
}

# project: no default

CACHES = {"pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}  # expect: DJ131

# project: absolute

# Fine: always the same folder.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": "/srv/shop/cache",
    },
}

# project: memory

# Fine: a name, not a folder.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
    },
}
