; DJ519 login-without-authenticate
;
; severity   = "high"
; confidence = "medium"
; cwe        = [287, 384]
; message    = "somebody is logged in and nothing was checked: no password, no token, no signature"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `login()` believes whoever calls it.
; A user that was looked up by a name or number of the request is logged in for everybody who sends that name or number.
; A session that is filled by hand keeps its key besides, so that somebody who planted the key before shares the login.
;
; ## Write instead
; `user = authenticate(request, username=…, password=…)`, and `login(request, user)` if there is one; for links, a token that is compared.
;
; ## When it is fine
; Where an administrator takes the place of a user, or a service has told who it is: functions that check something are not reported.
;
; ## Not found
; Users that another function has looked up.

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "django.contrib.auth.login" "django.contrib.auth.alogin")
  (#argument! @_user @finding "user" 1)
  (#assigned-match? @_user "\\.(get|first|last|aget|afirst|get_by_natural_key)\\(|get_object_or_404\\(")
  (#not-function-mentions? @finding "authenticate" "aauthenticate" "check_password" "acheck_password" "check_token" "verify" "verify_token" "verify_signature" "is_valid" "token" "unsign" "loads" "decode" "signing" "is_superuser" "is_staff" "has_perm" "permission_required" "user_passes_test" "impersonate" "hijack" "create_user" "otp" "code" "key" "activation_key" "secret" "compare_digest" "claims" "userinfo"))

((assignment
  left: (subscript
    value: (attribute) @_session
    subscript: (string) @_key) @finding)
  (#dotted? @_session "request.session" "self.request.session")
  (#value-match? @_key "^_?(user_?id|uid|member_?id|logged_?in|logged_?in_user|is_authenticated|authenticated|is_logged_?in)$")
  (#imports? "django")
  (#not-function-mentions? @finding "cycle_key" "login" "flush")
  (#set! severity medium)
  (#set! message "whoever planted the key of the session shares the login: it does not change here"))
