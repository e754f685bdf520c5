; DJ291 nan-input
;
; severity   = "low"
; confidence = "medium"
; cwe        = [704, 20]
; message    = "`nan` and `inf` are numbers too: every comparison with what comes in here may be false"
; since      = "0.1.0"
; owasp      = ["A04:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `float("nan")` works, and each comparison with it is false: a price that is neither below nor above a limit passes both checks.
; What is added up with it is lost, and databases refuse it.
;
; ## Write instead
; A `FloatField` or `DecimalField` of a form, which takes neither; or `math.isfinite(number)` behind the conversion.
;
; ## When it is fine
; Functions that ask `isfinite` or `isnan` are not reported.

((call
  function: (_) @callee
  arguments: (argument_list
    .
    (_) @argument
    .)) @finding
  (#resolves? @callee "builtins.float" "builtins.complex" "decimal.Decimal")
  (#imports? "django" "rest_framework")
  (#from-request? @argument)
  (#not-function-mentions? @finding "isfinite" "isnan" "isinf" "is_finite" "is_nan"))
