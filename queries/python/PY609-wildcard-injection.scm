; PY609 wildcard-injection
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [155]
; message    = "a file whose name begins with `-` becomes an option of the command here"
; since      = "0.1.0"
; also       = { bandit = "B609", ruff = "S609", semgrep = ["system-wildcard-detected"] }
; ---
; The shell replaces `*` by file names, and `tar`, `chown`, `chmod` and `rsync` take names that begin with `-` as options.
; Who may put a file into the folder can have their own command run.
;
; ## Write instead
; `./*`, so that no name begins with `-`.

((call
  function: (_) @callee) @_call
  (#resolves? @callee "os.system" "os.popen" "os.popen2" "os.popen3" "os.popen4" "subprocess.getoutput" "subprocess.getstatusoutput" "commands.getoutput" "commands.getstatusoutput" "popen2.popen2" "popen2.popen3" "popen2.popen4" "platform.popen")
  (#argument! @finding @_call "cmd|command" 0)
  (#value-match? @finding "\\b(?:chown|chmod|tar|rsync)\\s(?:.*\\s)?\\*(?:\\s|$)")
  (#not-value-match? @finding "\\s--\\s+\\*")
  (#set! fix.safety unsafe)
  (#fix! "substitute" @finding "(\\s)\\*" "$1./*"))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "subprocess.run" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.Popen")
  (#argument! @_shell @_call "shell" 8)
  (#value? @_shell "True" "1")
  (#argument! @finding @_call "args" 0)
  (#value-match? @finding "\\b(?:chown|chmod|tar|rsync)\\s(?:.*\\s)?\\*(?:\\s|$)")
  (#not-value-match? @finding "\\s--\\s+\\*")
  (#set! fix.safety unsafe)
  (#fix! "substitute" @finding "(\\s)\\*" "$1./*"))
