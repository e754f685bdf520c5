; PY508 snmp-insecure-version
;
; severity   = "medium"
; confidence = "high"
; cwe        = [319]
; message    = "SNMP version 1 and 2c send the community, which is the password, and all values in plain text"
; since      = "0.1.0"
; also       = { bandit = "B508", ruff = "S508" }
; ---
; The first two versions of SNMP know neither encryption nor a login, only a word that both sides know and that every packet carries.
; Whoever can listen to the network reads it and then asks or changes the device themselves.
;
; ## Write instead
; SNMP version 3: `UsmUserData("name", auth_key, priv_key, authProtocol=usmHMAC192SHA256AuthProtocol, privProtocol=usmAesCfb128Protocol)`.
;
; ## When it is fine
; Devices that speak nothing newer, on a network of their own.
; Without `mpModel` pysnmp takes version 2c; that is reported as low, and for a constant community only.

((call
  function: (_) @callee) @_call
  (#resolves? @callee "pysnmp.hlapi.CommunityData")
  (#argument! @finding @_call "mpModel" 2)
  (#value? @finding "0" "1"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "pysnmp.hlapi.CommunityData")
  (#argument! @_model @finding "mpModel" 2)
  (#absent? @_model)
  (#argument! @_index @finding "communityIndex" 0)
  (#argument! @_name @finding "communityName" 1)
  (#constant? @_index)
  (#not-given? @_name)
  (#set! severity low)
  (#set! message "without `mpModel` this is SNMP version 2c, which sends the community and all values in plain text"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "pysnmp.hlapi.CommunityData")
  (#argument! @_model @finding "mpModel" 2)
  (#absent? @_model)
  (#argument! @_name @finding "communityName" 1)
  (#constant? @_name)
  (#set! severity low)
  (#set! message "without `mpModel` this is SNMP version 2c, which sends the community and all values in plain text"))
