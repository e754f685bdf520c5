; DJ278 idor-lookup
;
; severity   = "low"
; confidence = "low"
; cwe        = [639]
; message    = "users may reach what belongs to others: `{finding}` takes any number, and nobody compares the owner"
; since      = "0.1.0"
; owasp      = ["A01:2021"]
; tags       = ["django"]
; default    = false
; in_tests   = "off"
; in_migrations = "off"
; ---
; That somebody is logged in says nothing about whose invoice this is.
; Numbers in addresses are easily changed, and a look-up by number alone gives what belongs to somebody else.
;
; ## Write instead
; `get_object_or_404(Order, pk=pk, owner=request.user)`, or a queryset that begins with the user: `request.user.orders`.
;
; ## When it is fine
; For what everybody who is logged in may see; models are not known here, so the rule is off by default.

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    (_) @_model
    (keyword_argument
      name: (identifier) @_key))) @finding
  (#resolves? @_callee "django.shortcuts.get_object_or_404")
  (#any-of? @_key "pk" "id" "uuid" "number" "code")
  (#decorated? @finding "django.contrib.auth.decorators.login_required")
  (#argument-count? @finding "==2")
  (#not-match? @_model "user|request")
  (#not-function-mentions? @finding "user" "owner" "author" "PermissionDenied" "has_perm" "permission_required" "is_staff" "is_superuser"))
