; DJ262 template-from-input
;
; severity   = "high"
; confidence = "high"
; cwe        = [1336, 94]
; message    = "whoever sends the request writes the template: it reads settings and, with Jinja2, runs code"
; since      = "0.1.0"
; also       = { semgrep = "server-side-template-injection", codeql = "py/template-injection" }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A template is a program.
; In Django's own language it walks from object to object (`{{ user.password }}`, `{% debug %}`, `{% include %}`); in Jinja2 it calls whatever it reaches.
;
; ## Write instead
; A template of the program's own with the text as a value: `render(request, "page.html", {"text": text})`.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.template.Template" "django.template.base.Template" "django.template.Engine.from_string" "django.template.engine.Engine.from_string" "jinja2.Template" "jinja2.Environment.from_string")
  (#imports? "django" "rest_framework")
  (#argument! @finding @_call "template_string|template_code|source" 0)
  (#from-request? @finding)
  (#not-checked? @finding "in"))

((call
  function: (attribute
    object: (subscript
      value: (_) @_engines)
    attribute: (identifier) @_method)
  arguments: (argument_list
    .
    (_) @finding))
  (#resolves? @_engines "django.template.engines")
  (#eq? @_method "from_string")
  (#from-request? @finding)
  (#not-checked? @finding "in"))
