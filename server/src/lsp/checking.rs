//! Checks of open documents: at most one at a time for each, stopped when its text is no longer wanted.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use tower_lsp::ls_types::{MessageType, PublishDiagnosticsParams, Uri};

use super::assessment::{Assessment, Examined};
use super::capabilities::Delivery;
use super::from_lsp;
use super::ground::Ground;
use super::notebooks::{Joined, Notebook, Outcome};
use super::open_document::{LastCheck, OpenDocument};
use super::panics::{self, lock};
use super::state::State;
use crate::analysis::{self, Checked, Subject};
use crate::config::Settings;
use crate::languages::PYTHON;
use crate::rules::Catalogue;
use crate::semantics::{ProjectView, StopFlag, UntilStopped};
use crate::text::{DocumentUrl, Snapshot};

impl State {
    /// The findings of a document's text as it is now, or a newer one; none if it is not open.
    pub(super) async fn assessment(self: &Arc<Self>, uri: &Uri) -> Option<Arc<Assessment>> {
        if let Some(document) = lock(&self.documents).get_mut(&from_lsp::document_url(uri)) {
            document.want_newest();
        }
        self.shown_assessment(uri).await
    }

    /// The findings of a document to be shown now: with `run` set to `onSave` those of the text
    /// that was saved last.
    pub(super) async fn shown_assessment(self: &Arc<Self>, uri: &Uri) -> Option<Arc<Assessment>> {
        let (mut assessed, revision) = {
            let mut documents = lock(&self.documents);
            let document = documents.get_mut(&from_lsp::document_url(uri))?;
            self.look_at_configuration(document.path.clone());
            self.start_check(document);
            (document.assessed.subscribe(), document.wanted)
        };
        let is_current = |assessment: &Option<Arc<Assessment>>| {
            assessment.as_ref().is_some_and(|assessment| assessment.revision >= revision)
        };
        // Fails when the document is closed meanwhile.
        assessed.wait_for(is_current).await.ok()?.clone()
    }

    /// The newest finished findings of a document's text as it is now, waited for only if there are none.
    /// What changed around it since does not count: whoever asks wants an answer at once.
    pub(super) async fn settled(self: &Arc<Self>, uri: &Uri) -> Option<Arc<Assessment>> {
        let page = self.open_page(uri)?;
        match page.assessed {
            Some(assessed) if assessed.version() == page.text.snapshot.version => Some(assessed),
            _ => self.assessment(uri).await,
        }
    }

    /// Starts a check unless the findings are current or one is under way; that one looks at the
    /// newest text when it ends. So at most one check runs per document, however fast one types.
    pub(super) fn start_check(self: &Arc<Self>, document: &mut OpenDocument) {
        let is_current = document
            .assessed
            .borrow()
            .as_ref()
            .is_some_and(|assessment| assessment.revision >= document.wanted);
        if document.in_check || is_current {
            return;
        }
        document.in_check = true;
        let (state, url, opened) = (self.clone(), document.document.url.clone(), document.opened);
        tokio::spawn(async move { state.check_until_current(&url, opened).await });
    }

    async fn check_until_current(self: Arc<Self>, url: &DocumentUrl, opened: u64) {
        while let Some(mut job) = self.next_job(url, opened) {
            // To hand what is done in no time to another thread would take longer than to do it.
            if let Some(finished) = self.run_edit(&mut job) {
                self.finish(url, opened, finished);
                continue;
            }
            let state = self.clone();
            match tokio::task::spawn_blocking(move || state.run(job)).await {
                Ok(finished) => self.finish(url, opened, finished),
                // The server is ending.
                Err(_) => return,
            }
        }
    }

    /// What is to be checked next; none when the findings are current or the document is closed.
    fn next_job(&self, url: &DocumentUrl, opened: u64) -> Option<Job> {
        let mut documents = lock(&self.documents);
        let document = documents.get_mut(url).filter(|document| document.opened == opened)?;
        let assessed = document.assessed.borrow().as_ref().map(|assessment| assessment.revision);
        if assessed.is_some_and(|assessed| assessed >= document.wanted) {
            document.in_check = false;
            return None;
        }
        Some(Job {
            examined: Examined {
                uri: document.uri.clone(),
                language: document.language,
                revision: document.revision,
                text: document.text(),
            },
            last: document.lend_last(),
            path: document.path.clone(),
            stop: document.begin_check(),
        })
    }

    /// Checks what an edit changed; none if more has to be looked at.
    fn run_edit(&self, job: &mut Job) -> Option<Finished> {
        if !self.remembers || job.last.memory.is_empty() {
            return None;
        }
        self.run_as(job, Effort::Edit)
    }

    /// Checks, on a thread that may be kept busy.
    fn run(&self, mut job: Job) -> Finished {
        self.run_as(&mut job, Effort::All)
            .unwrap_or_else(|| Finished { assessment: None, last: LastCheck::default() })
    }

    /// Checks. Whatever panics costs this text's findings only.
    fn run_as(&self, job: &mut Job, effort: Effort) -> Option<Finished> {
        let _before_the_scan = self.scan.urgent();
        let until_stopped = UntilStopped::watch(job.stop.clone());
        let ground = self.ground();
        let rule_page = self.rule_page(&job.path);
        let last = std::mem::take(&mut job.last);
        let job = &*job;
        let assess = |checked, catalogue: &Arc<Catalogue>| {
            let examined = job.examined.clone();
            let others = |url: &DocumentUrl| self.text_of(url);
            let page = rule_page.as_deref();
            Assessment::new(examined, checked, catalogue.clone(), self.abilities(), page, &others)
        };
        catch_unwind(AssertUnwindSafe(|| {
            let catalogue = self.catalogue(&ground);
            let (checked, last) = self.check(job, last, (&ground, &catalogue), effort)?;
            let mut assessment = assess(checked, &catalogue);
            assessment.looked_at = last.looked_at.clone();
            // What was found until then is not all.
            let assessment = (!until_stopped.was_noticed()).then(|| Arc::new(assessment));
            let last = if assessment.is_some() { last } else { LastCheck::default() };
            Some(Finished { assessment, last })
        }))
        .unwrap_or_else(|panic| {
            let (url, message) = (&job.examined.text.snapshot.url, panics::message(&*panic));
            tracing::error!(document = %url, "the check panicked: {message}");
            self.outbox.log(
                MessageType::ERROR,
                format!("checking {url} failed inside watchpost: {message}"),
            );
            let assessment = assess(Checked::default(), &Catalogue::builtin());
            Some(Finished { assessment: Some(Arc::new(assessment)), last: LastCheck::default() })
        })
    }

    fn check(
        &self,
        job: &Job,
        mut last: LastCheck,
        (ground, catalogue): (&Arc<Ground>, &Arc<Catalogue>),
        effort: Effort,
    ) -> Option<(Checked, LastCheck)> {
        let snapshot = &job.examined.text.snapshot;
        let settings = self.settings(ground, &job.path, catalogue);
        if settings.is_excluded(&job.path)
            || !self.settings_for(&job.path).enable
            || !is_checked(snapshot.url.as_str())
        {
            return Some((Checked::default(), LastCheck::default()));
        }
        if let Some(notebook) = self.notebooks.of_cell(&snapshot.url) {
            // Other cells take from the same check, which must not be cut short.
            let _unstopped = UntilStopped::watch(StopFlag::default());
            let (checked, looked_at) = self.check_cell(&notebook, snapshot, ground, catalogue);
            return Some((checked, LastCheck { looked_at, ..LastCheck::default() }));
        }
        let address = Arc::as_ptr(ground) as usize;
        if last.ground != address {
            last = LastCheck { ground: address, ..LastCheck::default() };
        }
        // What was typed is put into the text of the check before, of which nobody knows any more; to read it off the
        // document would copy all of it.
        let edits = last.edits.take();
        let text = edits.and_then(|edits| last.memory.text_after(edits));
        let text = text.unwrap_or_else(|| snapshot.text().clone());
        debug_assert!(*snapshot.rope() == *text, "what was typed is what the document holds");
        let project = ground.workspace.view_url(&snapshot.url);
        let subject = Subject {
            url: &snapshot.url,
            path: &job.path,
            context_path: &project.context_path,
            language: job.examined.language,
            text,
            tree: None,
        };
        // What builds on the check before is soon done, and the next one builds on it.
        let _unstopped =
            (!last.memory.is_empty()).then(|| UntilStopped::watch(StopFlag::default()));
        let memory = &mut last.memory;
        let mut checked = match effort {
            Effort::Edit => analysis::check_edit(&subject, &project, catalogue, &settings, memory)?,
            Effort::All if self.remembers => {
                analysis::check_again(&subject, &project, catalogue, &settings, memory)
            }
            Effort::All => (self.checker)(&subject, &project, catalogue, &settings),
        };
        ground.silence_known(&mut checked, &job.path, &subject.text, &settings, catalogue);
        last.looked_at.extend(project.looked_at());
        Some((checked, last))
    }

    /// Checks all cells of a notebook as one module, unless that is done; gives what is about one.
    fn check_cell(
        &self,
        notebook: &Notebook,
        cell: &Snapshot,
        ground: &Ground,
        catalogue: &Arc<Catalogue>,
    ) -> (Checked, HashSet<PathBuf>) {
        let (mut revisions, mut cells) = (Vec::new(), Vec::new());
        {
            let documents = lock(&self.documents);
            for url in notebook.cells() {
                let Some(document) = documents.get(&url) else { continue };
                if document.language == &PYTHON {
                    revisions.push(document.revision);
                    cells.push(document.document.snapshot());
                }
            }
        }
        let joined = Joined::new(cells.iter().map(|cell| (&cell.url, cell.text().as_ref())));
        let outcome = notebook.outcome(&revisions, || {
            let path = from_lsp::path(&notebook.uri);
            let view = ground.workspace.view_url(&notebook.url);
            let settings = self.settings(ground, &path, catalogue);
            let subject = Subject {
                url: &notebook.url,
                path: &path,
                context_path: &view.context_path,
                language: &PYTHON,
                text: joined.text.as_str().into(),
                tree: None,
            };
            let mut checked = if settings.is_excluded(&path) {
                Checked::default()
            } else {
                (self.checker)(&subject, &view, catalogue, &settings)
            };
            ground.silence_known(&mut checked, &path, &subject.text, &settings, catalogue);
            let looked_at = view.looked_at();
            Outcome { joined, checked, looked_at }
        });
        (outcome.joined.of_cell(&cell.url, &outcome.checked), outcome.looked_at.clone())
    }

    /// Checks one text with what checks in this session.
    pub(super) fn check_with(
        &self,
        subject: &Subject<'_>,
        project: &dyn ProjectView,
        catalogue: &Arc<Catalogue>,
        settings: &Settings,
    ) -> Checked {
        (self.checker)(subject, project, catalogue, settings)
    }

    /// Keeps what a check gave, and shows it if it is about the newest text.
    fn finish(&self, url: &DocumentUrl, opened: u64, finished: Finished) {
        let mut documents = lock(&self.documents);
        let document = documents.get_mut(url).filter(|document| document.opened == opened);
        let Some(document) = document else { return };
        document.return_last(finished.last);
        let Some(assessment) = finished.assessment else { return };
        // Once, not with every keystroke.
        let known = document.assessed.borrow().clone();
        let known = known.as_ref().map_or(&[][..], |known| &known.checked.failures);
        for failure in &assessment.checked.failures {
            if !known.contains(failure) {
                self.outbox.log(MessageType::ERROR, format!("{url}: {failure}"));
            }
        }
        if !document.noted && !assessment.checked.notes.is_empty() {
            document.noted = true;
            for note in &assessment.checked.notes {
                self.outbox.log(MessageType::INFO, format!("{url}: {note}"));
            }
        }
        tracing::debug!(document = %url, n_findings = assessment.diagnostics.len(), "checked");
        if self.trace.is_on() {
            let n_findings = assessment.diagnostics.len();
            let verbose = self.trace.is_verbose().then(|| {
                let n_silenced = assessment.checked.suppressed.len();
                let n_bytes = assessment.text.snapshot.rope().len_bytes();
                format!("version {}, {n_bytes} bytes, {n_silenced} silenced", assessment.version())
            });
            self.outbox.trace(format!("checked {url}: {n_findings} findings"), verbose);
        }
        let is_newest = assessment.revision >= document.wanted;
        if is_newest && self.abilities().delivery == Delivery::Push {
            self.outbox.publish(PublishDiagnosticsParams::new(
                assessment.uri.clone(),
                assessment.diagnostics.clone(),
                Some(assessment.version()),
            ));
        }
        document.assessed.send_replace(Some(assessment));
        drop(documents);
        self.scan.touch();
    }
}

/// Whether documents of such a name are checked: files, new ones, cells of notebooks. Other
/// schemes show old versions and output of tools.
fn is_checked(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default();
    matches!(scheme, "file" | "untitled" | "vscode-notebook-cell" | "vscode-remote" | "vscode-vfs")
}

/// How much a check may do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effort {
    /// Look at what an edit changed.
    Edit,
    /// Whatever it takes.
    All,
}

/// One revision of a document on its way to a check.
struct Job {
    examined: Examined,
    /// What the check before left.
    last: LastCheck,
    path: PathBuf,
    stop: StopFlag,
}

/// What came of a job.
struct Finished {
    /// None if it was stopped: a newer text is wanted by then.
    assessment: Option<Arc<Assessment>>,
    /// What the next one may build on.
    last: LastCheck,
}
