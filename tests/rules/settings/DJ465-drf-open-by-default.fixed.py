"""DJ465: an interface for everybody."""

# project: unsaid

INSTALLED_APPS = ["rest_framework"]
# also: DJ466, DJ467, DJ468
REST_FRAMEWORK = {"PAGE_SIZE": 10}  # expect: DJ465

# project: said

INSTALLED_APPS = ["rest_framework"]
REST_FRAMEWORK = {  # also: DJ466, DJ467, DJ468
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",  # expect: DJ465
    ],
}

# project: asked

# Fine: who forgets a line is safe.
INSTALLED_APPS = ["rest_framework"]
REST_FRAMEWORK = {  # also: DJ466, DJ467, DJ468
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}

# project: without it

# Fine: nobody reads the setting.
REST_FRAMEWORK = {}
