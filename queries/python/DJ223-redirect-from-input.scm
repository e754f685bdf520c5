; DJ223 redirect-from-input
;
; severity   = "high"
; confidence = "high"
; cwe        = [601]
; message    = "whoever makes the link decides where this leads: a page that looks like this one asks for the password again"
; since      = "0.1.0"
; also       = { semgrep = ["open-redirect", "django-using-request-redirect"] }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; An address in the request (`next`, `return`, the referrer) is whatever the link says.
; People look at the beginning of a link, see a site they trust, and end on another one; tokens in the address go along.
;
; ## Write instead
; ```python
; if not url_has_allowed_host_and_scheme(next_url, {request.get_host()}, request.is_secure()):
;     next_url = "/"
; ```
;
; ## When it is fine
; `redirect("name", …)`, `reverse`, an object with `get_absolute_url`, an address that begins with a path or a site of the program's own, and addresses that were checked.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.shortcuts.redirect" "django.http.HttpResponseRedirect" "django.http.HttpResponsePermanentRedirect")
  (#argument! @finding @_call "to|redirect_to" 0)
  (#match? @finding "HTTP_REFERER|[Rr]eferer")
  (#from-request? @finding)
  (#dynamic? @finding "url")
  (#not-built-match? @finding "^(?:/[^/\\\\\\x{FFFC}]|[?#.]|https?://[^/\\x{FFFC}]+/)")
  (#not-checked? @finding "in" "url_has_allowed_host_and_scheme" "is_safe_url" "_is_safe_url" "is_safe_redirect" "is_valid_redirect" "is_relative_url" "safe_redirect" "validate_redirect" "allowed_hosts" "resolve" "reverse" "resolve_url" "fullmatch")
  (#set! severity low)
  (#set! confidence medium)
  (#set! message "the referrer is whatever page the visitor came from, and a header of their own: it leads out of the site"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.shortcuts.redirect" "django.http.HttpResponseRedirect" "django.http.HttpResponsePermanentRedirect")
  (#argument! @finding @_call "to|redirect_to" 0)
  (#from-request? @finding)
  (#dynamic? @finding "url")
  (#not-built-match? @finding "^(?:/[^/\\\\\\x{FFFC}]|[?#.]|https?://[^/\\x{FFFC}]+/)")
  (#not-checked? @finding "in" "url_has_allowed_host_and_scheme" "is_safe_url" "_is_safe_url" "is_safe_redirect" "is_valid_redirect" "is_relative_url" "safe_redirect" "validate_redirect" "allowed_hosts" "resolve" "reverse" "resolve_url" "fullmatch")
  (#kind? @finding "identifier")
  (#argument! @argument @_call "to|redirect_to" 0)
  (#not-function-mentions? @finding "self")
  (#set! fix.safety unsafe)
  (#set! fix.title "Check the address first")
  (#insert-lines-before! @finding "if not {use:django.utils.http.url_has_allowed_host_and_scheme}({argument}, {{request.get_host()}}, request.is_secure()):\n    {argument} = \"/\""))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.shortcuts.redirect" "django.http.HttpResponseRedirect" "django.http.HttpResponsePermanentRedirect")
  (#argument! @finding @_call "to|redirect_to" 0)
  (#from-request? @finding)
  (#dynamic? @finding "url")
  (#not-built-match? @finding "^(?:/[^/\\\\\\x{FFFC}]|[?#.]|https?://[^/\\x{FFFC}]+/)")
  (#not-checked? @finding "in" "url_has_allowed_host_and_scheme" "is_safe_url" "_is_safe_url" "is_safe_redirect" "is_valid_redirect" "is_relative_url" "safe_redirect" "validate_redirect" "allowed_hosts" "resolve" "reverse" "resolve_url" "fullmatch"))

((function_definition
  name: (identifier) @_name
  body: (block
    (return_statement
      (_) @finding)))
  (#any-of? @_name "get_success_url" "get_redirect_url")
  (#imports? "django")
  (#from-request? @finding)
  (#dynamic? @finding "url")
  (#not-built-match? @finding "^(?:/[^/\\\\\\x{FFFC}]|[?#.]|https?://[^/\\x{FFFC}]+/)")
  (#not-checked? @finding "in" "url_has_allowed_host_and_scheme" "is_safe_url" "_is_safe_url" "is_safe_redirect" "is_valid_redirect" "is_relative_url" "safe_redirect" "validate_redirect" "allowed_hosts" "resolve" "reverse" "resolve_url" "fullmatch"))
