; PY202 tarfile-unsafe-members
;
; severity   = "high"
; confidence = "high"
; cwe        = [22]
; message    = "`{finding}` writes wherever the archive says, outside the folder too: before Python 3.14 nothing is filtered"
; since      = "0.1.0"
; also       = { bandit = "B202", ruff = "S202" }
; ---
; The names in a tar archive may be absolute, climb with `..` or go through links.
; Unpacking one from somebody else can overwrite any file the process may write: a start-up script, an SSH key, the program itself.
;
; ## Write instead
; Pass `filter="data"`, which exists from Python 3.12 on and in 3.8.17, 3.9.17, 3.10.12 and 3.11.4.
; It refuses links and names that lead outside, and drops owners and special bits.
; The interpreters before 3.13.4, 3.12.11, 3.11.13, 3.10.18 and 3.9.23 have ways around it.
;
; ## When it is fine
; On Python 3.14 the default is `"data"`: where the project runs on nothing older there is no finding.
; A filter or a choice of members of your own lowers the severity, as does a file that sets `extraction_filter`.
;
; ## Not found
; An archive whose type is not known here, such as an argument without annotation.

; The default of these Pythons is `data`.
((call
  function: (_) @finding) @_call
  (#resolves? @finding "tarfile.TarFile.extractall")
  (#argument! @_filter @_call "filter")
  (#absent? @_filter)
  (#python? ">=3.14")
  (#set! exempt))

; `TarFile.extraction_filter = …` is the default for all archives.
((call
  function: (_) @finding) @_call
  (#resolves? @finding "tarfile.TarFile.extractall")
  (#argument! @_filter @_call "filter")
  (#absent? @_filter)
  (#mentions? "extraction_filter")
  (#set! exempt))

((call
  function: (_) @finding) @_call
  (#resolves? @finding "tarfile.TarFile.extractall")
  (#argument! @_filter @_call "filter")
  (#value? @_filter "data" "tar" "fully_trusted" "tarfile.data_filter" "tarfile.tar_filter" "tarfile.fully_trusted_filter")
  (#set! exempt))

; A filter of the project's own.
((call
  function: (_) @finding) @_call
  (#resolves? @finding "tarfile.TarFile.extractall")
  (#argument! @value @_call "filter")
  (#given? @value)
  (#not-value? @value "None")
  (#set! severity low)
  (#set! confidence low)
  (#set! message "make sure that `{value}` refuses names and links that lead outside the folder"))

; A function that chooses: it may check the names.
((call
  function: (_) @finding) @_call
  (#resolves? @finding "tarfile.TarFile.extractall")
  (#argument! @_filter @_call "filter")
  (#absent? @_filter)
  (#argument! @value @_call "members" 1)
  (#kind? @value "call")
  (#set! severity low)
  (#set! confidence low)
  (#set! message "make sure that `{value}` leaves out names and links that lead outside the folder")
  (#fix! "set-argument" @_call "filter" "\"data\"")
  (#set! fix.safety unsafe))

((call
  function: (_) @finding) @_call
  (#resolves? @finding "tarfile.TarFile.extractall")
  (#argument! @_filter @_call "filter")
  (#absent? @_filter)
  (#argument! @value @_call "members" 1)
  (#given? @value)
  (#not-value? @value "None")
  (#set! severity medium)
  (#set! confidence medium)
  (#set! message "the names and links in `{value}` may lead outside the folder: before Python 3.14 nothing is filtered")
  (#fix! "set-argument" @_call "filter" "\"data\"")
  (#set! fix.safety unsafe))

((call
  function: (_) @finding) @_call
  (#resolves? @finding "tarfile.TarFile.extractall")
  (#argument! @_filter @_call "filter")
  (#value? @_filter "None")
  (#fix! "set-argument" @_call "filter" "\"data\"")
  (#set! fix.safety unsafe))

((call
  function: (_) @finding) @_call
  (#resolves? @finding "tarfile.TarFile.extractall")
  (#argument! @_filter @_call "filter")
  (#absent? @_filter)
  (#fix! "set-argument" @_call "filter" "\"data\"")
  (#set! fix.safety unsafe))
