; DJ296 debug-page-leak
;
; severity   = "medium"
; confidence = "high"
; cwe        = [209]
; message    = "visitors see how the program is made: details of an error go into the answer"
; since      = "0.1.0"
; owasp      = ["A05:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; The text of an unexpected error, or a trace of it, names files, tables, queries, hosts and sometimes values.
; To somebody who looks for a way in that is a map; to everybody else it says nothing.
;
; ## Write instead
; `logger.exception("…")` for yourself, and a plain sentence for the visitor.
;
; ## When it is fine
; Errors that are made for visitors, such as `ValidationError`, are not reported, nor are types of your own.

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "django.views.debug.technical_500_response" "django.views.debug.technical_404_response")
  (#not-function-mentions? @finding "is_superuser" "is_staff" "DEBUG"))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "traceback.format_exc" "traceback.format_exception" "traceback.format_tb" "traceback.format_stack")
  (#inside-call? @finding "django.http.HttpResponse" "django.http.HttpResponseServerError" "django.http.HttpResponseBadRequest" "django.http.HttpResponseNotFound" "django.http.HttpResponseForbidden" "django.http.JsonResponse" "rest_framework.response.Response")
  (#not-function-mentions? @finding "DEBUG")
  (#replace! @finding "\"An internal error occurred\"")
  (#set! fix.title "Say that something went wrong, and nothing else")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    (call
      function: (identifier) @_text
      arguments: (argument_list
        .
        (identifier) @_error)) @finding))
  (#resolves? @_callee "django.http.HttpResponse" "django.http.HttpResponseServerError" "django.http.HttpResponseBadRequest" "django.http.HttpResponseNotFound" "django.http.HttpResponseForbidden" "django.http.JsonResponse" "rest_framework.response.Response")
  (#any-of? @_text "str" "repr")
  (#caught? @_error "builtins.Exception" "builtins.BaseException" "builtins.OSError" "builtins.RuntimeError" "builtins.AttributeError" "builtins.TypeError" "builtins.KeyError" "builtins.IndexError" "builtins.ImportError" "django.db.*" "subprocess.*")
  (#replace! @finding "\"An internal error occurred\"")
  (#set! fix.title "Say that something went wrong, and nothing else")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    (dictionary
      (pair
        value: (call
          function: (identifier) @_text
          arguments: (argument_list
            .
            (identifier) @_error)) @finding))))
  (#resolves? @_callee "django.http.HttpResponse" "django.http.HttpResponseServerError" "django.http.HttpResponseBadRequest" "django.http.HttpResponseNotFound" "django.http.HttpResponseForbidden" "django.http.JsonResponse" "rest_framework.response.Response")
  (#any-of? @_text "str" "repr")
  (#caught? @_error "builtins.Exception" "builtins.BaseException" "builtins.OSError" "builtins.RuntimeError" "builtins.AttributeError" "builtins.TypeError" "builtins.KeyError" "builtins.IndexError" "builtins.ImportError" "django.db.*" "subprocess.*")
  (#replace! @finding "\"An internal error occurred\"")
  (#set! fix.title "Say that something went wrong, and nothing else")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    (string
      (interpolation
        expression: (identifier) @_error)) @finding))
  (#resolves? @_callee "django.http.HttpResponse" "django.http.HttpResponseServerError" "django.http.HttpResponseBadRequest" "django.http.HttpResponseNotFound" "django.http.HttpResponseForbidden" "django.http.JsonResponse" "rest_framework.response.Response")
  (#caught? @_error "builtins.Exception" "builtins.BaseException" "builtins.OSError" "builtins.RuntimeError" "builtins.AttributeError" "builtins.TypeError" "builtins.KeyError" "builtins.IndexError" "builtins.ImportError" "django.db.*" "subprocess.*")
  (#replace! @finding "\"An internal error occurred\"")
  (#set! fix.title "Say that something went wrong, and nothing else")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    (dictionary
      (pair
        value: (string
          (interpolation
            expression: (identifier) @_error)) @finding))))
  (#resolves? @_callee "django.http.HttpResponse" "django.http.HttpResponseServerError" "django.http.HttpResponseBadRequest" "django.http.HttpResponseNotFound" "django.http.HttpResponseForbidden" "django.http.JsonResponse" "rest_framework.response.Response")
  (#caught? @_error "builtins.Exception" "builtins.BaseException" "builtins.OSError" "builtins.RuntimeError" "builtins.AttributeError" "builtins.TypeError" "builtins.KeyError" "builtins.IndexError" "builtins.ImportError" "django.db.*" "subprocess.*")
  (#replace! @finding "\"An internal error occurred\"")
  (#set! fix.title "Say that something went wrong, and nothing else")
  (#set! fix.safety unsafe))
