"""DJ400: half an installation of axes."""

# project: middleware only

INSTALLED_APPS = ["django.contrib.auth"]  # expect: DJ400
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "axes.middleware.AxesMiddleware"]

# project: backend only

INSTALLED_APPS = ["django.contrib.auth"]  # expect: DJ400
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]

# project: whole

# Fine: app, backend and middleware.
INSTALLED_APPS = ["axes"]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "axes.middleware.AxesMiddleware"]

# project: none

# Fine: axes is not used.
INSTALLED_APPS = ["django.contrib.auth"]
