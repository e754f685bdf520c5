; DJ186 settings-exposed
;
; severity   = "medium"
; confidence = "high"
; cwe        = [200]
; message    = "every setting goes to the template, `SECRET_KEY` and passwords of databases included"
; since      = "0.1.0"
; owasp      = ["A05:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Whoever writes a template, or a text that is rendered as one, can print each attribute of what it is given.
; With `SECRET_KEY` a stranger signs sessions and links that reset passwords.
;
; ## Write instead
; The few values that pages need, by name: `{"SUPPORT_ADDRESS": settings.SUPPORT_ADDRESS}`.
;
; ## When it is fine
; Keys that are meant for browsers, such as those of maps; only names that speak of a secret are reported.
;
; ## Not found
; Settings that are put into a variable first.

; The settings themselves.
((pair
  key: (string)
  value: (identifier) @finding)
  (#eq? @finding "settings")
  (#resolves? @finding "django.conf.settings")
  (#inside-call? @finding "django.shortcuts.render" "django.template.loader.render_to_string" "django.template.response.TemplateResponse" "django.template.response.SimpleTemplateResponse" "django.template.Context" "django.template.RequestContext"))

((pair
  key: (string)
  value: (identifier) @finding)
  (#eq? @finding "settings")
  (#resolves? @finding "django.conf.settings")
  (#inside? @finding "return_statement")
  (#function-mentions? @finding "request")
  (#not-inside? @finding "call" "class_definition"))

((assignment
  left: (subscript
    value: (_) @_context)
  right: (identifier) @finding)
  (#eq? @finding "settings")
  (#resolves? @finding "django.conf.settings")
  (#any-of? @_context "context" "ctx" "data")
  (#in-function? @finding "get_context_data" "get_context"))

; One that nobody may see.
((pair
  value: (attribute
    object: (identifier) @_settings
    attribute: (identifier) @name) @finding)
  (#eq? @_settings "settings")
  (#resolves? @_settings "django.conf.settings")
  (#words? @name "secret" "password" "passwd" "private key")
  (#inside-call? @finding "django.shortcuts.render" "django.template.loader.render_to_string" "django.template.response.TemplateResponse" "django.template.response.SimpleTemplateResponse" "django.template.Context" "django.template.RequestContext" "django.http.JsonResponse" "django.http.HttpResponse" "rest_framework.response.Response")
  (#set! message "`{finding}` leaves the server: who reads it here can use it"))

((pair
  value: (attribute
    object: (identifier) @_settings
    attribute: (identifier) @name) @finding)
  (#eq? @_settings "settings")
  (#resolves? @_settings "django.conf.settings")
  (#eq? @name "SECRET_KEY")
  (#inside? @finding "return_statement")
  (#function-mentions? @finding "request")
  (#not-inside? @finding "call" "class_definition")
  (#set! message "`{finding}` goes to every template: who can print it signs sessions of others"))
