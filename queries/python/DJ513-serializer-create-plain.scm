; DJ513 serializer-create-plain
;
; severity   = "high"
; confidence = "medium"
; cwe        = [256]
; message    = "passwords sent here are stored as they were typed: nothing in this class hashes them"
; since      = "0.1.0"
; owasp      = ["A02:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A serializer or form made from the model of users writes `password` into the table like any other field.
; Whoever sees a copy of the database reads it, and its owner cannot log in, for Django compares hashes.
;
; ## Write instead
; A `create` that calls `Model.objects.create_user(**validated_data)`, or a `save` that calls `set_password`; for forms, `UserCreationForm` does it.
;
; ## When it is fine
; Where the view hashes the password before it saves; classes with `create`, `update`, `save` or `clean_password` of their own are not reported.
;
; ## Not found
; Classes whose `model` is a name that does not end in `User`.

((assignment
  left: (identifier) @_name
  right: (list
    (string) @finding))
  (#value? @finding "password")
  (#eq? @_name "fields")
  (#imports? "rest_framework" "django.forms")
  (#class-sets? @finding "model" "(^|\\.)(\\w*User|UserModel|User_?[mM]odel|get_user_model\\(\\))$")
  (#in-class? @finding "rest_framework.serializers.ModelSerializer" "rest_framework.serializers.HyperlinkedModelSerializer" "django.forms.ModelForm")
  (#not-class-binds? @finding "create" "update" "save" "clean_password" "validate_password" "to_internal_value")
  (#not-class-sets? @finding "read_only_fields" "password")
  (#not-class-sets? @finding "extra_kwargs" "password[\"'][^}]*read_only"))

((assignment
  left: (identifier) @_name
  right: (tuple
    (string) @finding))
  (#value? @finding "password")
  (#eq? @_name "fields")
  (#imports? "rest_framework" "django.forms")
  (#class-sets? @finding "model" "(^|\\.)(\\w*User|UserModel|User_?[mM]odel|get_user_model\\(\\))$")
  (#in-class? @finding "rest_framework.serializers.ModelSerializer" "rest_framework.serializers.HyperlinkedModelSerializer" "django.forms.ModelForm")
  (#not-class-binds? @finding "create" "update" "save" "clean_password" "validate_password" "to_internal_value")
  (#not-class-sets? @finding "read_only_fields" "password")
  (#not-class-sets? @finding "extra_kwargs" "password[\"'][^}]*read_only"))
