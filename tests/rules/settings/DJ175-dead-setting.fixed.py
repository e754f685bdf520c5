"""DJ175: settings of another time."""

# project: a filter that browsers dropped

# file: requirements.txt
Django==5.2.1

# project: a storage

DEFAULT_FILE_STORAGE = "shop.storages.Private"  # expect: DJ175
# file: requirements.txt
Django==5.2.1

# project: of its time

# Fine: Django 4.2 reads them.
USE_L10N = True
DEFAULT_FILE_STORAGE = "shop.storages.Private"
# file: requirements.txt
Django==4.2.9

# project: storages

# Fine: what took its place.
STORAGES = {"default": {"BACKEND": "shop.storages.Private"}}
