; DJ517 home-made-password-hash
;
; severity   = "high"
; confidence = "medium"
; cwe        = [916, 328]
; message    = "the hash is quickly guessed: `{callee:last}` is made to be fast, passwords want something slow"
; since      = "0.1.0"
; owasp      = ["A02:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; covers     = ["PY324"]
; ---
; A machine tries billions of passwords a second against such hashes, and without a salt against all accounts at once.
; Django has hashers that are slow on purpose, with a salt for each password, and that can be exchanged later.
;
; ## Write instead
; `make_password(raw)` to store, `check_password(raw, stored)` to compare, or the methods of the user.
;
; ## When it is fine
; To ask a service for leaked passwords by the beginning of a hash; functions that say so are not reported.

((call
  function: (_) @callee) @finding
  (#resolves? @callee "hashlib.md5" "hashlib.sha1" "hashlib.sha224" "hashlib.sha256" "hashlib.sha384" "hashlib.sha512" "hashlib.sha3_224" "hashlib.sha3_256" "hashlib.sha3_384" "hashlib.sha3_512" "hashlib.blake2b" "hashlib.blake2s")
  (#imports? "django" "rest_framework")
  (#argument! @argument @finding "string|data" 0)
  (#match? @argument "(?i)passw(or)?d|passphrase|\\bpwd\\b")
  (#not-match? @argument "(?i)token|reset|_url|last_login")
  (#not-function-mentions? @finding "pwned" "pwnedpasswords" "hibp" "PWNED_URL" "range" "prefix" "suffix")
  (#not-in-function? @finding "encode" "verify" "_encode" "_digest")
  (#not-in-class? @finding "django.contrib.auth.hashers.BasePasswordHasher"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "hashlib.new")
  (#imports? "django" "rest_framework")
  (#argument! @argument @finding "data|string" 1)
  (#match? @argument "(?i)passw(or)?d|passphrase|\\bpwd\\b")
  (#not-match? @argument "(?i)token|reset|_url|last_login")
  (#not-in-function? @finding "encode" "verify"))
