; PY413 import-pycrypto
;
; severity     = "high"
; confidence   = "high"
; cwe          = [327, 1104]
; message      = "PyCrypto has had no repair since 2013 and has known holes"
; since        = "0.1.0"
; also         = { bandit = "B413", ruff = "S413" }
; ---
; PyCrypto is abandoned: a buffer overflow in its ciphers that lets others run code was never repaired in a release.
;
; ## Write instead
; `cryptography`, or PyCryptodome, which keeps the names: replace `pycrypto` by `pycryptodome` in the requirements.
;
; ## When it is fine
; PyCryptodome installs itself under the same name `Crypto`.
; Where the project lists it, nothing is reported; where the project does not say which of the two it is, the finding is low.

; The same name, another library.
([(import_statement
    name: (_) @finding)
  (import_from_statement
    module_name: (dotted_name) @finding)
  (import_from_statement
    name: (_) @finding)]
  (#imports-module? @finding "Crypto.Cipher" "Crypto.Hash" "Crypto.IO" "Crypto.Protocol" "Crypto.PublicKey" "Crypto.Random" "Crypto.Signature" "Crypto.Util")
  (#dependency? "pycryptodome")
  (#set! exempt))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "importlib.import_module" "builtins.__import__" "importlib.__import__")
  (#imports-module? @finding "Crypto.Cipher" "Crypto.Hash" "Crypto.IO" "Crypto.Protocol" "Crypto.PublicKey" "Crypto.Random" "Crypto.Signature" "Crypto.Util")
  (#dependency? "pycryptodome")
  (#set! exempt))

; The clause of an `import`; of a `from` the module, or the name where that is what counts.
([(import_statement
    name: (_) @finding)
  (import_from_statement
    module_name: (dotted_name) @finding)
  (import_from_statement
    name: (_) @finding)]
  (#imports-module? @finding "Crypto.Cipher" "Crypto.Hash" "Crypto.IO" "Crypto.Protocol" "Crypto.PublicKey" "Crypto.Random" "Crypto.Signature" "Crypto.Util")
  (#dependency? "pycrypto"))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "importlib.import_module" "builtins.__import__" "importlib.__import__")
  (#imports-module? @finding "Crypto.Cipher" "Crypto.Hash" "Crypto.IO" "Crypto.Protocol" "Crypto.PublicKey" "Crypto.Random" "Crypto.Signature" "Crypto.Util")
  (#dependency? "pycrypto"))

; Nobody says which of the two it is.
([(import_statement
    name: (_) @finding)
  (import_from_statement
    module_name: (dotted_name) @finding)
  (import_from_statement
    name: (_) @finding)]
  (#imports-module? @finding "Crypto.Cipher" "Crypto.Hash" "Crypto.IO" "Crypto.Protocol" "Crypto.PublicKey" "Crypto.Random" "Crypto.Signature" "Crypto.Util")
  (#set! severity low)
  (#set! confidence low)
  (#set! message "`Crypto` is PyCrypto, which is abandoned, unless PyCryptodome is installed under its name"))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "importlib.import_module" "builtins.__import__" "importlib.__import__")
  (#imports-module? @finding "Crypto.Cipher" "Crypto.Hash" "Crypto.IO" "Crypto.Protocol" "Crypto.PublicKey" "Crypto.Random" "Crypto.Signature" "Crypto.Util")
  (#set! severity low)
  (#set! confidence low)
  (#set! message "`Crypto` is PyCrypto, which is abandoned, unless PyCryptodome is installed under its name"))
