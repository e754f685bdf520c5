; DJ179 dev-serve
;
; severity   = "medium"
; confidence = "high"
; cwe        = [552, 22]
; message    = "files are served by a view that is made for development, in production too"
; since      = "0.1.0"
; owasp      = ["A05:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `django.views.static.serve` is slow, asks nobody for permission and was never hardened: Django's documentation says so.
; Outside a test of `DEBUG` it hands out everything below its folder to everybody, uploads of other people included.
;
; ## Write instead
; `urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)`, which does nothing unless `DEBUG` is on, and a web server or a storage service in production.
;
; ## When it is fine
; Below `if settings.DEBUG:`, which is not reported.
;
; ## Not found
; The view behind a function of its own.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.urls.path" "django.urls.re_path" "django.urls.conf.path" "django.urls.conf.re_path" "django.conf.urls.url")
  (#argument! @finding @_call "view" 1)
  (#resolves? @finding "django.views.static.serve")
  (#not-inside? @_call "if_statement" "conditional_expression" "function_definition")
  (#argument! @_options @_call "kwargs" 2)
  (#compact-match? @_options "[\"']show_indexes[\"']:True|show_indexes=True")
  (#set! severity high)
  (#set! message "everybody may list the folder and fetch each file in it: a view made for development shows it in production too"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.urls.path" "django.urls.re_path" "django.urls.conf.path" "django.urls.conf.re_path" "django.conf.urls.url")
  (#argument! @finding @_call "view" 1)
  (#resolves? @finding "django.views.static.serve")
  (#not-inside? @_call "if_statement" "conditional_expression" "function_definition"))

; The one for static files refuses unless it is told not to.
((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.urls.path" "django.urls.re_path" "django.urls.conf.path" "django.urls.conf.re_path" "django.conf.urls.url")
  (#argument! @finding @_call "view" 1)
  (#resolves? @finding "django.contrib.staticfiles.views.serve")
  (#not-inside? @_call "if_statement" "conditional_expression" "function_definition")
  (#argument! @_options @_call "kwargs" 2)
  (#compact-match? @_options "[\"']insecure[\"']:True|insecure=True"))
