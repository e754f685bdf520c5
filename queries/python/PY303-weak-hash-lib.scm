; PY303 weak-hash-lib
;
; severity   = "medium"
; confidence = "high"
; cwe        = [327]
; message    = "`{callee:name}` is broken: two inputs with the same digest can be made"
; since      = "0.1.0"
; also       = { bandit = "B303", ruff = "S303", semgrep = ["insecure-hash-algorithm", "insecure-hash-algorithm-md2", "insecure-hash-algorithm-md4", "insecure-hash-algorithm-md5"] }
; ---
; MD2, MD4, MD5, SHA-1 and the short RIPEMD no longer keep two different inputs apart: equal digests can be computed on one machine.
; A signature, certificate or integrity check built on them can be forged.
;
; ## Write instead
; SHA-256 or better: `Crypto.Hash.SHA256`, `hashes.SHA256()`.
; Digests that are stored already have to be computed again.
;
; ## When it is fine
; SHA-1 in one-time passwords, in OAEP padding and in certificate key identifiers is part of those standards and is reported as low.
; So is the fingerprint of a certificate.

; Protocols that fix the digest, and for which its weakness does not matter.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "cryptography.hazmat.primitives.hashes.SHA1")
  (#inside-call? @finding "cryptography.hazmat.primitives.twofactor.totp.TOTP" "cryptography.hazmat.primitives.twofactor.hotp.HOTP" "cryptography.hazmat.primitives.asymmetric.padding.OAEP" "cryptography.hazmat.primitives.asymmetric.padding.MGF1" "cryptography.x509.SubjectKeyIdentifier")
  (#set! severity low)
  (#set! message "`{callee:name}` is fixed by the protocol here; no known attack applies to this use"))

; A fingerprint of a certificate that exists: to forge it takes more than two inputs with the same digest.
((call
  function: (attribute
    attribute: (identifier) @_method)
  arguments: (argument_list . (call function: (_) @callee) @finding))
  (#eq? @_method "fingerprint")
  (#resolves? @callee "cryptography.hazmat.primitives.hashes.MD5" "cryptography.hazmat.primitives.hashes.SHA1")
  (#set! severity low)
  (#set! message "a fingerprint by `{callee:name}` is good for the eye only: compare certificates by SHA-256"))

((call
  function: (attribute
    attribute: (identifier) @_method)
  arguments: (argument_list (keyword_argument value: (call function: (_) @callee) @finding)))
  (#eq? @_method "fingerprint")
  (#resolves? @callee "cryptography.hazmat.primitives.hashes.MD5" "cryptography.hazmat.primitives.hashes.SHA1")
  (#set! severity low)
  (#set! message "a fingerprint by `{callee:name}` is good for the eye only: compare certificates by SHA-256"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "cryptography.hazmat.primitives.hashes.MD5" "cryptography.hazmat.primitives.hashes.SHA1")
  (#replace! @callee "{use:cryptography.hazmat.primitives.hashes.SHA256}")
  (#set! fix.title "Use SHA-256")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "Crypto.Hash.MD2.new" "Crypto.Hash.MD4.new" "Crypto.Hash.MD5.new" "Crypto.Hash.SHA.new" "Crypto.Hash.SHA1.new" "Crypto.Hash.RIPEMD.new" "Crypto.Hash.RIPEMD160.new" "Cryptodome.Hash.MD2.new" "Cryptodome.Hash.MD4.new" "Cryptodome.Hash.MD5.new" "Cryptodome.Hash.SHA.new" "Cryptodome.Hash.SHA1.new" "Cryptodome.Hash.RIPEMD.new" "Cryptodome.Hash.RIPEMD160.new"))

([(identifier) (attribute)] @finding
  (#resolves? @finding "cryptography.hazmat.primitives.hashes.MD5" "cryptography.hazmat.primitives.hashes.SHA1" "Crypto.Hash.MD2.new" "Crypto.Hash.MD4.new" "Crypto.Hash.MD5.new" "Crypto.Hash.SHA.new" "Crypto.Hash.SHA1.new" "Crypto.Hash.RIPEMD.new" "Crypto.Hash.RIPEMD160.new" "Cryptodome.Hash.MD2.new" "Cryptodome.Hash.MD4.new" "Cryptodome.Hash.MD5.new" "Cryptodome.Hash.SHA.new" "Cryptodome.Hash.SHA1.new" "Cryptodome.Hash.RIPEMD.new" "Cryptodome.Hash.RIPEMD160.new")
  (#reference? @finding)
  (#set! confidence medium)
  (#set! message "`{finding:name}` is broken: two inputs with the same digest can be made"))
