; DJ294 hardcoded-login
;
; severity   = "high"
; confidence = "high"
; cwe        = [798]
; message    = "a password stands in the source, and somebody is logged in with it"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; covers     = ["PY106"]
; ---
; Who can read the source can log in to that account: every colleague, every copy of the repository, every image that it is built into.
; In a view it means that a visitor gets in without a password of their own.
;
; ## Write instead
; The password that the visitor sent; for a service, a token from the environment.
;
; ## When it is fine
; In tests, which are not reported.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.contrib.auth.authenticate" "django.contrib.auth.aauthenticate")
  (#argument! @finding @_call "password")
  (#value-match? @finding "."))
