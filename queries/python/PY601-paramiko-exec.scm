; PY601 paramiko-exec
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [78]
; message    = "`{argument}` is run by the shell of the remote host"
; since      = "0.1.0"
; also       = { bandit = "B601", ruff = "S601", semgrep = ["paramiko-exec-command"] }
; ---
; The remote side hands the text to the login shell of the account.
; A value with `;` or `$( )` in it becomes a second command on that host.
;
; ## Write instead
; Put each value through `shlex.quote`, or call a fixed script that reads its data from standard input.

((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "paramiko.SSHClient.exec_command" "paramiko.Channel.exec_command" "paramiko.channel.Channel.exec_command" "paramiko.Transport.exec_command")
  (#argument! @argument @_call "command" 0)
  (#dynamic? @argument "shell"))

((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "paramiko.SSHClient.exec_command" "paramiko.Channel.exec_command" "paramiko.channel.Channel.exec_command" "paramiko.Transport.exec_command")
  (#argument! @argument @_call "command" 0)
  (#opaque? @argument)
  (#set! message "what `{callee:last}` is given is run by the shell of the remote host"))

; A receiver nobody says the type of, in a file that uses the library.
((call
  function: (attribute
    attribute: (identifier) @_method)) @_call @finding
  (#eq? @_method "exec_command")
  (#imports? "paramiko")
  (#argument! @argument @_call "command" 0)
  (#dynamic? @argument "shell")
  (#set! confidence low))
