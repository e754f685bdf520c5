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
