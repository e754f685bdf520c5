; PY607 partial-path
;
; severity   = "info"
; confidence = "low"
; cwe        = [426]
; message    = "`{argument:value}` is looked up on `PATH`: a program of that name in an earlier folder runs instead"
; since      = "0.1.0"
; also       = { bandit = "B607", ruff = "S607" }
; default = false
; ---
; Without a folder in front, the program is searched for in every folder of `PATH`.
; A service with a writable folder there starts what somebody else put into it.
;
; ## Write instead
; The whole path, or `shutil.which` with a `path` of your own.

((call
  function: (_) @callee
  arguments: (argument_list
    .
    [
      (list . (string) @argument)
      (tuple . (string) @argument)
    ])) @finding
  (#resolves? @callee "subprocess.run" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.Popen")
  (#value-match? @argument "^[^/\\\\.:]+$")
  (#not-value? @argument "git" "docker" "python" "python3" "pip" "node" "npm" "make" "ssh"))

((call
  function: (_) @callee
  arguments: (argument_list
    (keyword_argument
      name: (identifier) @_keyword
      value: [
        (list . (string) @argument)
        (tuple . (string) @argument)
      ]))) @finding
  (#eq? @_keyword "args")
  (#resolves? @callee "subprocess.run" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.Popen")
  (#value-match? @argument "^[^/\\\\.:]+$")
  (#not-value? @argument "git" "docker" "python" "python3" "pip" "node" "npm" "make" "ssh"))

; The program alone, without a list.
((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "subprocess.run" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.Popen")
  (#argument! @_shell @_call "shell" 8)
  (#not-truthy? @_shell)
  (#argument! @argument @_call "args" 0)
  (#kind? @argument "string")
  (#value-match? @argument "^[^/\\\\.:]+$")
  (#not-value? @argument "git" "docker" "python" "python3" "pip" "node" "npm" "make" "ssh"))

((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "os.execl" "os.execle" "os.execlp" "os.execlpe" "os.execv" "os.execve" "os.execvp" "os.execvpe" "os.posix_spawn" "os.posix_spawnp")
  (#argument! @argument @_call "path|file" 0)
  (#value-match? @argument "^[^/\\\\.:]+$")
  (#not-value? @argument "git" "docker" "python" "python3" "pip" "node" "npm" "make" "ssh"))

((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "os.spawnl" "os.spawnle" "os.spawnlp" "os.spawnlpe" "os.spawnv" "os.spawnve" "os.spawnvp" "os.spawnvpe")
  (#argument! @argument @_call "path|file" 1)
  (#value-match? @argument "^[^/\\\\.:]+$")
  (#not-value? @argument "git" "docker" "python" "python3" "pip" "node" "npm" "make" "ssh"))

; Commands of a shell: the first word is the program.
((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "os.system" "os.popen" "subprocess.getoutput" "subprocess.getstatusoutput")
  (#argument! @argument @_call "cmd|command" 0)
  (#simple-command? @argument)
  (#value-match? @argument "^[^/\\\\.: \t]+(?:[ \t]|$)")
  (#not-value-match? @argument "^(?:git|docker|python|python3|pip|node|npm|make|ssh)(?:[ \t]|$)")
  (#set! message "the program of `{argument:value}` is looked up on `PATH`: another of that name in an earlier folder runs instead"))

((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "subprocess.run" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.Popen")
  (#argument! @_shell @_call "shell" 8)
  (#truthy? @_shell)
  (#argument! @argument @_call "args" 0)
  (#simple-command? @argument)
  (#value-match? @argument "^[^/\\\\.: \t]+(?:[ \t]|$)")
  (#not-value-match? @argument "^(?:git|docker|python|python3|pip|node|npm|make|ssh)(?:[ \t]|$)")
  (#set! message "the program of `{argument:value}` is looked up on `PATH`: another of that name in an earlier folder runs instead"))
