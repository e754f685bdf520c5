; DJ273 drf-auth-empty
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [306]
; message    = "nobody is asked who they are, and everybody may write"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Without `authentication_classes` each request is anonymous, also one with a valid token.
; Together with a permission that lets everybody in, the view writes for strangers; together with one that wants a login it says no to everybody, which sooner or later is repaired by opening it.
;
; ## Write instead
; Leave the setting of the project in force, or name the class: `authentication_classes = [TokenAuthentication]`.
;
; ## When it is fine
; Where strangers are meant to write: signing in, resetting a password, hooks that check a signature.
; Views with such a name are not reported.

((assignment
  left: (identifier) @_name
  right: (_) @finding)
  (#eq? @_name "authentication_classes")
  (#empty? @finding)
  (#imports? "rest_framework")
  (#class-sets? @finding "permission_classes" "\\b(IsAuthenticated|IsAdminUser|DjangoModelPermissions|DjangoObjectPermissions)\\b")
  (#set! confidence high)
  (#set! message "nobody gets in: without a way to say who they are, everybody is anonymous here"))

((assignment
  left: (identifier) @_name
  right: (_) @finding)
  (#eq? @_name "authentication_classes")
  (#empty? @finding)
  (#imports? "rest_framework")
  (#class-sets? @finding "permission_classes" "AllowAny|^\\[\\s*\\]$|^\\(\\s*\\)$")
  (#class-binds? @finding "post" "put" "patch" "delete" "create" "update" "partial_update" "destroy" "perform_create" "perform_update" "perform_destroy")
  (#not-around-words? @finding "login" "logout" "signin" "signup" "sign in" "sign up" "register" "registration" "token" "refresh" "password" "reset" "forgot" "activate" "activation" "verify" "confirm" "webhook" "callback" "hook" "health" "ping" "status" "public" "anonymous" "guest" "contact" "newsletter" "subscribe" "unsubscribe" "oauth" "sso" "saml" "social" "webauthn" "passkey" "auth" "resend"))

((assignment
  left: (identifier) @_name
  right: (_) @finding)
  (#eq? @_name "authentication_classes")
  (#empty? @finding)
  (#class-sets? @finding "permission_classes" "AllowAny|^\\[\\s*\\]$|^\\(\\s*\\)$")
  (#in-class? @finding "rest_framework.viewsets.ModelViewSet" "rest_framework.mixins.CreateModelMixin" "rest_framework.mixins.UpdateModelMixin" "rest_framework.mixins.DestroyModelMixin" "rest_framework.generics.CreateAPIView" "rest_framework.generics.UpdateAPIView" "rest_framework.generics.DestroyAPIView" "rest_framework.generics.ListCreateAPIView" "rest_framework.generics.RetrieveUpdateAPIView" "rest_framework.generics.RetrieveDestroyAPIView" "rest_framework.generics.RetrieveUpdateDestroyAPIView")
  (#imports? "rest_framework")
  (#not-around-words? @finding "login" "logout" "signin" "signup" "sign in" "sign up" "register" "registration" "token" "refresh" "password" "reset" "forgot" "activate" "activation" "verify" "confirm" "webhook" "callback" "hook" "health" "ping" "status" "public" "anonymous" "guest" "contact" "newsletter" "subscribe" "unsubscribe" "oauth" "sso" "saml" "social" "webauthn" "passkey" "auth" "resend"))
