"""DJ322: scripts that the policy of the project blocks."""

# project: Django's own policy
# file: shop/settings.py
from django.utils.csp import CSP

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "django.middleware.csp.ContentSecurityPolicyMiddleware"]
SECURE_CSP = {"default-src": [CSP.SELF], "script-src": [CSP.SELF, CSP.NONCE], "base-uri": [CSP.SELF], "form-action": [CSP.SELF]}
# file: shop/templates/shop/page.html
<script>start();</script> {# # expect: DJ322 #}
<script type="module">import "/a.js";</script> {# # expect: DJ322 #}
{# # Fine: with the nonce, from a file, data. #}
<script nonce="{{ csp_nonce }}">start();</script>
<script {% csp_nonce_attr %}>start();</script>
<script src="/static/a.js"></script>
<script type="application/json">{"a": 1}</script>

# project: django-csp 4
# file: shop/settings.py
from csp.constants import NONCE, SELF

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": [SELF, NONCE], "base-uri": [SELF], "form-action": [SELF]}}
# file: shop/templates/shop/page.html
<script>start();</script> {# # expect: DJ322 #}

# project: django-csp 3
# file: shop/settings.py
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]
CSP_SCRIPT_SRC = ["'self'"]
# file: shop/templates/shop/page.html
<script>start();</script> {# # expect: DJ322 #}

# project: scripts within pages are allowed
# file: shop/settings.py
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]
CSP_SCRIPT_SRC = ["'self'", "'unsafe-inline'"]  # also: DJ427
# file: shop/templates/shop/page.html
{# # Fine: the policy allows it. #}
<script>start();</script>

# project: no policy
# file: shop/settings.py
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
# file: shop/templates/shop/page.html
{# # Fine: there is no policy. #}
<script>start();</script>
