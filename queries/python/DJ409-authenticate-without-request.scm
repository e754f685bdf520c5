; DJ409 authenticate-without-request
;
; severity   = "medium"
; confidence = "high"
; cwe        = [307]
; message    = "django-axes cannot count this attempt: without the request its backend raises an error, or the attempt is not limited"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; django-axes takes the address and the client from the request that is given to `authenticate`.
; Without it `AxesStandaloneBackend` raises, and where somebody catches that, passwords can be tried without end.
;
; ## Write instead
; `authenticate(request, username=…, password=…)`
;
; ## When it is fine
; In commands, where there is no request; use `authenticate(request=HttpRequest(), …)` there.
;
; ## Not found
; Logins that do not call `authenticate`, and projects whose settings are not known here.

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    (keyword_argument) @_first)) @finding
  (#resolves? @_callee "django.contrib.auth.authenticate" "django.contrib.auth.aauthenticate")
  (#argument! @_request @finding "request" 0)
  (#absent? @_request)
  (#in-class? @finding "django.views.*" "rest_framework.views.APIView" "rest_framework.generics.GenericAPIView")
  (#setting? "INSTALLED_APPS" "axes.*")
  (#insert-before! @_first "self.request, ")
  (#set! fix.title "Pass the request")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    (keyword_argument) @_first)) @finding
  (#resolves? @_callee "django.contrib.auth.authenticate" "django.contrib.auth.aauthenticate")
  (#argument! @_request @finding "request" 0)
  (#absent? @_request)
  (#not-inside? @finding "class_definition")
  (#function-mentions? @finding "request")
  (#setting? "INSTALLED_APPS" "axes.*")
  (#insert-before! @_first "request, ")
  (#set! fix.title "Pass the request")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "django.contrib.auth.authenticate" "django.contrib.auth.aauthenticate")
  (#argument! @_request @finding "request" 0)
  (#absent? @_request)
  (#setting? "INSTALLED_APPS" "axes.*"))
