; DJ240 upload-keeps-name
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [434]
; message    = "the file keeps the name that its sender chose: an upload called `x.html` is a page of this site"
; since      = "0.1.0"
; also       = { semgrep = "path-traversal-file-name" }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A function for `upload_to` that passes the name on keeps its ending too.
; A web server judges a file by its ending: `.html` and `.svg` run scripts on the site's own address.
; Django takes folders off the name and refuses paths that climb.
;
; ## Write instead
; A name of your own with an ending that was checked: `f"invoices/{uuid.uuid4()}{ending}"`, and a `FileExtensionValidator` on the field.

((function_definition
  parameters: (parameters
    .
    (identifier) @_instance
    .
    (identifier) @_filename
    .)
  body: (block
    (return_statement
      [(string) (binary_operator)] @finding)))
  (#any-of? @_filename "filename" "file_name" "name")
  (#any-of? @_instance "instance" "obj")
  (#imports? "django.db")
  (#mentions? "upload_to")
  (#match? @finding "\\b(?:filename|file_name|name)\\b")
  (#not-match? @finding "splitext|split|suffix|rpartition|slugify|uuid|token|hash|get_valid|[.]name\\b")
  (#not-class-binds? @finding "upload_to"))

((function_definition
  parameters: (parameters
    .
    (identifier) @_instance
    .
    (identifier) @_filename
    .)
  body: (block
    (return_statement
      (call
        function: (_) @_join) @finding)))
  (#any-of? @_filename "filename" "file_name" "name")
  (#any-of? @_instance "instance" "obj")
  (#imports? "django.db")
  (#mentions? "upload_to")
  (#match? @finding "\\b(?:filename|file_name|name)\\b")
  (#not-match? @finding "splitext|split|suffix|rpartition|slugify|uuid|token|hash|get_valid|[.]name\\b")
  (#resolves? @_join "os.path.join")
  (#not-class-binds? @finding "upload_to"))

((function_definition
  parameters: (parameters
    .
    (identifier) @_instance
    .
    (identifier) @_filename
    .)
  body: (block
    (return_statement
      (call
        function: (attribute
          object: (string)
          attribute: (identifier) @_format)) @finding)))
  (#any-of? @_filename "filename" "file_name" "name")
  (#any-of? @_instance "instance" "obj")
  (#imports? "django.db")
  (#mentions? "upload_to")
  (#match? @finding "\\b(?:filename|file_name|name)\\b")
  (#not-match? @finding "splitext|split|suffix|rpartition|slugify|uuid|token|hash|get_valid|[.]name\\b")
  (#eq? @_format "format")
  (#not-class-binds? @finding "upload_to"))
