; PY507 ssh-no-host-key
;
; severity   = "high"
; confidence = "medium"
; cwe        = [322, 295]
; message    = "`{finding}` takes any host key: the other end may be anybody"
; since      = "0.1.0"
; also       = { bandit = "B507", ruff = "S507", semgrep = ["paramiko-implicit-trust-host-key"] }
; ---
; The key of a host is what tells it from an impostor.
; A client that takes every unknown key also takes that of whoever sits on the way, and then sends them the password and the commands.
;
; ## Write instead
; `client.load_system_host_keys()` and `client.set_missing_host_key_policy(paramiko.RejectPolicy())`, with the key of the host in `known_hosts`.
;
; ## When it is fine
; A machine that was made a moment ago has a key nobody can know yet; fetch it over the channel that made the machine.

((call
  function: (attribute
    object: (_) @_client
    attribute: (identifier) @_method)) @_call
  (#eq? @_method "set_missing_host_key_policy")
  (#argument! @finding @_call "policy" 0)
  (#resolves? @finding "paramiko.AutoAddPolicy" "paramiko.WarningPolicy" "paramiko.MissingHostKeyPolicy")
  (#statement? @_call)
  (#insert-lines-before! @_call "{_client}.load_system_host_keys()")
  (#replace! @finding "{use:paramiko.RejectPolicy}()")
  (#set! fix.title "Take the hosts of `known_hosts` only")
  (#set! fix.safety unsafe))

((call
  function: (attribute
    object: (_) @_client
    attribute: (identifier) @_method)) @_call
  (#eq? @_method "set_missing_host_key_policy")
  (#argument! @finding @_call "policy" 0)
  (#instance? @finding "paramiko.AutoAddPolicy" "paramiko.WarningPolicy")
  (#statement? @_call)
  (#insert-lines-before! @_call "{_client}.load_system_host_keys()")
  (#replace! @finding "{use:paramiko.RejectPolicy}()")
  (#set! fix.title "Take the hosts of `known_hosts` only")
  (#set! fix.safety unsafe))

((call
  function: (attribute
    object: (_) @_client
    attribute: (identifier) @_method)) @_call
  (#eq? @_method "set_missing_host_key_policy")
  (#argument! @finding @_call "policy" 0)
  (#resolves? @finding "paramiko.AutoAddPolicy" "paramiko.WarningPolicy" "paramiko.MissingHostKeyPolicy"))

((call
  function: (attribute
    object: (_) @_client
    attribute: (identifier) @_method)) @_call
  (#eq? @_method "set_missing_host_key_policy")
  (#argument! @finding @_call "policy" 0)
  (#instance? @finding "paramiko.AutoAddPolicy" "paramiko.WarningPolicy"))

; The base class itself does nothing about an unknown host; what derives from it may.
((call
  function: (attribute
    object: (_) @_client
    attribute: (identifier) @_method)) @_call
  (#eq? @_method "set_missing_host_key_policy")
  (#argument! @finding @_call "policy" 0)
  (#instance? @finding "paramiko.MissingHostKeyPolicy")
  (#not-derives? @finding "paramiko.MissingHostKeyPolicy"))

; A policy of our own that lets everybody in.
((function_definition
  name: (identifier) @finding
  body: (block) @_body)
  (#eq? @finding "missing_host_key")
  (#imports? "paramiko")
  (#only-statement? @_body "pass_statement" "return_statement" "ellipsis" "string")
  (#set! message "a `missing_host_key` that does nothing takes any host key: the other end may be anybody"))
