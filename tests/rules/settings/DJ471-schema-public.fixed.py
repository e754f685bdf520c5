"""DJ471: descriptions for everybody."""

# project: by default

INSTALLED_APPS = ["drf_spectacular"]
SPECTACULAR_SETTINGS = {"TITLE": "Shop"}  # expect: DJ471

# project: said

INSTALLED_APPS = ["drf_spectacular"]
SPECTACULAR_SETTINGS = {
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],  # expect: DJ471
}

# project: for those who log in

# Fine: a login is asked for.
INSTALLED_APPS = ["drf_spectacular"]
SPECTACULAR_SETTINGS = {"SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"]}

# project: another tool

# Fine: nothing serves it.
INSTALLED_APPS = []
SPECTACULAR_SETTINGS = {"TITLE": "Shop"}
