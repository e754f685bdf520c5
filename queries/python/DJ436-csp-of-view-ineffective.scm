; DJ436 csp-of-view-ineffective
;
; severity   = "medium"
; confidence = "high"
; cwe        = [693]
; message    = "browsers do not know `{value:value}`: this part of the policy protects nothing"
; since      = "0.1.0"
; owasp      = ["A05:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A view can have a Content Security Policy of its own, and what is wrong in it is wrong for that page only, where nobody looks.
; Names that browsers do not know are left out or ignored; `'none'` beside other sources counts for nothing; a policy that replaces the one of the project and has no `default-src` leaves everything open that it does not name.
; A page from a cache carries the nonce of whoever came first, so that a script which was slipped in can know it.
;
; ## Write instead
; `@csp_update({"script-src": ["https://cdn.example.org"]})`: what the view needs, by the names of the standard, added to the policy of the project.
;
; ## Not found
; Policies that are put together elsewhere.

; Version 4 of `django-csp` takes one dictionary.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "csp.decorators.csp" "csp.decorators.csp_update" "csp.decorators.csp_replace")
  (#library? "django-csp" ">=4.0a0")
  (#has-argument? @finding "DEFAULT_SRC" "SCRIPT_SRC" "STYLE_SRC" "IMG_SRC" "FONT_SRC" "CONNECT_SRC" "FRAME_SRC" "FRAME_ANCESTORS" "OBJECT_SRC" "MEDIA_SRC" "BASE_URI" "FORM_ACTION" "WORKER_SRC" "CHILD_SRC")
  (#set! message "the module cannot be imported: `{callee:last}` takes a dictionary since version 4"))

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    (dictionary
      (pair
        key: (string) @value @finding))))
  (#resolves? @_callee "csp.decorators.csp" "csp.decorators.csp_update" "csp.decorators.csp_replace" "django.views.decorators.csp.csp_override" "django.views.decorators.csp.csp_report_only_override")
  (#value-match? @value ".")
  (#not-value? @value "default-src" "script-src" "script-src-elem" "script-src-attr" "style-src" "style-src-elem" "style-src-attr" "img-src" "font-src" "connect-src" "media-src" "object-src" "frame-src" "child-src" "worker-src" "manifest-src" "fenced-frame-src" "base-uri" "form-action" "frame-ancestors" "sandbox" "report-uri" "report-to" "upgrade-insecure-requests" "require-trusted-types-for" "trusted-types" "webrtc"))

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    (dictionary
      (pair
        value: [
          (list (_) @_first (_) @_second)
          (tuple (_) @_first (_) @_second)
          (set (_) @_first (_) @_second)
        ] @finding))))
  (#resolves? @_callee "csp.decorators.csp" "csp.decorators.csp_update" "csp.decorators.csp_replace" "django.views.decorators.csp.csp_override" "django.views.decorators.csp.csp_report_only_override")
  (#any-item? @finding "'none'" "csp.constants.NONE" "django.utils.csp.CSP.NONE")
  (#set! message "`'none'` counts for nothing beside other sources"))

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    (dictionary
      (pair
        key: (string) @_key
        value: (_) @finding))))
  (#resolves? @_callee "csp.decorators.csp" "csp.decorators.csp_update" "csp.decorators.csp_replace" "django.views.decorators.csp.csp_override" "django.views.decorators.csp.csp_report_only_override")
  (#value? @_key "script-src" "script-src-elem" "default-src")
  (#match? @finding "ajax\\.googleapis\\.com|cdnjs\\.cloudflare\\.com|cdn\\.jsdelivr\\.net|unpkg\\.com|googleusercontent\\.com|\\*\\.amazonaws\\.com|\\*\\.cloudfront\\.net|raw\\.githubusercontent\\.com")
  (#not-match? @finding "strict-dynamic|STRICT_DYNAMIC")
  (#set! confidence medium)
  (#set! message "everybody can put scripts onto this host: a policy that trusts all of it stops nobody"))

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    (dictionary) @finding))
  (#resolves? @_callee "csp.decorators.csp" "django.views.decorators.csp.csp_override")
  (#not-match? @finding "default-src|\\*\\*")
  (#not-match? @finding "^\\{\\s*\\}$")
  (#set! severity low)
  (#set! message "this replaces the policy of the project, and without `default-src` whatever it does not name is open"))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "django.views.decorators.cache.cache_page")
  (#parent? @finding "decorator")
  (#function-mentions? @finding "csp_nonce")
  (#set! message "the nonce of the first visitor is sent to all: this page is cached"))
