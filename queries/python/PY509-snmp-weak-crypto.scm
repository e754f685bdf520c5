; PY509 snmp-weak-crypto
;
; severity   = "medium"
; confidence = "high"
; cwe        = [319]
; message    = "without `authKey` and `privKey` SNMP version 3 neither proves who speaks nor hides what is said"
; since      = "0.1.0"
; also       = { bandit = "B509", ruff = "S509" }
; ---
; SNMP version 3 is safe only if both keys are set: one proves who speaks, the other encrypts.
; With one of them missing, or with MD5 and DES, whoever listens reads or changes what is said to the device.
;
; ## Write instead
; `UsmUserData("name", auth_key, priv_key, authProtocol=usmHMAC192SHA256AuthProtocol, privProtocol=usmAesCfb128Protocol)`.
;
; ## When it is fine
; Devices that speak nothing better, on a network of their own.

; No key at all: whoever knows the name is let in.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "pysnmp.hlapi.UsmUserData")
  (#argument! @_auth @finding "authKey" 1)
  (#absent? @_auth))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "pysnmp.hlapi.UsmUserData")
  (#argument! @_auth @finding "authKey" 1)
  (#value? @_auth "None"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "pysnmp.hlapi.UsmUserData")
  (#argument! @_priv @finding "privKey" 2)
  (#absent? @_priv)
  (#set! message "without `privKey` SNMP version 3 sends all values in plain text"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "pysnmp.hlapi.UsmUserData")
  (#argument! @_priv @finding "privKey" 2)
  (#value? @_priv "None")
  (#set! message "without `privKey` SNMP version 3 sends all values in plain text"))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "pysnmp.hlapi.UsmUserData")
  (#argument! @finding @_call "authProtocol" 3)
  (#value? @finding "pysnmp.hlapi.usmNoAuthProtocol" "pysnmp.hlapi.usmHMACMD5AuthProtocol" "pysnmp.hlapi.USM_AUTH_NONE" "pysnmp.hlapi.USM_AUTH_HMAC96_MD5")
  (#set! message "`{finding}` does not prove who speaks: the login of the device can be forged"))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "pysnmp.hlapi.UsmUserData")
  (#argument! @finding @_call "privProtocol" 4)
  (#value? @finding "pysnmp.hlapi.usmNoPrivProtocol" "pysnmp.hlapi.usmDESPrivProtocol" "pysnmp.hlapi.USM_PRIV_NONE" "pysnmp.hlapi.USM_PRIV_CBC56_DES")
  (#set! message "`{finding}` does not hide what is said: whoever listens reads all values"))
