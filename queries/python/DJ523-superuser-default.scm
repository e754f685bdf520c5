; DJ523 superuser-default
;
; severity   = "high"
; confidence = "high"
; cwe        = [798]
; message    = "an administrator with a known password is made: it stands in the source"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; tags       = ["django"]
; in_tests   = "off"
; covers     = ["PY106"]
; ---
; Whoever knows the program knows the password of its administrator, on each server where this has run.
; A default for a variable of the environment counts as well: it is what is used wherever the variable was forgotten.
;
; ## Write instead
; `password = os.environ["ADMIN_PASSWORD"]` without a default, or `createsuperuser` by hand, or an account without a usable password and a link to set one.
;
; ## When it is fine
; In tests, which are not reported.
;
; ## Not found
; Start scripts and images; passwords that are put together from pieces.

((call
  function: (attribute
    attribute: (identifier) @_method)) @_call
  (#any-of? @_method "create_superuser" "acreate_superuser")
  (#imports? "django")
  (#argument! @finding @_call "password" 2)
  (#value-match? @finding "."))

((call
  function: (attribute
    attribute: (identifier) @_method)) @_call
  (#any-of? @_method "create_superuser" "acreate_superuser")
  (#imports? "django")
  (#argument! @finding @_call "password" 2)
  (#compact-match? @finding "(environ\\.get|getenv|env|config)\\([^()]*,\\s*(default=)?[\"'][^\"']+[\"']\\)")
  (#set! message "an administrator with a known password is made wherever the variable is forgotten"))

((call
  function: (attribute
    attribute: (identifier) @_method)) @_call
  (#any-of? @_method "create_superuser" "acreate_superuser")
  (#imports? "django")
  (#argument! @finding @_call "password" 2)
  (#assigned-match? @finding "(environ\\.get|getenv|env|config)\\([^()]*,\\s*(default=)?[\"'][^\"']+[\"']\\)")
  (#set! message "an administrator with a known password is made wherever the variable is forgotten"))
