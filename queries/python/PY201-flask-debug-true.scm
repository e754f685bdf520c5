; PY201 flask-debug-true
;
; severity   = "high"
; confidence = "medium"
; cwe        = [489, 94]
; message    = "`debug={finding}` lets every visitor who reaches an error page run Python in the server"
; since      = "0.1.0"
; also       = { bandit = "B201", ruff = "S201", semgrep = ["debug-enabled"] }
; ---
; In debug mode an error page comes with a console that runs Python in the server.
; Its PIN can be computed from facts that other weaknesses give away, and the page shows source and variables to everybody.
;
; ## Write instead
; Leave `debug` out and start development servers with `flask --debug run`.
;
; ## When it is fine
; Below `if __name__ == "__main__":` the finding is medium: servers in production do not start programs that way, people do.
;
; ## Not found
; A value that comes from somewhere else, `debug=settings.DEBUG` for example.

((call
  function: (_) @callee) @_call
  (#resolves? @callee "flask.Flask.run" "connexion.FlaskApp.run")
  (#argument! @finding @_call "debug" 2)
  (#constant? @finding)
  (#truthy? @finding)
  (#in? @finding "main")
  (#set! severity medium)
  (#fix! "remove-argument" @_call "debug")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "flask.Flask.run" "connexion.FlaskApp.run")
  (#argument! @finding @_call "debug" 2)
  (#constant? @finding)
  (#truthy? @finding)
  (#fix! "remove-argument" @_call "debug")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "dash.Dash.run" "dash.Dash.run_server" "quart.Quart.run" "connexion.App.run")
  (#argument! @finding @_call "debug")
  (#constant? @finding)
  (#truthy? @finding)
  (#in? @finding "main")
  (#set! severity medium)
  (#fix! "remove-argument" @_call "debug")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "dash.Dash.run" "dash.Dash.run_server" "quart.Quart.run" "connexion.App.run")
  (#argument! @finding @_call "debug")
  (#constant? @finding)
  (#truthy? @finding)
  (#fix! "remove-argument" @_call "debug")
  (#set! fix.safety unsafe))

; An application made elsewhere, known by its usual names.
((call
  function: (attribute
    object: (identifier) @_application
    attribute: (identifier) @_method)) @_call
  (#any-of? @_method "run" "run_server")
  (#any-of? @_application "app" "application" "server")
  (#imports? "flask" "dash" "connexion")
  (#argument! @finding @_call "debug")
  (#constant? @finding)
  (#truthy? @finding)
  (#in? @finding "main")
  (#set! severity medium)
  (#set! confidence low)
  (#fix! "remove-argument" @_call "debug")
  (#set! fix.safety unsafe))

((call
  function: (attribute
    object: (identifier) @_application
    attribute: (identifier) @_method)) @_call
  (#any-of? @_method "run" "run_server")
  (#any-of? @_application "app" "application" "server")
  (#imports? "flask" "dash" "connexion")
  (#argument! @finding @_call "debug")
  (#constant? @finding)
  (#truthy? @finding)
  (#set! confidence low)
  (#fix! "remove-argument" @_call "debug")
  (#set! fix.safety unsafe))
