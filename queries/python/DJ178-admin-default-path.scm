; DJ178 admin-default-path
;
; severity   = "info"
; confidence = "low"
; cwe        = [200]
; message    = "the login of the admin is where everybody looks for it"
; since      = "0.1.0"
; tags       = ["django"]
; default    = false
; in_tests   = "off"
; in_migrations = "off"
; ---
; Programs that try passwords ask for `/admin/` on every address they find.
; Another path keeps them out of the log, no more: who has the page still needs a limit of attempts and a second factor.
;
; ## Write instead
; A path of your own, from the environment: `path(settings.ADMIN_PATH, admin.site.urls)`.
;
; ## When it is fine
; Behind a limit of attempts, a second factor or a network of your own. The rule is off by default.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.urls.path" "django.urls.re_path" "django.urls.conf.path" "django.urls.conf.re_path" "django.conf.urls.url")
  (#argument! @finding @_call "route|regex" 0)
  (#value-match? @finding "^\\^?admin/?\\$?$")
  (#argument! @_view @_call "view" 1)
  (#resolves? @_view "django.contrib.admin.site.urls" "django.contrib.admin.sites.site.urls"))
