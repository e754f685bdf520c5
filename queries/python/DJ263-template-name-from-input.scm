; DJ263 template-name-from-input
;
; severity   = "medium"
; confidence = "high"
; cwe        = [22, 98]
; message    = "whoever sends the request chooses the template: pages of the administration and mails included"
; since      = "0.1.0"
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Template names are paths below several folders, those of installed apps included.
; Who chooses one sees pages that were not meant for them, filled with what this view knows; with a loader that takes folders out of the name, files as well.
;
; ## Write instead
; A table of what may be chosen: `TEMPLATES.get(request.GET.get("kind"), "list.html")`.
;
; ## When it is fine
; Names that are looked up in a list of allowed ones.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.shortcuts.render")
  (#argument! @finding @_call "template_name" 1)
  (#from-request? @finding)
  (#not-checked? @finding "in"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.template.loader.get_template" "django.template.loader.select_template" "django.template.loader.render_to_string")
  (#argument! @finding @_call "template_name|template_name_list" 0)
  (#from-request? @finding)
  (#not-checked? @finding "in"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.template.response.TemplateResponse")
  (#argument! @finding @_call "template" 1)
  (#from-request? @finding)
  (#not-checked? @finding "in"))

((function_definition
  name: (identifier) @_name
  body: (block
    (return_statement
      (_) @finding)))
  (#eq? @_name "get_template_names")
  (#imports? "django")
  (#from-request? @finding)
  (#not-checked? @finding "in"))
