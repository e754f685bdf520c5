; DJ279 decorator-order
;
; severity   = "high"
; confidence = "high"
; cwe        = [862, 524]
; message    = "the page of the first who is logged in is kept and shown to everybody"
; since      = "0.1.0"
; owasp      = ["A01:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Decorators work from the outside in: the upper one is asked first.
; A cache above `login_required` answers before anybody asks who it is, with the page that was made for somebody else.
; A policy of Django REST framework above `@api_view` is set on a view that is made already: new versions refuse it, older ones ignore it.
; A `login_required` above a decorator that registers the function never guards what was registered.
;
; ## Write instead
; `@login_required` above `@cache_page(…)`, with `vary_on_cookie` or a cache per user; `@api_view` above its policies; the decorator that registers on top.
;
; ## Not found
; Decorators that are applied by calls in the list of URLs.

((decorated_definition
  (decorator
    (call
      function: (_) @_cache) @finding)
  (decorator
    [(identifier) (attribute)] @_guard))
  (#resolves? @_cache "django.views.decorators.cache.cache_page")
  (#resolves? @_guard "django.contrib.auth.decorators.login_required" "django.contrib.auth.decorators.permission_required" "django.contrib.auth.decorators.user_passes_test" "django.contrib.admin.views.decorators.staff_member_required")
  (#replace! @finding "{_guard}")
  (#replace! @_guard "{finding}")
  (#set! fix.title "Ask first, then look into the cache")
  (#set! fix.safety unsafe))

((decorated_definition
  (decorator
    (call
      function: (_) @_cache) @finding)
  (decorator
    (call
      function: (_) @_guard) @_call))
  (#resolves? @_cache "django.views.decorators.cache.cache_page")
  (#resolves? @_guard "django.contrib.auth.decorators.login_required" "django.contrib.auth.decorators.permission_required" "django.contrib.auth.decorators.user_passes_test" "django.contrib.admin.views.decorators.staff_member_required")
  (#replace! @finding "{_call}")
  (#replace! @_call "{finding}")
  (#set! fix.title "Ask first, then look into the cache")
  (#set! fix.safety unsafe))

((decorated_definition
  (decorator
    (call
      function: (_) @callee) @finding)
  (decorator
    (call
      function: (_) @_view) @_call))
  (#resolves? @callee "rest_framework.decorators.permission_classes" "rest_framework.decorators.authentication_classes" "rest_framework.decorators.throttle_classes")
  (#resolves? @_view "rest_framework.decorators.api_view")
  (#set! message "`{callee}` has no effect above `@api_view`: the view is made already")
  (#replace! @finding "{_call}")
  (#replace! @_call "{finding}")
  (#set! fix.title "Put `@api_view` on top")
  (#set! fix.safety unsafe))

; What calls of the router register is what stands below them.
((decorated_definition
  (decorator
    [(identifier) (attribute)] @finding)
  (decorator
    (call
      function: (_) @_route) @_call))
  (#resolves? @finding "django.contrib.auth.decorators.login_required" "django.contrib.auth.decorators.permission_required" "django.contrib.auth.decorators.user_passes_test" "django.contrib.admin.views.decorators.staff_member_required")
  (#resolves? @_route "ninja.NinjaAPI.get" "ninja.NinjaAPI.post" "ninja.NinjaAPI.put" "ninja.NinjaAPI.patch" "ninja.NinjaAPI.delete" "ninja.NinjaAPI.api_operation" "ninja.Router.get" "ninja.Router.post" "ninja.Router.put" "ninja.Router.patch" "ninja.Router.delete" "ninja.Router.api_operation")
  (#set! message "`{finding}` is never asked: the decorator below has registered the bare function")
  (#replace! @finding "{_call}")
  (#replace! @_call "{finding}")
  (#set! fix.title "Register what is guarded")
  (#set! fix.safety unsafe))

((decorated_definition
  (decorator
    [(identifier) (attribute)] @finding)
  definition: (class_definition))
  (#resolves? @finding "django.contrib.auth.decorators.login_required" "django.contrib.admin.views.decorators.staff_member_required")
  (#set! message "`{finding}` is for functions: on a class it leaves no view behind")
  (#replace! @finding "{use:django.utils.decorators.method_decorator}({finding}, name=\"dispatch\")")
  (#set! fix.title "Decorate `dispatch`")
  (#set! fix.safety unsafe))
