"""DJ168: Jinja2 without escaping."""

# project: off

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "OPTIONS": {"environment": "shop.jinja.environment", "autoescape": True},  # expect: DJ168
    },
]

# project: none

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "OPTIONS": {"environment": "shop.jinja.environment", "autoescape": True},  # expect: DJ168
    },
]

# project: on

# Fine: as by default.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "OPTIONS": {"environment": "shop.jinja.environment", "autoescape": True},
    },
]

# project: unsaid

# Fine: on by default.
TEMPLATES = [{"BACKEND": "django.template.backends.jinja2.Jinja2"}]
