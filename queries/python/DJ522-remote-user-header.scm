; DJ522 remote-user-header
;
; severity   = "high"
; confidence = "high"
; cwe        = [290]
; message    = "everybody can say who they are: `{value:value}` comes from the visitor"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `RemoteUserMiddleware` takes the name in this variable for a login that the web server has checked.
; Names that begin with `HTTP_` are headers of the request: unless the server in front removes them, a visitor sends one and is whoever they like.
;
; ## Write instead
; Leave `REMOTE_USER`, which a visitor cannot set.
;
; ## When it is fine
; Where nothing reaches the application but a proxy that sets or removes this header in each request, also in spellings with `_` instead of `-`.

((assignment
  left: (identifier) @_name
  right: (_) @value @finding)
  (#eq? @_name "header")
  (#imports? "django.contrib.auth.middleware" "django.contrib.auth")
  (#value-match? @value "^HTTP_")
  (#in-class? @finding "django.contrib.auth.middleware.RemoteUserMiddleware" "django.contrib.auth.middleware.PersistentRemoteUserMiddleware"))
