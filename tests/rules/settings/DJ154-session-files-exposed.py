"""DJ154: sessions that others can read."""

# project: among the uploads

MEDIA_ROOT = "/srv/shop/media"
SESSION_ENGINE = "django.contrib.sessions.backends.file"
SESSION_FILE_PATH = "/srv/shop/media/sessions"  # expect: DJ154

# project: shared

SESSION_ENGINE = "django.contrib.sessions.backends.file"
SESSION_FILE_PATH = "/tmp"  # expect: DJ154

# project: apart

# Fine: a folder of its own.
MEDIA_ROOT = "/srv/shop/media"
SESSION_ENGINE = "django.contrib.sessions.backends.file"
SESSION_FILE_PATH = "/srv/shop/sessions"

# project: in the database

# Fine: the setting is not used.
SESSION_FILE_PATH = "/srv/shop/sessions"
