; PY602 subprocess-shell-true
;
; severity   = "high"
; confidence = "high"
; cwe        = [78]
; message    = "`{callee:name}` hands `{argument}` to a shell, which runs whatever commands the value brings along"
; since      = "0.1.0"
; also       = { bandit = "B602", ruff = "S602", semgrep = ["subprocess-shell-true", "dangerous-subprocess-use-audit"] }
; ---
; A shell gives meaning to `;`, `|`, `$( )` and backquotes anywhere in the string.
; One value that a visitor can influence becomes a second command, run with the rights of the server.
;
; ## Write instead
; Pass a list of arguments and leave `shell` out: each value stays one argument, whatever it contains.
; Where the shell is really needed, put every value through `shlex.quote`.
;
; ## When it is fine
; A command without any value from outside is reported as low: it is slower and easy to extend carelessly.
;
; ## Not found
; A `shell` keyword that arrives in a dictionary whose contents are not known.

; A constant command: no injection today.
((call
  function: (_) @callee) @_call
  (#resolves? @callee "subprocess.run" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.Popen")
  (#argument! @finding @_call "shell" 8)
  (#truthy? @finding)
  (#argument! @argument @_call "args" 0)
  (#simple-command? @argument)
  (#set! severity low)
  (#set! message "`{callee:name}` starts a shell for a command that needs none")
  (#set! fix.safety safe)
  (#fix! "shell-to-list" @_call @argument))

; One that a shell does something to.
((call
  function: (_) @callee) @_call
  (#resolves? @callee "subprocess.run" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.Popen")
  (#argument! @finding @_call "shell" 8)
  (#truthy? @finding)
  (#argument! @argument @_call "args" 0)
  (#constant? @argument)
  (#not-kind? @argument "list" "tuple")
  (#set! severity low)
  (#set! message "`{callee:name}` hands a constant command to a shell: the first value that is put into it can run others")
  (#set! fix.safety safe)
  (#fix! "shell-to-list" @_call @argument))

; A list with a shell: only the first item is the command.
((call
  function: (_) @callee) @_call
  (#resolves? @callee "subprocess.run" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.Popen")
  (#argument! @finding @_call "shell" 8)
  (#truthy? @finding)
  (#argument! @argument @_call "args" 0)
  (#kind? @argument "list" "tuple")
  (#set! severity medium)
  (#set! message "with `shell=True` only the first item of the list is run, the others become arguments of the shell itself")
  (#set! fix.safety unsafe)
  (#fix! "remove-argument" @_call "shell"))

; Every value went through `shlex.quote`, or is a number.
((call
  function: (_) @callee) @_call
  (#resolves? @callee "subprocess.run" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.Popen")
  (#argument! @finding @_call "shell" 8)
  (#truthy? @finding)
  (#argument! @argument @_call "args" 0)
  (#not-dynamic? @argument "shell")
  (#set! severity low)
  (#set! message "`{callee:name}` starts a shell; the values are quoted, a list of arguments would need no quoting"))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "subprocess.run" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.Popen")
  (#argument! @finding @_call "shell" 8)
  (#truthy? @finding)
  (#argument! @argument @_call "args" 0)
  (#given? @argument)
  (#set! fix.safety unsafe)
  (#fix! "shell-to-list" @_call @argument))

; The command is somewhere in `*args` or `**options`.
((call
  function: (_) @callee) @_call
  (#resolves? @callee "subprocess.run" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.Popen")
  (#argument! @finding @_call "shell" 8)
  (#truthy? @finding)
  (#argument! @argument @_call "args" 0)
  (#opaque? @argument)
  (#set! message "`{callee:name}` hands its command to a shell, which runs whatever commands the values bring along"))
