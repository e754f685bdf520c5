; PY612 logging-config-listen
;
; severity   = "medium"
; confidence = "high"
; cwe        = [94]
; message    = "whoever reaches the port sends a logging configuration, and that can run code"
; since      = "0.1.0"
; also       = { bandit = "B612", ruff = "S612", semgrep = ["listen-eval"] }
; ---
; `logging.config.listen` opens a port and evaluates parts of what arrives there.
; Every local user, and everybody a proxy lets through, can run code in the process.
;
; ## Write instead
; Pass `verify=`, a function that checks a signature of the bytes, or read the configuration from a file.

((call
  function: (_) @callee) @finding
  (#resolves? @callee "logging.config.listen")
  (#argument! @_verify @finding "verify" 1)
  (#absent? @_verify))
