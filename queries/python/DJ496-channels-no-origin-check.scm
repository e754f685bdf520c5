; DJ496 channels-no-origin-check
;
; severity   = "high"
; confidence = "high"
; cwe        = [1385, 346]
; message    = "every site can open a socket for whoever is logged in: nobody asks where it comes from"
; since      = "0.1.0"
; owasp      = ["A01:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A browser sends the cookies of your site with a socket that another site opens, and no rule of the browser stops it from reading what comes back.
; Unless the server compares the origin, each page that a user visits can read and send in their name.
;
; ## Write instead
; `"websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(…)))`
;
; ## When it is fine
; Where sockets do not use the session: a token that the page sends is known to your pages only.
; Routers without `AuthMiddlewareStack` or `SessionMiddlewareStack` in the same module are reported as low.
;
; ## Not found
; Applications that are put together in other modules.

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    (dictionary
      (pair
        key: (string) @_key
        value: (call
          function: (_) @_stack) @finding))))
  (#resolves? @_callee "channels.routing.ProtocolTypeRouter")
  (#value? @_key "websocket")
  (#resolves? @_stack "channels.auth.AuthMiddlewareStack" "channels.auth.AuthMiddleware" "channels.sessions.SessionMiddlewareStack" "channels.sessions.SessionMiddleware")
  (#replace! @finding "{use:channels.security.websocket.AllowedHostsOriginValidator}({finding})")
  (#set! fix.title "Compare the origin with `ALLOWED_HOSTS`")
  (#set! fix.safety safe))

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    (dictionary
      (pair
        key: (string) @_key
        value: (call
          function: (_) @_stack) @finding))))
  (#resolves? @_callee "channels.routing.ProtocolTypeRouter")
  (#value? @_key "websocket")
  (#resolves? @_stack "channels.routing.URLRouter")
  (#set! severity low)
  (#replace! @finding "{use:channels.security.websocket.AllowedHostsOriginValidator}({finding})")
  (#set! fix.title "Compare the origin with `ALLOWED_HOSTS`")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "channels.security.websocket.OriginValidator")
  (#argument! @finding @_call "allowed_origins" 1)
  (#any-item? @finding "*")
  (#set! message "every site can open a socket for whoever is logged in: `*` allows all origins"))
