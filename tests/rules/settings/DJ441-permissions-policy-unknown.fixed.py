"""DJ441: features that are none."""

# project: a slip

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django_permissions_policy.PermissionsPolicyMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
PERMISSIONS_POLICY = {"geolocation": []}  # expect: DJ441

# project: quotes

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django_permissions_policy.PermissionsPolicyMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
PERMISSIONS_POLICY = {
    "camera": ["self"],  # expect: DJ441
    "microphone": "none",  # expect: DJ441
    "usb": None,  # expect: DJ441
}

# project: known

# Fine: as the standard has it.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django_permissions_policy.PermissionsPolicyMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
PERMISSIONS_POLICY = {"camera": [], "geolocation": "self", "fullscreen": ["self", "https://maps.example.org"]}

# project: without the middleware

# Fine: somebody else reads it.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
PERMISSIONS_POLICY = {}
