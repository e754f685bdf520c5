; PY702 mako-template
;
; severity   = "medium"
; confidence = "high"
; cwe        = [80]
; message    = "Mako prints values unescaped unless `default_filters` holds `h`: a value with a tag in it becomes part of the page"
; since      = "0.1.0"
; also       = { bandit = "B702", ruff = "S702", semgrep = ["mako-templates-detected"] }
; ---
; Mako escapes nothing by itself.
; A name with a script tag in it then runs in the browser of everybody who sees the page.
;
; ## Write instead
; `default_filters=["h"]`.

((call
  function: (_) @callee) @finding
  (#resolves? @callee "mako.template.Template" "mako.lookup.TemplateLookup")
  (#argument! @_filters @finding "default_filters")
  (#absent? @_filters)
  (#set! fix.safety unsafe)
  (#fix! "set-argument" @finding "default_filters" "[\"h\"]"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "mako.template.Template" "mako.lookup.TemplateLookup")
  (#argument! @_filters @finding "default_filters")
  (#constant? @_filters)
  (#not-any-item? @_filters "h"))
