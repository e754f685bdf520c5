; DJ208 tag-returns-unsafe
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [79]
; message    = "what this tag returns goes to the page as HTML: its values are not escaped"
; since      = "0.1.0"
; covers     = ["DJ201"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A `simple_tag` escapes its result unless it is marked as safe, and a node of your own is never escaped.
; Values out of the context that end there bring their tags along.
;
; ## Write instead
; `format_html("<b>{}</b>", value)`; in a node `render_value_in_context(value, context)` of `django.template.base`, which escapes; or an `inclusion_tag` with a template.

((call
  function: (_) @_callee) @finding @_call
  (#resolves? @_callee "django.utils.safestring.mark_safe")
  (#decorated? @finding "django.template.Library.simple_tag" "django.template.library.Library.simple_tag" "django.template.Library.simple_block_tag" "django.template.library.Library.simple_block_tag")
  (#argument! @_value @_call "s" 0)
  (#dynamic? @_value "html")
  (#set! fix.safety unsafe)
  (#fix! "pass-values" @_call @_value "{use:django.utils.html.format_html}"))

((function_definition
  name: (identifier) @_name
  body: (block
    (return_statement
      (call
        function: (attribute
          attribute: (identifier) @_method)) @finding)))
  (#eq? @_method "resolve")
  (#eq? @_name "render")
  (#in-class? @finding "django.template.Node" "django.template.base.Node")
  (#set! confidence low)
  (#set! message "what a node returns is never escaped: this value goes to the page as it is"))
