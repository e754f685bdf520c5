"""DJ480: accounts entered by an address."""

# project: all providers

SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # expect: DJ480

# project: unchecked

SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # expect: DJ480
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"VERIFIED_EMAIL": True}}

# project: a link

INSTALLED_APPS = ["allauth.mfa"]
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False  # expect: DJ480

# project: off

# Fine: accounts are connected by who owns them.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False

# project: one provider

# Fine: it confirms addresses.
SOCIALACCOUNT_PROVIDERS = {"google": {"EMAIL_AUTHENTICATION": True}}
