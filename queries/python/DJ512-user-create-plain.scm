; DJ512 user-create-plain
;
; severity   = "high"
; confidence = "medium"
; cwe        = [256]
; message    = "the password is stored as it was typed: `{finding}` is not hashed here"
; since      = "0.1.0"
; owasp      = ["A02:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `create()` and the class itself store the password as it is; only `create_user()` and `set_password()` hash it.
; Whoever sees a copy of the database reads it, and its owner cannot log in, for Django compares hashes.
;
; ## Write instead
; `User.objects.create_user(username=…, password=…)`, or `make_password(raw)` where there is no other way.
;
; ## When it is fine
; Values whose name or assignment shows that they are hashed are not reported, nor those that begin with `!`.
;
; ## Not found
; Managers of classes that neither the project nor their name shows to be users.

((call
  function: (attribute
    object: (_) @_manager
    attribute: (identifier) @_method)
  arguments: (argument_list
    (keyword_argument
      name: (identifier) @_keyword
      value: (_) @finding)))
  (#eq? @_keyword "password")
  (#eq? @_method "create")
  (#resolves? @_manager "django.contrib.auth.models.User.objects")
  (#not-kind? @finding "none")
  (#not-match? @finding "hash|make_password|unusable|encod|\\.password$")
  (#not-value-match? @finding "^!|^$|\\$")
  (#not-assigned-match? @finding "hash|make_password|unusable|encod|\\.password$")
  (#set! confidence high)
  (#replace! @_method "create_user")
  (#set! fix.title "Call `create_user`")
  (#set! fix.safety safe))

((call
  function: (attribute
    object: (_) @_manager
    attribute: (identifier) @_method)
  arguments: (argument_list
    (keyword_argument
      name: (identifier) @_keyword
      value: (_) @finding)))
  (#eq? @_keyword "password")
  (#any-of? @_method "create" "acreate")
  (#imports? "django" "rest_framework")
  (#compact-match? @_manager "(User|UserModel|user_model|get_user_model\\(\\))\\.(objects|_default_manager)$")
  (#not-kind? @finding "none")
  (#not-match? @finding "hash|make_password|unusable|encod|\\.password$")
  (#not-value-match? @finding "^!|^$|\\$")
  (#not-assigned-match? @finding "hash|make_password|unusable|encod|\\.password$")
  (#replace! @_method "{_method}_user")
  (#set! fix.title "Call `{_method}_user`")
  (#set! fix.safety unsafe))

((call
  function: (attribute
    object: (_) @_manager
    attribute: (identifier) @_method)
  arguments: (argument_list
    (keyword_argument
      name: (identifier) @_keyword
      value: (_) @finding)))
  (#eq? @_keyword "password")
  (#any-of? @_method "update" "aupdate")
  (#imports? "django" "rest_framework")
  (#compact-match? @_manager "(User|UserModel|user_model|get_user_model\\(\\))\\.(objects|_default_manager)")
  (#not-kind? @finding "none")
  (#not-match? @finding "hash|make_password|unusable|encod|\\.password$")
  (#not-value-match? @finding "^!|^$|\\$")
  (#not-assigned-match? @finding "hash|make_password|unusable|encod|\\.password$")
  (#replace! @finding "{use:django.contrib.auth.hashers.make_password}({finding})")
  (#set! fix.title "Hash it with `make_password`")
  (#set! fix.safety unsafe))

((call
  function: (attribute
    object: (_) @_manager
    attribute: (identifier) @_method)
  arguments: (argument_list
    (keyword_argument
      name: (identifier) @_keyword
      value: (dictionary
        (pair
          key: (string) @_key
          value: (_) @finding)))))
  (#value? @_key "password")
  (#any-of? @_keyword "defaults" "create_defaults")
  (#any-of? @_method "get_or_create" "update_or_create" "aget_or_create" "aupdate_or_create")
  (#imports? "django" "rest_framework")
  (#compact-match? @_manager "(User|UserModel|user_model|get_user_model\\(\\))\\.(objects|_default_manager)$")
  (#not-kind? @finding "none")
  (#not-match? @finding "hash|make_password|unusable|encod|\\.password$")
  (#not-value-match? @finding "^!|^$|\\$")
  (#not-assigned-match? @finding "hash|make_password|unusable|encod|\\.password$")
  (#replace! @finding "{use:django.contrib.auth.hashers.make_password}({finding})")
  (#set! fix.title "Hash it with `make_password`")
  (#set! fix.safety unsafe))

; The class itself.
((call
  function: (_) @_class
  arguments: (argument_list
    (keyword_argument
      name: (identifier) @_keyword
      value: (_) @finding)))
  (#resolves? @_class "django.contrib.auth.models.User")
  (#eq? @_keyword "password")
  (#not-kind? @finding "none")
  (#not-match? @finding "hash|make_password|unusable|encod|\\.password$")
  (#not-value-match? @finding "^!|^$|\\$")
  (#not-assigned-match? @finding "hash|make_password|unusable|encod|\\.password$")
  (#not-function-mentions? @finding "set_password")
  (#replace! @finding "{use:django.contrib.auth.hashers.make_password}({finding})")
  (#set! fix.title "Hash it with `make_password`")
  (#set! fix.safety unsafe))

((call
  function: (identifier) @_class
  arguments: (argument_list
    (keyword_argument
      name: (identifier) @_keyword
      value: (_) @finding)))
  (#eq? @_keyword "password")
  (#imports? "django" "rest_framework")
  (#assigned-match? @_class "^(\\w+\\.)*get_user_model\\(\\)$")
  (#not-kind? @finding "none")
  (#not-match? @finding "hash|make_password|unusable|encod|\\.password$")
  (#not-value-match? @finding "^!|^$|\\$")
  (#not-assigned-match? @finding "hash|make_password|unusable|encod|\\.password$")
  (#not-function-mentions? @finding "set_password")
  (#replace! @finding "{use:django.contrib.auth.hashers.make_password}({finding})")
  (#set! fix.title "Hash it with `make_password`")
  (#set! fix.safety unsafe))

; Classes of users under other names.
((call
  function: (attribute
    object: (attribute
      object: (_) @_model
      attribute: (identifier) @_manager)
    attribute: (identifier) @_method)
  arguments: (argument_list
    (keyword_argument
      name: (identifier) @_keyword
      value: (_) @finding)))
  (#eq? @_keyword "password")
  (#any-of? @_method "create" "acreate")
  (#any-of? @_manager "objects" "_default_manager")
  (#imports? "django" "rest_framework")
  (#user-model? @_model)
  (#not-kind? @finding "none")
  (#not-match? @finding "hash|make_password|unusable|encod|\\.password$")
  (#not-value-match? @finding "^!|^$|\\$")
  (#not-assigned-match? @finding "hash|make_password|unusable|encod|\\.password$")
  (#replace! @_method "{_method}_user")
  (#set! fix.title "Call `{_method}_user`")
  (#set! fix.safety unsafe))

((call
  function: (attribute
    object: (attribute
      object: (_) @_model
      attribute: (identifier) @_manager)
    attribute: (identifier) @_method)
  arguments: (argument_list
    (keyword_argument
      name: (identifier) @_keyword
      value: (dictionary
        (pair
          key: (string) @_key
          value: (_) @finding)))))
  (#value? @_key "password")
  (#any-of? @_keyword "defaults" "create_defaults")
  (#any-of? @_method "get_or_create" "update_or_create" "aget_or_create" "aupdate_or_create")
  (#any-of? @_manager "objects" "_default_manager")
  (#imports? "django" "rest_framework")
  (#user-model? @_model)
  (#not-kind? @finding "none")
  (#not-match? @finding "hash|make_password|unusable|encod|\\.password$")
  (#not-value-match? @finding "^!|^$|\\$")
  (#not-assigned-match? @finding "hash|make_password|unusable|encod|\\.password$")
  (#replace! @finding "{use:django.contrib.auth.hashers.make_password}({finding})")
  (#set! fix.title "Hash it with `make_password`")
  (#set! fix.safety unsafe))

((call
  function: (_) @_class
  arguments: (argument_list
    (keyword_argument
      name: (identifier) @_keyword
      value: (_) @finding)))
  (#eq? @_keyword "password")
  (#imports? "django" "rest_framework")
  (#user-model? @_class)
  (#not-kind? @finding "none")
  (#not-match? @finding "hash|make_password|unusable|encod|\\.password$")
  (#not-value-match? @finding "^!|^$|\\$")
  (#not-assigned-match? @finding "hash|make_password|unusable|encod|\\.password$")
  (#not-function-mentions? @finding "set_password")
  (#replace! @finding "{use:django.contrib.auth.hashers.make_password}({finding})")
  (#set! fix.title "Hash it with `make_password`")
  (#set! fix.safety unsafe))
