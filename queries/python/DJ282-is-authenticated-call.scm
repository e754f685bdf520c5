; DJ282 is-authenticated-call
;
; severity   = "medium"
; confidence = "high"
; cwe        = [287]
; message    = "`{name}` is no method: the call fails, and whoever is logged in is never found out"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `is_authenticated` and `is_anonymous` are properties since Django 1.10; since 2.0 calling them raises `TypeError`.
; Inside a `try` that swallows errors the check is then skipped for everybody.
;
; ## Write instead
; `request.user.is_authenticated`
;
; ## When it is fine
; On Django below 2.0.

((call
  function: (attribute
    object: (_) @_user
    attribute: (identifier) @name)
  arguments: (argument_list) @_arguments) @finding
  (#any-of? @name "is_authenticated" "is_anonymous")
  (#last-words? @_user "user")
  (#argument-count? @finding "==0")
  (#imports? "django" "rest_framework")
  (#not-library? "django" "<2.0")
  (#not-function-mentions? @finding "VERSION")
  (#remove! @_arguments)
  (#set! fix.title "Read the property")
  (#set! fix.safety safe))

((comparison_operator
  .
  (attribute
    object: (_) @_user
    attribute: (identifier) @name) @_property
  .
  ["==" "!="]
  .
  [(string) (concatenated_string)]
  .) @finding
  (#any-of? @name "is_authenticated" "is_anonymous")
  (#last-words? @_user "user")
  (#imports? "django" "rest_framework")
  (#set! message "`{name}` is true or false, never a text: the comparison always gives the same"))
