;;; steps.el --- what the tests have Emacs do  -*- lexical-binding: t -*-

;; The buffer of the one window is the current one while a form is evaluated.

(require 'cl-lib)
(require 'eglot)
(require 'flymake)

(setq native-comp-jit-compilation nil
      make-backup-files nil
      create-lockfiles nil
      use-dialog-box nil
      ;; By itself it only starts a server again that has lived three seconds.
      eglot-autoreconnect t
      inhibit-message t)

(defun steps-done ()
  "Do what the command loop does after each command; what `emacsclient' sends is none of its commands."
  ;; Both `eglot-ensure' and flymake wait for this.
  (run-hooks 'post-command-hook)
  t)

(defun steps-open (path)
  "Open the file at PATH in the one window."
  (switch-to-buffer (find-file-noselect path))
  (steps-done))

(defun steps-findings ()
  "The codes of what is underlined, in order."
  (mapconcat (lambda (diagnostic)
               (let ((text (flymake-diagnostic-text diagnostic)))
                 (if (string-match "\\[\\([A-Z]+[0-9]+\\)\\]" text) (match-string 1 text) text)))
             (sort (flymake-diagnostics)
                   (lambda (one other) (string< (flymake-diagnostic-text one) (flymake-diagnostic-text other))))
             " "))

(defun steps-underlined (code)
  "The text that the finding CODE underlines."
  (let ((found (cl-find-if (lambda (diagnostic) (string-search code (flymake-diagnostic-text diagnostic)))
                           (flymake-diagnostics))))
    (buffer-substring-no-properties (flymake-diagnostic-beg found) (flymake-diagnostic-end found))))

(defun steps-lines ()
  "How many lines the longest message has."
  (apply #'max (mapcar (lambda (diagnostic) (length (split-string (flymake-diagnostic-text diagnostic) "\n")))
                       (flymake-diagnostics))))

(defun steps-go (text)
  "Put the cursor before TEXT."
  (goto-char (point-min))
  (search-forward text)
  (goto-char (match-beginning 0))
  (set-window-point (selected-window) (point))
  (steps-done))

(defun steps-line ()
  "The text of the cursor's line."
  (buffer-substring-no-properties (line-beginning-position) (line-end-position)))

(defun steps-type (text)
  "Type TEXT at the end."
  (goto-char (point-max))
  (insert text)
  (steps-done))

(defvar steps-hover nil "What the last hover said.")

(defun steps-ask-hover ()
  "Ask what is under the cursor."
  (setq steps-hover nil)
  (eglot-hover-eldoc-function (lambda (text &rest _) (setq steps-hover (or text ""))))
  t)

(defun steps-titles ()
  "The titles of the actions at the cursor, as the menu has them."
  (mapconcat (lambda (action) (plist-get action :title)) (eglot-code-actions (point) nil nil nil) " | "))

(defun steps-act (title)
  "Choose the action whose title begins with TITLE from the menu."
  ;; The command loop would do so before each command.
  (undo-boundary)
  (let ((last-nonmenu-event ?.)
        (completing-read-function
         (lambda (_prompt items &rest _)
           (or (cl-find-if (lambda (item) (string-prefix-p title item)) (mapcar #'car items))
               (error "No action %s in %s" title (mapcar #'car items))))))
    (eglot-code-actions (point) nil nil t))
  (steps-done))

(defun steps-encoding ()
  "How the server counts columns."
  (eglot-server-capable :positionEncoding))

(defun steps-messages ()
  "What Emacs has said."
  (with-current-buffer (messages-buffer) (buffer-string)))

(provide 'steps)
;;; steps.el ends here
