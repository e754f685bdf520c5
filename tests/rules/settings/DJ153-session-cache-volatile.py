"""DJ153: sessions in a cache that forgets."""

# project: of one process

SESSION_ENGINE = "django.contrib.sessions.backends.cache"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},  # expect: DJ153
}

# project: of nobody

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},  # expect: DJ153
}

# project: shared

# Fine: all workers see it.
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"},
}

# project: another cache

# Fine: sessions live in the database.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
