"""DJ109: a key that can be guessed."""

# project: of the start project

import os

SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]  # expect: DJ109

# project: short

import os

SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]  # expect: DJ109

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
