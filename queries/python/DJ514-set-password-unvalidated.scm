; DJ514 set-password-unvalidated
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [521]
; message    = "any password will do, also `123`: the validators of the project are not asked"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `set_password` hashes what it gets and asks nothing; `AUTH_PASSWORD_VALIDATORS` count only where `validate_password` is called.
; The forms of Django call it, a view or serializer of your own has to.
;
; ## Write instead
; `validate_password(raw, user)` before `user.set_password(raw)`.
;
; ## When it is fine
; Where a field or a form has asked the validators already.
;
; ## Not found
; Passwords that come through functions and forms of other modules.

((call
  function: (attribute
    object: (_) @_user
    attribute: (identifier) @_method)) @finding
  (#eq? @_method "set_password")
  (#imports? "django" "rest_framework")
  (#argument! @argument @finding "raw_password" 0)
  (#from-request? @argument)
  (#statement? @finding)
  (#not-function-mentions? @finding "validate_password" "password_validation" "is_valid" "full_clean")
  (#not-class-mentions? @finding "validate_password" "password_validation")
  (#add-import! "from django.contrib.auth.password_validation import validate_password")
  (#insert-lines-before! @finding "validate_password({argument}, {_user})")
  (#set! fix.title "Ask the validators first")
  (#set! fix.safety unsafe))

((call
  function: (attribute
    object: (_) @_user
    attribute: (identifier) @_method)) @finding
  (#eq? @_method "set_password")
  (#imports? "rest_framework")
  (#argument! @argument @finding "raw_password" 0)
  (#in-class? @finding "rest_framework.serializers.Serializer" "rest_framework.serializers.ModelSerializer" "rest_framework.serializers.HyperlinkedModelSerializer")
  (#match? @argument "validated_data|attrs|\\bdata\\b|password")
  (#statement? @finding)
  (#not-class-mentions? @finding "validate_password" "password_validation" "validators")
  (#not-mentions? "validate_password")
  (#add-import! "from django.contrib.auth.password_validation import validate_password")
  (#insert-lines-before! @finding "validate_password({argument}, {_user})")
  (#set! fix.title "Ask the validators first")
  (#set! fix.safety unsafe))
