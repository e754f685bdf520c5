; PY501 request-no-cert-validation
;
; severity   = "high"
; confidence = "high"
; cwe        = [295]
; message    = "`{callee:name}` talks to whoever answers: the certificate is not checked"
; since      = "0.1.0"
; also       = { bandit = "B501", ruff = "S501", semgrep = ["disabled-cert-validation"] }
; ---
; Without the check of its certificate a server can be anybody who sits on the way: a hotel network, a proxy, a neighbour in the data centre.
; They read what is sent, passwords and tokens included, and answer what they like.
;
; ## Write instead
; Leave `verify` out.
; For a certificate of your own authority name its file: `verify="/etc/ssl/certs/company.pem"`.
;
; ## When it is fine
; A constant address on this machine is reported as low.
;
; ## Not found
; A `verify` that is computed, or that arrives as a parameter.

; The address is on this machine.
((call
  function: (_) @callee) @_call
  (#resolves? @callee "requests.get" "requests.post" "requests.put" "requests.patch" "requests.delete" "requests.head" "requests.options" "requests.Session.get" "requests.Session.post" "requests.Session.put" "requests.Session.patch" "requests.Session.delete" "requests.Session.head" "requests.Session.options" "httpx.get" "httpx.post" "httpx.put" "httpx.patch" "httpx.delete" "httpx.head" "httpx.options")
  (#argument! @finding @_call "verify")
  (#value? @finding "False" "0" "")
  (#argument! @_url @_call "url" 0)
  (#built-match? @_url "^https?://(localhost|127\\.[0-9.]+|\\[::1\\])([:/?#]|$)")
  (#fix! "remove-argument" @_call "verify")
  (#set! severity low)
  (#set! message "`{callee:name}` takes any certificate; on this machine little can be read on the way")
  (#set! fix.title "Check the certificate")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "requests.request" "requests.Session.request" "httpx.request" "httpx.stream")
  (#argument! @finding @_call "verify")
  (#value? @finding "False" "0" "")
  (#argument! @_url @_call "url" 1)
  (#built-match? @_url "^https?://(localhost|127\\.[0-9.]+|\\[::1\\])([:/?#]|$)")
  (#fix! "remove-argument" @_call "verify")
  (#set! severity low)
  (#set! message "`{callee:name}` takes any certificate; on this machine little can be read on the way")
  (#set! fix.title "Check the certificate")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "httpx.Client" "httpx.AsyncClient")
  (#argument! @finding @_call "verify")
  (#value? @finding "False" "0" "")
  (#argument! @_url @_call "base_url")
  (#built-match? @_url "^https?://(localhost|127\\.[0-9.]+|\\[::1\\])([:/?#]|$)")
  (#fix! "remove-argument" @_call "verify")
  (#set! severity low)
  (#set! message "`{callee:name}` takes any certificate; on this machine little can be read on the way")
  (#set! fix.title "Check the certificate")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "requests.get" "requests.post" "requests.put" "requests.patch" "requests.delete" "requests.head" "requests.options" "requests.request" "requests.Session.get" "requests.Session.post" "requests.Session.put" "requests.Session.patch" "requests.Session.delete" "requests.Session.head" "requests.Session.options" "requests.Session.request" "requests.Session.send" "httpx.get" "httpx.post" "httpx.put" "httpx.patch" "httpx.delete" "httpx.head" "httpx.options" "httpx.request" "httpx.stream" "httpx.Client" "httpx.AsyncClient")
  (#argument! @finding @_call "verify")
  (#value? @finding "False" "0" "")
  (#fix! "remove-argument" @_call "verify")
  (#set! fix.title "Check the certificate")
  (#set! fix.safety unsafe))
