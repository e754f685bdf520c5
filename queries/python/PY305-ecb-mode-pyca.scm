; PY305 ecb-mode-pyca
;
; severity   = "high"
; confidence = "high"
; cwe        = [327]
; message    = "in ECB mode equal blocks of text give equal blocks of cipher text, so its structure stays visible"
; since      = "0.1.0"
; also       = { bandit = "B305", ruff = "S305", semgrep = ["insecure-cipher-mode-ecb"] }
; ---
; ECB encrypts each block by itself.
; Equal blocks look equal, blocks can be swapped or cut out, and nobody notices a change.
;
; ## Write instead
; `AESGCM` or `ChaCha20Poly1305` from `cryptography.hazmat.primitives.ciphers.aead`, with a fresh nonce for each message.
;
; ## When it is fine
; Wrapping one block, such as a key, with AES is reported as well: use `keywrap.aes_key_wrap`.

((call
  function: (_) @callee) @finding
  (#resolves? @callee "cryptography.hazmat.primitives.ciphers.modes.ECB"))

([(identifier) (attribute)] @finding
  (#resolves? @finding "cryptography.hazmat.primitives.ciphers.modes.ECB")
  (#reference? @finding)
  (#set! confidence medium)
  (#set! message "in ECB mode equal blocks of text give equal blocks of cipher text, so its structure stays visible"))
