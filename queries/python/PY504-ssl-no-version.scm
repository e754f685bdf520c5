; PY504 ssl-no-version
;
; severity   = "low"
; confidence = "medium"
; cwe        = [327]
; message    = "`ssl.wrap_socket` checks neither certificate nor host name and takes old versions of TLS"
; since      = "0.1.0"
; also       = { bandit = "B504", ruff = "S504", semgrep = ["ssl-wrap-socket-is-deprecated"] }
; ---
; The function leaves everything at the widest setting: any version, no check of the certificate, no name of the server sent along.
; Python 3.12 no longer has it, so that the call fails there.
;
; ## Write instead
; `ssl.create_default_context().wrap_socket(sock, server_hostname=host)`.
; For a server `ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)` and `wrap_socket(sock, server_side=True)`.
;
; ## When it is fine
; With an `ssl_version` PY502 has a look at the version.

((call
  function: (_) @callee) @finding
  (#resolves? @callee "ssl.wrap_socket")
  (#python? ">=3.12")
  (#set! severity high)
  (#set! confidence high)
  (#set! message "Python 3.12 removed `ssl.wrap_socket`: the call fails"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "ssl.wrap_socket")
  (#argument! @_version @finding "ssl_version" 3)
  (#absent? @_version))
