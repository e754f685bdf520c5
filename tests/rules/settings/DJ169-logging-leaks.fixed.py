"""DJ169: logs that hold too much."""

# project: queries

LOGGING = {
    "version": 1,
    "loggers": {
        "django.db.backends": {"level": "INFO"},  # expect: DJ169
    },
}

# project: mail

LOGGING = {
    "version": 1,
    "handlers": {
        "mail": {
            "class": "django.utils.log.AdminEmailHandler",
            "include_html": False,  # expect: DJ169
        },
    },
}

# project: warnings

# Fine: only what went wrong.
LOGGING = {"version": 1, "loggers": {"django.db.backends": {"level": "WARNING"}}}

# project: others

# Fine: not the queries.
LOGGING = {"version": 1, "loggers": {"django": {"level": "DEBUG"}}}
