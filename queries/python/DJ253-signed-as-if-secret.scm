; DJ253 signed-as-if-secret
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [312]
; message    = "a signature hides nothing: whoever holds the value reads `{argument}` in it"
; since      = "0.1.0"
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `signing.dumps` and signed cookies are texts that anybody can decode; the signature only keeps them from being changed.
; A password or key in them lies open in the browser, in logs and in mails.
;
; ## Write instead
; Keep the secret in the database or the session, and sign a number that leads to it.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.core.signing.dumps" "django.core.signing.Signer.sign" "django.core.signing.TimestampSigner.sign" "django.core.signing.Signer.sign_object" "django.core.signing.TimestampSigner.sign_object")
  (#argument! @finding @_call "obj|value" 0)
  (#argument! @argument @_call "obj|value" 0)
  (#words? @finding "password" "passwd" "secret" "api key" "private key" "credentials" "ssn")
  (#not-words? @finding "reset" "id" "pk" "hash" "changed"))

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    (dictionary
      (pair
        key: (string) @finding @argument))))
  (#resolves? @_callee "django.core.signing.dumps" "django.core.signing.Signer.sign_object" "django.core.signing.TimestampSigner.sign_object")
  (#words? @finding "password" "passwd" "secret" "api key" "private key" "credentials" "ssn")
  (#not-words? @finding "reset" "id" "pk" "hash" "changed"))

((call
  function: (attribute
    attribute: (identifier) @_method)) @_call
  (#eq? @_method "set_signed_cookie")
  (#imports? "django")
  (#argument! @finding @_call "key" 0)
  (#argument! @argument @_call "key" 0)
  (#words? @finding "password" "passwd" "secret" "api key" "private key" "credentials" "ssn"))
