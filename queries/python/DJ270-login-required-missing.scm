; DJ270 login-required-missing
;
; severity   = "low"
; confidence = "low"
; cwe        = [862]
; message    = "strangers may reach this: `{finding}` works with the user or writes, and nothing asks for a login"
; since      = "0.1.0"
; owasp      = ["A01:2021"]
; tags       = ["django"]
; default    = false
; in_tests   = "off"
; in_migrations = "off"
; ---
; A view without a guard answers everybody who finds its address.
; For an anonymous visitor it fails at the user it expects, or does what only users should do.
;
; ## Write instead
; `@login_required`, `LoginRequiredMixin`, or `LoginRequiredMiddleware` for all views, with `@login_not_required` for those that are open.
;
; ## When it is fine
; Where the list of URLs, a middleware or a decorator of your own asks; that cannot be seen here, so the rule is off by default.

((function_definition
  name: (identifier) @finding
  parameters: (parameters
    .
    (identifier) @_request)
  body: (block) @_body)
  (#eq? @_request "request")
  (#imports? "django")
  (#compact-match? @_body "request\\.user\\.[a-z]|\\.objects\\.(create|update_or_create|bulk_create)\\(|\\.delete\\(\\)")
  (#not-decorated? @finding "django.contrib.auth.decorators.login_required" "django.contrib.auth.decorators.permission_required" "django.contrib.auth.decorators.user_passes_test" "django.contrib.admin.views.decorators.staff_member_required")
  (#not-function-mentions? @finding "login_required" "login_not_required" "permission_required" "user_passes_test" "staff_member_required" "superuser_required" "is_authenticated" "is_anonymous" "is_staff" "is_superuser" "has_perm" "check_password" "authenticate" "compare_digest" "PermissionDenied" "api_view" "require_login"))
