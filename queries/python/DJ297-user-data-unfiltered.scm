; DJ297 user-data-unfiltered
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [200]
; message    = "hashes of passwords and much else leave the server: all fields of the user go into `{callee:last}`"
; since      = "0.1.0"
; owasp      = ["A01:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Without a list of fields everything that the table of users holds is taken: the hash of the password, the last login, who is staff, and whatever is added later.
;
; ## Write instead
; Name what may be seen: `.values("id", "username")`, `model_to_dict(user, fields=["username"])`, `serialize("json", users, fields=["username"])`.
;
; ## When it is fine
; Where the result does not leave the server.

((call
  function: (_) @callee
  arguments: (argument_list
    .
    (_) @_user)) @finding
  (#resolves? @callee "django.forms.models.model_to_dict" "django.forms.model_to_dict")
  (#argument-count? @finding "==1")
  (#compact-match? @_user "(^|[._])user$"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "django.core.serializers.serialize")
  (#argument! @_users @finding "queryset" 1)
  (#not-has-argument? @finding "fields")
  (#argument-count? @finding "<4")
  (#compact-match? @_users "(\\b\\w*User(Model)?|get_user_model\\(\\))\\.objects|\\busers\\b|\\[(request\\.)?user\\]"))

((call
  function: (_) @callee
  arguments: (argument_list
    .
    (call
      arguments: (argument_list
        .
        (call
          function: (attribute
            object: (_) @_users
            attribute: (identifier) @_values)) @finding))))
  (#resolves? @callee "django.http.JsonResponse" "rest_framework.response.Response")
  (#match? @_values "^values$")
  (#argument-count? @finding "==0")
  (#compact-match? @_users "(\\b\\w*User(Model)?|get_user_model\\(\\))\\.objects"))

((call
  function: (_) @callee
  arguments: (argument_list
    .
    (dictionary
      (pair
        value: (call
          arguments: (argument_list
            .
            (call
              function: (attribute
                object: (_) @_users
                attribute: (identifier) @_values)) @finding))))))
  (#resolves? @callee "django.http.JsonResponse" "rest_framework.response.Response")
  (#match? @_values "^values$")
  (#argument-count? @finding "==0")
  (#compact-match? @_users "(\\b\\w*User(Model)?|get_user_model\\(\\))\\.objects"))
