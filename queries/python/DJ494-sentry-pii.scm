; DJ494 sentry-pii
;
; severity   = "medium"
; confidence = "high"
; cwe        = [359, 532]
; message    = "names, addresses, cookies and what was typed go to the error tracker with each error"
; since      = "0.1.0"
; owasp      = ["A09:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Each error is sent away with what was known about the request.
; These options add to it what identifies people, or whole bodies of requests, in which passwords and payments stand; whoever may look at errors may then look at that.
;
; ## Write instead
; Leave them out, and tell Sentry who was affected with a number: `sentry_sdk.set_user({"id": user.pk})`.
;
; ## When it is fine
; Where everybody who sees the errors may see the data of users as well, and the law agrees.
;
; ## Not found
; What `data_collection` of newer versions says; it takes precedence.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "sentry_sdk.init" "sentry_sdk.Client")
  (#argument! @finding @_call "send_default_pii")
  (#value? @finding "True")
  (#not-has-argument? @_call "data_collection")
  (#fix! "set-argument" @_call "send_default_pii" "False")
  (#set! fix.title "Send no personal data")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "sentry_sdk.init" "sentry_sdk.Client")
  (#argument! @finding @_call "max_request_body_size")
  (#value? @finding "always")
  (#set! message "whole bodies of requests, with all that was typed, go to the error tracker")
  (#fix! "remove-argument" @_call "max_request_body_size")
  (#set! fix.title "Send bodies of a usual size only")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "sentry_sdk.scrubber.EventScrubber")
  (#argument! @finding @_call "denylist" 0)
  (#empty? @finding)
  (#set! severity high)
  (#set! message "passwords, tokens and cookies go to the error tracker: nothing is removed"))
