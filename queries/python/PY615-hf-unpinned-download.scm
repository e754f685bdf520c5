; PY615 hf-unpinned-download
;
; severity   = "low"
; confidence = "high"
; cwe        = [494]
; message    = "the download is whatever its owner has there today: no `revision` pins it"
; since      = "0.1.0"
; also       = { bandit = "B615" }
; ---
; A model or data set on a hub can be replaced at any time, by its owner or by who took the account over.
; Without a commit hash the next start of the program loads the new one.
;
; ## Write instead
; `revision="<commit hash>"`.

((call
  function: (attribute
    attribute: (identifier) @_method) @callee) @finding
  (#eq? @_method "from_pretrained")
  (#resolves? @callee "transformers.*" "diffusers.*" "peft.*" "sentence_transformers.*")
  (#argument! @argument @finding "pretrained_model_name_or_path" 0)
  (#not-value-match? @argument "^[./~]")
  (#argument! @_local @finding "local_files_only")
  (#not-value? @_local "True")
  (#argument! @_revision @finding "revision|commit_id")
  (#absent? @_revision))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "datasets.load_dataset" "huggingface_hub.hf_hub_download" "huggingface_hub.snapshot_download" "huggingface_hub.cached_download")
  (#argument! @argument @finding "path|repo_id" 0)
  (#not-value-match? @argument "^[./~]")
  (#argument! @_local @finding "local_files_only")
  (#not-value? @_local "True")
  (#argument! @_revision @finding "revision|commit_id")
  (#absent? @_revision))

; A branch or a tag can move.
((call
  function: (attribute
    attribute: (identifier) @_method) @callee) @finding
  (#eq? @_method "from_pretrained")
  (#resolves? @callee "transformers.*" "diffusers.*" "peft.*" "sentence_transformers.*")
  (#argument! @_revision @finding "revision|commit_id")
  (#value-match? @_revision ".")
  (#not-value-match? @_revision "^[0-9a-f]{7,40}$")
  (#set! message "a branch or tag can move: pin `revision` to a commit hash"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "transformers.pipeline" "sentence_transformers.SentenceTransformer" "sentence_transformers.CrossEncoder" "datasets.load_dataset" "huggingface_hub.hf_hub_download" "huggingface_hub.snapshot_download")
  (#argument! @_revision @finding "revision|commit_id")
  (#value-match? @_revision ".")
  (#not-value-match? @_revision "^[0-9a-f]{7,40}$")
  (#set! message "a branch or tag can move: pin `revision` to a commit hash"))
