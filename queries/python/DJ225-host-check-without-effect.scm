; DJ225 host-check-without-effect
;
; severity   = "high"
; confidence = "high"
; cwe        = [601]
; message    = "nothing happens when the address is not allowed: the answer of the check is thrown away"
; since      = "0.1.0"
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `url_has_allowed_host_and_scheme` answers; it does not stop anything.
; A check whose answer nobody reads, or one that is asked with hosts out of the request, lets every address through, and so does a look at the first character: `//example.org` begins with `/` and leads to another site.
;
; ## Write instead
; `if not url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure()): url = "/"`
;
; ## When it is fine
; `allowed_hosts=None` allows addresses within the site only.

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "django.utils.http.url_has_allowed_host_and_scheme" "django.utils.http.is_safe_url")
  (#statement? @finding))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.utils.http.url_has_allowed_host_and_scheme" "django.utils.http.is_safe_url")
  (#argument! @finding @_call "allowed_hosts" 1)
  (#from-request? @finding)
  (#set! message "the allowed hosts come out of the request, like the address: every address is allowed"))

((call
  function: (_) @finding)
  (#resolves? @finding "django.utils.http.is_safe_url")
  (#set! severity low)
  (#set! message "`is_safe_url` is gone since Django 4.0")
  (#set! fix.safety unsafe)
  (#fix! "use" @finding "django.utils.http.url_has_allowed_host_and_scheme"))

((call
  function: (attribute
    object: (_) @_address
    attribute: (identifier) @_method)
  arguments: (argument_list
    .
    (string) @_start
    .)) @finding
  (#eq? @_method "startswith")
  (#imports? "django")
  (#from-request? @_address)
  (#value-match? @_start "^(?:/|https?://[^/]+)$")
  (#function-mentions? @finding "redirect" "HttpResponseRedirect")
  (#not-function-mentions? @finding "url_has_allowed_host_and_scheme")
  (#set! severity medium)
  (#set! confidence medium)
  (#set! message "an address that begins like this may lead to another site: `//example.org`, `https://example.org.evil`"))
