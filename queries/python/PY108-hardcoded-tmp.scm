; PY108 hardcoded-tmp
;
; severity   = "low"
; confidence = "medium"
; cwe        = [377]
; message    = "everybody on this machine may make `{finding}` first: a file of theirs, or a link to one of yours"
; since      = "0.1.0"
; also       = { bandit = "B108", ruff = "S108", semgrep = ["hardcoded-tmp-path"] }
; in_tests   = "off"
; ---
; Every user may write in `/tmp`, and a name that is known beforehand can be taken beforehand.
; Whoever lays a link there has the program write through it, and whoever lays a file there is what it reads.
;
; ## Write instead
; `tempfile.TemporaryDirectory()`, `tempfile.NamedTemporaryFile()` or `tempfile.mkstemp()`; `/run` or `$XDG_RUNTIME_DIR` for sockets and locks.
;
; ## When it is fine
; The folder handed to `tempfile`, comparisons, and files that are only read are left alone; in tests nothing is reported.
;
; ## Not found
; A path whose use does not show: it stands in a name that says nothing of a path, or goes to a function of one's own.

; What `tempfile` makes there has a name of its own.
((call
  function: (_) @_callee
  arguments: (argument_list (keyword_argument value: (_) @finding)))
  (#resolves? @_callee "tempfile.NamedTemporaryFile" "tempfile.TemporaryFile" "tempfile.SpooledTemporaryFile" "tempfile.TemporaryDirectory" "tempfile.mkdtemp" "tempfile.mkstemp" "tempfile.mktemp")
  (#set! exempt))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "builtins.open" "io.open" "codecs.open" "aiofiles.open")
  (#argument! @finding @_call "file" 0)
  (#value-below? @finding "/tmp" "/var/tmp" "/dev/shm")
  (#kind? @finding "string" "concatenated_string" "binary_operator")
  (#argument! @_mode @_call "mode" 1)
  (#value-match? @_mode "[wax+]"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "pathlib.Path" "pathlib.PosixPath" "os.open" "os.mkdir" "os.makedirs" "os.mkfifo" "os.path.join" "sqlite3.connect" "logging.FileHandler" "logging.handlers.RotatingFileHandler" "logging.handlers.TimedRotatingFileHandler")
  (#argument! @finding @_call "path|name|database|filename" 0)
  (#value-below? @finding "/tmp" "/var/tmp" "/dev/shm")
  (#kind? @finding "string" "concatenated_string" "binary_operator"))

; Where something is copied or moved to.
((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "shutil.copy" "shutil.copy2" "shutil.copyfile" "shutil.copytree" "shutil.move" "os.rename" "os.replace" "os.symlink" "os.link")
  (#argument! @finding @_call "dst" 1)
  (#value-below? @finding "/tmp" "/var/tmp" "/dev/shm")
  (#kind? @finding "string" "concatenated_string" "binary_operator"))

; A name that says that it is a path.
([
  (assignment left: [(identifier) (attribute) (subscript)] @_name right: [(string) (concatenated_string)] @finding)
  (keyword_argument name: (identifier) @_name value: [(string) (concatenated_string)] @finding)
  (default_parameter name: (identifier) @_name value: [(string) (concatenated_string)] @finding)
  (typed_default_parameter name: (identifier) @_name value: [(string) (concatenated_string)] @finding)
]
  (#value-below? @finding "/tmp" "/var/tmp" "/dev/shm")
  (#words? @_name "path" "paths" "file" "filename" "dir" "directory" "folder" "path" "socket" "pidfile" "logfile" "lockfile" "tmpdir" "tempdir" "cwd"))

; What is taken where a setting of that name is missing.
((call
  function: (attribute
    attribute: (identifier) @_method)
  arguments: (argument_list . (string) @_name . [(string) (concatenated_string)] @finding .))
  (#any-of? @_method "get" "setdefault" "pop" "getenv")
  (#value-below? @finding "/tmp" "/var/tmp" "/dev/shm")
  (#not-value? @finding "/tmp" "/var/tmp" "/dev/shm")
  (#words? @_name "path" "paths" "file" "filename" "dir" "directory" "folder" "socket" "pidfile" "logfile" "lockfile"))
