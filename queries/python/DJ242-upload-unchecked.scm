; DJ242 upload-unchecked
;
; severity   = "low"
; confidence = "low"
; cwe        = [434]
; message    = "files of any kind and size are taken: nothing checks what is uploaded here"
; since      = "0.1.0"
; tags       = ["django"]
; default    = false
; in_tests   = "off"
; in_migrations = "off"
; ---
; A field for files takes whatever is sent: a page with scripts, a program, a file that fills the disk.
;
; ## Write instead
; `validators=[FileExtensionValidator(["pdf"])]`, and a check of the size in the form. `ImageField` takes only what it can read as a picture.
;
; ## When it is fine
; Fields that only the program fills, or that a form checks elsewhere: that is why this rule is off by default.

((call
  function: (_) @_callee) @finding @_call
  (#resolves? @_callee "django.db.models.FileField" "django.forms.FileField" "rest_framework.serializers.FileField" "django.db.models.fields.files.FileField")
  (#argument! @_validators @_call "validators")
  (#absent? @_validators)
  (#not-class-mentions? @finding "clean_file" "FileExtensionValidator" "content_type"))
