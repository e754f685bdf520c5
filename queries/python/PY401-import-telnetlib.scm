; PY401 import-telnetlib
;
; severity     = "low"
; confidence   = "high"
; cwe          = [319]
; message      = "`telnetlib` sends everything, passwords too, in plain text; Python 3.13 no longer has it"
; since        = "0.1.0"
; also         = { bandit = "B401", ruff = "S401" }
; silent_when = ["PY312"]
; ---
; Telnet knows no encryption: whoever listens on the way reads the password and can put in commands.
; Python 3.13 removed the module, so that the import fails there.
;
; ## Write instead
; SSH, with `paramiko` or `asyncssh`.
;
; ## When it is fine
; A file in which PY312 reports a call is not reported once more for the import.

; The clause of an `import`; of a `from` the module, or the name where that is what counts.
([(import_statement
    name: (_) @finding)
  (import_from_statement
    module_name: (dotted_name) @finding)
  (import_from_statement
    name: (_) @finding)]
  (#imports-module? @finding "telnetlib"))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "importlib.import_module" "builtins.__import__" "importlib.__import__")
  (#imports-module? @finding "telnetlib"))
