"""DJ162: uploads among the site's own files."""

# project: one within the other

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
STATIC_ROOT = BASE_DIR / "public"
MEDIA_ROOT = BASE_DIR / "public" / "media"  # expect: DJ162

# project: everything

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
MEDIA_ROOT = BASE_DIR  # expect: DJ162

# project: apart

# Fine: two folders.
import os

BASE_DIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
STATIC_ROOT = os.path.join(BASE_DIR, "static")
MEDIA_ROOT = os.path.join(BASE_DIR, "media")
STATIC_URL = "/static/"
MEDIA_URL = "/media/"

# project: unset

# Fine: no folder for static files.
MEDIA_ROOT = "/srv/media"
STATIC_ROOT = ""

# project: above the code

import os

MEDIA_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # expect: DJ162
STATIC_ROOT = "/srv/static"

# project: templates

MEDIA_ROOT = "/srv/shop/files"  # expect: DJ162
TEMPLATES = [{"DIRS": ["/srv/shop/files/templates"]}]

# project: beside the code

# Fine: uploads have a folder of their own.
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
MEDIA_ROOT = BASE_DIR / "media"
STATIC_ROOT = BASE_DIR / "static"
