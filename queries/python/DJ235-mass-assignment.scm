; DJ235 mass-assignment
;
; severity   = "high"
; confidence = "high"
; cwe        = [915]
; message    = "whoever sends the request chooses which fields are set: `is_staff`, `owner` and `price` are fields, too"
; since      = "0.1.0"
; also       = { semgrep = "mass-assignment" }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A form shows a few fields; a request may name any.
; When what was sent becomes the fields of a row, a visitor sets those that no form shows: who owns it, what it costs, who may administer the site.
;
; ## Write instead
; A form or serializer that lists its fields, and its `cleaned_data` or `validated_data`; or the fields one by one.
;
; ## When it is fine
; Names that stand in the program, and ones that are looked up in a list of allowed ones.

((call
  function: (attribute
    object: (_) @_receiver
    attribute: (identifier) @key)
  arguments: (argument_list
    (dictionary_splat
      (_) @finding)))
  (#any-of? @key "create" "acreate" "update" "aupdate" "get_or_create" "update_or_create" "aget_or_create" "aupdate_or_create")
  (#imports? "django" "rest_framework")
  (#queryset? @_receiver)
  (#keys-from-request? @finding)
  (#not-checked? @finding "in"))

((call
  function: (attribute
    object: (_) @_receiver
    attribute: (identifier) @_method)) @_call
  (#any-of? @_method "get_or_create" "update_or_create" "aget_or_create" "aupdate_or_create")
  (#imports? "django" "rest_framework")
  (#queryset? @_receiver)
  (#argument! @finding @_call "defaults" 0)
  (#keys-from-request? @finding)
  (#not-checked? @finding "in"))

((call
  function: (_) @_model
  arguments: (argument_list
    (dictionary_splat
      [
        (attribute
          attribute: (identifier) @_sent)
        (call
          function: (attribute
            object: (attribute
              attribute: (identifier) @_sent)))
      ] @finding)))
  (#any-of? @_sent "POST" "data")
  (#imports? "django" "rest_framework")
  (#derives? @_model "django.db.models.Model" "django.contrib.auth.models.AbstractUser" "django.contrib.auth.models.AbstractBaseUser" "django.contrib.gis.db.models.Model")
  (#keys-from-request? @finding))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "builtins.setattr")
  (#imports? "django" "rest_framework")
  (#argument! @finding @_call "name" 1)
  (#from-request? @finding)
  (#not-checked? @finding "in" "hasattr"))

((call
  function: (attribute
    object: (attribute
      attribute: (identifier) @_dict)
    attribute: (identifier) @_method)
  arguments: (argument_list
    .
    (_) @finding))
  (#eq? @_dict "__dict__")
  (#eq? @_method "update")
  (#imports? "django" "rest_framework")
  (#keys-from-request? @finding))
