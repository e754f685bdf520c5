"""DJ151: sessions in the hands of visitors."""

# project: cookies

SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"  # expect: DJ151

# project: database

# Fine: on the server.
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# project: cache and database

# Fine: on the server too.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
