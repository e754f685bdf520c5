"""DJ470: tokens that others make, or that last."""

# project: a key in the code

import os

SIMPLE_JWT = {"SIGNING_KEY": os.environ["JWT_SIGNING_KEY"]}  # expect: DJ470

# project: days

from datetime import timedelta

SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(days=30),  # expect: DJ470
    "REFRESH_TOKEN_LIFETIME": timedelta(days=365),  # expect: DJ470
    "ROTATE_REFRESH_TOKENS": True,  # expect: DJ470
}

# project: a list that nobody keeps

INSTALLED_APPS = ["rest_framework_simplejwt"]
SIMPLE_JWT = {
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,  # expect: DJ470
}

# project: the wrong key

SIMPLE_JWT = {"ALGORITHM": "RS256"}  # expect: DJ470

# project: minutes

# Fine: short, and renewed once.
import os
from datetime import timedelta

INSTALLED_APPS = ["rest_framework_simplejwt", "rest_framework_simplejwt.token_blacklist"]
SIMPLE_JWT = {
    "SIGNING_KEY": os.environ["JWT_SIGNING_KEY"],
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=1),
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
}

# project: defaults

# Fine: five minutes, and `SECRET_KEY`.
SIMPLE_JWT = {"AUTH_HEADER_TYPES": ("Bearer",)}
