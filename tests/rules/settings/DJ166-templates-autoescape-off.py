"""DJ166: pages that run what visitors write."""

# project: off

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"autoescape": False},  # expect: DJ166
    },
]

# project: off, afterwards

TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {}}]
TEMPLATES[0]["OPTIONS"]["autoescape"] = False  # expect: DJ166

# project: on

# Fine: as by default.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"autoescape": True},
    },
]

# project: unsaid

# Fine: on by default.
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
