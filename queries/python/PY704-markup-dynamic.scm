; PY704 markup-dynamic
;
; severity   = "medium"
; confidence = "high"
; cwe        = [79]
; message    = "`{callee:name}` marks `{argument}` as safe HTML without escaping it"
; since      = "0.1.0"
; also       = { bandit = "B704", ruff = "S704", semgrep = ["explicit-unescape-with-markup"] }
; options.allowed-markup-calls = { default = [], doc = "functions whose result is safe HTML, by dotted name" }
; ---
; `Markup` tells the template engine that a text is HTML already.
; Values inside it are not escaped any more, so a tag in a value becomes part of the page.
;
; ## Write instead
; `Markup("<b>{}</b>").format(name)`, which escapes what is put in, or `escape(name)`.
;
; ## When it is fine
; Constants, escaped or sanitized text, and rendered templates are not reported.

((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "markupsafe.Markup" "flask.Markup" "jinja2.Markup" "webhelpers2.html.literal" "webhelpers.html.literal")
  (#argument! @argument @_call "base|object|s" 0)
  (#option-lists? "allowed-markup-calls" @argument)
  (#set! exempt))

((call
  function: (_) @callee
  arguments: (argument_list
    .
    (call
      function: (_) @_inner))) @finding
  (#resolves? @callee "markupsafe.Markup" "flask.Markup" "jinja2.Markup" "webhelpers2.html.literal" "webhelpers.html.literal")
  (#resolves? @_inner "flask.render_template" "flask.render_template_string" "django.template.loader.render_to_string" "markupsafe.escape" "html.escape" "bleach.clean" "nh3.clean")
  (#set! exempt))

((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "markupsafe.Markup" "flask.Markup" "jinja2.Markup" "webhelpers2.html.literal" "webhelpers.html.literal")
  (#argument! @argument @_call "base|object|s" 0)
  (#dynamic? @argument "html")
  (#set! fix.safety unsafe)
  (#fix! "format-outside" @_call @argument))
