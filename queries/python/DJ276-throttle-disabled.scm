; DJ276 throttle-disabled
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [307, 770]
; message    = "passwords and codes can be tried without end: requests are not limited here"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; An empty `throttle_classes` takes back the limits that the project sets for all views.
; On a view that checks passwords, codes or tokens somebody can then try one after the other as fast as the server answers.
;
; ## Write instead
; `throttle_classes = [ScopedRateThrottle]` with `throttle_scope = "login"` and a rate of a few attempts a minute.
;
; ## When it is fine
; Where something in front of the application limits requests.

((assignment
  left: (identifier) @_name
  right: (_) @finding)
  (#eq? @_name "throttle_classes")
  (#empty? @finding)
  (#imports? "rest_framework")
  (#around-words? @finding "login" "signin" "sign in" "token" "password" "otp" "mfa" "totp" "two factor" "2fa" "verify" "verification" "reset" "register" "signup" "sign up" "code" "pin" "authenticate"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "rest_framework.decorators.throttle_classes")
  (#argument! @finding @_call "throttle_classes" 0)
  (#empty? @finding)
  (#around-words? @_call "login" "signin" "sign in" "token" "password" "otp" "mfa" "totp" "two factor" "2fa" "verify" "verification" "reset" "register" "signup" "sign up" "code" "pin" "authenticate"))
