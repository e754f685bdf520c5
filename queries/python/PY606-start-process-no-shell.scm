; PY606 start-process-no-shell
;
; severity   = "info"
; confidence = "medium"
; cwe        = [78]
; message    = "`{callee:name}` starts a program that is not known here"
; since      = "0.1.0"
; also       = { bandit = "B606", ruff = "S606", semgrep = ["dangerous-os-exec-audit", "dangerous-spawn-process-audit"] }
; ---
; Who decides which program starts decides what the process does.
;
; ## Write instead
; A constant path, or a choice among constants.

; What Windows opens a document with is decided by its name.
((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "os.startfile")
  (#argument! @argument @_call "filepath" 0)
  (#dynamic? @argument "shell")
  (#set! severity medium)
  (#set! message "`{callee:name}` opens `{argument}` with whatever program its name asks for: a script among the documents is run"))

((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "os.execl" "os.execle" "os.execlp" "os.execlpe" "os.execv" "os.execve" "os.execvp" "os.execvpe" "os.posix_spawn" "os.posix_spawnp")
  (#argument! @argument @_call "path|file" 0)
  (#dynamic? @argument "shell"))

((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "os.spawnl" "os.spawnle" "os.spawnlp" "os.spawnlpe" "os.spawnv" "os.spawnve" "os.spawnvp" "os.spawnvpe")
  (#argument! @argument @_call "path|file" 1)
  (#dynamic? @argument "shell"))
