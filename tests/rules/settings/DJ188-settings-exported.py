"""DJ188: settings in every page."""

# project: a key

SETTINGS_EXPORT = ["SITE_NAME", "SECRET_KEY"]  # expect: DJ188

# project: a token

SETTINGS_EXPORT = (
    "VERSION",
    "GITHUB_TOKEN",  # expect: DJ188
)

# project: names

# Fine: everybody may see them.
SETTINGS_EXPORT = ["SITE_NAME", "VERSION", "RECAPTCHA_SITE_KEY"]

# project: none

# Fine: nothing is handed over.
SETTINGS_EXPORT = []
