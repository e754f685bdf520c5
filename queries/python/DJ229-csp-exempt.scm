; DJ229 csp-exempt
;
; severity   = "medium"
; confidence = "high"
; cwe        = [693]
; message    = "this page goes out without a content security policy: a script that gets into it runs"
; since      = "0.1.0"
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; The policy is what keeps a script from running that got into a page all the same.
; A page that goes without it, or one that allows scripts in its text, is as open as if there were none.
;
; ## Write instead
; The directive that the page needs, for this page: `@csp_update({"img-src": ["https://example.org"]})`, and a nonce for a script in the text.

; Since django-csp 4.0 the decorator has to be called.
((decorator
  (identifier) @_callee) @finding
  (#resolves? @_callee "csp.decorators.csp_exempt")
  (#library? "django-csp" ">=4.0")
  (#set! severity high)
  (#set! message "django-csp 4 wants `@csp_exempt()`: without the brackets the module cannot be imported"))

((decorator
  [(identifier) (attribute)] @_callee) @finding
  (#resolves? @_callee "csp.decorators.csp_exempt"))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "csp.decorators.csp_exempt"))

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    [(dictionary) (none)] @_policy
    .)) @finding
  (#resolves? @_callee "django.views.decorators.csp.csp_override")
  (#falsy? @_policy))

((call
  function: (_) @_callee
  arguments: (argument_list
    (keyword_argument
      value: (_) @finding)))
  (#resolves? @_callee "csp.decorators.csp_update" "csp.decorators.csp_replace" "csp.decorators.csp")
  (#any-item? @finding "'unsafe-inline'" "'unsafe-eval'")
  (#set! message "with this policy a script that gets into the page runs: it allows scripts in the text"))

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    (dictionary
      (pair
        value: (_) @finding))))
  (#resolves? @_callee "csp.decorators.csp_update" "csp.decorators.csp_replace" "csp.decorators.csp" "django.views.decorators.csp.csp_override")
  (#any-item? @finding "'unsafe-inline'" "'unsafe-eval'" "django.utils.csp.CSP.UNSAFE_INLINE" "django.utils.csp.CSP.UNSAFE_EVAL" "csp.constants.UNSAFE_INLINE" "csp.constants.UNSAFE_EVAL")
  (#set! message "with this policy a script that gets into the page runs: it allows scripts in the text"))
