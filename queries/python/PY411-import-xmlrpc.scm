; PY411 import-xmlrpc
;
; severity     = "medium"
; confidence   = "medium"
; cwe          = [776]
; message      = "XML-RPC reads the XML of the other end, which may be made to take all memory"
; since        = "0.1.0"
; also         = { bandit = "B411", ruff = "S411", semgrep = ["use-defused-xmlrpc"] }
; ---
; The module reads whatever XML the other end sends.
; A small message can define entities by entities, or be compressed, and grow to gigabytes when it is read.
;
; ## Write instead
; `defusedxml.xmlrpc.monkey_patch()` right after the import; the functions stay the same.
; Better, JSON over HTTPS.
;
; ## When it is fine
; Both ends are yours and nobody else reaches them.
; A file that calls `monkey_patch` is not reported.

; Protected in this file.
([(import_statement
    name: (_) @finding)
  (import_from_statement
    module_name: (dotted_name) @finding)
  (import_from_statement
    name: (_) @finding)]
  (#imports-module? @finding "xmlrpc.client" "xmlrpc.server" "xmlrpclib")
  (#imports? "defusedxml.xmlrpc")
  (#mentions? "monkey_patch")
  (#set! exempt))

; The modules of Python 3, which can be protected in place.
([(import_statement
    name: (_) @finding) @_statement
  (import_from_statement
    module_name: (dotted_name) @finding) @_statement
  (import_from_statement
    name: (_) @finding) @_statement]
  (#imports-module? @finding "xmlrpc.client" "xmlrpc.server")
  (#insert-lines-after! @_statement "import defusedxml.xmlrpc\n\ndefusedxml.xmlrpc.monkey_patch()")
  (#set! fix.title "Protect it with `defusedxml`")
  (#set! fix.safety unsafe))

; The clause of an `import`; of a `from` the module, or the name where that is what counts.
([(import_statement
    name: (_) @finding)
  (import_from_statement
    module_name: (dotted_name) @finding)
  (import_from_statement
    name: (_) @finding)]
  (#imports-module? @finding "xmlrpc.client" "xmlrpc.server" "xmlrpclib"))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "importlib.import_module" "builtins.__import__" "importlib.__import__")
  (#imports-module? @finding "xmlrpc.client" "xmlrpc.server" "xmlrpclib"))
