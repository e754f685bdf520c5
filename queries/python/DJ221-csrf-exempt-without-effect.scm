; DJ221 csrf-exempt-without-effect
;
; severity   = "info"
; confidence = "high"
; cwe        = [352]
; message    = "`csrf_exempt` does nothing here: the check looks at `dispatch`, which has been called by then"
; since      = "0.1.0"
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Django looks for the mark on the view that the URL leads to.
; On a method such as `post` nobody looks, so the check stays on although the code says that it is off; views of REST framework are exempt as they are.
; Whoever relies on the line is wrong either way.
;
; ## Write instead
; Nothing: remove the line.
; Where the check really has to go, decorate the class: `@method_decorator(csrf_exempt, name="dispatch")`.

((decorator
  (_) @_callee) @finding
  (#resolves? @_callee "django.views.decorators.csrf.csrf_exempt")
  (#in-class? @finding "django.views.*" "django.views.View" "rest_framework.views.APIView" "rest_framework.generics.*" "rest_framework.viewsets.*" "rest_framework.mixins.*")
  (#not-in-function? @finding "dispatch" "as_view")
  (#set! fix.safety safe)
  (#set! fix.title "Remove the line")
  (#remove-lines! @finding))

((decorator
  (call
    function: (_) @_callee
    arguments: (argument_list
      .
      (_) @_what
      .))) @finding
  (#resolves? @_callee "django.utils.decorators.method_decorator")
  (#resolves? @_what "django.views.decorators.csrf.csrf_exempt")
  (#in-class? @finding "django.views.*" "django.views.View" "rest_framework.views.APIView" "rest_framework.generics.*" "rest_framework.viewsets.*" "rest_framework.mixins.*")
  (#in-function? @finding "get" "post" "put" "patch" "delete" "head" "options" "create" "update" "list" "retrieve" "destroy" "form_valid")
  (#set! fix.safety safe)
  (#set! fix.title "Remove the line")
  (#remove-lines! @finding))
