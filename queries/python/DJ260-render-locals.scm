; DJ260 render-locals
;
; severity   = "medium"
; confidence = "high"
; cwe        = [200]
; message    = "every local name goes to the template, also those that a template must not show"
; since      = "0.1.0"
; also       = { ruff = "DJ003", semgrep = "locals-as-template-context" }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `locals()` hands over whatever the view happens to hold: a user object with its password hash, a key that was read for something else.
; Whoever writes the template, or a template out of the database, can print it, and a new name shows up without anybody deciding so.
;
; ## Write instead
; The names that the template uses: `{"order": order}`.

((call
  function: (_) @_callee
  arguments: (argument_list
    (call
      function: (_) @_locals) @finding))
  (#resolves? @_callee "django.shortcuts.render" "django.template.loader.render_to_string" "django.shortcuts.render_to_response" "django.template.Context" "django.template.context.Context")
  (#resolves? @_locals "builtins.locals")
  (#fix! "list-locals" @finding)
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee
  arguments: (argument_list
    (keyword_argument
      value: (call
        function: (_) @_locals) @finding)))
  (#resolves? @_callee "django.shortcuts.render" "django.template.loader.render_to_string" "django.shortcuts.render_to_response" "django.template.response.TemplateResponse")
  (#resolves? @_locals "builtins.locals")
  (#fix! "list-locals" @finding)
  (#set! fix.safety unsafe))
