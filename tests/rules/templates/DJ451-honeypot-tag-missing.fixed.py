"""DJ451: forms that the honeypot refuses."""

# project: a view that checks
# file: shop/settings.py
HONEYPOT_FIELD_NAME = "phone_confirm"
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "honeypot.middleware.HoneypotViewMiddleware"]
# file: shop/templates/shop/page.html
<form method="post">{% load honeypot %}{% render_honeypot_field %}{% csrf_token %}<input name="a"></form> {# # expect: DJ451 #}
<form method="POST" action="/send/">{% load honeypot %}{% render_honeypot_field %}{% csrf_token %}</form> {# # expect: DJ451 #}
{# # Fine: with the field. #}
<form method="post">{% csrf_token %}{% load honeypot %}{% render_honeypot_field %}</form>
{# # Fine: nothing is posted. #}
<form method="get"></form>

# project: a middleware that puts it in
# file: shop/settings.py
HONEYPOT_FIELD_NAME = "phone_confirm"
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "honeypot.middleware.HoneypotMiddleware"]
# file: shop/templates/shop/page.html
<form method="post">{% csrf_token %}<input name="a"></form>
