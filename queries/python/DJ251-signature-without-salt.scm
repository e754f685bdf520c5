; DJ251 signature-without-salt
;
; severity   = "low"
; confidence = "medium"
; cwe        = [345]
; message    = "a value that was signed elsewhere in this project is good here as well: no salt tells them apart"
; since      = "0.1.0"
; tags       = ["django"]
; default    = false
; in_tests   = "off"
; in_migrations = "off"
; ---
; All values that are signed without a salt are signed alike.
; A link to unsubscribe that holds a user's number is then as good as one to log in that holds it, wherever both are made.
;
; ## Write instead
; A salt for each purpose: `signing.dumps(user.pk, salt="unsubscribe")`. Values that were handed out before are not good any more.

((call
  function: (_) @_callee) @finding @_call
  (#resolves? @_callee "django.core.signing.dumps" "django.core.signing.loads")
  (#argument! @_salt @_call "salt")
  (#absent? @_salt)
  (#purpose? @finding "reset" "invite" "invitation" "login" "magic" "activation" "activate" "confirm" "confirmation" "verify" "verification" "token" "unsubscribe" "session" "auth"))

((call
  function: (_) @_callee) @finding @_call
  (#resolves? @_callee "django.core.signing.Signer" "django.core.signing.TimestampSigner")
  (#argument! @_salt @_call "salt")
  (#absent? @_salt)
  (#purpose? @finding "reset" "invite" "invitation" "login" "magic" "activation" "activate" "confirm" "confirmation" "verify" "verification" "token" "unsubscribe" "session" "auth"))
