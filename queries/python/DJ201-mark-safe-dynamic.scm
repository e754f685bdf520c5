; DJ201 mark-safe-dynamic
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [79]
; message    = "`{callee:last}` hands `{argument}` to the page as HTML without escaping it"
; since      = "0.1.0"
; also       = { bandit = ["B308", "B703"], ruff = "S308", semgrep = "avoid-mark-safe" }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Templates escape what they print, so that a name with a tag in it stays a name.
; `mark_safe` tells them not to: whatever a value holds becomes part of the page, and a script in it runs for everybody who looks at it.
;
; ## Write instead
; `format_html("<b>{}</b>", name)`, which escapes each value, or a template.
; Escaping does not help inside a `<script>`, an event handler, the beginning of an address or outside quotes: use `json_script`, or check the address.
;
; ## When it is fine
; Constants, numbers and what is HTML already (`format_html`, `render_to_string`, a form's `as_p`, `escape`) are not reported.
;
; ## Not found
; Values that another function put together and returned as a text that looks constant here.

((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "django.utils.safestring.mark_safe" "django.utils.safestring.SafeString")
  (#argument! @argument @_call "s" 0)
  (#dynamic? @argument "html")
  (#from-request? @argument)
  (#set! severity high)
  (#set! message "`{callee:last}` hands data of the request to the page as HTML: who makes the link decides which scripts run")
  (#set! fix.safety unsafe)
  (#fix! "pass-values" @_call @argument "{use:django.utils.html.format_html}"))

((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "django.utils.safestring.mark_safe" "django.utils.safestring.SafeString")
  (#argument! @argument @_call "s" 0)
  (#dynamic? @argument "html")
  (#set! fix.safety unsafe)
  (#fix! "pass-values" @_call @argument "{use:django.utils.html.format_html}"))

; As a decorator it is about whatever the function returns.
((decorator
  (_) @callee) @finding
  (#resolves? @callee "django.utils.safestring.mark_safe")
  (#set! confidence low)
  (#set! message "everything that this function returns goes to the page as HTML without being escaped"))
