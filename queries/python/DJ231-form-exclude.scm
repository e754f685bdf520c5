; DJ231 form-exclude
;
; severity   = "low"
; confidence = "high"
; cwe        = [915]
; message    = "every field that is not named here can be set through this form, also those that are added to the model later"
; since      = "0.1.0"
; also       = { ruff = "DJ006" }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A list of what is left out says nothing about the field that the model gets next year: it is open to whoever posts this form.
;
; ## Write instead
; The names of the fields that people may change: `fields = ["name", "address"]`.

((assignment
  left: (identifier) @_name
  right: [(list) (tuple)] @finding) @_assignment
  (#eq? @_name "exclude")
  (#in-class? @finding "django.forms.ModelForm" "django.forms.BaseModelForm" "django.forms.models.ModelForm" "django.forms.models.BaseModelForm")
  (#not-class-binds? @finding "fields")
  (#fix! "list-fields" @_assignment "form")
  (#set! fix.safety unsafe))
