; DJ495 sentry-dsn-literal
;
; severity   = "info"
; confidence = "high"
; cwe        = [798]
; message    = "errors of each copy of the program go to one place: the address stands in the source"
; since      = "0.1.0"
; owasp      = ["A05:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; The key in the address only allows to send, so it is no secret.
; But whoever runs a copy, a test or a branch of the program sends to the same project, where true errors drown; and a stranger can fill its quota.
;
; ## Write instead
; `dsn=os.environ.get("SENTRY_DSN")`: without the variable nothing is sent.
;
; ## When it is fine
; In programs that people install themselves, and that report to their makers.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "sentry_sdk.init" "sentry_sdk.Client")
  (#argument! @finding @_call "dsn" 0)
  (#kind? @finding "string" "concatenated_string")
  (#value-match? @finding "^https?://[^/@]+@")
  (#replace! @finding "{use:os.environ}.get(\"SENTRY_DSN\")")
  (#set! fix.title "Read it from the environment")
  (#set! fix.safety unsafe))
