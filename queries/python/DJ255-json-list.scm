; DJ255 json-list
;
; severity   = "info"
; confidence = "low"
; cwe        = [79]
; message    = "a list as the whole answer could be read by other sites in browsers before 2011"
; since      = "0.1.0"
; tags       = ["django"]
; default    = false
; in_tests   = "off"
; in_migrations = "off"
; ---
; Old browsers ran a JSON list as a script, so that a page of another site could read it.
; Today's do not; `safe=False` is worth a look only where a list of secrets goes out.
;
; ## Write instead
; `JsonResponse({"items": items})`.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.http.JsonResponse")
  (#argument! @finding @_call "safe" 2)
  (#value? @finding "False"))
