; DJ515 empty-password
;
; severity   = "high"
; confidence = "high"
; cwe        = [521, 258]
; message    = "an empty password is a password: whoever knows the name can log in with nothing"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `set_password("")` stores the hash of an empty text, and `authenticate` accepts an empty text for it.
; An account that should have no password then has one that everybody knows.
;
; ## Write instead
; `None` instead of `""`: it makes the password unusable, as `set_unusable_password()` does.
;
; ## Not found
; An empty default that reaches the call through a variable with other values.

; A user that is thrown away again only costs time.
((call
  function: (attribute
    object: (_) @_user
    attribute: (identifier) @_method)) @_call
  (#eq? @_method "set_password")
  (#imports? "django" "rest_framework")
  (#not-kind? @_user "call")
  (#argument! @finding @_call "raw_password" 0)
  (#value-match? @finding "^$")
  (#replace! @finding "None")
  (#set! fix.title "Make the password unusable")
  (#set! fix.safety safe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.contrib.auth.hashers.make_password")
  (#argument! @finding @_call "password" 0)
  (#value-match? @finding "^$")
  (#replace! @finding "None")
  (#set! fix.title "Make the password unusable")
  (#set! fix.safety safe))

((call
  function: (attribute
    attribute: (identifier) @_method)) @_call
  (#any-of? @_method "create_user" "create_superuser" "acreate_user" "acreate_superuser")
  (#imports? "django" "rest_framework")
  (#argument! @finding @_call "password" 2)
  (#value-match? @finding "^$")
  (#replace! @finding "None")
  (#set! fix.title "Make the password unusable")
  (#set! fix.safety safe))

; The default of what is read from a request.
((call
  function: (attribute
    attribute: (identifier) @_method)
  arguments: (argument_list
    .
    (call
      function: (attribute
        attribute: (identifier) @_get)
      arguments: (argument_list
        (_)
        (string) @finding))))
  (#eq? @_method "set_password")
  (#eq? @_get "get")
  (#imports? "django" "rest_framework")
  (#value-match? @finding "^$")
  (#replace! @finding "None")
  (#set! fix.title "Make the password unusable")
  (#set! fix.safety safe))
