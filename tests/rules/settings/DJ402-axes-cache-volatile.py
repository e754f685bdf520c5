"""DJ402: attempts that are forgotten."""

# project: of one process

AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},  # expect: DJ402
}

# project: a cache of its own

AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_CACHE = "axes"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"},
    "axes": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},  # expect: DJ402
}

# project: shared

# Fine: all processes count together.
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"},
}

# project: database

# Fine: the cache is not asked.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
