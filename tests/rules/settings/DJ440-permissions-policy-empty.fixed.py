"""DJ440: a policy that says nothing."""

# project: empty

PERMISSIONS_POLICY = {}
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "django_permissions_policy.PermissionsPolicyMiddleware"]  # expect: DJ440

PERMISSIONS_POLICY = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}
# project: not sent

PERMISSIONS_POLICY = {"camera": []}  # expect: DJ440
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

# project: sent

# Fine: nobody may use the camera.
PERMISSIONS_POLICY = {"camera": []}
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "django_permissions_policy.PermissionsPolicyMiddleware"]

# project: none

# Fine: the package is not used.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
