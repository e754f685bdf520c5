; DJ180 debug-urls
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [489]
; message    = "pages of a tool for developers have an address in production too"
; since      = "0.1.0"
; owasp      = ["A05:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `debug_toolbar` and `silk` show queries, headers, sessions and code of each request.
; Their own checks are settings that somebody changes one day; an address that is not there needs none.
;
; ## Write instead
; The line below `if settings.DEBUG:`, or `debug_toolbar.toolbar.debug_toolbar_urls()`, which asks that itself.
;
; ## When it is fine
; Below any condition, which is not reported.
;
; ## Not found
; Tools that ask for staff themselves, such as `rosetta` and `explorer`.

((call
  function: (_) @_route
  arguments: (argument_list
    (call
      function: (_) @_callee) @_call)) @finding
  (#resolves? @_callee "django.urls.include" "django.urls.conf.include" "django.conf.urls.include")
  (#resolves? @_route "django.urls.path" "django.urls.re_path" "django.urls.conf.path" "django.urls.conf.re_path" "django.conf.urls.url")
  (#argument! @_urls @_call "arg" 0)
  (#value? @_urls "debug_toolbar.urls" "silk.urls")
  (#not-inside? @finding "if_statement" "conditional_expression" "function_definition" "try_statement")
  (#parent? @finding "list")
  (#replace! @finding "*([{finding}] if {use:django.conf.settings}.DEBUG else [])")
  (#set! fix.title "Only while `DEBUG` is on")
  (#set! fix.safety unsafe))

((call
  function: (_) @_route
  arguments: (argument_list
    (call
      function: (_) @_callee) @_call)) @finding
  (#resolves? @_callee "django.urls.include" "django.urls.conf.include" "django.conf.urls.include")
  (#resolves? @_route "django.urls.path" "django.urls.re_path" "django.urls.conf.path" "django.urls.conf.re_path" "django.conf.urls.url")
  (#argument! @_urls @_call "arg" 0)
  (#value? @_urls "debug_toolbar.urls" "silk.urls")
  (#not-inside? @finding "if_statement" "conditional_expression" "function_definition" "try_statement"))
