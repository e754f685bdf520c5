; DJ241 upload-to-outside
;
; severity   = "medium"
; confidence = "high"
; cwe        = [22]
; message    = "uploads leave the media folder: {finding} is no path below it"
; since      = "0.1.0"
; also       = { django = "fields.E202" }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `upload_to` is a folder below the storage's own.
; A path that begins with `/` or climbs with `..` leads elsewhere: Django refuses it when the first file comes, and a storage of another kind writes where the path says.
;
; ## Write instead
; `upload_to="invoices/%Y/"`.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.models.FileField" "django.db.models.ImageField" "django.db.models.FilePathField" "django.db.models.fields.files.FileField" "django.db.models.fields.files.ImageField")
  (#argument! @finding @_call "upload_to" 2)
  (#value-match? @finding "^/.")
  (#not-value-match? @finding "(?:^|/)[.][.](?:/|$)")
  (#set! fix.safety unsafe)
  (#set! fix.title "Begin below the media folder")
  (#fix! "substitute" @finding "^([rbuRBU]?[\"']+)/+" "$1"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.models.FileField" "django.db.models.ImageField" "django.db.models.FilePathField" "django.db.models.fields.files.FileField" "django.db.models.fields.files.ImageField")
  (#argument! @finding @_call "upload_to" 2)
  (#value-match? @finding "^/.|(?:^|/)[.][.](?:/|$)"))
