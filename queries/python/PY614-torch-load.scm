; PY614 torch-load
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [502]
; message    = "`{callee:name}` unpickles the file: it runs whatever code the model brings along"
; since      = "0.1.0"
; also       = { bandit = "B614" }
; ---
; Model files are pickles, and loading a pickle runs what it names.
; A model from a hub or a colleague can take over the machine that loads it.
;
; ## Write instead
; `weights_only=True`, the default from torch 2.6 on; better still `safetensors`.

((call
  function: (_) @callee) @finding
  (#resolves? @callee "torch.load" "torch.serialization.load")
  (#argument! @_weights @finding "weights_only")
  (#value? @_weights "False" "0")
  (#set! severity high)
  (#set! confidence high)
  (#set! fix.safety unsafe)
  (#fix! "set-argument" @finding "weights_only" "True"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "torch.load" "torch.serialization.load")
  (#argument! @_pickle @finding "pickle_module" 2)
  (#given? @_pickle)
  (#set! severity high)
  (#set! confidence high))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "torch.load" "torch.serialization.load")
  (#argument! @_weights @finding "weights_only")
  (#absent? @_weights)
  (#not-library? "torch" ">=2.6")
  (#set! fix.safety unsafe)
  (#fix! "set-argument" @finding "weights_only" "True"))
