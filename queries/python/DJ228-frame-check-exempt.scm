; DJ228 frame-check-exempt
;
; severity   = "low"
; confidence = "high"
; cwe        = [1021]
; message    = "any site can show this page in a frame, under a picture of something else to click on"
; since      = "0.1.0"
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Without the header a page can be laid over another one, invisible: who thinks to click on a game clicks on "delete".
;
; ## Write instead
; `@xframe_options_sameorigin`, or a `frame-ancestors` list in the content security policy that names the sites.
;
; ## When it is fine
; Pages that are made for other sites and do nothing in a visitor's name.

((decorator
  (_) @_callee) @finding
  (#resolves? @_callee "django.views.decorators.clickjacking.xframe_options_exempt"))

((call
  function: (_) @_callee) @_call @finding
  (#resolves? @_callee "django.utils.decorators.method_decorator")
  (#argument! @_what @_call "decorator" 0)
  (#resolves? @_what "django.views.decorators.clickjacking.xframe_options_exempt"))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "django.views.decorators.clickjacking.xframe_options_exempt"))
