; PY415 import-pyghmi
;
; severity     = "medium"
; confidence   = "high"
; cwe          = [319]
; message      = "IPMI gives away the hash of its passwords to anybody who asks, and much of it is not encrypted"
; since        = "0.1.0"
; also         = { bandit = "B415", ruff = "S415" }
; ---
; `pyghmi` speaks IPMI, the remote control of servers.
; The protocol hands a hash of the password to whoever knows a user name, and weak forms of its encryption are common.
;
; ## Write instead
; Redfish over HTTPS, for instance with `sushy`; else keep IPMI on a network of its own.
;
; ## When it is fine
; A network that only the controllers and their administrators reach.

; The clause of an `import`; of a `from` the module, or the name where that is what counts.
([(import_statement
    name: (_) @finding)
  (import_from_statement
    module_name: (dotted_name) @finding)
  (import_from_statement
    name: (_) @finding)]
  (#imports-module? @finding "pyghmi"))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "importlib.import_module" "builtins.__import__" "importlib.__import__")
  (#imports-module? @finding "pyghmi"))
