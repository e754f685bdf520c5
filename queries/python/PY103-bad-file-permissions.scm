; PY103 bad-file-permissions
;
; severity   = "medium"
; confidence = "high"
; cwe        = [732]
; message    = "`{callee:name}` lets other users of the machine change or run this: `{finding}`"
; since      = "0.1.0"
; also       = { bandit = "B103", ruff = "S103", semgrep = ["insecure-file-permissions"] }
; ---
; Whoever may write a file decides what the program reads or runs next.
; With write rights for the group or for everybody, another account on the machine, or a weak service that runs there, becomes the owner of yours.
;
; ## Write instead
; `0o644` for files and `0o755` for folders that others read, `0o600` and `0o700` for everything that is nobody's business.
;
; ## When it is fine
; `0o755`, `0o711`, `0o555` and `0o511` are usual for folders and scripts and are not reported; other modes with which others may run but not write are low.
;
; ## Not found
; A mode that is not known here.

; `777` for `0o777`.
((call
  function: (_) @callee) @_call
  (#resolves? @callee "os.chmod" "os.lchmod" "os.fchmod")
  (#argument! @finding @_call "mode" 1)
  (#any-of? @finding "777" "775" "770" "766" "755" "750" "744" "700" "666" "664" "660" "644" "640" "600" "444" "400")
  (#set! severity medium)
  (#set! message "`{finding}` is a decimal number here and gives odd rights; octal ones begin with `0o`"))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "pathlib.Path.chmod" "pathlib.Path.lchmod")
  (#argument! @finding @_call "mode" 0)
  (#any-of? @finding "777" "775" "770" "766" "755" "750" "744" "700" "666" "664" "660" "644" "640" "600" "444" "400")
  (#set! severity medium)
  (#set! message "`{finding}` is a decimal number here and gives odd rights; octal ones begin with `0o`"))

; More bits than a mode has.
((call
  function: (_) @callee) @_call
  (#resolves? @callee "os.chmod" "os.lchmod" "os.fchmod")
  (#argument! @finding @_call "mode" 1)
  (#number? @finding ">4095")
  (#set! severity medium)
  (#set! message "`{finding}` is no file mode: the largest is `0o7777`"))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "pathlib.Path.chmod" "pathlib.Path.lchmod")
  (#argument! @finding @_call "mode" 0)
  (#number? @finding ">4095")
  (#set! severity medium)
  (#set! message "`{finding}` is no file mode: the largest is `0o7777`"))

; Everybody may write.
((call
  function: (_) @callee) @_call
  (#resolves? @callee "os.chmod" "os.lchmod" "os.fchmod")
  (#argument! @finding @_call "mode" 1)
  (#bits? @finding "0o002")
  (#set! severity high)
  (#set! message "`{callee:name}` lets every user of the machine write here: `{finding}`")
  (#fix! "clear-mode-bits" @finding)
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "pathlib.Path.chmod" "pathlib.Path.lchmod")
  (#argument! @finding @_call "mode" 0)
  (#bits? @finding "0o002")
  (#set! severity high)
  (#set! message "`{callee:name}` lets every user of the machine write here: `{finding}`")
  (#fix! "clear-mode-bits" @finding)
  (#set! fix.safety unsafe))

; A folder that a group shares.
((call
  function: (_) @callee) @_call
  (#resolves? @callee "os.chmod" "os.lchmod" "os.fchmod")
  (#argument! @finding @_call "mode" 1)
  (#bits? @finding "0o020")
  (#argument! @_target @_call "path|fd" 0)
  (#last-words? @_target "dir" "directory" "folder" "dirname")
  (#set! severity low)
  (#set! message "every member of the group may write in `{_target}`: `{finding}`")
  (#fix! "clear-mode-bits" @finding)
  (#set! fix.safety unsafe))

((call
  function: (attribute object: (_) @_target) @callee) @_call
  (#resolves? @callee "pathlib.Path.chmod" "pathlib.Path.lchmod")
  (#argument! @finding @_call "mode" 0)
  (#bits? @finding "0o020")
  (#last-words? @_target "dir" "directory" "folder" "dirname")
  (#set! severity low)
  (#set! message "every member of the group may write in `{_target}`: `{finding}`")
  (#fix! "clear-mode-bits" @finding)
  (#set! fix.safety unsafe))

; The group may write.
((call
  function: (_) @callee) @_call
  (#resolves? @callee "os.chmod" "os.lchmod" "os.fchmod")
  (#argument! @finding @_call "mode" 1)
  (#bits? @finding "0o020")
  (#set! message "`{callee:name}` lets every member of the group write here: `{finding}`")
  (#fix! "clear-mode-bits" @finding)
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "pathlib.Path.chmod" "pathlib.Path.lchmod")
  (#argument! @finding @_call "mode" 0)
  (#bits? @finding "0o020")
  (#set! message "`{callee:name}` lets every member of the group write here: `{finding}`")
  (#fix! "clear-mode-bits" @finding)
  (#set! fix.safety unsafe))

; Usual for folders and scripts: others read and run, and only the owner writes.
((call
  function: (_) @callee) @_call
  (#resolves? @callee "os.chmod" "os.lchmod" "os.fchmod")
  (#argument! @finding @_call "mode" 1)
  (#value? @finding "493" "457" "365" "329")
  (#set! exempt))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "pathlib.Path.chmod" "pathlib.Path.lchmod")
  (#argument! @finding @_call "mode" 0)
  (#value? @finding "493" "457" "365" "329")
  (#set! exempt))

; Others may run it, or enter the folder.
((call
  function: (_) @callee) @_call
  (#resolves? @callee "os.chmod" "os.lchmod" "os.fchmod")
  (#argument! @finding @_call "mode" 1)
  (#bits? @finding "0o011")
  (#set! severity low)
  (#set! confidence medium)
  (#set! message "other users of the machine may run this or enter it: `{finding}`"))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "pathlib.Path.chmod" "pathlib.Path.lchmod")
  (#argument! @finding @_call "mode" 0)
  (#bits? @finding "0o011")
  (#set! severity low)
  (#set! confidence medium)
  (#set! message "other users of the machine may run this or enter it: `{finding}`"))
