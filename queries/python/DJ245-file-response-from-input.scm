; DJ245 file-response-from-input
;
; severity   = "high"
; confidence = "high"
; cwe        = [22]
; message    = "whoever sends the request chooses the file that comes back"
; since      = "0.1.0"
; also       = { semgrep = "request-data-fileresponse" }
; covers     = ["DJ244"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A response that names a file hands it out.
; With a name out of the request it hands out the settings, the database and keys: `../../settings.py`.
; `X-Accel-Redirect` and `X-Sendfile` make the web server do the same.
;
; ## Write instead
; Look a row up and answer with its file: `FileResponse(document.file)`.

((call
  function: (_) @_callee
  arguments: (argument_list
    .
    (call
      function: (_) @_open
      arguments: (argument_list
        .
        (_) @finding))))
  (#resolves? @_callee "django.http.FileResponse" "django.http.StreamingHttpResponse")
  (#resolves? @_open "builtins.open")
  (#from-request? @finding)
  (#not-checked? @finding "in" "safe_join" "basename" "is_relative_to" "fullmatch"))

((assignment
  left: (subscript
    subscript: (string) @_header)
  right: (_) @finding)
  (#value? @_header "X-Accel-Redirect" "X-Sendfile" "X-SendFile")
  (#imports? "django")
  (#from-request? @finding)
  (#not-checked? @finding "in" "safe_join" "basename" "is_relative_to" "fullmatch")
  (#set! message "whoever sends the request chooses the file that the web server hands out"))
