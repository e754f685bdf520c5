"""DJ109: a key that can be guessed."""

# project: of the start project

SECRET_KEY = "django-insecure-k9v2m4x7q1z8w3n6b5c0d2f4g6h8j1l3p5r7t9y2u4i6o8a1s3e5"  # expect: DJ109

# project: short

SECRET_KEY = "changeme"  # expect: DJ109

# project: repeated

SECRET_KEY = "ab" * 30  # expect: DJ109

# project: from the environment

# Fine: the key is not in the code.
import os

SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]

# project: development

# Fine for DJ109: a developer's machine signs nothing of value.
# file: shop/settings/production.py
import os

SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
ROOT_URLCONF = "shop.urls"
# file: shop/settings/dev.py
SECRET_KEY = "dev"  # also: PY105
ROOT_URLCONF = "shop.urls"
