; PY324 weak-hash-hashlib
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [327]
; message    = "`{callee:name}` is broken: two inputs with the same digest can be made"
; since      = "0.1.0"
; also       = { bandit = "B324", ruff = "S324", semgrep = ["insecure-hash-algorithm-md5", "insecure-hash-algorithm-sha1", "insecure-hash-function"] }
; ---
; For MD5 and SHA-1, two inputs with the same digest can be computed on rented machines.
; A signature, a download or a name that is checked by such a digest can be swapped for another.
;
; ## Write instead
; `hashlib.sha256`, or `hashlib.blake2b` where speed matters.
; Digests that are stored already have to be computed again.
;
; ## When it is fine
; Where the digest only names a cache entry or splits data evenly: say so with `usedforsecurity=False` (Python 3.9), and nothing is reported.
; A digest that is called etag, checksum, fingerprint, cache key or the like is reported as low.
;
; ## Not found
; A name of an algorithm that comes from outside.

; Said to be no matter of security.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "hashlib.md4" "hashlib.md5" "hashlib.sha1" "hashlib.sha" "hashlib.ripemd160" "hashlib.new")
  (#argument! @_used @finding "usedforsecurity")
  (#value? @_used "False" "0" "None")
  (#set! exempt))

; Whether it matters is decided elsewhere.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "hashlib.md4" "hashlib.md5" "hashlib.sha1" "hashlib.sha" "hashlib.ripemd160")
  (#argument! @_used @finding "usedforsecurity")
  (#given? @_used)
  (#not-constant? @_used)
  (#set! confidence low)
  (#set! message "`{callee:name}` is broken where `usedforsecurity` is true: two inputs with the same digest can be made"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "hashlib.new")
  (#argument! @argument @finding "name" 0)
  (#value-match? @argument "^(?i)[-_]*(md[-_]*[245]|sha[-_]*1?|ripemd[-_]*160|mdc[-_]*2)[-_]*$")
  (#argument! @_used @finding "usedforsecurity")
  (#given? @_used)
  (#not-constant? @_used)
  (#set! confidence low)
  (#set! message "`{argument:value}` is broken where `usedforsecurity` is true: two inputs with the same digest can be made"))

; Called what it is for.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "hashlib.md4" "hashlib.md5" "hashlib.sha1" "hashlib.sha" "hashlib.ripemd160")
  (#purpose? @finding "etag" "etags" "e tag" "cache" "checksum" "checksums" "gravatar" "fingerprint" "dedup" "dedupe" "deduplicate" "content md")
  (#python? ">=3.9")
  (#set! severity low)
  (#set! message "`{callee:name}` tells no two inputs apart for good; say with `usedforsecurity=False` that nothing depends on it")
  (#fix! "set-argument" @finding "usedforsecurity" "False")
  (#set! fix.safety safe))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "hashlib.md4" "hashlib.md5" "hashlib.sha1" "hashlib.sha" "hashlib.ripemd160")
  (#purpose? @finding "etag" "etags" "e tag" "cache" "checksum" "checksums" "gravatar" "fingerprint" "dedup" "dedupe" "deduplicate" "content md")
  (#set! severity low)
  (#set! message "`{callee:name}` tells no two inputs apart for good; say with `usedforsecurity=False` that nothing depends on it")
  (#fix! "set-argument" @finding "usedforsecurity" "False")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "hashlib.new")
  (#argument! @argument @finding "name" 0)
  (#value-match? @argument "^(?i)[-_]*(md[-_]*[245]|sha[-_]*1?|ripemd[-_]*160|mdc[-_]*2)[-_]*$")
  (#purpose? @finding "etag" "etags" "e tag" "cache" "checksum" "checksums" "gravatar" "fingerprint" "dedup" "dedupe" "deduplicate" "content md")
  (#python? ">=3.9")
  (#set! severity low)
  (#set! message "`{callee:name}` tells no two inputs apart for good; say with `usedforsecurity=False` that nothing depends on it")
  (#fix! "set-argument" @finding "usedforsecurity" "False")
  (#set! fix.safety safe))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "hashlib.new")
  (#argument! @argument @finding "name" 0)
  (#value-match? @argument "^(?i)[-_]*(md[-_]*[245]|sha[-_]*1?|ripemd[-_]*160|mdc[-_]*2)[-_]*$")
  (#purpose? @finding "etag" "etags" "e tag" "cache" "checksum" "checksums" "gravatar" "fingerprint" "dedup" "dedupe" "deduplicate" "content md")
  (#set! severity low)
  (#set! message "`{callee:name}` tells no two inputs apart for good; say with `usedforsecurity=False` that nothing depends on it")
  (#fix! "set-argument" @finding "usedforsecurity" "False")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "hashlib.md4" "hashlib.md5" "hashlib.sha1" "hashlib.sha" "hashlib.ripemd160")
  (#fix! "use" @callee "hashlib.sha256")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "hashlib.new")
  (#argument! @argument @finding "name" 0)
  (#value-match? @argument "^(?i)[-_]*(md[-_]*[245]|sha[-_]*1?|ripemd[-_]*160|mdc[-_]*2)[-_]*$")
  (#kind? @argument "string")
  (#replace! @argument "\"sha256\"")
  (#set! fix.title "Use SHA-256")
  (#set! fix.safety unsafe)
  (#set! message "`{argument:value}` is broken: two inputs with the same digest can be made"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "hashlib.new")
  (#argument! @argument @finding "name" 0)
  (#value-match? @argument "^(?i)[-_]*(md[-_]*[245]|sha[-_]*1?|ripemd[-_]*160|mdc[-_]*2)[-_]*$")
  (#set! message "`{argument:value}` is broken: two inputs with the same digest can be made"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "hashlib.file_digest")
  (#argument! @argument @finding "digest" 1)
  (#value-match? @argument "^(?i)[-_]*(md[-_]*[245]|sha[-_]*1?|ripemd[-_]*160|mdc[-_]*2)[-_]*$")
  (#set! message "`{argument:value}` is broken: two inputs with the same digest can be made"))

; Passwords in the form of old systems.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "crypt.crypt")
  (#argument! @argument @finding "salt" 1)
  (#resolves? @argument "crypt.METHOD_CRYPT" "crypt.METHOD_MD5" "crypt.METHOD_BLOWFISH")
  (#set! message "`{argument:name}` is quick to try out, so that passwords are soon found from their digests"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "crypt.mksalt")
  (#argument! @argument @finding "method" 0)
  (#resolves? @argument "crypt.METHOD_CRYPT" "crypt.METHOD_MD5" "crypt.METHOD_BLOWFISH")
  (#set! message "`{argument:name}` is quick to try out, so that passwords are soon found from their digests"))

; The digest of a signed message: another rule.
([(identifier) (attribute)] @finding
  (#resolves? @finding "hashlib.md4" "hashlib.md5" "hashlib.sha1" "hashlib.sha" "hashlib.ripemd160")
  (#inside-call? @finding "hmac.new" "hmac.digest" "hmac.HMAC")
  (#set! exempt))

; Passed on to be called by somebody else.
([(identifier) (attribute)] @finding
  (#resolves? @finding "hashlib.md4" "hashlib.md5" "hashlib.sha1" "hashlib.sha" "hashlib.ripemd160")
  (#reference? @finding)
  (#set! confidence low)
  (#set! message "`{finding:name}` is broken: two inputs with the same digest can be made"))
