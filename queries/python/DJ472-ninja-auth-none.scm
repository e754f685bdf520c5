; DJ472 ninja-auth-none
;
; severity   = "medium"
; confidence = "high"
; cwe        = [862, 352]
; message    = "everybody, logged in or not, may write through this operation"
; since      = "0.1.0"
; owasp      = ["A01:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `auth=None` takes back what the interface asks of all its operations.
; An operation that creates, changes or deletes is then open to every stranger who finds the address.
; An interface that knows its users by a cookie needs the check against forged requests besides: without it another site can act in the name of whoever is logged in.
;
; ## Write instead
; Nothing, so that the `auth` of the interface counts; `django_auth` checks for forged requests by itself.
;
; ## When it is fine
; Where strangers are meant to write: signing up and in, resetting a password, hooks that check a signature.
; Operations with such a name are not reported.
;
; ## Not found
; Interfaces without `auth` whose operations have none either.

((decorator
  (call
    function: (_) @_route) @_call) @_place
  (#resolves? @_route "ninja.NinjaAPI.post" "ninja.NinjaAPI.put" "ninja.NinjaAPI.patch" "ninja.NinjaAPI.delete" "ninja.Router.post" "ninja.Router.put" "ninja.Router.patch" "ninja.Router.delete")
  (#argument! @finding @_call "auth")
  (#value? @finding "None")
  (#not-around-words? @_place "login" "logout" "signin" "signup" "sign in" "sign up" "register" "registration" "token" "refresh" "password" "reset" "forgot" "activate" "verify" "confirm" "webhook" "callback" "hook" "public" "contact" "subscribe" "unsubscribe" "oauth"))

; A cookie says who it is, and nothing says where the request comes from.
((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "ninja.security.SessionAuth" "ninja.security.APIKeyCookie")
  (#argument! @finding @_call "csrf" 0)
  (#value? @finding "False")
  (#set! message "another site can act for whoever is logged in: requests are not checked for forgery"))
