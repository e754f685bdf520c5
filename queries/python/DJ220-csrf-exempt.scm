; DJ220 csrf-exempt
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [352]
; message    = "any other site can make a logged-in visitor's browser send this request: nothing checks where it comes from"
; since      = "0.1.0"
; also       = { semgrep = "no-csrf-exempt" }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A browser sends the session cookie along whoever made the form.
; Django's check of a token is what keeps another site from posting in a visitor's name; a view without it does what anybody's page asks for.
;
; ## Write instead
; Leave the check on and send the token: `{% csrf_token %}`, or the `X-CSRFToken` header from JavaScript.
; A webhook proves itself with a signature over the body, compared with `constant_time_compare`.
;
; ## When it is fine
; Views that read no session. Where a signature is checked the finding is low; views of REST framework are exempt anyway.

; REST framework's views are exempt already.
((decorator
  (_) @_callee) @finding
  (#resolves? @_callee "django.views.decorators.csrf.csrf_exempt")
  (#in-class? @finding "rest_framework.views.APIView" "rest_framework.generics.*" "rest_framework.viewsets.*" "rest_framework.mixins.*")
  (#set! exempt))

; On a method it has no effect.
((decorator
  (_) @_callee) @finding
  (#resolves? @_callee "django.views.decorators.csrf.csrf_exempt")
  (#in-class? @finding "django.views.*" "django.views.View")
  (#not-in-function? @finding "dispatch" "as_view")
  (#set! exempt))

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    (_) @_what
    .)) @finding
  (#resolves? @_callee "django.utils.decorators.method_decorator")
  (#resolves? @_what "django.views.decorators.csrf.csrf_exempt")
  (#in-class? @finding "django.views.*" "django.views.View")
  (#in-function? @finding "get" "post" "put" "patch" "delete" "head" "options" "create" "update" "list" "retrieve" "destroy" "form_valid")
  (#set! exempt))

((decorator
  (_) @_callee) @finding
  (#resolves? @_callee "django.views.decorators.csrf.csrf_exempt")
  (#not-in-class? @finding "rest_framework.views.APIView" "rest_framework.generics.*" "rest_framework.viewsets.*" "rest_framework.mixins.*")
  (#function-mentions? @finding "hmac" "compare_digest" "constant_time_compare" "salted_hmac" "construct_event" "verify_signature" "signature" "check_signature" "HTTP_AUTHORIZATION" "Authorization" "HTTP_X_HUB_SIGNATURE" "X_HUB_SIGNATURE" "Signer" "api_view" "HttpBearer")
  (#set! severity low)
  (#set! message "nothing checks where this request comes from, unless what the view checks itself cannot be left out"))

((decorator
  (_) @_callee) @finding
  (#resolves? @_callee "django.views.decorators.csrf.csrf_exempt")
  (#not-in-class? @finding "rest_framework.views.APIView" "rest_framework.generics.*" "rest_framework.viewsets.*" "rest_framework.mixins.*"))

((call
  function: (_) @_callee) @_call @finding
  (#resolves? @_callee "django.utils.decorators.method_decorator")
  (#argument! @_what @_call "decorator" 0)
  (#resolves? @_what "django.views.decorators.csrf.csrf_exempt")
  (#not-in-class? @finding "rest_framework.views.APIView" "rest_framework.generics.*" "rest_framework.viewsets.*" "rest_framework.mixins.*")
  (#class-mentions? @finding "hmac" "compare_digest" "constant_time_compare" "salted_hmac" "construct_event" "verify_signature" "signature" "check_signature" "HTTP_AUTHORIZATION" "Authorization" "HTTP_X_HUB_SIGNATURE" "X_HUB_SIGNATURE" "Signer" "api_view" "HttpBearer")
  (#set! severity low)
  (#set! message "nothing checks where this request comes from, unless what the view checks itself cannot be left out"))

((call
  function: (_) @_callee) @_call @finding
  (#resolves? @_callee "django.utils.decorators.method_decorator")
  (#argument! @_what @_call "decorator" 0)
  (#resolves? @_what "django.views.decorators.csrf.csrf_exempt")
  (#not-in-class? @finding "rest_framework.views.APIView" "rest_framework.generics.*" "rest_framework.viewsets.*" "rest_framework.mixins.*"))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "django.views.decorators.csrf.csrf_exempt"))
