; DJ518 custom-auth-compare
;
; severity   = "high"
; confidence = "medium"
; cwe        = [208, 256]
; message    = "passwords cannot be compared like this: what is stored should be a hash"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; The stored value is a hash with a salt of its own, so an equal text never matches; where it does match, passwords are stored as they were typed.
; A comparison with `==`, or in the database, also takes longer the more is right.
;
; ## Write instead
; `user.check_password(raw)`, or `authenticate(request, username=…, password=raw)`, which limits and logs attempts too.
;
; ## When it is fine
; Two hashes may be compared, and an account be found by the mark of an unusable password: constants are not reported.

((comparison_operator
  .
  (attribute
    object: (_) @_user
    attribute: (identifier) @_name) @_stored
  .
  ["==" "!="]
  .
  (_) @_other
  .) @finding
  (#eq? @_name "password")
  (#imports? "django" "rest_framework")
  (#last-words? @_user "user")
  (#not-constant? @_other)
  (#not-match? @_other "hash|\\.password$")
  (#replace! @finding "{_user}.check_password({_other})")
  (#match? @finding "==")
  (#set! fix.title "Call `check_password`")
  (#set! fix.safety unsafe))

((comparison_operator
  .
  (attribute
    object: (_) @_user
    attribute: (identifier) @_name) @_stored
  .
  ["==" "!="]
  .
  (_) @_other
  .) @finding
  (#eq? @_name "password")
  (#imports? "django" "rest_framework")
  (#not-last-words? @_user "user")
  (#user? @_user)
  (#not-constant? @_other)
  (#not-match? @_other "hash|\\.password$")
  (#replace! @finding "{_user}.check_password({_other})")
  (#match? @finding "==")
  (#set! fix.title "Call `check_password`")
  (#set! fix.safety unsafe))

((comparison_operator
  .
  (attribute
    object: (_) @_user
    attribute: (identifier) @_name) @_stored
  .
  "!="
  .
  (_) @_other
  .) @finding
  (#eq? @_name "password")
  (#imports? "django" "rest_framework")
  (#last-words? @_user "user")
  (#not-constant? @_other)
  (#not-match? @_other "hash|\\.password$")
  (#replace! @finding "not {_user}.check_password({_other})")
  (#set! fix.title "Call `check_password`")
  (#set! fix.safety unsafe))

((comparison_operator
  .
  (attribute
    object: (_) @_user
    attribute: (identifier) @_name) @_stored
  .
  "!="
  .
  (_) @_other
  .) @finding
  (#eq? @_name "password")
  (#imports? "django" "rest_framework")
  (#not-last-words? @_user "user")
  (#user? @_user)
  (#not-constant? @_other)
  (#not-match? @_other "hash|\\.password$")
  (#replace! @finding "not {_user}.check_password({_other})")
  (#set! fix.title "Call `check_password`")
  (#set! fix.safety unsafe))

((comparison_operator
  .
  (_) @_other
  .
  "=="
  .
  (attribute
    object: (_) @_user
    attribute: (identifier) @_name) @_stored
  .) @finding
  (#eq? @_name "password")
  (#imports? "django" "rest_framework")
  (#last-words? @_user "user")
  (#not-constant? @_other)
  (#not-match? @_other "hash|\\.password$")
  (#replace! @finding "{_user}.check_password({_other})")
  (#set! fix.title "Call `check_password`")
  (#set! fix.safety unsafe))

((comparison_operator
  .
  (_) @_other
  .
  "=="
  .
  (attribute
    object: (_) @_user
    attribute: (identifier) @_name) @_stored
  .) @finding
  (#eq? @_name "password")
  (#imports? "django" "rest_framework")
  (#not-last-words? @_user "user")
  (#user? @_user)
  (#not-constant? @_other)
  (#not-match? @_other "hash|\\.password$")
  (#replace! @finding "{_user}.check_password({_other})")
  (#set! fix.title "Call `check_password`")
  (#set! fix.safety unsafe))

((call
  function: (attribute
    object: (_) @_query
    attribute: (identifier) @_method)
  arguments: (argument_list
    (keyword_argument
      name: (identifier) @_keyword
      value: (_) @_value) @finding))
  (#eq? @_keyword "password")
  (#any-of? @_method "get" "filter" "exclude" "aget")
  (#imports? "django" "rest_framework")
  (#compact-match? @_query "[Uu]ser\\w*(\\(\\))?\\.(objects|_default_manager)")
  (#not-constant? @_value)
  (#not-match? @_value "hash|make_password|\\.password$"))

((call
  function: (attribute
    object: (attribute
      object: (_) @_model
      attribute: (identifier) @_manager)
    attribute: (identifier) @_method)
  arguments: (argument_list
    (keyword_argument
      name: (identifier) @_keyword
      value: (_) @_value) @finding))
  (#eq? @_keyword "password")
  (#any-of? @_method "get" "filter" "exclude" "aget")
  (#any-of? @_manager "objects" "_default_manager")
  (#imports? "django" "rest_framework")
  (#user-model? @_model)
  (#not-constant? @_value)
  (#not-match? @_value "hash|make_password|\\.password$"))
