"""DJ169: logs that hold too much."""

# project: queries

LOGGING = {
    "version": 1,
    "loggers": {
        "django.db.backends": {"level": "DEBUG"},  # expect: DJ169
    },
}

# project: mail

LOGGING = {
    "version": 1,
    "handlers": {
        "mail": {
            "class": "django.utils.log.AdminEmailHandler",
            "include_html": True,  # expect: DJ169
        },
    },
}

# project: warnings

# Fine: only what went wrong.
LOGGING = {"version": 1, "loggers": {"django.db.backends": {"level": "WARNING"}}}

# project: others

# Fine: not the queries.
LOGGING = {"version": 1, "loggers": {"django": {"level": "DEBUG"}}}

# project: a filter that hides nothing

# file: shop/reports.py
from django.views.debug import SafeExceptionReporterFilter


class Everything(SafeExceptionReporterFilter):
    def is_active(self, request):
        return False
# file: shop/settings.py
DEFAULT_EXCEPTION_REPORTER_FILTER = "shop.reports.Everything"  # expect: DJ169

# project: a filter that hides more

# Fine: it asks the one it derives from.
# file: shop/reports.py
from django.views.debug import SafeExceptionReporterFilter


class Less(SafeExceptionReporterFilter):
    def cleanse_setting(self, key, value):
        return "…" if key == "IBAN" else super().cleanse_setting(key, value)
# file: shop/settings.py
DEFAULT_EXCEPTION_REPORTER_FILTER = "shop.reports.Less"
