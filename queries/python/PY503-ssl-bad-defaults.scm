; PY503 ssl-bad-defaults
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [327]
; message    = "whoever leaves `{name}` out gets `{finding:name}`, a version of TLS whose connections can be opened"
; since      = "0.1.0"
; also       = { bandit = "B503", ruff = "S503" }
; ---
; A default is what most callers get without knowing it.
; SSL 2 and 3 and TLS 1.0 and 1.1 let whoever sits between the two ends read or change what they say.
;
; ## Write instead
; `ssl.PROTOCOL_TLS_CLIENT` as the default, or `None` and `ssl.create_default_context()` in the body.

; Any version, in spite of its name.
((default_parameter
  name: (_) @name
  value: (_) @finding)
  (#resolves? @finding "OpenSSL.SSL.SSLv23_METHOD")
  (#set! severity low)
  (#set! message "`{finding:name}` is the old name of `TLS_METHOD`: it takes any version, the minimum has to be set apart")
  (#fix! "use" @finding "OpenSSL.SSL.TLS_METHOD")
  (#set! fix.safety unsafe))

((default_parameter
  name: (_) @name
  value: (_) @finding)
  (#resolves? @finding "ssl.PROTOCOL_SSLv2" "ssl.PROTOCOL_SSLv3" "ssl.PROTOCOL_TLSv1" "ssl.PROTOCOL_TLSv1_1" "ssl._SSLMethod.PROTOCOL_SSLv2" "ssl._SSLMethod.PROTOCOL_SSLv3" "ssl._SSLMethod.PROTOCOL_TLSv1" "ssl._SSLMethod.PROTOCOL_TLSv1_1")
  (#fix! "use" @finding "ssl.PROTOCOL_TLS_CLIENT")
  (#set! fix.safety unsafe))

((default_parameter
  name: (_) @name
  value: (_) @finding)
  (#resolves? @finding "OpenSSL.SSL.SSLv2_METHOD" "OpenSSL.SSL.SSLv3_METHOD" "OpenSSL.SSL.TLSv1_METHOD" "OpenSSL.SSL.TLSv1_1_METHOD")
  (#fix! "use" @finding "OpenSSL.SSL.TLS_METHOD")
  (#set! fix.safety unsafe))

((typed_default_parameter
  name: (_) @name
  value: (_) @finding)
  (#resolves? @finding "ssl.PROTOCOL_SSLv2" "ssl.PROTOCOL_SSLv3" "ssl.PROTOCOL_TLSv1" "ssl.PROTOCOL_TLSv1_1" "ssl._SSLMethod.PROTOCOL_SSLv2" "ssl._SSLMethod.PROTOCOL_SSLv3" "ssl._SSLMethod.PROTOCOL_TLSv1" "ssl._SSLMethod.PROTOCOL_TLSv1_1")
  (#fix! "use" @finding "ssl.PROTOCOL_TLS_CLIENT")
  (#set! fix.safety unsafe))

((typed_default_parameter
  name: (_) @name
  value: (_) @finding)
  (#resolves? @finding "OpenSSL.SSL.SSLv2_METHOD" "OpenSSL.SSL.SSLv3_METHOD" "OpenSSL.SSL.TLSv1_METHOD" "OpenSSL.SSL.TLSv1_1_METHOD")
  (#fix! "use" @finding "OpenSSL.SSL.TLS_METHOD")
  (#set! fix.safety unsafe))
