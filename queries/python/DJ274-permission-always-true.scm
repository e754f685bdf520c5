; DJ274 permission-always-true
;
; severity   = "high"
; confidence = "high"
; cwe        = [863]
; message    = "everybody passes: this permission always says yes"
; since      = "0.1.0"
; owasp      = ["A01:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A permission class that always says yes looks, where it is named, like one that checks.
; Views that rely on it are open.
;
; ## Write instead
; A test of the request: `return request.user.is_staff`; where everybody is meant, `AllowAny` says so.
;
; ## When it is fine
; A `has_permission` beside a `has_object_permission` that decides is not reported.
; It is not asked by views that make lists or objects, or that get their object in their own way without `check_object_permissions`.

((function_definition
  name: (identifier) @name
  body: (block
    (return_statement
      (true) @finding)) @_body)
  (#eq? @name "has_permission")
  (#only-statement? @_body "return_statement")
  (#in-class? @name "rest_framework.permissions.*")
  (#not-class-binds? @name "has_object_permission"))

((function_definition
  name: (identifier) @name
  body: (block
    (return_statement
      (true) @finding)) @_body)
  (#eq? @name "has_object_permission")
  (#only-statement? @_body "return_statement")
  (#in-class? @name "rest_framework.permissions.DjangoObjectPermissions")
  (#set! message "the permissions of the object are not asked: this always says yes"))
