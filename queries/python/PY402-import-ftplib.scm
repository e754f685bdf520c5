; PY402 import-ftplib
;
; severity     = "low"
; confidence   = "high"
; cwe          = [319]
; message      = "`ftplib` sends everything, passwords too, in plain text unless `FTP_TLS` is used"
; since        = "0.1.0"
; also         = { bandit = "B402", ruff = "S402" }
; silent_when = ["PY321"]
; ---
; FTP knows no encryption: whoever listens on the way reads the password and the files, and can change them.
;
; ## Write instead
; SFTP, with `paramiko`, or HTTPS.
; Where it has to be FTP: `ftplib.FTP_TLS` and `prot_p()` after the login.
;
; ## When it is fine
; `from ftplib import FTP_TLS` alone is not reported.
; A file in which PY321 reports a call is not reported once more for the import.

; The encrypted form, and nothing else.
((import_from_statement
  module_name: (dotted_name) @finding
  .
  name: (dotted_name) @_name
  .)
  (#imports-module? @finding "ftplib")
  (#eq? @_name "FTP_TLS")
  (#set! exempt))

; The clause of an `import`; of a `from` the module, or the name where that is what counts.
([(import_statement
    name: (_) @finding)
  (import_from_statement
    module_name: (dotted_name) @finding)
  (import_from_statement
    name: (_) @finding)]
  (#imports-module? @finding "ftplib"))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "importlib.import_module" "builtins.__import__" "importlib.__import__")
  (#imports-module? @finding "ftplib"))
