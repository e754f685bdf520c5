; DJ224 redirect-schemes
;
; severity   = "high"
; confidence = "high"
; cwe        = [601, 79]
; message    = "with these schemes a redirect runs scripts or opens files"
; since      = "0.1.0"
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `allowed_schemes` is what keeps `HttpResponseRedirect` from sending somebody to `javascript:` or `data:`.
; With these in the list an address out of the request becomes a script that runs in the page it came from.
;
; ## Write instead
; `allowed_schemes = ["https"]`, and the scheme of an app of your own where one is needed.

((assignment
  left: (identifier) @_name
  right: [(list) (tuple) (set)] @finding)
  (#eq? @_name "allowed_schemes")
  (#in-class? @finding "django.http.HttpResponseRedirect" "django.http.HttpResponsePermanentRedirect" "django.http.response.HttpResponseRedirectBase")
  (#any-item? @finding "javascript" "data" "file" "vbscript" "blob" ""))
