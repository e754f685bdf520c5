"""DJ323: attributes that the policy of the project blocks."""

# project: Django's own policy
# file: shop/settings.py
from django.utils.csp import CSP

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "django.middleware.csp.ContentSecurityPolicyMiddleware"]
SECURE_CSP = {"default-src": [CSP.SELF], "script-src": [CSP.SELF, CSP.NONCE], "base-uri": [CSP.SELF], "form-action": [CSP.SELF]}
# file: shop/templates/shop/page.html
<button onclick="start()">go</button> {# # expect: DJ323 #}
<a href="javascript:start()">go</a> {# # expect: DJ323 #} {# # also: DJ324 #}
{# # Fine: no script. #}
<button data-on="start" one="a">go</button>

# project: django-csp 3
# file: shop/settings.py
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]
CSP_SCRIPT_SRC = ["'self'"]
# file: shop/templates/shop/page.html
<body onload="start()"> {# # expect: DJ323 #}

# project: hashes of attributes are allowed
# file: shop/settings.py
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]
CSP_SCRIPT_SRC = ["'self'", "'unsafe-hashes'", "'sha256-abc'"]
# file: shop/templates/shop/page.html
{# # Fine: the policy may know it. #}
<button onclick="start()">go</button>
