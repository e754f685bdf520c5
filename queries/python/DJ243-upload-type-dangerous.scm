; DJ243 upload-type-dangerous
;
; severity   = "medium"
; confidence = "high"
; cwe        = [434, 79]
; message    = "files of this kind run: pages and scripts on the address of this site, programs on the machine of whoever opens them"
; since      = "0.1.0"
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; An uploaded file comes back under the site's own address.
; `html`, `svg` and `xml` run scripts there with the session of whoever looks; `php`, `py` and `htaccess` are for the server, `exe` and `sh` for the visitor.
; The type that comes with an upload is what the sender says it is.
;
; ## Write instead
; Endings that nobody runs (`pdf`, `png`, `docx`), a storage on another address, and a look at the file's first bytes.
;
; ## When it is fine
; Files that are never handed out as they are.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.core.validators.FileExtensionValidator")
  (#argument! @finding @_call "allowed_extensions" 0)
  (#any-item? @finding "html" "htm" "xhtml" "shtml" "svg" "svgz" "xml" "js" "mjs" "php" "phtml" "php5" "jsp" "asp" "aspx" "exe" "bat" "sh" "py" "htaccess"))

((comparison_operator
  .
  (attribute
    object: (_) @_file
    attribute: (identifier) @_type)
  .
  ["==" "!=" "in" "not in"]) @finding
  (#eq? @_type "content_type")
  (#imports? "django" "rest_framework")
  (#from-request? @_file)
  (#set! severity low)
  (#set! message "the sender of a file chooses this type: it says nothing about what is in it"))
