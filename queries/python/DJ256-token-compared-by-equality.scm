; DJ256 token-compared-by-equality
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [208]
; message    = "how long this comparison takes tells how much of the secret was right"
; since      = "0.1.0"
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `==` stops at the first letter that differs.
; Who may ask often enough measures how long the answer takes and learns a token letter by letter.
;
; ## Write instead
; `constant_time_compare(sent, expected)` of `django.utils.crypto`, which looks at everything.

((comparison_operator
  .
  (_) @_sent
  .
  "=="
  .
  (_) @_known
  .) @finding
  (#words? @_known "token" "secret" "signature" "hmac" "digest" "api key" "apikey" "auth key" "webhook key" "sig" "access key" "passphrase")
  (#imports? "django" "rest_framework")
  (#from-request? @_sent)
  (#not-from-request? @_known)
  (#not-kind? @_known "integer" "none" "true" "false" "list" "tuple" "dictionary")
  (#not-value? @_known "")
  (#set! fix.safety safe)
  (#set! fix.title "Compare in constant time")
  (#replace! @finding "{use:django.utils.crypto.constant_time_compare}({_sent}, {_known})"))

((comparison_operator
  .
  (_) @_known
  .
  "=="
  .
  (_) @_sent
  .) @finding
  (#words? @_known "token" "secret" "signature" "hmac" "digest" "api key" "apikey" "auth key" "webhook key" "sig" "access key" "passphrase")
  (#imports? "django" "rest_framework")
  (#from-request? @_sent)
  (#not-from-request? @_known)
  (#not-kind? @_known "integer" "none" "true" "false" "list" "tuple" "dictionary")
  (#not-value? @_known "")
  (#set! fix.safety safe)
  (#set! fix.title "Compare in constant time")
  (#replace! @finding "{use:django.utils.crypto.constant_time_compare}({_sent}, {_known})"))

((comparison_operator
  .
  (_) @_sent
  .
  "!="
  .
  (_) @_known
  .) @finding
  (#words? @_known "token" "secret" "signature" "hmac" "digest" "api key" "apikey" "auth key" "webhook key" "sig" "access key" "passphrase")
  (#imports? "django" "rest_framework")
  (#from-request? @_sent)
  (#not-from-request? @_known)
  (#not-kind? @_known "integer" "none" "true" "false" "list" "tuple" "dictionary")
  (#not-value? @_known "")
  (#set! fix.safety safe)
  (#set! fix.title "Compare in constant time")
  (#replace! @finding "not {use:django.utils.crypto.constant_time_compare}({_sent}, {_known})"))

((comparison_operator
  .
  (_) @_known
  .
  "!="
  .
  (_) @_sent
  .) @finding
  (#words? @_known "token" "secret" "signature" "hmac" "digest" "api key" "apikey" "auth key" "webhook key" "sig" "access key" "passphrase")
  (#imports? "django" "rest_framework")
  (#from-request? @_sent)
  (#not-from-request? @_known)
  (#not-kind? @_known "integer" "none" "true" "false" "list" "tuple" "dictionary")
  (#not-value? @_known "")
  (#set! fix.safety safe)
  (#set! fix.title "Compare in constant time")
  (#replace! @finding "not {use:django.utils.crypto.constant_time_compare}({_sent}, {_known})"))
