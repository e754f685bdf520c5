"""DJ118: error pages that show everything."""

# project: on in production

# file: shop/settings/base.py
ROOT_URLCONF = "shop.urls"
DEBUG = False
# file: shop/settings/production.py
from .base import *

DEBUG = True  # expect: DJ118

# project: forgotten in the base

# file: shop/settings/base.py
ROOT_URLCONF = "shop.urls"
DEBUG = True  # expect: DJ118
# file: shop/settings/production.py
from .base import *

ALLOWED_HOSTS = ["shop.example.org"]

# project: a class of settings

# file: shop/settings.py
from configurations import Configuration, values


class Base(Configuration):
    DEBUG = True  # expect: DJ118


class Dev(Base):
    pass


class Production(Base):
    ALLOWED_HOSTS = ["shop.example.org"]

# project: a project that begins

DEBUG = True  # expect: DJ118

# project: off without a variable

# Fine: who forgets the variable is safe.
import os

DEBUG = os.environ.get("DJANGO_DEBUG") == "1"

# project: development only

# Fine: the development module, beside one for production.
# file: shop/settings/base.py
ROOT_URLCONF = "shop.urls"
# file: shop/settings/dev.py
from .base import *

DEBUG = True
# file: shop/settings/production.py
from .base import *

DEBUG = False

# project: chosen by an include

# Fine: each environment has its file.
# file: shop/settings/__init__.py
from os import environ

from split_settings.tools import include, optional

ENV = environ.get("DJANGO_ENV", "development")
include("components/common.py", f"environments/{ENV}.py", optional("environments/local.py"))
# file: shop/settings/components/common.py
ROOT_URLCONF = "shop.urls"
# file: shop/settings/environments/development.py
DEBUG = True
# file: shop/settings/environments/production.py
DEBUG = False

# project: an include that forgot

# file: shop/settings/__init__.py
from os import environ

from split_settings.tools import include

include("components/common.py", f"environments/{environ['DJANGO_ENV']}.py")
# file: shop/settings/components/common.py
ROOT_URLCONF = "shop.urls"
DEBUG = True  # expect: DJ118
# file: shop/settings/environments/development.py
LANGUAGE_CODE = "en"
# file: shop/settings/environments/production.py
ALLOWED_HOSTS = ["shop.example.org"]
