; DJ290 post-after-is-valid
;
; severity   = "low"
; confidence = "high"
; cwe        = [20]
; message    = "the form checked this value, but what is used here is what the visitor sent: `{finding}`"
; since      = "0.1.0"
; owasp      = ["A03:2021"]
; also       = { semgrep = "django-using-request-post-after-is-valid" }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `is_valid()` puts what it checked and converted into `cleaned_data` and leaves the request as it was.
; A value that is taken from the request afterwards went past every validator and every `clean_…` method of the form.
;
; ## Write instead
; `form.cleaned_data["name"]`
;
; ## When it is fine
; For values that are no field of the form; these are not reported.
;
; ## Not found
; What stands behind `if not form.is_valid(): return`, and fields that a form adds when it is made.

((subscript
  value: (attribute
    object: (_) @_request
    attribute: (identifier) @_data)
  subscript: (string) @_key) @finding
  (#any-of? @_data "POST" "FILES")
  (#dotted? @_request "request" "self.request")
  (#imports? "django")
  (#function-mentions? @finding "is_valid")
  (#form-field? @_key)
  (#fix! "use-cleaned-data" @finding @_key)
  (#set! fix.safety unsafe))

((call
  function: (attribute
    object: (attribute
      object: (_) @_request
      attribute: (identifier) @_data)
    attribute: (identifier) @_get)) @finding
  (#any-of? @_data "POST" "FILES")
  (#eq? @_get "get")
  (#dotted? @_request "request" "self.request")
  (#imports? "django")
  (#function-mentions? @finding "is_valid")
  (#argument! @_key @finding "key" 0)
  (#form-field? @_key)
  (#fix! "use-cleaned-data" @finding @_key)
  (#set! fix.safety unsafe))
