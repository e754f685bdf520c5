; DJ286 admin-permission-open
;
; severity   = "medium"
; confidence = "high"
; cwe        = [863]
; message    = "`{name}` says yes to everybody who can open the admin"
; since      = "0.1.0"
; owasp      = ["A01:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; The admin asks these methods instead of the permissions of the user.
; One that always says yes gives every member of staff the right, whatever groups and permissions were set up for them; `has_permission` of a site lets visitors in who are no staff at all.
;
; ## Write instead
; `return super().has_change_permission(request, obj) and …`, or nothing, so that the permissions count.
;
; ## When it is fine
; For data that every member of staff may change.

((function_definition
  name: (identifier) @name
  body: (block
    (return_statement
      (true) @finding)) @_body)
  (#eq? @name "has_permission")
  (#only-statement? @_body "return_statement")
  (#in-class? @name "django.contrib.admin.AdminSite" "django.contrib.admin.sites.AdminSite")
  (#set! severity high)
  (#set! message "every visitor may open this admin: `{name}` always says yes"))

((function_definition
  name: (identifier) @name
  body: (block
    (return_statement
      (true) @finding)) @_body)
  (#any-of? @name "has_add_permission" "has_change_permission" "has_delete_permission" "has_view_permission")
  (#only-statement? @_body "return_statement")
  (#in-class? @name "django.contrib.admin.ModelAdmin" "django.contrib.admin.StackedInline" "django.contrib.admin.TabularInline" "django.contrib.admin.options.*"))
