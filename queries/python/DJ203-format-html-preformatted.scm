; DJ203 format-html-preformatted
;
; severity   = "high"
; confidence = "high"
; cwe        = [79]
; message    = "`format_html` gets a text that is put together already: the values in it are not escaped"
; since      = "0.1.0"
; also       = { semgrep = "formathtml-fstring-parameter" }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `format_html` escapes its arguments, not its first one, the text they go into.
; A value that an f-string, `%` or `.format()` has put there before is HTML already when `format_html` sees it, so a tag in it becomes part of the page.
;
; ## Write instead
; `format_html("<b>{}</b>", name)`: pass the values behind the text.
; Braces that belong to the page are doubled: `{{`.
;
; ## When it is fine
; A constant text, also one that is translated, with its values behind it.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.utils.html.format_html")
  (#argument! @finding @_call "format_string" 0)
  (#dynamic? @finding "html")
  (#set! fix.safety unsafe)
  (#fix! "pass-values" @_call @finding "{use:django.utils.html.format_html}"))

((call
  function: (_) @_callee
  arguments: (argument_list . (string) @_text .)) @finding
  (#resolves? @_callee "django.utils.html.format_html")
  (#constant? @_text)
  (#not-value-match? @_text "[{}]")
  (#set! severity info)
  (#set! message "`format_html` without values formats nothing, and Django 6.0 refuses it")
  (#set! fix.safety safe)
  (#fix! "use" @_callee "django.utils.safestring.mark_safe"))
