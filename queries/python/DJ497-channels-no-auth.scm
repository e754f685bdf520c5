; DJ497 channels-no-auth
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [306]
; message    = "strangers may listen and send: the socket is accepted without asking who it is"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A socket stays open and is not asked again: what `connect` lets in gets every message of its groups.
; This one accepts everybody and looks at nothing that would say who it is.
;
; ## Write instead
; `if not self.scope["user"].is_authenticated: await self.close()`, with `AuthMiddlewareStack` around the router.
;
; ## When it is fine
; For what everybody may see, and where the first message brings a token.
;
; ## Not found
; Consumers without a `connect` of their own, which accept everybody too.

((call
  function: (attribute
    object: (identifier) @_self
    attribute: (identifier) @_method)) @finding
  (#eq? @_method "accept")
  (#match? @_self "^self$")
  (#imports? "channels")
  (#in-function? @finding "connect" "websocket_connect")
  (#in-class? @finding "channels.generic.websocket.WebsocketConsumer" "channels.generic.websocket.AsyncWebsocketConsumer" "channels.generic.websocket.JsonWebsocketConsumer" "channels.generic.websocket.AsyncJsonWebsocketConsumer")
  (#not-class-mentions? @finding "scope" "user" "token" "auth" "authenticate" "permission" "close" "DenyConnection"))
