; DJ234 serializer-shows-secret
;
; severity   = "high"
; confidence = "high"
; cwe        = [200, 522]
; message    = "{finding} is in every answer of this serializer"
; since      = "0.1.0"
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A serializer shows what it lists.
; A password's hash, a token or a key in an answer is in the browser's history of requests, in logs and caches, and with everybody who may read the list.
;
; ## Write instead
; `extra_kwargs = {"password": {"write_only": True}}`, or no such field.

((assignment
  left: (identifier) @_name
  right: (list
    (string) @finding)) @_statement
  (#value? @finding "password" "passwd" "password_hash" "secret" "secret_key" "api_key" "apikey" "private_key" "token" "access_token" "refresh_token" "auth_token" "otp" "otp_secret" "totp_secret" "mfa_secret" "ssn" "pin")
  (#eq? @_name "fields")
  (#in-class? @finding "rest_framework.serializers.ModelSerializer" "rest_framework.serializers.HyperlinkedModelSerializer")
  (#not-class-mentions? @finding "write_only" "write_only_fields")
  (#not-class-binds? @finding "extra_kwargs")
  (#set! fix.safety unsafe)
  (#set! fix.title "Take it, but do not show it")
  (#insert-lines-after! @_statement "extra_kwargs = {{{finding}: {{\"write_only\": True}}}}"))

((assignment
  left: (identifier) @_name
  right: (list
    (string) @finding))
  (#value? @finding "password" "passwd" "password_hash" "secret" "secret_key" "api_key" "apikey" "private_key" "token" "access_token" "refresh_token" "auth_token" "otp" "otp_secret" "totp_secret" "mfa_secret" "ssn" "pin")
  (#eq? @_name "fields")
  (#in-class? @finding "rest_framework.serializers.ModelSerializer" "rest_framework.serializers.HyperlinkedModelSerializer")
  (#not-class-mentions? @finding "write_only" "write_only_fields"))

((assignment
  left: (identifier) @_name
  right: (tuple
    (string) @finding)) @_statement
  (#value? @finding "password" "passwd" "password_hash" "secret" "secret_key" "api_key" "apikey" "private_key" "token" "access_token" "refresh_token" "auth_token" "otp" "otp_secret" "totp_secret" "mfa_secret" "ssn" "pin")
  (#eq? @_name "fields")
  (#in-class? @finding "rest_framework.serializers.ModelSerializer" "rest_framework.serializers.HyperlinkedModelSerializer")
  (#not-class-mentions? @finding "write_only" "write_only_fields")
  (#not-class-binds? @finding "extra_kwargs")
  (#set! fix.safety unsafe)
  (#set! fix.title "Take it, but do not show it")
  (#insert-lines-after! @_statement "extra_kwargs = {{{finding}: {{\"write_only\": True}}}}"))

((assignment
  left: (identifier) @_name
  right: (tuple
    (string) @finding))
  (#value? @finding "password" "passwd" "password_hash" "secret" "secret_key" "api_key" "apikey" "private_key" "token" "access_token" "refresh_token" "auth_token" "otp" "otp_secret" "totp_secret" "mfa_secret" "ssn" "pin")
  (#eq? @_name "fields")
  (#in-class? @finding "rest_framework.serializers.ModelSerializer" "rest_framework.serializers.HyperlinkedModelSerializer")
  (#not-class-mentions? @finding "write_only" "write_only_fields"))
