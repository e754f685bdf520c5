; DJ280 user-object-truthiness
;
; severity   = "high"
; confidence = "high"
; cwe        = [287]
; message    = "anonymous visitors pass: `{finding}` is an object, and true, for them too"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `AuthenticationMiddleware` puts an `AnonymousUser` into each request without a login.
; That is an object like any other: true in a condition, and never `None`, so that a condition on the user alone lets everybody through.
;
; ## Write instead
; `if request.user.is_authenticated:`
;
; ## When it is fine
; Where Django REST framework runs with `UNAUTHENTICATED_USER = None`, and in code that runs without the middleware.
;
; ## Not found
; A user that was put into a variable first.

((attribute
  attribute: (identifier) @_name) @finding
  (#eq? @_name "user")
  (#dotted? @finding "request.user" "self.request.user" "info.context.user" "context.request.user")
  (#parent? @finding "if_statement" "elif_clause" "while_statement" "not_operator" "assert_statement")
  (#imports? "django" "rest_framework" "graphene" "graphene_django" "channels" "ninja")
  (#not-imports? "oauthlib" "flask")
  (#insert-after! @finding ".is_authenticated")
  (#set! fix.title "Ask whether the user is logged in")
  (#set! fix.safety unsafe))

((conditional_expression
  (_)
  .
  (attribute
    attribute: (identifier) @_name) @finding
  .
  (_))
  (#eq? @_name "user")
  (#dotted? @finding "request.user" "self.request.user" "info.context.user" "context.request.user")
  (#imports? "django" "rest_framework" "graphene" "graphene_django" "channels" "ninja")
  (#not-imports? "oauthlib" "flask")
  (#insert-after! @finding ".is_authenticated")
  (#set! fix.title "Ask whether the user is logged in")
  (#set! fix.safety unsafe))

; `request.user and request.user.is_authenticated` asks what it should.
((boolean_operator
  left: (attribute
    attribute: (identifier) @_name) @finding
  operator: "and"
  right: (_) @_right)
  (#eq? @_name "user")
  (#dotted? @finding "request.user" "self.request.user" "info.context.user" "context.request.user")
  (#not-match? @_right "\\buser\\b|authenticated|anonymous")
  (#imports? "django" "rest_framework" "graphene" "graphene_django" "channels" "ninja")
  (#not-imports? "oauthlib" "flask")
  (#insert-after! @finding ".is_authenticated")
  (#set! fix.title "Ask whether the user is logged in")
  (#set! fix.safety unsafe))

((boolean_operator
  left: (attribute
    attribute: (identifier) @_name) @finding
  operator: "or"
  right: (_))
  (#eq? @_name "user")
  (#dotted? @finding "request.user" "self.request.user" "info.context.user" "context.request.user")
  (#imports? "django" "rest_framework" "graphene" "graphene_django" "channels" "ninja")
  (#not-imports? "oauthlib" "flask")
  (#set! severity low)
  (#set! message "what stands behind `or` is never taken: `{finding}` is an object, and true, for anonymous visitors too"))

((comparison_operator
  .
  (attribute
    attribute: (identifier) @_name) @_user
  .
  "is"
  .
  (none)) @finding
  (#eq? @_name "user")
  (#dotted? @_user "request.user" "self.request.user" "info.context.user" "context.request.user")
  (#imports? "django" "rest_framework" "graphene" "graphene_django" "channels" "ninja")
  (#not-imports? "oauthlib" "flask")
  (#set! message "this is never so: `{_user}` is an object for anonymous visitors too")
  (#replace! @finding "not {_user}.is_authenticated")
  (#set! fix.title "Ask whether the user is logged in")
  (#set! fix.safety unsafe))

((comparison_operator
  .
  (attribute
    attribute: (identifier) @_name) @_user
  .
  "is not"
  .
  (none)) @finding
  (#eq? @_name "user")
  (#dotted? @_user "request.user" "self.request.user" "info.context.user" "context.request.user")
  (#imports? "django" "rest_framework" "graphene" "graphene_django" "channels" "ninja")
  (#not-imports? "oauthlib" "flask")
  (#set! message "anonymous visitors pass: `{_user}` is an object for them too")
  (#replace! @finding "{_user}.is_authenticated")
  (#set! fix.title "Ask whether the user is logged in")
  (#set! fix.safety unsafe))
