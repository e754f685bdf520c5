"""DJ490: the code for everybody."""

# project: the folder of the project

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
WHITENOISE_ROOT = BASE_DIR  # expect: DJ490

# project: the package

import os

WHITENOISE_ROOT = os.path.dirname(os.path.abspath(__file__))  # expect: DJ490

# project: uploads

WHITENOISE_ROOT = "/srv/shop/public"  # expect: DJ490
MEDIA_ROOT = "/srv/shop/public/media"

# project: a folder of its own

# Fine: it holds what is meant to be seen.
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
WHITENOISE_ROOT = BASE_DIR / "public"

# project: elsewhere

# Fine: no code is there.
WHITENOISE_ROOT = "/srv/shop/public"
MEDIA_ROOT = "/srv/shop/media"
