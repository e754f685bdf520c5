; DJ254 cookie-without-flags
;
; severity   = "medium"
; confidence = "high"
; cwe        = [614, 1004, 1275]
; message    = "the cookie {name} is sent over plain HTTP too: whoever is on the line takes the session over"
; since      = "0.1.0"
; also       = { semgrep = "django-secure-set-cookie" }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Without `secure` the browser sends a cookie over plain HTTP too, where anybody on the line reads it; without `httponly` every script in the page reads it.
; With `samesite="None"` and without `secure` browsers do not keep it at all.
;
; ## Write instead
; `response.set_cookie("token", value, secure=True, httponly=True, samesite="Lax")`, or the session.
;
; ## When it is fine
; `secure=settings.SESSION_COOKIE_SECURE` and the like. Cookies whose name speaks of no secret are low.

((call
  function: (attribute
    attribute: (identifier) @_method)) @finding @_call
  (#any-of? @_method "set_cookie" "set_signed_cookie")
  (#imports? "django" "rest_framework")
  (#not-imports? "flask")
  (#argument! @_age @_call "max_age")
  (#not-value? @_age "0")
  (#argument! @_same @_call "samesite")
  (#value? @_same "None" "none")
  (#kind? @_same "string")
  (#argument! @_secure @_call "secure")
  (#absent? @_secure)
  (#set! message "browsers drop a cookie with `samesite=\"None\"` that is not `secure`")
  (#set! fix.safety unsafe)
  (#fix! "set-argument" @_call "secure" "True"))

((call
  function: (attribute
    attribute: (identifier) @_method)) @finding @_call
  (#any-of? @_method "set_cookie" "set_signed_cookie")
  (#imports? "django" "rest_framework")
  (#not-imports? "flask")
  (#argument! @_age @_call "max_age")
  (#not-value? @_age "0")
  (#argument! @name @_call "key" 0)
  (#constant? @name)
  (#words? @name "session" "token" "auth" "jwt" "access" "refresh" "sid" "login" "remember" "csrf" "sso" "key")
  (#argument! @_secure @_call "secure" 5)
  (#absent? @_secure)
  (#set! fix.safety unsafe)
  (#fix! "set-argument" @_call "secure" "True"))

((call
  function: (attribute
    attribute: (identifier) @_method)) @finding @_call
  (#any-of? @_method "set_cookie" "set_signed_cookie")
  (#imports? "django" "rest_framework")
  (#not-imports? "flask")
  (#argument! @_age @_call "max_age")
  (#not-value? @_age "0")
  (#argument! @name @_call "key" 0)
  (#constant? @name)
  (#words? @name "session" "token" "auth" "jwt" "access" "refresh" "sid" "login" "remember" "csrf" "sso" "key")
  (#argument! @_secure @_call "secure" 5)
  (#value? @_secure "False")
  (#set! fix.safety unsafe)
  (#fix! "set-argument" @_call "secure" "True"))

((call
  function: (attribute
    attribute: (identifier) @_method)) @finding @_call
  (#any-of? @_method "set_cookie" "set_signed_cookie")
  (#imports? "django" "rest_framework")
  (#not-imports? "flask")
  (#argument! @_age @_call "max_age")
  (#not-value? @_age "0")
  (#argument! @name @_call "key" 0)
  (#constant? @name)
  (#words? @name "session" "token" "auth" "jwt" "access" "refresh" "sid" "login" "remember" "csrf" "sso" "key")
  (#not-words? @name "csrf")
  (#argument! @_httponly @_call "httponly" 6)
  (#absent? @_httponly)
  (#set! message "every script in the page can read the cookie {name}")
  (#set! fix.safety unsafe)
  (#fix! "set-argument" @_call "httponly" "True"))

((call
  function: (attribute
    attribute: (identifier) @_method)) @finding @_call
  (#any-of? @_method "set_cookie" "set_signed_cookie")
  (#imports? "django" "rest_framework")
  (#not-imports? "flask")
  (#argument! @_age @_call "max_age")
  (#not-value? @_age "0")
  (#argument! @_secure @_call "secure" 5)
  (#absent? @_secure)
  (#set! severity low)
  (#set! message "this cookie is sent over plain HTTP too")
  (#set! fix.safety unsafe)
  (#fix! "set-argument" @_call "secure" "True"))
