; DJ205 html-method-unescaped
;
; severity   = "low"
; confidence = "medium"
; cwe        = [79]
; message    = "what `__html__` returns goes to the page as HTML: {finding} is not escaped"
; since      = "0.1.0"
; also       = { semgrep = ["html-magic-method", "html-safe"] }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Templates ask an object for `__html__` and print the answer as it is.
; A name or text that is put into it brings its tags along.
;
; ## Write instead
; `return format_html("<b>{}</b>", self.name)`.
;
; ## When it is fine
; Constants, numbers, and what is escaped or rendered.

((function_definition
  name: (identifier) @_name
  body: (block
    (return_statement
      (_) @finding)))
  (#eq? @_name "__html__")
  (#builds? @finding)
  (#dynamic? @finding "html"))
