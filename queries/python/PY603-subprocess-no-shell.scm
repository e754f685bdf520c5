; PY603 subprocess-no-shell
;
; severity   = "info"
; confidence = "low"
; cwe        = [78]
; message    = "the program that `{callee:name}` starts is not known here"
; since      = "0.1.0"
; also       = { bandit = "B603", ruff = "S603", semgrep = ["dangerous-subprocess-use-audit"] }
; default = false
; ---
; Without a shell no second command can be smuggled in.
; Who controls the program itself, or the whole list of arguments, still decides what runs.
;
; ## Write instead
; A list whose first item is a constant.

((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "subprocess.run" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.Popen")
  (#argument! @_shell @_call "shell" 8)
  (#not-truthy? @_shell)
  (#argument! @argument @_call "args" 0)
  (#dynamic? @argument "shell")
  (#not-kind? @argument "list" "tuple"))

((call
  function: (_) @callee
  arguments: (argument_list
    .
    [
      (list . (_) @argument)
      (tuple . (_) @argument)
    ])) @_call @finding
  (#resolves? @callee "subprocess.run" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.Popen")
  (#argument! @_shell @_call "shell" 8)
  (#not-truthy? @_shell)
  (#dynamic? @argument "shell"))

; The program is somewhere in `*args`.
((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "subprocess.run" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.Popen")
  (#argument! @_shell @_call "shell" 8)
  (#not-given? @_shell)
  (#argument! @argument @_call "args" 0)
  (#opaque? @argument))

; `**options` may ask for a shell or not.
((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "subprocess.run" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.Popen")
  (#argument! @_shell @_call "shell" 8)
  (#opaque? @_shell)
  (#argument! @argument @_call "args" 0)
  (#dynamic? @argument "shell")
  (#not-kind? @argument "list" "tuple"))
