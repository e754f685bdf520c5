; DJ453 honeypot-exempt
;
; severity   = "low"
; confidence = "high"
; cwe        = [799]
; message    = "programs may fill in this form: the honeypot does not look at it"
; since      = "0.1.0"
; owasp      = ["A04:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `honeypot_exempt` takes a view out of what the middleware checks for all forms.
; Programs that fill in every form they find then get through here.
;
; ## Write instead
; Nothing, and `{% render_honeypot_field %}` in the form.
;
; ## When it is fine
; Where programs are meant to send something: hooks and interfaces.
; Views with such a name are not reported.

((decorator
  (_) @finding) @_place
  (#resolves? @finding "honeypot.decorators.honeypot_exempt")
  (#not-around-words? @_place "webhook" "hook" "callback" "api" "ipn"))

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    (_) @_view)) @finding
  (#resolves? @_callee "honeypot.decorators.honeypot_exempt")
  (#not-words? @_view "webhook" "hook" "callback" "api" "ipn"))

((call
  function: (_) @_decorator
  arguments: (argument_list
    .
    (_) @finding)) @_call
  (#resolves? @_decorator "django.utils.decorators.method_decorator")
  (#resolves? @finding "honeypot.decorators.honeypot_exempt")
  (#not-around-words? @_call "webhook" "hook" "callback" "api" "ipn"))
