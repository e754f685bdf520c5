; PY604 any-shell-true
;
; severity   = "medium"
; confidence = "low"
; cwe        = [78]
; message    = "`{callee}` is told to use a shell for `{argument}`"
; since      = "0.1.0"
; also       = { bandit = "B604", ruff = "S604" }
; ---
; A function with a `shell` switch usually hands its text to `/bin/sh`.
; Values in the text may then become commands of their own.
;
; ## Write instead
; Leave `shell` out and pass a list, or put each value through `shlex.quote`.
;
; ## When it is fine
; Functions whose `shell` names which shell to use, as those of `click` and `typer`, are not reported.

((call
  function: (_) @callee
  arguments: (argument_list
    (keyword_argument
      name: (identifier) @_keyword
      value: (_) @finding))) @_call
  (#eq? @_keyword "shell")
  (#not-resolves? @callee "subprocess.run" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.Popen" "functools.partial" "click.*" "typer.*" "pexpect.*" "docker.*" "pandas.*" "numpy.*" "asyncio.*")
  (#value? @finding "True" "1")
  (#argument! @argument @_call "args|command|cmd" 0)
  (#dynamic? @argument "shell"))
