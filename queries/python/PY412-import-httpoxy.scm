; PY412 import-httpoxy
;
; severity     = "high"
; confidence   = "high"
; cwe          = [284, 807]
; message      = "under CGI a visitor's `Proxy` header becomes `HTTP_PROXY`, and requests of the program go through their machine"
; since        = "0.1.0"
; also         = { bandit = "B412", ruff = "S412" }
; ---
; CGI hands the headers of a request over as environment variables, `Proxy: evil.example` as `HTTP_PROXY`.
; Libraries take that variable for the proxy to use, so that a visitor decides through which machine the program's own requests go, and reads them.
;
; ## Write instead
; WSGI or ASGI with a server such as gunicorn or uvicorn.
; Where it has to be CGI, let the web server drop the `Proxy` header.
;
; ## When it is fine
; The program sends no requests of its own.

; The clause of an `import`; of a `from` the module, or the name where that is what counts.
([(import_statement
    name: (_) @finding)
  (import_from_statement
    module_name: (dotted_name) @finding)
  (import_from_statement
    name: (_) @finding)]
  (#imports-module? @finding "wsgiref.handlers.CGIHandler" "twisted.web.twcgi.CGIScript" "twisted.web.twcgi.CGIDirectory"))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "importlib.import_module" "builtins.__import__" "importlib.__import__")
  (#imports-module? @finding "wsgiref.handlers.CGIHandler" "twisted.web.twcgi.CGIScript" "twisted.web.twcgi.CGIDirectory"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "wsgiref.handlers.CGIHandler" "twisted.web.twcgi.CGIScript" "twisted.web.twcgi.CGIDirectory"))
