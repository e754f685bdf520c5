; DJ206 filter-not-safe
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [79]
; message    = "this filter says that it keeps a safe text safe, and puts HTML of its own into it"
; since      = "0.1.0"
; also       = { semgrep = "filter-with-is-safe" }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `is_safe=True` promises that the filter adds none of `<`, `>`, `&` and quotes and takes no part of an escaped sign away.
; One that does hands a text to the page as HTML that is none any more, or lets a tag through that had been escaped.
;
; ## Write instead
; Leave `is_safe` out: the result is escaped. A filter that makes HTML takes `needs_autoescape=True`, escapes its value with `conditional_escape` and returns `mark_safe`.

((decorated_definition
  (decorator
    (call
      arguments: (argument_list
        (keyword_argument
          name: (identifier) @_keyword
          value: (true)) @_argument)) @_decorator)
  definition: (function_definition
    body: (block
      (return_statement
        (_) @finding))))
  (#eq? @_keyword "is_safe")
  (#decorated? @finding "django.template.Library.filter" "django.template.library.Library.filter")
  (#builds? @finding)
  (#built-match? @finding "[<>&\"']")
  (#dynamic? @finding "html")
  (#fix! "remove-argument" @_decorator "is_safe")
  (#set! fix.safety unsafe))

((decorated_definition
  (decorator
    (call
      arguments: (argument_list
        (keyword_argument
          name: (identifier) @_keyword
          value: (true)))) @_decorator)
  definition: (function_definition
    body: (block
      (return_statement
        (call
          function: (_) @_callee) @finding))))
  (#eq? @_keyword "is_safe")
  (#decorated? @finding "django.template.Library.filter" "django.template.library.Library.filter")
  (#resolves? @_callee "html.unescape")
  (#set! severity high)
  (#set! message "this filter says that it keeps a safe text safe, and takes the escaping away")
  (#fix! "remove-argument" @_decorator "is_safe")
  (#set! fix.safety unsafe))
