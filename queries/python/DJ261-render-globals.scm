; DJ261 render-globals
;
; severity   = "high"
; confidence = "high"
; cwe        = [200]
; message    = "every name of the module goes to the template, settings and functions included"
; since      = "0.1.0"
; also       = { semgrep = "globals-as-template-context" }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `globals()` hands over whatever the module imports: `settings` with its keys, models with everything in the database.
; Whoever writes the template, or a template out of the database, can print and call it.
;
; ## Write instead
; The names that the template uses: `{"order": order}`.

((call
  function: (_) @_callee
  arguments: (argument_list
    (call
      function: (_) @_globals) @finding))
  (#resolves? @_callee "django.shortcuts.render" "django.template.loader.render_to_string" "django.shortcuts.render_to_response" "django.template.Context" "django.template.context.Context")
  (#resolves? @_globals "builtins.globals" "builtins.vars"))

((call
  function: (_) @_callee
  arguments: (argument_list
    (keyword_argument
      value: (call
        function: (_) @_globals) @finding)))
  (#resolves? @_callee "django.shortcuts.render" "django.template.loader.render_to_string" "django.shortcuts.render_to_response" "django.template.response.TemplateResponse")
  (#resolves? @_globals "builtins.globals" "builtins.vars"))
