; PY321 ftp
;
; severity   = "medium"
; confidence = "high"
; cwe        = [319]
; message    = "`{callee:name}` sends everything in the clear, the password included"
; since      = "0.1.0"
; also       = { bandit = "B321", ruff = "S321", semgrep = ["use-ftp-tls"] }
; covers     = ["PY310"]
; ---
; FTP encrypts nothing: everybody on the way reads the password and the files, and can change them.
;
; ## Write instead
; `ftplib.FTP_TLS` and `prot_p()` behind the login, which encrypts the files as well; better SFTP with `paramiko`, or HTTPS.
;
; ## When it is fine
; Public files without a login whose contents are checked against a signature.

((call
  function: (_) @callee) @finding
  (#resolves? @callee "ftplib.FTP")
  (#fix! "switch-class" @finding "ftplib.FTP_TLS" "login" "prot_p()")
  (#set! fix.title "Use `FTP_TLS`, and encrypt the files too")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "aioftp.Client" "aioftp.Client.context")
  (#argument! @_tls @finding "ssl|ssl_context")
  (#given? @_tls)
  (#not-value? @_tls "None" "False")
  (#set! exempt))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "aioftp.Client" "aioftp.Client.context"))

; An address of that scheme.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "urllib.request.urlopen" "urllib.request.urlretrieve" "urllib.request.Request" "urllib.urlopen" "urllib.urlretrieve" "urllib2.urlopen" "urllib2.Request")
  (#argument! @argument @finding "url|fullurl" 0)
  (#built-match? @argument "^(?i:ftp)://")
  (#set! message "`{argument}` is fetched in the clear: everybody on the way can read and change it"))

; A class of its own is derived from it, or it is passed on.
([(identifier) (attribute)] @finding
  (#resolves? @finding "ftplib.FTP")
  (#reference? @finding)
  (#not-inside-call? @finding "builtins.isinstance" "builtins.issubclass")
  (#set! confidence medium)
  (#set! message "`{finding:name}` sends everything in the clear, the password included"))
