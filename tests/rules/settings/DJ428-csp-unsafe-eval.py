"""DJ428: text that becomes code."""

# project: scripts

# also: DJ430
SECURE_CSP = {"script-src": ["'self'", "'unsafe-eval'"]}  # expect: DJ428

# project: all

CSP_DEFAULT_SRC = ["'self'", "'unsafe-eval'"]  # expect: DJ428

# project: none

# Fine: scripts of the site.
SECURE_CSP = {"script-src": ["'self'"]}  # also: DJ430

# project: WebAssembly

# Fine: modules, no text.
SECURE_CSP = {"script-src": ["'self'", "'wasm-unsafe-eval'"]}  # also: DJ430
