; DJ222 state-change-on-get
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [352]
; message    = "a link or an image is enough to make a visitor's browser do this: a request by GET changes something"
; since      = "0.1.0"
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Browsers follow links, load images and fetch pages ahead without asking, with the session cookie, and the check of the token does not look at GET.
; A view that deletes or logs out on GET does it whenever a page somewhere mentions its address.
;
; ## Write instead
; `@require_POST` above the view, `post` in place of `get`, and a form with `{% csrf_token %}`.
;
; ## When it is fine
; Views that ask for `request.method`, and methods of other names.

((call
  function: (attribute
    attribute: (identifier) @_method)
  arguments: (argument_list) @_arguments) @finding
  (#any-of? @_method "delete" "adelete")
  (#imports? "django.views")
  (#argument-count? @finding "==0")
  (#in-function? @finding "get")
  (#in-class? @finding "django.views.*" "django.views.View"))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "django.contrib.auth.logout")
  (#in-function? @finding "get")
  (#in-class? @finding "django.views.*" "django.views.View")
  (#set! severity low))

((call
  function: (attribute
    attribute: (identifier) @_method)) @finding
  (#any-of? @_method "delete" "adelete")
  (#imports? "django.shortcuts" "django.http")
  (#argument-count? @finding "==0")
  (#not-inside? @finding "class_definition")
  (#function-mentions? @finding "request")
  (#function-mentions? @finding "redirect" "render" "HttpResponse" "HttpResponseRedirect" "JsonResponse")
  (#not-function-mentions? @finding "POST" "DELETE" "method" "form" "formset" "queryset" "modeladmin" "get_response")
  (#not-decorated? @finding "django.views.decorators.http.require_POST" "django.views.decorators.http.require_http_methods" "rest_framework.decorators.api_view" "django.contrib.admin.action" "django.contrib.admin.decorators.action")
  (#fix! "decorate" @finding "{use:django.views.decorators.http.require_POST}")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "django.contrib.auth.logout")
  (#not-inside? @finding "class_definition")
  (#function-mentions? @finding "redirect" "render" "HttpResponse" "HttpResponseRedirect" "JsonResponse")
  (#not-function-mentions? @finding "POST" "DELETE" "method" "form" "delete" "get_response")
  (#not-decorated? @finding "django.views.decorators.http.require_POST" "django.views.decorators.http.require_http_methods" "rest_framework.decorators.api_view")
  (#set! severity low)
  (#set! message "any page can log a visitor out with an image: a request by GET ends the session")
  (#fix! "decorate" @finding "{use:django.views.decorators.http.require_POST}")
  (#set! fix.safety unsafe))
