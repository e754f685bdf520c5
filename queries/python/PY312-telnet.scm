; PY312 telnet
;
; severity   = "high"
; confidence = "high"
; cwe        = [319]
; message    = "`{callee:name}` sends everything in the clear, the password included"
; since      = "0.1.0"
; also       = { bandit = "B312", ruff = "S312", semgrep = ["telnetlib"] }
; ---
; Telnet encrypts nothing and does not show which machine answers.
; Everybody on the way reads the password and can change the commands.
;
; ## Write instead
; SSH: `paramiko` or `asyncssh`, with the keys of known hosts checked.
;
; ## When it is fine
; A serial console or a device on a cable of its own may know nothing else; keep such code in one place and say so there.

; The module is gone from the standard library.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "telnetlib.Telnet")
  (#python? ">=3.13")
  (#set! message "`{callee:name}` sends everything in the clear, and Python 3.13 has no `telnetlib` any more: the import fails"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "telnetlib.Telnet" "telnetlib3.open_connection" "telnetlib3.create_server"))

; A class of its own is derived from it, or it is passed on.
([(identifier) (attribute)] @finding
  (#resolves? @finding "telnetlib.Telnet" "telnetlib3.open_connection" "telnetlib3.create_server")
  (#reference? @finding)
  (#not-inside-call? @finding "builtins.isinstance" "builtins.issubclass")
  (#set! confidence medium)
  (#set! message "`{finding:name}` sends everything in the clear, the password included"))
