; PY505 weak-key-size
;
; severity   = "medium"
; confidence = "high"
; cwe        = [326]
; message    = "a key of {finding:value} bits is too short: it can be computed from its public half"
; since      = "0.1.0"
; also       = { bandit = "B505", ruff = "S505", semgrep = ["insufficient-rsa-key-size", "insufficient-dsa-key-size", "insufficient-ec-key-size"] }
; ---
; The public half of a key is known to all, and with enough machines the private half follows from it.
; For 768 bits of RSA that has been done, 1024 bits are within reach of large organisations; then they sign and decrypt in your name.
;
; ## Write instead
; 3072 bits for RSA, at least 2048.
; For elliptic curves `ec.SECP256R1()` or `ed25519.Ed25519PrivateKey.generate()`.
; Keys that are in use have to be made again and their public halves handed out.
;
; ## When it is fine
; Keys that only tests use; they are reported as low.
;
; ## Not found
; Sizes that are read from a configuration.

((call
  function: (_) @callee) @_call
  (#resolves? @callee "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key")
  (#argument! @finding @_call "key_size" 1)
  (#number? @finding "<1024")
  (#set! severity high)
  (#replace! @finding "3072")
  (#set! fix.title "Make a key of 3072 bits")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key")
  (#argument! @finding @_call "key_size" 1)
  (#number? @finding "<2048")
  (#replace! @finding "3072")
  (#set! fix.title "Make a key of 3072 bits")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "cryptography.hazmat.primitives.asymmetric.dsa.generate_private_key" "cryptography.hazmat.primitives.asymmetric.dsa.generate_parameters")
  (#argument! @finding @_call "key_size" 0)
  (#number? @finding "<1024")
  (#set! severity high)
  (#replace! @finding "3072")
  (#set! fix.title "Make a key of 3072 bits")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "cryptography.hazmat.primitives.asymmetric.dsa.generate_private_key" "cryptography.hazmat.primitives.asymmetric.dsa.generate_parameters")
  (#argument! @finding @_call "key_size" 0)
  (#number? @finding "<2048")
  (#replace! @finding "3072")
  (#set! fix.title "Make a key of 3072 bits")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "Crypto.PublicKey.RSA.generate" "Crypto.PublicKey.DSA.generate" "Cryptodome.PublicKey.RSA.generate" "Cryptodome.PublicKey.DSA.generate" "paramiko.RSAKey.generate")
  (#argument! @finding @_call "bits" 0)
  (#number? @finding "<1024")
  (#set! severity high)
  (#replace! @finding "3072")
  (#set! fix.title "Make a key of 3072 bits")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "Crypto.PublicKey.RSA.generate" "Crypto.PublicKey.DSA.generate" "Cryptodome.PublicKey.RSA.generate" "Cryptodome.PublicKey.DSA.generate" "paramiko.RSAKey.generate")
  (#argument! @finding @_call "bits" 0)
  (#number? @finding "<2048")
  (#replace! @finding "3072")
  (#set! fix.title "Make a key of 3072 bits")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "paramiko.DSSKey.generate")
  (#argument! @finding @_call "bits" 0)
  (#number? @finding "<1024")
  (#set! severity high))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "paramiko.DSSKey.generate")
  (#argument! @finding @_call "bits" 0)
  (#number? @finding "<2048"))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "rsa.newkeys" "rsa.key.newkeys")
  (#argument! @finding @_call "nbits" 0)
  (#number? @finding "<1024")
  (#set! severity high)
  (#replace! @finding "3072")
  (#set! fix.title "Make a key of 3072 bits")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "rsa.newkeys" "rsa.key.newkeys")
  (#argument! @finding @_call "nbits" 0)
  (#number? @finding "<2048")
  (#replace! @finding "3072")
  (#set! fix.title "Make a key of 3072 bits")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "OpenSSL.crypto.PKey.generate_key")
  (#argument! @finding @_call "bits" 1)
  (#number? @finding "<1024")
  (#set! severity high)
  (#replace! @finding "3072")
  (#set! fix.title "Make a key of 3072 bits")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "OpenSSL.crypto.PKey.generate_key")
  (#argument! @finding @_call "bits" 1)
  (#number? @finding "<2048")
  (#replace! @finding "3072")
  (#set! fix.title "Make a key of 3072 bits")
  (#set! fix.safety unsafe))

; The size of other kinds of keys has another meaning.
((call
  function: (_) @callee) @_call
  (#resolves? @callee "jwcrypto.jwk.JWK.generate")
  (#argument! @_kind @_call "kty")
  (#value? @_kind "RSA")
  (#argument! @finding @_call "size")
  (#number? @finding "<1024")
  (#set! severity high)
  (#replace! @finding "3072")
  (#set! fix.title "Make a key of 3072 bits")
  (#set! fix.safety unsafe))

; The size of other kinds of keys has another meaning.
((call
  function: (_) @callee) @_call
  (#resolves? @callee "jwcrypto.jwk.JWK.generate")
  (#argument! @_kind @_call "kty")
  (#value? @_kind "RSA")
  (#argument! @finding @_call "size")
  (#number? @finding "<2048")
  (#replace! @finding "3072")
  (#set! fix.title "Make a key of 3072 bits")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "cryptography.hazmat.primitives.asymmetric.ec.generate_private_key")
  (#argument! @finding @_call "curve" 0)
  (#resolves? @finding "cryptography.hazmat.primitives.asymmetric.ec.SECT163K1" "cryptography.hazmat.primitives.asymmetric.ec.SECT163R2" "cryptography.hazmat.primitives.asymmetric.ec.SECP192R1")
  (#set! message "the curve `{finding:name}` is too small: its keys can be computed with much effort")
  (#replace! @finding "{use:cryptography.hazmat.primitives.asymmetric.ec.SECP256R1}")
  (#set! fix.title "Use a curve of 256 bits")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "cryptography.hazmat.primitives.asymmetric.ec.generate_private_key")
  (#argument! @finding @_call "curve" 0)
  (#instance? @finding "cryptography.hazmat.primitives.asymmetric.ec.SECT163K1" "cryptography.hazmat.primitives.asymmetric.ec.SECT163R2" "cryptography.hazmat.primitives.asymmetric.ec.SECP192R1")
  (#set! message "the curve `{finding}` is too small: its keys can be computed with much effort")
  (#replace! @finding "{use:cryptography.hazmat.primitives.asymmetric.ec.SECP256R1}()")
  (#set! fix.title "Use a curve of 256 bits")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "cryptography.hazmat.primitives.asymmetric.ec.generate_private_key")
  (#argument! @finding @_call "curve" 0)
  (#resolves? @finding "cryptography.hazmat.primitives.asymmetric.ec.SECT233K1" "cryptography.hazmat.primitives.asymmetric.ec.SECT233R1")
  (#set! severity low)
  (#set! message "the curve `{finding:name}` is at the lower end, and of a kind that libraries give up")
  (#replace! @finding "{use:cryptography.hazmat.primitives.asymmetric.ec.SECP256R1}")
  (#set! fix.title "Use a curve of 256 bits")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "cryptography.hazmat.primitives.asymmetric.ec.generate_private_key")
  (#argument! @finding @_call "curve" 0)
  (#instance? @finding "cryptography.hazmat.primitives.asymmetric.ec.SECT233K1" "cryptography.hazmat.primitives.asymmetric.ec.SECT233R1")
  (#set! severity low)
  (#set! message "the curve `{finding}` is at the lower end, and of a kind that libraries give up")
  (#replace! @finding "{use:cryptography.hazmat.primitives.asymmetric.ec.SECP256R1}()")
  (#set! fix.title "Use a curve of 256 bits")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "Crypto.PublicKey.ECC.generate" "Cryptodome.PublicKey.ECC.generate")
  (#argument! @finding @_call "curve")
  (#value? @finding "p192" "P-192" "NIST P-192" "prime192v1" "secp192r1")
  (#set! message "the curve `{finding:value}` is too small: its keys can be computed with much effort")
  (#replace! @finding "\"P-256\"")
  (#set! fix.title "Use a curve of 256 bits")
  (#set! fix.safety unsafe))
