; DJ511 password-assigned-plain
;
; severity   = "high"
; confidence = "medium"
; cwe        = [256, 522]
; message    = "the password is stored as it was typed: `{finding}` does not hash it"
; since      = "0.1.0"
; owasp      = ["A02:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `User.password` holds a hash.
; A password that is assigned goes into the database as it is, where everybody who sees a copy can read it; and its owner cannot log in, for Django compares hashes.
;
; ## Write instead
; `user.set_password(raw)`, then `user.save()`.
;
; ## When it is fine
; What `make_password` gave, or the hash of another account, is not reported as long as its name or the assignment shows it.
;
; ## Not found
; Users under a name that does not end in `user`, where the function does not show where they come from.

((assignment
  left: (attribute
    object: (_) @_user
    attribute: (identifier) @_name)
  right: (_) @_raw) @finding
  (#eq? @_name "password")
  (#imports? "django" "rest_framework")
  (#last-words? @_user "user")
  (#not-kind? @_raw "none" "assignment")
  (#not-match? @_raw "hash|make_password|unusable|encod|\\.password$")
  (#not-value-match? @_raw "^!|^$|\\$")
  (#not-assigned-match? @_raw "hash|make_password|unusable|encod|\\.password$")
  (#statement? @finding)
  (#replace! @finding "{_user}.set_password({_raw})")
  (#set! fix.title "Hash it with `set_password`")
  (#set! fix.safety safe))

((assignment
  left: (attribute
    object: (_) @_user
    attribute: (identifier) @_name)
  right: (_) @_raw) @finding
  (#eq? @_name "password")
  (#imports? "django" "rest_framework")
  (#not-last-words? @_user "user")
  (#user? @_user)
  (#not-kind? @_raw "none" "assignment")
  (#not-match? @_raw "hash|make_password|unusable|encod|\\.password$")
  (#not-value-match? @_raw "^!|^$|\\$")
  (#not-assigned-match? @_raw "hash|make_password|unusable|encod|\\.password$")
  (#statement? @finding)
  (#replace! @finding "{_user}.set_password({_raw})")
  (#set! fix.title "Hash it with `set_password`")
  (#set! fix.safety safe))
