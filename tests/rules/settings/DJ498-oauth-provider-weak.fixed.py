"""DJ498: tokens that others catch."""

# project: codes

INSTALLED_APPS = ["oauth2_provider"]
OAUTH2_PROVIDER = {
    "PKCE_REQUIRED": True,  # expect: DJ498
    "ALLOWED_REDIRECT_URI_SCHEMES": ["http", "https"],  # expect: DJ498
    "ACCESS_TOKEN_EXPIRE_SECONDS": 60 * 60 * 24 * 30,  # expect: DJ498
}

# project: by default

INSTALLED_APPS = ["oauth2_provider"]
OAUTH2_PROVIDER = {"SCOPES": {"read": "Read"}}  # expect: DJ498

# project: an hour

# Fine: encrypted, and only for an hour.
INSTALLED_APPS = ["oauth2_provider"]
OAUTH2_PROVIDER = {
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
}

# project: without the app

# Fine: nobody gives tokens.
OAUTH2_PROVIDER = {"PKCE_REQUIRED": False}
