; PY304 weak-cipher
;
; severity   = "high"
; confidence = "high"
; cwe        = [327]
; message    = "`{callee:name}` can be broken: short keys, short blocks or a biased key stream"
; since      = "0.1.0"
; also       = { bandit = "B304", ruff = "S304", semgrep = ["insecure-cipher-algorithm-arc4", "insecure-cipher-algorithm-blowfish", "insecure-cipher-algorithm-des", "insecure-cipher-algorithm-idea", "insecure-cipher-algorithm-rc2", "insecure-cipher-algorithm-rc4", "insecure-cipher-algorithm-xor"] }
; ---
; These ciphers are older than the machines that attack them.
; DES keys can be searched through, RC4 leaks parts of the text, and blocks of 64 bits repeat after some gigabytes, which gives plain text away.
;
; ## Write instead
; AES in GCM mode or ChaCha20-Poly1305: `cryptography.fernet.Fernet` where there is no format to follow, else `AESGCM`.

((call
  function: (_) @callee) @finding
  (#resolves? @callee "Crypto.Cipher.ARC2.new" "Crypto.Cipher.ARC4.new" "Crypto.Cipher.Blowfish.new" "Crypto.Cipher.DES.new" "Crypto.Cipher.DES3.new" "Crypto.Cipher.XOR.new" "Crypto.Cipher.CAST.new" "Cryptodome.Cipher.ARC2.new" "Cryptodome.Cipher.ARC4.new" "Cryptodome.Cipher.Blowfish.new" "Cryptodome.Cipher.DES.new" "Cryptodome.Cipher.DES3.new" "Cryptodome.Cipher.XOR.new" "Cryptodome.Cipher.CAST.new" "cryptography.hazmat.primitives.ciphers.algorithms.ARC4" "cryptography.hazmat.primitives.ciphers.algorithms.Blowfish" "cryptography.hazmat.primitives.ciphers.algorithms.CAST5" "cryptography.hazmat.primitives.ciphers.algorithms.IDEA" "cryptography.hazmat.primitives.ciphers.algorithms.SEED" "cryptography.hazmat.primitives.ciphers.algorithms.TripleDES" "cryptography.hazmat.primitives.ciphers.algorithms.RC2" "cryptography.hazmat.decrepit.ciphers.algorithms.ARC4" "cryptography.hazmat.decrepit.ciphers.algorithms.Blowfish" "cryptography.hazmat.decrepit.ciphers.algorithms.CAST5" "cryptography.hazmat.decrepit.ciphers.algorithms.IDEA" "cryptography.hazmat.decrepit.ciphers.algorithms.SEED" "cryptography.hazmat.decrepit.ciphers.algorithms.TripleDES" "cryptography.hazmat.decrepit.ciphers.algorithms.RC2"))

([(identifier) (attribute)] @finding
  (#resolves? @finding "Crypto.Cipher.ARC2.new" "Crypto.Cipher.ARC4.new" "Crypto.Cipher.Blowfish.new" "Crypto.Cipher.DES.new" "Crypto.Cipher.DES3.new" "Crypto.Cipher.XOR.new" "Crypto.Cipher.CAST.new" "Cryptodome.Cipher.ARC2.new" "Cryptodome.Cipher.ARC4.new" "Cryptodome.Cipher.Blowfish.new" "Cryptodome.Cipher.DES.new" "Cryptodome.Cipher.DES3.new" "Cryptodome.Cipher.XOR.new" "Cryptodome.Cipher.CAST.new" "cryptography.hazmat.primitives.ciphers.algorithms.ARC4" "cryptography.hazmat.primitives.ciphers.algorithms.Blowfish" "cryptography.hazmat.primitives.ciphers.algorithms.CAST5" "cryptography.hazmat.primitives.ciphers.algorithms.IDEA" "cryptography.hazmat.primitives.ciphers.algorithms.SEED" "cryptography.hazmat.primitives.ciphers.algorithms.TripleDES" "cryptography.hazmat.primitives.ciphers.algorithms.RC2" "cryptography.hazmat.decrepit.ciphers.algorithms.ARC4" "cryptography.hazmat.decrepit.ciphers.algorithms.Blowfish" "cryptography.hazmat.decrepit.ciphers.algorithms.CAST5" "cryptography.hazmat.decrepit.ciphers.algorithms.IDEA" "cryptography.hazmat.decrepit.ciphers.algorithms.SEED" "cryptography.hazmat.decrepit.ciphers.algorithms.TripleDES" "cryptography.hazmat.decrepit.ciphers.algorithms.RC2")
  (#reference? @finding)
  (#set! confidence medium)
  (#set! message "`{finding:name}` can be broken: short keys, short blocks or a biased key stream"))
