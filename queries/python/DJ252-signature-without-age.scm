; DJ252 signature-without-age
;
; severity   = "low"
; confidence = "medium"
; cwe        = [613]
; message    = "this value is good for ever: nothing asks how old it is"
; since      = "0.1.0"
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A signature says who wrote a value, not when.
; A link for logging in or setting a password that lies in an old mail works until the key changes.
;
; ## Write instead
; `signing.loads(token, max_age=3600)`, `TimestampSigner().unsign(token, max_age=3600)`.

((call
  function: (_) @_callee) @finding @_call
  (#resolves? @_callee "django.core.signing.loads" "django.core.signing.TimestampSigner.unsign" "django.core.signing.TimestampSigner.unsign_object")
  (#argument! @_age @_call "max_age")
  (#absent? @_age)
  (#argument! @_value @_call "s|value|signed_value" 0)
  (#words? @_value "reset" "invite" "invitation" "login" "magic" "activation" "activate" "confirm" "confirmation" "verify" "verification" "token" "unsubscribe" "session" "auth"))

((call
  function: (_) @_callee) @finding @_call
  (#resolves? @_callee "django.core.signing.loads" "django.core.signing.TimestampSigner.unsign" "django.core.signing.TimestampSigner.unsign_object")
  (#argument! @_age @_call "max_age")
  (#absent? @_age)
  (#argument! @_salt @_call "salt")
  (#words? @_salt "reset" "invite" "invitation" "login" "magic" "activation" "activate" "confirm" "confirmation" "verify" "verification" "token" "unsubscribe" "session" "auth"))

((call
  function: (attribute
    attribute: (identifier) @_method)) @finding @_call
  (#eq? @_method "get_signed_cookie")
  (#imports? "django")
  (#argument! @_age @_call "max_age")
  (#absent? @_age)
  (#argument! @_key @_call "key" 0)
  (#words? @_key "reset" "invite" "invitation" "login" "magic" "activation" "activate" "confirm" "confirmation" "verify" "verification" "token" "unsubscribe" "session" "auth"))
