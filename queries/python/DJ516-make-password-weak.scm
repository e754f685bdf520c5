; DJ516 make-password-weak
;
; severity   = "high"
; confidence = "high"
; cwe        = [916]
; message    = "the hash is quickly guessed: `{value:value}` is no way to keep passwords"
; since      = "0.1.0"
; owasp      = ["A02:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; MD5 and SHA-1 are made to be fast: a machine tries billions a second against a stolen table.
; A salt that stands in the source is the same for all accounts, so that one guess is tried against all of them at once.
;
; ## Write instead
; `make_password(raw)`: the first of `PASSWORD_HASHERS`, with a salt of its own for each password.
;
; ## When it is fine
; In tests, which are not reported.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.contrib.auth.hashers.make_password")
  (#argument! @value @_call "hasher" 2)
  (#argument! @finding @_call "hasher" 2)
  (#value? @value "md5" "sha1" "unsalted_md5" "unsalted_sha1" "crypt")
  (#fix! "remove-argument" @_call "hasher")
  (#set! fix.title "Take the first of `PASSWORD_HASHERS`")
  (#set! fix.safety safe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.contrib.auth.hashers.make_password")
  (#argument! @finding @_call "salt" 1)
  (#value-match? @finding ".")
  (#set! message "all passwords get the same salt: one guess is tried against all of them")
  (#fix! "remove-argument" @_call "salt")
  (#set! fix.title "Let each password have a salt of its own")
  (#set! fix.safety safe))
