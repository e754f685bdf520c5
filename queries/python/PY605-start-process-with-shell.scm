; PY605 start-process-with-shell
;
; severity   = "high"
; confidence = "high"
; cwe        = [78]
; message    = "`{callee:name}` hands `{argument}` to a shell, which runs whatever commands the value brings along"
; since      = "0.1.0"
; also       = { bandit = "B605", ruff = "S605", semgrep = ["dangerous-system-call-audit"] }
; ---
; These functions always start a shell.
; One value that a visitor can influence becomes a second command, run with the rights of the server.
;
; ## Write instead
; `subprocess.run` with a list of arguments.
;
; ## When it is fine
; A command without any value from outside is reported as low.

; A constant command of plain words that nobody reads the status of.
((expression_statement
  (call
    function: (_) @callee
    arguments: (argument_list . (string) @argument .)) @_call @finding)
  (#resolves? @callee "os.system")
  (#simple-command? @argument)
  (#set! severity low)
  (#set! message "`{callee:name}` starts a shell for a command that needs none")
  (#set! fix.safety safe)
  (#fix! "system-to-run" @_call @argument))

((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "os.system" "os.popen" "os.popen2" "os.popen3" "os.popen4" "subprocess.getoutput" "subprocess.getstatusoutput" "commands.getoutput" "commands.getstatusoutput" "popen2.popen2" "popen2.popen3" "popen2.popen4" "platform.popen")
  (#argument! @argument @_call "cmd|command" 0)
  (#simple-command? @argument)
  (#set! severity low)
  (#set! message "`{callee:name}` starts a shell for a command that needs none"))

; One that a shell does something to.
((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "os.system" "os.popen" "os.popen2" "os.popen3" "os.popen4" "subprocess.getoutput" "subprocess.getstatusoutput" "commands.getoutput" "commands.getstatusoutput" "popen2.popen2" "popen2.popen3" "popen2.popen4" "platform.popen")
  (#argument! @argument @_call "cmd|command" 0)
  (#constant? @argument)
  (#set! severity low)
  (#set! message "`{callee:name}` hands a constant command to a shell: the first value that is put into it can run others"))

((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "os.system" "os.popen" "os.popen2" "os.popen3" "os.popen4" "subprocess.getoutput" "subprocess.getstatusoutput" "commands.getoutput" "commands.getstatusoutput" "popen2.popen2" "popen2.popen3" "popen2.popen4" "platform.popen")
  (#argument! @argument @_call "cmd|command" 0)
  (#not-dynamic? @argument "shell")
  (#set! severity low)
  (#set! message "`{callee:name}` starts a shell; the values are quoted, a list of arguments would need no quoting"))

((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "os.system" "os.popen" "os.popen2" "os.popen3" "os.popen4" "subprocess.getoutput" "subprocess.getstatusoutput" "commands.getoutput" "commands.getstatusoutput" "popen2.popen2" "popen2.popen3" "popen2.popen4" "platform.popen")
  (#argument! @argument @_call "cmd|command" 0)
  (#given? @argument))

((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "os.system" "os.popen" "os.popen2" "os.popen3" "os.popen4" "subprocess.getoutput" "subprocess.getstatusoutput" "commands.getoutput" "commands.getstatusoutput" "popen2.popen2" "popen2.popen3" "popen2.popen4" "platform.popen")
  (#argument! @argument @_call "cmd|command" 0)
  (#opaque? @argument)
  (#set! message "`{callee:name}` hands its text to a shell, which runs whatever commands the values bring along"))

([(identifier) (attribute)] @finding
  (#resolves? @finding "os.system" "os.popen" "subprocess.getoutput" "subprocess.getstatusoutput")
  (#reference? @finding)
  (#set! confidence medium)
  (#set! message "`{finding:name}` is passed on: it hands whatever text it gets to a shell"))
