; DJ295 sensitive-params-unmarked
;
; severity   = "info"
; confidence = "medium"
; cwe        = [532, 209]
; message    = "when this fails, what was typed stands in the report: the view is not marked as sensitive"
; since      = "0.1.0"
; owasp      = ["A09:2021"]
; tags       = ["django"]
; default    = false
; in_tests   = "off"
; in_migrations = "off"
; ---
; The report of an error, in a mail or a tracker, holds what was posted.
; Django leaves out what `sensitive_post_parameters` names, and knows some names by itself; a card number, or a password under another name, is not among them.
;
; ## Write instead
; `@sensitive_post_parameters("password")` above the view.
;
; ## When it is fine
; Where no reports are sent; the rule is off by default.

((subscript
  value: (attribute
    attribute: (identifier) @_name) @_post
  subscript: (string) @_key) @finding
  (#eq? @_name "POST")
  (#dotted? @_post "request.POST" "self.request.POST")
  (#value-match? @_key "(?i)passw|passphrase|card_?number|cvv|cvc")
  (#imports? "django")
  (#not-function-mentions? @finding "sensitive_post_parameters" "sensitive_variables")
  (#not-inside? @finding "class_definition")
  (#fix! "decorate" @finding "{use:django.views.decorators.debug.sensitive_post_parameters}()")
  (#set! fix.safety unsafe))

((subscript
  value: (attribute
    attribute: (identifier) @_name) @_post
  subscript: (string) @_key) @finding
  (#eq? @_name "POST")
  (#dotted? @_post "request.POST" "self.request.POST")
  (#value-match? @_key "(?i)passw|passphrase|card_?number|cvv|cvc")
  (#imports? "django")
  (#not-function-mentions? @finding "sensitive_post_parameters" "sensitive_variables")
  (#not-class-mentions? @finding "sensitive_post_parameters"))

((call
  function: (attribute
    object: (attribute
      attribute: (identifier) @_name) @_post
    attribute: (identifier) @_get)
  arguments: (argument_list
    .
    (string) @_key)) @finding
  (#eq? @_name "POST")
  (#dotted? @_post "request.POST" "self.request.POST")
  (#eq? @_get "get")
  (#value-match? @_key "(?i)passw|passphrase|card_?number|cvv|cvc")
  (#imports? "django")
  (#not-function-mentions? @finding "sensitive_post_parameters" "sensitive_variables")
  (#not-inside? @finding "class_definition")
  (#fix! "decorate" @finding "{use:django.views.decorators.debug.sensitive_post_parameters}()")
  (#set! fix.safety unsafe))

((call
  function: (attribute
    object: (attribute
      attribute: (identifier) @_name) @_post
    attribute: (identifier) @_get)
  arguments: (argument_list
    .
    (string) @_key)) @finding
  (#eq? @_name "POST")
  (#dotted? @_post "request.POST" "self.request.POST")
  (#eq? @_get "get")
  (#value-match? @_key "(?i)passw|passphrase|card_?number|cvv|cvc")
  (#imports? "django")
  (#not-function-mentions? @finding "sensitive_post_parameters" "sensitive_variables")
  (#not-class-mentions? @finding "sensitive_post_parameters"))
