; DJ272 drf-permission-empty
;
; severity   = "medium"
; confidence = "high"
; cwe        = [862]
; message    = "everybody may use this view: an empty list asks for no permission at all"
; since      = "0.1.0"
; owasp      = ["A01:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; An empty `permission_classes` does the same as `AllowAny` and looks as if nothing had been decided.
; It takes back what the project asks of all views by default.
;
; ## Write instead
; `permission_classes = [IsAuthenticated]`; where everybody is meant, `[AllowAny]` says so.
;
; ## When it is fine
; Views that strangers need, by their names signing in, tokens, passwords and hooks, are reported as info.

((assignment
  left: (identifier) @_name
  right: (parenthesized_expression
    (_) @_class) @finding)
  (#eq? @_name "permission_classes")
  (#resolves? @_class "rest_framework.permissions.*")
  (#imports? "rest_framework")
  (#set! message "every request fails: without a comma this is a class, no tuple")
  (#insert-after! @_class ",")
  (#set! fix.title "Make it a tuple")
  (#set! fix.safety safe))

((assignment
  left: (identifier) @_name
  right: (_) @finding)
  (#eq? @_name "permission_classes")
  (#empty? @finding)
  (#imports? "rest_framework")
  (#around-words? @finding "login" "logout" "signin" "signup" "sign in" "sign up" "register" "registration" "token" "refresh" "password" "reset" "forgot" "activate" "activation" "verify" "confirm" "webhook" "callback" "hook" "health" "ping" "status" "public" "anonymous" "guest" "contact" "newsletter" "subscribe" "unsubscribe" "oauth" "sso" "saml" "social" "webauthn" "passkey" "auth" "resend")
  (#set! severity info)
  (#replace! @finding "[{use:rest_framework.permissions.AllowAny}]")
  (#set! fix.title "Say that everybody may")
  (#set! fix.safety safe))

((assignment
  left: (identifier) @_name
  right: (_) @finding)
  (#eq? @_name "permission_classes")
  (#empty? @finding)
  (#imports? "rest_framework")
  (#replace! @finding "[{use:rest_framework.permissions.IsAuthenticated}]")
  (#set! fix.title "Ask for a login")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "rest_framework.decorators.permission_classes")
  (#argument! @finding @_call "permission_classes" 0)
  (#empty? @finding)
  (#around-words? @_call "login" "logout" "signin" "signup" "sign in" "sign up" "register" "registration" "token" "refresh" "password" "reset" "forgot" "activate" "activation" "verify" "confirm" "webhook" "callback" "hook" "health" "ping" "status" "public" "anonymous" "guest" "contact" "newsletter" "subscribe" "unsubscribe" "oauth" "sso" "saml" "social" "webauthn" "passkey" "auth" "resend")
  (#set! severity info)
  (#replace! @finding "[{use:rest_framework.permissions.AllowAny}]")
  (#set! fix.title "Say that everybody may")
  (#set! fix.safety safe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "rest_framework.decorators.permission_classes")
  (#argument! @finding @_call "permission_classes" 0)
  (#empty? @finding)
  (#replace! @finding "[{use:rest_framework.permissions.IsAuthenticated}]")
  (#set! fix.title "Ask for a login")
  (#set! fix.safety unsafe))
