; PY701 jinja2-autoescape
;
; severity   = "high"
; confidence = "high"
; cwe        = [79]
; message    = "templates of this environment print values unescaped: a value with a tag in it becomes part of the page"
; since      = "0.1.0"
; also       = { bandit = "B701", ruff = "S701", semgrep = ["missing-autoescape-disabled", "incorrect-autoescape-disabled", "direct-use-of-jinja2"] }
; ---
; Jinja escapes nothing unless it is told to.
; A name with a script tag in it then runs in the browser of everybody who sees the page.
;
; ## Write instead
; `autoescape=select_autoescape()` or `autoescape=True`.
;
; ## When it is fine
; A `NativeEnvironment` makes Python values, which rarely become a page: low.

; Values of Python instead of text.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "jinja2.nativetypes.NativeEnvironment")
  (#argument! @_escape @finding "autoescape")
  (#absent? @_escape)
  (#set! severity low)
  (#set! confidence medium)
  (#set! message "templates of this environment print values unescaped, should one of them ever make a page"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "jinja2.Environment" "jinja2.sandbox.SandboxedEnvironment" "jinja2.sandbox.ImmutableSandboxedEnvironment")
  (#argument! @_escape @finding "autoescape")
  (#absent? @_escape)
  (#set! fix.safety unsafe)
  (#fix! "set-argument" @finding "autoescape" "True"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "jinja2.Environment" "jinja2.sandbox.SandboxedEnvironment" "jinja2.sandbox.ImmutableSandboxedEnvironment" "jinja2.nativetypes.NativeEnvironment" "jinja2.Environment.overlay")
  (#argument! @_escape @finding "autoescape")
  (#constant? @_escape)
  (#falsy? @_escape)
  (#set! fix.safety unsafe)
  (#fix! "set-argument" @finding "autoescape" "True"))
