; DJ244 upload-name-in-path
;
; severity   = "high"
; confidence = "high"
; cwe        = [22]
; message    = "whoever sends the request chooses the path: `../` leads out of the folder"
; since      = "0.1.0"
; also       = { semgrep = ["path-traversal-join", "path-traversal-open", "path-traversal-file-name"] }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A name that was sent may be `../../settings.py` or begin with `/`.
; Joined to a folder it leads anywhere the server can read or write.
;
; ## Write instead
; The storage: `default_storage.save(name, file)` cleans the name; for reading look a row up and use its file.
; Where a path has to be made, `safe_join(folder, name)` raises an error for names that lead out, and `Path(name).name` keeps the last part.
;
; ## When it is fine
; Django takes the folders off the name of an uploaded file (`request.FILES["f"].name`), so such a name is medium: its ending still says what a server does with it.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "builtins.open" "io.open" "os.open" "os.remove" "os.unlink" "os.path.join" "shutil.rmtree" "pathlib.Path")
  (#imports? "django" "rest_framework")
  (#argument! @finding @_call "file|path|a" 0)
  (#from-request? @finding)
  (#not-checked? @finding "in" "safe_join" "get_valid_filename" "secure_filename" "basename" "is_relative_to" "isdigit" "fullmatch"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "os.path.join")
  (#imports? "django" "rest_framework")
  (#argument! @finding @_call "p" 1)
  (#match? @finding "[.]name$")
  (#set! severity medium)
  (#set! message "the name of an uploaded file ends as its sender wants: `.html`, `.py`, or a file that is there already")
  (#from-request? @finding)
  (#not-checked? @finding "in" "safe_join" "get_valid_filename" "secure_filename" "basename" "is_relative_to" "isdigit" "fullmatch"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "os.path.join")
  (#imports? "django" "rest_framework")
  (#argument! @finding @_call "p" 1)
  (#from-request? @finding)
  (#not-checked? @finding "in" "safe_join" "get_valid_filename" "secure_filename" "basename" "is_relative_to" "isdigit" "fullmatch"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "os.path.join")
  (#imports? "django" "rest_framework")
  (#argument! @finding @_call "p" 2)
  (#from-request? @finding)
  (#not-checked? @finding "in" "safe_join" "get_valid_filename" "secure_filename" "basename" "is_relative_to" "isdigit" "fullmatch"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.core.files.storage.FileSystemStorage")
  (#imports? "django" "rest_framework")
  (#argument! @finding @_call "location" 0)
  (#from-request? @finding)
  (#not-checked? @finding "in" "safe_join" "get_valid_filename" "secure_filename" "basename" "is_relative_to" "isdigit" "fullmatch"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.core.files.storage.default_storage.open" "django.core.files.storage.default_storage.delete" "django.core.files.storage.default_storage.path" "django.core.files.storage.storages.open")
  (#imports? "django" "rest_framework")
  (#argument! @finding @_call "name" 0)
  (#from-request? @finding)
  (#not-checked? @finding "in" "safe_join" "get_valid_filename" "secure_filename" "basename" "is_relative_to" "isdigit" "fullmatch"))
