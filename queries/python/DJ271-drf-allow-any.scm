; DJ271 drf-allow-any
;
; severity   = "medium"
; confidence = "high"
; cwe        = [862]
; message    = "everybody, logged in or not, may write through this view"
; since      = "0.1.0"
; owasp      = ["A01:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `AllowAny` takes back what the project asks of all views by default.
; On a view that creates, changes or deletes, every stranger who finds the address can do that.
;
; ## Write instead
; `permission_classes = [IsAuthenticated]`, or a permission of your own that says who may write.
;
; ## When it is fine
; Where strangers are meant to write: signing up and in, resetting a password, hooks that check a signature.
; Views with such a name are reported as info.
;
; ## Not found
; Permissions that `get_permissions` gives.

; What strangers are meant to use, by its name.
((assignment
  left: (identifier) @_name
  right: (_) @finding)
  (#eq? @_name "permission_classes")
  (#any-item? @finding "rest_framework.permissions.AllowAny")
  (#around-words? @finding "login" "logout" "signin" "signup" "sign in" "sign up" "register" "registration" "token" "refresh" "password" "reset" "forgot" "activate" "activation" "verify" "confirm" "webhook" "callback" "hook" "health" "ping" "status" "public" "anonymous" "guest" "contact" "newsletter" "subscribe" "unsubscribe" "oauth" "sso" "saml" "social" "webauthn" "passkey" "auth" "resend")
  (#class-binds? @finding "post" "put" "patch" "delete" "create" "update" "partial_update" "destroy" "perform_create" "perform_update" "perform_destroy")
  (#set! severity info))

((assignment
  left: (identifier) @_name
  right: (_) @finding)
  (#eq? @_name "permission_classes")
  (#any-item? @finding "rest_framework.permissions.AllowAny")
  (#around-words? @finding "login" "logout" "signin" "signup" "sign in" "sign up" "register" "registration" "token" "refresh" "password" "reset" "forgot" "activate" "activation" "verify" "confirm" "webhook" "callback" "hook" "health" "ping" "status" "public" "anonymous" "guest" "contact" "newsletter" "subscribe" "unsubscribe" "oauth" "sso" "saml" "social" "webauthn" "passkey" "auth" "resend")
  (#in-class? @finding "rest_framework.viewsets.ModelViewSet" "rest_framework.mixins.CreateModelMixin" "rest_framework.mixins.UpdateModelMixin" "rest_framework.mixins.DestroyModelMixin" "rest_framework.generics.CreateAPIView" "rest_framework.generics.UpdateAPIView" "rest_framework.generics.DestroyAPIView" "rest_framework.generics.ListCreateAPIView" "rest_framework.generics.RetrieveUpdateAPIView" "rest_framework.generics.RetrieveDestroyAPIView" "rest_framework.generics.RetrieveUpdateDestroyAPIView")
  (#set! severity info))

((assignment
  left: (identifier) @_name
  right: (_) @finding)
  (#eq? @_name "permission_classes")
  (#any-item? @finding "rest_framework.permissions.AllowAny")
  (#class-binds? @finding "post" "put" "patch" "delete" "create" "update" "partial_update" "destroy" "perform_create" "perform_update" "perform_destroy"))

((assignment
  left: (identifier) @_name
  right: (_) @finding)
  (#eq? @_name "permission_classes")
  (#any-item? @finding "rest_framework.permissions.AllowAny")
  (#in-class? @finding "rest_framework.viewsets.ModelViewSet" "rest_framework.mixins.CreateModelMixin" "rest_framework.mixins.UpdateModelMixin" "rest_framework.mixins.DestroyModelMixin" "rest_framework.generics.CreateAPIView" "rest_framework.generics.UpdateAPIView" "rest_framework.generics.DestroyAPIView" "rest_framework.generics.ListCreateAPIView" "rest_framework.generics.RetrieveUpdateAPIView" "rest_framework.generics.RetrieveDestroyAPIView" "rest_framework.generics.RetrieveUpdateDestroyAPIView"))

((decorated_definition
  (decorator
    (call
      function: (_) @_view
      arguments: (argument_list
        .
        (list
          (string) @_verb))))
  (decorator
    (call
      function: (_) @_callee
      arguments: (argument_list
        .
        (_) @finding)))
  definition: (function_definition
    name: (identifier) @name))
  (#resolves? @_callee "rest_framework.decorators.permission_classes")
  (#resolves? @_view "rest_framework.decorators.api_view" "rest_framework.decorators.action")
  (#any-item? @finding "rest_framework.permissions.AllowAny")
  (#value-match? @_verb "(?i)^(post|put|patch|delete)$")
  (#words? @name "login" "logout" "signin" "signup" "sign in" "sign up" "register" "registration" "token" "refresh" "password" "reset" "forgot" "activate" "activation" "verify" "confirm" "webhook" "callback" "hook" "health" "ping" "status" "public" "anonymous" "guest" "contact" "newsletter" "subscribe" "unsubscribe" "oauth" "sso" "saml" "social" "webauthn" "passkey" "auth" "resend")
  (#set! severity info))

((decorated_definition
  (decorator
    (call
      function: (_) @_view
      arguments: (argument_list
        .
        (list
          (string) @_verb))))
  (decorator
    (call
      function: (_) @_callee
      arguments: (argument_list
        .
        (_) @finding))))
  (#resolves? @_callee "rest_framework.decorators.permission_classes")
  (#resolves? @_view "rest_framework.decorators.api_view" "rest_framework.decorators.action")
  (#any-item? @finding "rest_framework.permissions.AllowAny")
  (#value-match? @_verb "(?i)^(post|put|patch|delete)$"))
