; DJ521 reset-token-weak
;
; severity   = "high"
; confidence = "medium"
; cwe        = [640]
; message    = "the link stays valid after it was used: the token does not change with the account"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A token of `PasswordResetTokenGenerator` is valid as long as what `_make_hash_value` gives stays the same.
; Django puts the hash of the password and the last login into it, so that a link that was used, or overtaken by a login, is dead.
; Without them whoever finds the link in a mailbox, a log or a history can use it again.
;
; ## Write instead
; `return super()._make_hash_value(user, timestamp) + …`, or at least what the link changes: `user.is_active` for an activation.
;
; ## When it is fine
; Where the link changes nothing and may be used again.
;
; ## Not found
; Tokens that are made in other ways.

((function_definition
  name: (identifier) @finding
  body: (block) @_body)
  (#eq? @finding "_make_hash_value")
  (#in-class? @finding "django.contrib.auth.tokens.PasswordResetTokenGenerator")
  (#not-match? @_body "password|last_login|super\\(|is_active|active|verified|confirmed|activated|status|used|version|updated|modified"))
