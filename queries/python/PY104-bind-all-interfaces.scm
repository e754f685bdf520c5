; PY104 bind-all-interfaces
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [605]
; message    = "`{finding}` listens on every network this machine is part of"
; since      = "0.1.0"
; also       = { bandit = "B104", ruff = "S104", semgrep = ["avoid-bind-to-all-interfaces", "avoid_app_run_with_bad_host"] }
; in_tests   = "off"
; ---
; `0.0.0.0`, `::` and the empty text stand for all addresses of the machine.
; A service meant for the proxy beside it, or for the developer, is then open to the office, the café or the internet.
;
; ## Write instead
; `127.0.0.1` or `::1`, or the one address it is meant for, read from the configuration.
;
; ## When it is fine
; In a container every service listens on all of the container's addresses; which of them the world sees is decided outside.
; Comparisons, `ipaddress` and keys of dictionaries are left alone, and the text anywhere else than at a socket is reported as low.
;
; ## Not found
; An empty or missing host of a function that is not known here.

; The first item of an address.
((call
  function: (_) @_callee
  arguments: (argument_list . (tuple . (string) @finding)))
  (#resolves? @_callee "socket.socket.bind" "socket.create_server" "http.server.HTTPServer" "http.server.ThreadingHTTPServer" "socketserver.TCPServer" "socketserver.UDPServer" "socketserver.ThreadingTCPServer" "socketserver.ThreadingUDPServer" "xmlrpc.server.SimpleXMLRPCServer" "debugpy.listen" "ptvsd.enable_attach" "multiprocessing.connection.Listener" "eventlet.listen" "gevent.pywsgi.WSGIServer" "smtpd.SMTPServer")
  (#value? @finding "0.0.0.0")
  (#fix! "substitute" @finding "0\\.0\\.0\\.0" "127.0.0.1")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee
  arguments: (argument_list . (tuple . (string) @finding)))
  (#resolves? @_callee "socket.socket.bind" "socket.create_server" "http.server.HTTPServer" "http.server.ThreadingHTTPServer" "socketserver.TCPServer" "socketserver.UDPServer" "socketserver.ThreadingTCPServer" "socketserver.ThreadingUDPServer" "xmlrpc.server.SimpleXMLRPCServer" "debugpy.listen" "ptvsd.enable_attach" "multiprocessing.connection.Listener" "eventlet.listen" "gevent.pywsgi.WSGIServer" "smtpd.SMTPServer")
  (#value? @finding "::")
  (#replace! @finding "\"::1\"")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee
  arguments: (argument_list . (tuple . (string) @finding)))
  (#resolves? @_callee "socket.socket.bind" "socket.create_server" "http.server.HTTPServer" "http.server.ThreadingHTTPServer" "socketserver.TCPServer" "socketserver.UDPServer" "socketserver.ThreadingTCPServer" "socketserver.ThreadingUDPServer" "xmlrpc.server.SimpleXMLRPCServer" "debugpy.listen" "ptvsd.enable_attach" "multiprocessing.connection.Listener" "eventlet.listen" "gevent.pywsgi.WSGIServer" "smtpd.SMTPServer")
  (#value? @finding "" "*")
  (#replace! @finding "\"127.0.0.1\"")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

; A socket whose origin is not seen.
((call
  function: (attribute attribute: (identifier) @_method)
  arguments: (argument_list . (tuple . (string) @finding)))
  (#eq? @_method "bind")
  (#value? @finding "0.0.0.0")
  (#fix! "substitute" @finding "0\\.0\\.0\\.0" "127.0.0.1")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

((call
  function: (attribute attribute: (identifier) @_method)
  arguments: (argument_list . (tuple . (string) @finding)))
  (#eq? @_method "bind")
  (#value? @finding "::")
  (#replace! @finding "\"::1\"")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

((call
  function: (attribute attribute: (identifier) @_method)
  arguments: (argument_list . (tuple . (string) @finding)))
  (#eq? @_method "bind")
  (#value? @finding "" "*")
  (#replace! @finding "\"127.0.0.1\"")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

; Servers that take the host by itself.
((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "asyncio.start_server" "asyncio.AbstractEventLoop.create_server" "aiohttp.web.TCPSite")
  (#argument! @finding @_call "host" 1)
  (#kind? @finding "string")
  (#value? @finding "0.0.0.0")
  (#fix! "substitute" @finding "0\\.0\\.0\\.0" "127.0.0.1")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "asyncio.start_server" "asyncio.AbstractEventLoop.create_server" "aiohttp.web.TCPSite")
  (#argument! @finding @_call "host" 1)
  (#kind? @finding "string")
  (#value? @finding "::")
  (#replace! @finding "\"::1\"")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "asyncio.start_server" "asyncio.AbstractEventLoop.create_server" "aiohttp.web.TCPSite")
  (#argument! @finding @_call "host" 1)
  (#kind? @finding "string")
  (#value? @finding "" "*")
  (#replace! @finding "\"127.0.0.1\"")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "flask.Flask.run" "wsgiref.simple_server.make_server")
  (#argument! @finding @_call "host" 0)
  (#kind? @finding "string")
  (#value? @finding "0.0.0.0")
  (#fix! "substitute" @finding "0\\.0\\.0\\.0" "127.0.0.1")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "flask.Flask.run" "wsgiref.simple_server.make_server")
  (#argument! @finding @_call "host" 0)
  (#kind? @finding "string")
  (#value? @finding "::")
  (#replace! @finding "\"::1\"")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "flask.Flask.run" "wsgiref.simple_server.make_server")
  (#argument! @finding @_call "host" 0)
  (#kind? @finding "string")
  (#value? @finding "" "*")
  (#replace! @finding "\"127.0.0.1\"")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "uvicorn.run" "aiohttp.web.run_app" "uvicorn.Config" "bottle.run" "waitress.serve" "dash.Dash.run" "dash.Dash.run_server" "sanic.Sanic.run" "quart.Quart.run" "hypercorn.Config")
  (#argument! @finding @_call "host")
  (#kind? @finding "string")
  (#value? @finding "0.0.0.0")
  (#fix! "substitute" @finding "0\\.0\\.0\\.0" "127.0.0.1")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "uvicorn.run" "aiohttp.web.run_app" "uvicorn.Config" "bottle.run" "waitress.serve" "dash.Dash.run" "dash.Dash.run_server" "sanic.Sanic.run" "quart.Quart.run" "hypercorn.Config")
  (#argument! @finding @_call "host")
  (#kind? @finding "string")
  (#value? @finding "::")
  (#replace! @finding "\"::1\"")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "uvicorn.run" "aiohttp.web.run_app" "uvicorn.Config" "bottle.run" "waitress.serve" "dash.Dash.run" "dash.Dash.run_server" "sanic.Sanic.run" "quart.Quart.run" "hypercorn.Config")
  (#argument! @finding @_call "host")
  (#kind? @finding "string")
  (#value? @finding "" "*")
  (#replace! @finding "\"127.0.0.1\"")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "gradio.Blocks.launch" "gradio.Interface.launch")
  (#argument! @finding @_call "server_name")
  (#kind? @finding "string")
  (#value? @finding "0.0.0.0")
  (#fix! "substitute" @finding "0\\.0\\.0\\.0" "127.0.0.1")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "gradio.Blocks.launch" "gradio.Interface.launch")
  (#argument! @finding @_call "server_name")
  (#kind? @finding "string")
  (#value? @finding "::")
  (#replace! @finding "\"::1\"")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "gradio.Blocks.launch" "gradio.Interface.launch")
  (#argument! @finding @_call "server_name")
  (#kind? @finding "string")
  (#value? @finding "" "*")
  (#replace! @finding "\"127.0.0.1\"")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

; A keyword of any call that tells what it is for.
((keyword_argument
  name: (identifier) @name
  value: (string) @finding)
  (#any-of? @name "host" "bind" "address" "listen" "interface" "server_name" "bind_address" "listen_address" "bind_host" "server_host")
  (#value? @finding "0.0.0.0")
  (#fix! "substitute" @finding "0\\.0\\.0\\.0" "127.0.0.1")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

((keyword_argument
  name: (identifier) @name
  value: (string) @finding)
  (#any-of? @name "host" "bind" "address" "listen" "interface" "server_name" "bind_address" "listen_address" "bind_host" "server_host")
  (#value? @finding "::")
  (#replace! @finding "\"::1\"")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

; A name or a default that tells what it is for.
([
  (assignment left: [(identifier) (attribute) (subscript)] @name right: (string) @finding)
  (default_parameter name: (identifier) @name value: (string) @finding)
  (typed_default_parameter name: (identifier) @name value: (string) @finding)
]
  (#words? @name "host" "bind" "listen")
  (#value? @finding "0.0.0.0")
  (#fix! "substitute" @finding "0\\.0\\.0\\.0" "127.0.0.1")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

([
  (assignment left: [(identifier) (attribute) (subscript)] @name right: (string) @finding)
  (default_parameter name: (identifier) @name value: (string) @finding)
  (typed_default_parameter name: (identifier) @name value: (string) @finding)
]
  (#words? @name "host" "bind" "listen")
  (#value? @finding "::")
  (#replace! @finding "\"::1\"")
  (#set! fix.title "Listen on this machine only")
  (#set! fix.safety unsafe))

; Questions about the address, and keys.
((string) @finding
  (#any-of? @finding "\"0.0.0.0\"" "'0.0.0.0'")
  (#inside? @finding "comparison_operator" "case_clause" "case_pattern")
  (#set! exempt))

((string) @finding
  (#any-of? @finding "\"0.0.0.0\"" "'0.0.0.0'")
  (#inside-call? @finding "ipaddress.*" "re.*" "netaddr.*" "builtins.str.startswith" "builtins.str.replace")
  (#set! exempt))

((pair
  key: (string) @finding)
  (#any-of? @finding "\"0.0.0.0\"" "'0.0.0.0'")
  (#set! exempt))

; No address of this machine.
((pair
  key: (string) @_key
  value: (string) @finding)
  (#value? @finding "0.0.0.0")
  (#words? @_key "netmask" "mask" "gateway" "route" "destination" "network" "subnet")
  (#set! exempt))

; An object for an address, under the name of the standard library's classes.
((call
  function: (identifier) @_class
  arguments: (argument_list . (string) @finding .))
  (#any-of? @_class "IPv4Address" "IPv4Network" "IPAddress" "ip_address" "IP")
  (#any-of? @finding "\"0.0.0.0\"" "'0.0.0.0'")
  (#set! exempt))

; One of several texts, of which nothing says that they are listened on.
((string) @finding
  (#any-of? @finding "\"0.0.0.0\"" "'0.0.0.0'")
  (#parent? @finding "list" "set")
  (#not-purpose? @finding "host" "hosts" "bind" "listen" "address" "addresses" "interface" "interfaces" "server" "servers" "ip" "ips")
  (#set! exempt))

((string) @finding
  (#any-of? @finding "\"0.0.0.0\"" "'0.0.0.0'")
  (#parent? @finding "list" "set")
  (#purpose? @finding "allowed" "trusted" "known" "ignored" "excluded" "blocked" "invalid" "internal")
  (#set! exempt))

; Anywhere else it may be what is listened on.
((string) @finding
  (#any-of? @finding "\"0.0.0.0\"" "'0.0.0.0'")
  (#not-statement? @finding)
  (#set! severity low)
  (#set! confidence low)
  (#set! message "`{finding}` stands for every network this machine is part of, if something listens on it"))
