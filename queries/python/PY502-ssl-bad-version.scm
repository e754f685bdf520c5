; PY502 ssl-bad-version
;
; severity   = "high"
; confidence = "high"
; cwe        = [327]
; message    = "`{finding:name}` is a version of TLS whose connections can be opened"
; since      = "0.1.0"
; also       = { bandit = "B502", ruff = "S502", semgrep = ["weak-ssl-version"] }
; ---
; SSL 2 and 3 are broken, TLS 1.0 and 1.1 rest on MD5 and SHA-1 and on ciphers that leak.
; Whoever sits between the two ends can read or change what they say, and today's servers refuse such clients anyway.
;
; ## Write instead
; `ssl.create_default_context()`, or `ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)` and `ssl.PROTOCOL_TLS_SERVER`: both ends agree on the newest version they know.
; With pyOpenSSL `SSL.Context(SSL.TLS_METHOD)` and `set_min_proto_version(SSL.TLS1_2_VERSION)`.
;
; ## When it is fine
; `SSLv23_METHOD` takes any version in spite of its name and is reported as low.

((call
  function: (_) @callee) @_call
  (#resolves? @callee "ssl.SSLContext")
  (#argument! @finding @_call "protocol" 0)
  (#resolves? @finding "ssl.PROTOCOL_SSLv2" "ssl.PROTOCOL_SSLv3" "ssl.PROTOCOL_TLSv1" "ssl.PROTOCOL_TLSv1_1" "ssl._SSLMethod.PROTOCOL_SSLv2" "ssl._SSLMethod.PROTOCOL_SSLv3" "ssl._SSLMethod.PROTOCOL_TLSv1" "ssl._SSLMethod.PROTOCOL_TLSv1_1")
  (#fix! "use" @finding "ssl.PROTOCOL_TLS_CLIENT")
  (#fix! "use" @finding "ssl.PROTOCOL_TLS_SERVER")
  (#set! fix.safety unsafe))

; A context of the client kind wants a host name, which this function does not pass on.
((call
  function: (_) @callee) @_call
  (#resolves? @callee "ssl.wrap_socket")
  (#argument! @finding @_call "ssl_version" 3)
  (#resolves? @finding "ssl.PROTOCOL_SSLv2" "ssl.PROTOCOL_SSLv3" "ssl.PROTOCOL_TLSv1" "ssl.PROTOCOL_TLSv1_1" "ssl._SSLMethod.PROTOCOL_SSLv2" "ssl._SSLMethod.PROTOCOL_SSLv3" "ssl._SSLMethod.PROTOCOL_TLSv1" "ssl._SSLMethod.PROTOCOL_TLSv1_1")
  (#fix! "use" @finding "ssl.PROTOCOL_TLS")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "ssl.get_server_certificate")
  (#argument! @finding @_call "ssl_version" 1)
  (#resolves? @finding "ssl.PROTOCOL_SSLv2" "ssl.PROTOCOL_SSLv3" "ssl.PROTOCOL_TLSv1" "ssl.PROTOCOL_TLSv1_1" "ssl._SSLMethod.PROTOCOL_SSLv2" "ssl._SSLMethod.PROTOCOL_SSLv3" "ssl._SSLMethod.PROTOCOL_TLSv1" "ssl._SSLMethod.PROTOCOL_TLSv1_1")
  (#fix! "remove-argument" @_call "ssl_version")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "urllib3.util.ssl_.create_urllib3_context" "urllib3.util.create_urllib3_context")
  (#argument! @finding @_call "ssl_version" 0)
  (#resolves? @finding "ssl.PROTOCOL_SSLv2" "ssl.PROTOCOL_SSLv3" "ssl.PROTOCOL_TLSv1" "ssl.PROTOCOL_TLSv1_1" "ssl._SSLMethod.PROTOCOL_SSLv2" "ssl._SSLMethod.PROTOCOL_SSLv3" "ssl._SSLMethod.PROTOCOL_TLSv1" "ssl._SSLMethod.PROTOCOL_TLSv1_1")
  (#fix! "remove-argument" @_call "ssl_version")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "ssl._create_unverified_context" "ssl._create_stdlib_context")
  (#argument! @finding @_call "protocol" 0)
  (#resolves? @finding "ssl.PROTOCOL_SSLv2" "ssl.PROTOCOL_SSLv3" "ssl.PROTOCOL_TLSv1" "ssl.PROTOCOL_TLSv1_1" "ssl._SSLMethod.PROTOCOL_SSLv2" "ssl._SSLMethod.PROTOCOL_SSLv3" "ssl._SSLMethod.PROTOCOL_TLSv1" "ssl._SSLMethod.PROTOCOL_TLSv1_1")
  (#fix! "use" @finding "ssl.PROTOCOL_TLS_CLIENT")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "OpenSSL.SSL.Context")
  (#argument! @finding @_call "method" 0)
  (#resolves? @finding "OpenSSL.SSL.SSLv2_METHOD" "OpenSSL.SSL.SSLv3_METHOD" "OpenSSL.SSL.TLSv1_METHOD" "OpenSSL.SSL.TLSv1_1_METHOD")
  (#fix! "use" @finding "OpenSSL.SSL.TLS_METHOD")
  (#set! fix.safety unsafe))

; Any version, in spite of its name.
((call
  function: (_) @callee) @_call
  (#resolves? @callee "OpenSSL.SSL.Context")
  (#argument! @finding @_call "method" 0)
  (#resolves? @finding "OpenSSL.SSL.SSLv23_METHOD")
  (#set! severity low)
  (#set! message "`{finding:name}` is the old name of `TLS_METHOD`: it takes any version, the minimum has to be set apart")
  (#fix! "use" @finding "OpenSSL.SSL.TLS_METHOD")
  (#set! fix.safety unsafe))

; Whatever takes such a keyword.
((keyword_argument
  name: (_) @_keyword
  value: (_) @finding)
  (#any-of? @_keyword "ssl_version" "method" "protocol")
  (#value? @finding "OpenSSL.SSL.SSLv23_METHOD")
  (#set! severity low)
  (#set! confidence medium)
  (#set! message "`{finding:name}` is the old name of `TLS_METHOD`: it takes any version, the minimum has to be set apart"))

((keyword_argument
  name: (_) @_keyword
  value: (_) @finding)
  (#any-of? @_keyword "ssl_version" "method" "protocol")
  (#value? @finding "ssl.PROTOCOL_SSLv2" "ssl.PROTOCOL_SSLv3" "ssl.PROTOCOL_TLSv1" "ssl.PROTOCOL_TLSv1_1" "ssl._SSLMethod.PROTOCOL_SSLv2" "ssl._SSLMethod.PROTOCOL_SSLv3" "ssl._SSLMethod.PROTOCOL_TLSv1" "ssl._SSLMethod.PROTOCOL_TLSv1_1" "OpenSSL.SSL.SSLv2_METHOD" "OpenSSL.SSL.SSLv3_METHOD" "OpenSSL.SSL.TLSv1_METHOD" "OpenSSL.SSL.TLSv1_1_METHOD")
  (#set! severity medium)
  (#set! confidence medium))
