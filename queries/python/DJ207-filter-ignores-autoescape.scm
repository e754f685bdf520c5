; DJ207 filter-ignores-autoescape
;
; severity   = "medium"
; confidence = "high"
; cwe        = [79]
; message    = "this filter returns its value as HTML and never escapes it"
; since      = "0.1.0"
; covers     = ["DJ201"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A filter's value is whatever the template holds, mostly what somebody typed in.
; Marked as safe it goes to the page as it is, although automatic escaping is on.
;
; ## Write instead
; ```python
; @register.filter(needs_autoescape=True)
; def bold(value, autoescape=True):
;     escape = conditional_escape if autoescape else str
;     return format_html("<b>{}</b>", mark_safe(escape(value)))
; ```
; or `format_html("<b>{}</b>", value)`, which always escapes.

((call
  function: (_) @_callee) @finding @_call
  (#resolves? @_callee "django.utils.safestring.mark_safe")
  (#decorated? @finding "django.template.Library.filter" "django.template.library.Library.filter")
  (#not-function-mentions? @finding "autoescape" "conditional_escape" "escape")
  (#argument! @_value @_call "s" 0)
  (#dynamic? @_value "html")
  (#set! fix.safety unsafe)
  (#fix! "pass-values" @_call @_value "{use:django.utils.html.format_html}"))
