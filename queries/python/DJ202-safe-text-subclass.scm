; DJ202 safe-text-subclass
;
; severity   = "medium"
; confidence = "high"
; cwe        = [79]
; message    = "texts of this class go to the page as HTML, whatever they hold"
; since      = "0.1.0"
; also       = { semgrep = "class-extends-safestring" }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A class below `SafeString` or `SafeData` tells every template that its texts are HTML already.
; Wherever one of them is made of a value, a tag in that value becomes part of the page.
;
; ## Write instead
; `format_html` where the text is made, or a class with a method `__html__` that escapes what it puts in.

((class_definition
  superclasses: (argument_list
    (_) @finding))
  (#resolves? @finding "django.utils.safestring.SafeString" "django.utils.safestring.SafeData" "django.utils.safestring.SafeText"))
