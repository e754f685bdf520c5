; DJ204 format-html-join-preformatted
;
; severity   = "high"
; confidence = "high"
; cwe        = [79]
; message    = "`format_html_join` gets a text that is put together already: the values in it are not escaped"
; since      = "0.1.0"
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `format_html_join` escapes the values of each row, not the text they go into.
; What was put into that text before is part of the page as it is.
;
; ## Write instead
; A constant text, and the values in the rows: `format_html_join("", "<li>{}</li>", ((name,) for name in names))`.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.utils.html.format_html_join")
  (#argument! @finding @_call "format_string" 1)
  (#dynamic? @finding "html"))
