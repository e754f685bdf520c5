"""Projects in the styles that settings are written in: what `agreement.py` compares, with and without findings."""

KEY = "q8Zr5vN2xT7mB4kW9sD6fG3hJ1lP0yC8uA5eR2tV7nM4bX9zK6wS3dF1gH"


class Project:
    """Files of a project, its settings module for production, and the variables it reads."""

    def __init__(self, name, module, files, variables=None, setup=None):
        self.name, self.module, self.files = name, module, files
        self.variables, self.setup = variables or {}, setup

    def write(self, folder, release):
        for path, text in self.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        (folder / "requirements.txt").write_text(f"Django=={release}\n")


APPS = """
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "shop.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
"""
URLS = "from django.urls import path\n\nurlpatterns = []\n"


def shop(module, **files):
    """The files that every project has, with these settings."""
    start = f"import os\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', '{module}')\n"
    common = {"shop/__init__.py": "", "shop/urls.py": URLS, "shop/wsgi.py": start}
    return common | {f"shop/{name.replace('__', '/')}.py": text for name, text in files.items()}


def projects():
    """All that run with Django alone and the readers of the environment."""
    yield from with_findings()
    yield from more_styles()
    yield from without_findings()


def with_findings():
    yield Project(
        "split-environ",
        "shop.settings.production",
        shop(
            "shop.settings.production",
            **{
                "settings__base": "import environ\n\nenv = environ.Env(DEBUG=(bool, False))\nDEBUG = env('DEBUG')\n"
                "SECRET_KEY = env('SECRET_KEY')\n" + APPS,
                "settings__dev": "from .base import *\n\nDEBUG = True\nALLOWED_HOSTS = ['*']\n",
                "settings__production": "from .base import *\n\nALLOWED_HOSTS = env.list('ALLOWED_HOSTS')\n"
                "SECURE_SSL_REDIRECT = True\nSESSION_COOKIE_SECURE = True\n",
            },
        )
        | {"shop/settings/__init__.py": ""},
        {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "shop.example.org"},
    )
    yield Project(
        "decouple",
        "shop.settings",
        shop(
            "shop.settings",
            settings="from decouple import Csv, config\n\nSECRET_KEY = config('SECRET_KEY')\n"
            "DEBUG = config('DEBUG', default=False, cast=bool)\n"
            "ALLOWED_HOSTS = config('ALLOWED_HOSTS', cast=Csv())\n" + APPS + "SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365\n"
            "SECURE_HSTS_INCLUDE_SUBDOMAINS = False\nX_FRAME_OPTIONS = 'SAMEORIGIN'\n"
            "SECURE_REFERRER_POLICY = None\nSESSION_COOKIE_HTTPONLY = False\n",
        ),
        {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "shop.example.org"},
    )
    yield Project(
        "configurations",
        "shop.settings",
        shop(
            "shop.settings",
            settings="from configurations import Configuration, values\n\n\nclass Base(Configuration):\n"
            "    SECRET_KEY = values.SecretValue()\n    DEBUG = values.BooleanValue(False)\n"
            + "".join(f"    {line}\n" if line else "\n" for line in APPS.splitlines())
            + "\n\nclass Dev(Base):\n    DEBUG = True\n\n\nclass Production(Base):\n"
            "    ALLOWED_HOSTS = ['shop.example.org']\n    CSRF_COOKIE_SECURE = True\n"
            "    SECURE_CONTENT_TYPE_NOSNIFF = False\n    SECURE_CROSS_ORIGIN_OPENER_POLICY = 'same_origin'\n",
        ),
        {"DJANGO_SECRET_KEY": KEY, "DJANGO_CONFIGURATION": "Production"},
        "configurations",
    )
    yield Project(
        "pydantic",
        "shop.settings",
        shop(
            "shop.settings",
            settings="from pydantic_settings import BaseSettings\n\n\nclass Environment(BaseSettings):\n"
            "    secret_key: str\n    debug: bool = False\n    hosts: list[str] = ['shop.example.org']\n\n\n"
            "environment = Environment()\nSECRET_KEY = environment.secret_key\nDEBUG = environment.debug\n"
            "ALLOWED_HOSTS = environment.hosts\n" + APPS + "MIDDLEWARE.remove('django.middleware.csrf.CsrfViewMiddleware')\n"
            "MIDDLEWARE.remove('django.middleware.clickjacking.XFrameOptionsMiddleware')\n",
        ),
        {"SECRET_KEY": KEY},
    )
    yield Project(
        "split-settings",
        "shop.settings",
        shop(
            "shop.settings",
            **{
                "settings__components__common": APPS + "SECRET_KEY = 'short'\nSECRET_KEY_FALLBACKS = ['old']\n",
                "settings__environments__development": "DEBUG = True\n",
                "settings__environments__production": "DEBUG = False\nALLOWED_HOSTS = []\n"
                "SECURE_REFERRER_POLICY = 'same_origin'\n",
            },
        )
        | {
            "shop/settings/__init__.py": "from os import environ\n\nfrom split_settings.tools import include, optional\n\n"
            "ENV = environ.get('DJANGO_ENV', 'development')\n"
            "include('components/common.py', f'environments/{ENV}.py', optional('environments/local.py'))\n",
        },
        {"DJANGO_ENV": "production"},
    )
    yield Project(
        "no-middleware",
        "shop.settings",
        shop(
            "shop.settings",
            settings="import os\n\nSECRET_KEY = os.environ['SECRET_KEY']\nDEBUG = os.environ.get('DEBUG') == '1'\n"
            "ALLOWED_HOSTS = ['shop.example.org']\n"
            + APPS
            + "MIDDLEWARE = [one for one in MIDDLEWARE if not one.endswith('SecurityMiddleware')]\n"
            "CSRF_TRUSTED_ORIGINS = ['shop.example.org']\n"
            "CACHES = {'default': {'BACKEND': 'django.core.cache.backends.filebased.FileBasedCache', 'LOCATION': 'cache'}}\n",
        ),
        {"SECRET_KEY": KEY},
    )
    yield Project(
        "silenced",
        "shop.settings",
        shop(
            "shop.settings",
            settings="import os\n\nSECRET_KEY = os.environ['SECRET_KEY']\nDEBUG = False\n"
            "ALLOWED_HOSTS = ['shop.example.org']\n" + APPS + "SILENCED_SYSTEM_CHECKS = ['security.W004', 'security.W008']\n",
        ),
        {"SECRET_KEY": KEY},
    )


CSP = "    'django.middleware.csp.ContentSecurityPolicyMiddleware',\n]\nROOT_URLCONF"


def with_policies():
    """Projects for releases that have a policy of their own."""
    head = "import os\n\nSECRET_KEY = os.environ['SECRET_KEY']\nDEBUG = False\nALLOWED_HOSTS = ['shop.example.org']\n"
    apps = APPS.replace("]\nROOT_URLCONF", CSP)
    yield Project(
        "csp-nonce",
        "shop.settings",
        shop(
            "shop.settings",
            settings=head + apps + "from django.utils.csp import CSP\n\nSECURE_CSP = {'script-src': [CSP.SELF, CSP.NONCE]}\n",
        ),
        {"SECRET_KEY": KEY},
    )
    yield Project(
        "csp-text",
        "shop.settings",
        shop("shop.settings", settings=head + apps + "SECURE_CSP = \"default-src 'self'\"\n"),
        {"SECRET_KEY": KEY},
    )


SAFE = """
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
"""


def indented(text):
    return "".join(f"    {line}\n" if line else "\n" for line in text.splitlines())


def without_findings():
    """The same styles where nothing is wrong."""
    hosts = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "shop.example.org"}
    yield Project(
        "environ, clean",
        "shop.settings.production",
        shop(
            "shop.settings.production",
            **{
                "settings__base": "import environ\n\nenv = environ.Env()\nDEBUG = env.bool('DEBUG', default=False)\n"
                "SECRET_KEY = env('SECRET_KEY')\n" + APPS,
                "settings__production": "from .base import *\n\nALLOWED_HOSTS = env.list('ALLOWED_HOSTS')\n" + SAFE,
            },
        )
        | {"shop/settings/__init__.py": ""},
        hosts,
    )
    yield Project(
        "decouple, clean",
        "shop.settings",
        shop(
            "shop.settings",
            settings="from decouple import Csv, config\n\nSECRET_KEY = config('SECRET_KEY')\n"
            "DEBUG = config('DEBUG', default=False, cast=bool)\nALLOWED_HOSTS = config('ALLOWED_HOSTS', cast=Csv())\n" + APPS + SAFE,
        ),
        hosts,
    )
    yield Project(
        "configurations, clean",
        "shop.settings",
        shop(
            "shop.settings",
            settings="from configurations import Configuration, values\n\n\nclass Base(Configuration):\n"
            "    SECRET_KEY = values.SecretValue()\n    DEBUG = values.BooleanValue(False)\n"
            + indented(APPS)
            + "\n\nclass Dev(Base):\n    DEBUG = True\n\n\nclass Production(Base):\n"
            "    ALLOWED_HOSTS = values.ListValue([])\n" + indented(SAFE),
        ),
        {"DJANGO_SECRET_KEY": KEY, "DJANGO_CONFIGURATION": "Production", "DJANGO_ALLOWED_HOSTS": "shop.example.org"},
        "configurations",
    )
    yield Project(
        "pydantic, clean",
        "shop.settings",
        shop(
            "shop.settings",
            settings="from pydantic_settings import BaseSettings\n\n\nclass Environment(BaseSettings):\n"
            "    secret_key: str\n    debug: bool = False\n    allowed_hosts: list[str]\n\n\n"
            "environment = Environment()\nSECRET_KEY = environment.secret_key\nDEBUG = environment.debug\n"
            "ALLOWED_HOSTS = environment.allowed_hosts\n" + APPS + SAFE,
        ),
        {"SECRET_KEY": KEY, "ALLOWED_HOSTS": '["shop.example.org"]'},
    )
    yield Project(
        "split-settings, clean",
        "shop.settings",
        shop(
            "shop.settings",
            **{
                "settings__components__common": APPS,
                "settings__components__security": "import os\n\nSECRET_KEY = os.environ['SECRET_KEY']\n" + SAFE,
                "settings__environments__development": "DEBUG = True\nSECURE_SSL_REDIRECT = False\n",
                "settings__environments__production": "DEBUG = False\nALLOWED_HOSTS = ['shop.example.org']\n",
            },
        )
        | {
            "shop/settings/__init__.py": "from os import environ\n\nfrom split_settings.tools import include\n\n"
            "ENV = environ.get('DJANGO_ENV', 'development')\ninclude('components/*.py', f'environments/{ENV}.py')\n",
        },
        {"DJANGO_ENV": "production", "SECRET_KEY": KEY},
    )
    yield Project(
        "one module, clean",
        "shop.settings",
        shop(
            "shop.settings",
            settings="import os\n\nSECRET_KEY = os.environ['SECRET_KEY']\nDEBUG = os.environ.get('DEBUG', '') in ('1', 'true')\n"
            "ALLOWED_HOSTS = os.environ['ALLOWED_HOSTS'].split(',')\n" + APPS + SAFE,
        ),
        hosts,
    )


def more_styles():
    """Styles that are met less often."""
    yield Project(
        "conditions",
        "shop.settings",
        shop(
            "shop.settings",
            settings="import os\n\nSECRET_KEY = os.environ['SECRET_KEY']\nENVIRONMENT = os.environ.get('ENVIRONMENT', 'production')\n"
            "DEBUG = ENVIRONMENT == 'development'\nALLOWED_HOSTS = ['*'] if DEBUG else ['shop.example.org']\n" + APPS + "if not DEBUG:\n"
            "    SECURE_HSTS_SECONDS = 3600\n    SECURE_SSL_REDIRECT = True\n    SESSION_COOKIE_SECURE = True\n",
        ),
        {"SECRET_KEY": KEY},
    )
    yield Project(
        "local module",
        "shop.settings",
        shop(
            "shop.settings",
            settings="SECRET_KEY = 'too short'\nDEBUG = False\nALLOWED_HOSTS = ['shop.example.org']\n" + APPS + "SESSION_COOKIE_SECURE = True\n"
            "try:\n    from .local_settings import *\nexcept ImportError:\n    pass\n",
        ),
    )
    yield Project(
        "machines",
        "config.settings.live",
        {
            "config/__init__.py": "",
            "config/settings/__init__.py": "",
            "config/settings/common.py": "import os\n\nSECRET_KEY = os.environ['SECRET_KEY']\n" + APPS.replace("shop.urls", "config.urls"),
            "config/settings/live.py": "from config.settings.common import *\nfrom config.settings import common\n\nDEBUG = False\n"
            "ALLOWED_HOSTS = ['shop.example.org']\nMIDDLEWARE = ['django.middleware.gzip.GZipMiddleware', *common.MIDDLEWARE]\n"
            "MIDDLEWARE.remove('django.middleware.clickjacking.XFrameOptionsMiddleware')\nSECURE_HSTS_SECONDS = 60 * 60\n",
            "config/settings/developer.py": "from .common import *\n\nDEBUG = True\n",
            "config/urls.py": URLS,
            "config/wsgi.py": "import os\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings.live')\n",
        },
        {"SECRET_KEY": KEY},
    )
    yield Project(
        "generated",
        "shop.settings.production",
        shop(
            "shop.settings.production",
            **{
                "settings__base": "from pathlib import Path\n\nimport environ\n\nBASE_DIR = Path(__file__).resolve(strict=True).parent.parent.parent\n"
                "env = environ.Env()\nif env.bool('READ_DOT_ENV_FILE', default=False):\n    env.read_env(str(BASE_DIR / '.env'))\n"
                "DEBUG = env.bool('DEBUG', False)\n" + APPS,
                "settings__local": "from .base import *\nfrom .base import INSTALLED_APPS, env\n\nDEBUG = True\nALLOWED_HOSTS = ['*']\n"
                "SECRET_KEY = env('SECRET_KEY', default='for one machine')\nINSTALLED_APPS += ['debug_toolbar']\n",
                "settings__production": "from .base import *\nfrom .base import env\n\nSECRET_KEY = env('SECRET_KEY')\n"
                "ALLOWED_HOSTS = env.list('ALLOWED_HOSTS', default=['shop.example.org'])\n"
                "SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https')\n"
                "SECURE_SSL_REDIRECT = env.bool('SECURE_SSL_REDIRECT', default=True)\nSESSION_COOKIE_SECURE = True\n"
                "SECURE_HSTS_SECONDS = 60\nSECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool('HSTS_INCLUDE_SUBDOMAINS', default=True)\n"
                "SECURE_CONTENT_TYPE_NOSNIFF = env.bool('CONTENT_TYPE_NOSNIFF', default=True)\n",
            },
        )
        | {"shop/settings/__init__.py": ""},
        {"SECRET_KEY": KEY},
    )
    yield Project(
        "environs",
        "shop.settings",
        shop(
            "shop.settings",
            settings="from environs import Env\n\nenv = Env()\nenv.read_env()\nSECRET_KEY = env.str('SECRET_KEY')\n"
            "DEBUG = env.bool('DEBUG', default=False)\nALLOWED_HOSTS = env.list('ALLOWED_HOSTS')\n" + APPS
            + "DATABASES = {'default': env.dj_db_url('DATABASE_URL', default='sqlite:///:memory:')}\nCSRF_COOKIE_SECURE = True\n",
        ),
        {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "shop.example.org"},
    )
    yield Project(
        "derived middleware",
        "shop.settings",
        shop(
            "shop.settings",
            middleware="from django.middleware.csrf import CsrfViewMiddleware\n\n\nclass Csrf(CsrfViewMiddleware):\n    pass\n",
            settings="import os\n\nSECRET_KEY = os.environ['SECRET_KEY']\nDEBUG = False\nALLOWED_HOSTS = ['shop.example.org']\n"
            + APPS.replace("django.middleware.csrf.CsrfViewMiddleware", "shop.middleware.Csrf") + SAFE,
        ),
        {"SECRET_KEY": KEY},
    )


def with_apps():
    """Projects of the apps that bring checks and settings of their own."""
    head = "import os\n\nSECRET_KEY = os.environ['SECRET_KEY']\nDEBUG = False\nALLOWED_HOSTS = ['shop.example.org']\n"

    def installed(*apps):
        lines = "".join(f'    "{app}",\n' for app in apps)
        return APPS.replace('    "django.contrib.messages",\n]', '    "django.contrib.messages",\n' + lines + "]")

    def middleware(text, *classes):
        lines = "".join(f'    "{one}",\n' for one in classes)
        return text.replace("]\nROOT_URLCONF", lines + "]\nROOT_URLCONF")

    yield Project("axes, half", "shop.settings", shop("shop.settings", settings=head + installed("axes")), {"SECRET_KEY": KEY})
    yield Project(
        "axes, cache",
        "shop.settings",
        shop(
            "shop.settings",
            settings=head + middleware(installed("axes"), "axes.middleware.AxesMiddleware")
            + "AXES_HANDLER = 'axes.handlers.cache.AxesCacheHandler'\nAXES_LOCKOUT_PARAMETERS = ['username']\n"
            "CACHES = {'default': {'BACKEND': 'django.core.cache.backends.locmem.LocMemCache'}}\n"
            "AUTHENTICATION_BACKENDS = ['axes.backends.AxesStandaloneBackend', 'django.contrib.auth.backends.ModelBackend']\n",
        ),
        {"SECRET_KEY": KEY},
    )
    yield Project(
        "axes, clean",
        "shop.settings",
        shop(
            "shop.settings",
            settings=head + middleware(installed("axes"), "axes.middleware.AxesMiddleware") + SAFE
            + "AXES_LOCKOUT_PARAMETERS = [['username', 'ip_address']]\n"
            "AUTHENTICATION_BACKENDS = ['axes.backends.AxesStandaloneBackend', 'django.contrib.auth.backends.ModelBackend']\n",
        ),
        {"SECRET_KEY": KEY},
    )
    yield Project(
        "django-csp, old",
        "shop.settings",
        shop(
            "shop.settings",
            settings=head + middleware(installed("csp"), "csp.middleware.CSPMiddleware") + "CSP_DEFAULT_SRC = [\"'self'\"]\nCSP_REPORT_ONLY = True\n",
        ),
        {"SECRET_KEY": KEY},
    )
    yield Project(
        "django-csp, clean",
        "shop.settings",
        shop(
            "shop.settings",
            settings=head + middleware(installed("csp"), "csp.middleware.CSPMiddleware") + SAFE
            + "CONTENT_SECURITY_POLICY = {'DIRECTIVES': {'default-src': [\"'self'\"], 'base-uri': [\"'none'\"], 'form-action': [\"'self'\"]}}\n",
        ),
        {"SECRET_KEY": KEY},
    )
    yield Project(
        "rest framework",
        "shop.settings",
        shop(
            "shop.settings",
            settings=head + middleware(installed("rest_framework", "corsheaders"), "corsheaders.middleware.CorsMiddleware")
            + "REST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.IsAuthenticated']}\n"
            "CORS_ALLOWED_ORIGINS = ['https://shop.example.org/']\n",
        ),
        {"SECRET_KEY": KEY},
    )
    yield Project(
        "allauth",
        "shop.settings",
        shop(
            "shop.settings",
            settings=head
            + middleware(installed("allauth", "allauth.account", "allauth.socialaccount"), "allauth.account.middleware.AccountMiddleware")
            + "AUTHENTICATION_BACKENDS = ['django.contrib.auth.backends.ModelBackend', 'allauth.account.auth_backends.AuthenticationBackend']\n"
            "ACCOUNT_EMAIL_VERIFICATION = 'mandatory'\nSESSION_COOKIE_SECURE = True\nSECURE_SSL_REDIRECT = True\n",
        ),
        {"SECRET_KEY": KEY},
    )


def with_oscar():
    """A shop laid out as Oscar's own example is: one module, read from the environment, Oscar's defaults over it."""
    yield Project(
        "oscar",
        "settings",
        {
            "manage.py": "import os\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')\n",
            "wsgi.py": "import os\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')\n",
            "urls.py": "from django.apps import apps\nfrom django.urls import include, path\n\n"
            "urlpatterns = [path('i18n/', include('django.conf.urls.i18n')), path('', include(apps.get_app_config('oscar').urls[0]))]\n",
            "settings.py": "import os\n\nimport environ\nfrom django.urls import reverse_lazy\n\nenv = environ.Env()\n"
            "location = lambda path: os.path.join(os.path.dirname(os.path.realpath(__file__)), path)\n"
            "DEBUG = env.bool('DEBUG', default=False)\nALLOWED_HOSTS = env.list('ALLOWED_HOSTS', default=['localhost', '127.0.0.1'])\n"
            "EMAIL_SUBJECT_PREFIX = '[Shop] '\nEMAIL_BACKEND = 'django.core.mail.backends.smtp.EmailBackend'\n"
            "CACHES = {'default': env.cache(default='locmemcache://')}\nSITE_ID = 1\nUSE_TZ = True\n"
            "MEDIA_ROOT = location('public/media')\nMEDIA_URL = '/media/'\nSTATIC_URL = '/static/'\nSTATIC_ROOT = location('public/static')\n"
            "SECRET_KEY = env.str('SECRET_KEY', default='for the example')\n"
            + APPS.replace("shop.urls", "urls")
            .replace('    "django.contrib.messages",\n]', OSCAR_APPS)
            .replace(
                "]\nROOT_URLCONF",
                '    "django.contrib.flatpages.middleware.FlatpageFallbackMiddleware",\n    "oscar.apps.basket.middleware.BasketMiddleware",\n]\nROOT_URLCONF',
            )
            .replace(
                '                "django.contrib.messages.context_processors.messages",\n',
                '                "django.contrib.messages.context_processors.messages",\n'
                '                "oscar.apps.search.context_processors.search_form",\n'
                '                "oscar.apps.checkout.context_processors.checkout",\n'
                '                "oscar.core.context_processors.metadata",\n',
            )
            + "AUTHENTICATION_BACKENDS = ('oscar.apps.customer.auth_backends.EmailBackend', 'django.contrib.auth.backends.ModelBackend')\n"
            "LOGIN_REDIRECT_URL = '/'\nAPPEND_SLASH = True\n"
            "HAYSTACK_CONNECTIONS = {'default': {'ENGINE': 'haystack.backends.simple_backend.SimpleEngine'}}\n"
            "from oscar.defaults import *\n\nOSCAR_SHOP_NAME = 'Shop'\nOSCAR_ALLOW_ANON_CHECKOUT = True\n"
            "SECURE_SSL_REDIRECT = env.bool('SECURE_SSL_REDIRECT', default=False)\n"
            "SECURE_HSTS_SECONDS = env.int('SECURE_HSTS_SECONDS', default=0)\n"
            "try:\n    from settings_local import *\nexcept ImportError:\n    pass\n",
        },
        {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "shop.example.org", "SECURE_SSL_REDIRECT": "on", "SECURE_HSTS_SECONDS": "3600"},
    )


OSCAR_APPS = "".join(
    f'    "{app}",\n'
    for app in """
django.contrib.messages django.contrib.sites django.contrib.flatpages django.contrib.staticfiles
oscar.config.Shop oscar.apps.analytics.apps.AnalyticsConfig oscar.apps.checkout.apps.CheckoutConfig
oscar.apps.address.apps.AddressConfig oscar.apps.shipping.apps.ShippingConfig oscar.apps.catalogue.apps.CatalogueConfig
oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig oscar.apps.communication.apps.CommunicationConfig
oscar.apps.partner.apps.PartnerConfig oscar.apps.basket.apps.BasketConfig oscar.apps.payment.apps.PaymentConfig
oscar.apps.offer.apps.OfferConfig oscar.apps.order.apps.OrderConfig oscar.apps.customer.apps.CustomerConfig
oscar.apps.search.apps.SearchConfig oscar.apps.voucher.apps.VoucherConfig oscar.apps.wishlists.apps.WishlistsConfig
oscar.apps.dashboard.apps.DashboardConfig oscar.apps.dashboard.reports.apps.ReportsDashboardConfig
oscar.apps.dashboard.users.apps.UsersDashboardConfig oscar.apps.dashboard.orders.apps.OrdersDashboardConfig
oscar.apps.dashboard.catalogue.apps.CatalogueDashboardConfig oscar.apps.dashboard.offers.apps.OffersDashboardConfig
oscar.apps.dashboard.partners.apps.PartnersDashboardConfig oscar.apps.dashboard.pages.apps.PagesDashboardConfig
oscar.apps.dashboard.ranges.apps.RangesDashboardConfig oscar.apps.dashboard.reviews.apps.ReviewsDashboardConfig
oscar.apps.dashboard.vouchers.apps.VouchersDashboardConfig oscar.apps.dashboard.communications.apps.CommunicationsDashboardConfig
oscar.apps.dashboard.shipping.apps.ShippingDashboardConfig
widget_tweaks haystack treebeard django_tables2
""".split()
) + "]"
