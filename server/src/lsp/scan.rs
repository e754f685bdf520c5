//! Checks the files of the workspace that are not open, in the background.
//!
//! Keystrokes come first: while a document is being checked, the scan waits between two files.
//! What is to be looked at is a plan that grows with every change on disk; one task works it off.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use rayon::ThreadPool;
use tokio::sync::watch;
use tower_lsp::ls_types::PublishDiagnosticsParams;

use super::assessment::{Assessment, Examined};
use super::capabilities::Delivery;
use super::ground::Ground;
use super::open_document::ClientText;
use super::panics::{self, lock};
use super::progress;
use super::project_findings::{ProjectFindings, Report};
use super::state::State;
use crate::analysis::Subject;
use crate::languages::detect::detect;
use crate::rules::Catalogue;
use crate::text::{Document, DocumentUrl, Text};
use crate::workspace::disk::Stamp;
use crate::workspace::walk::{IgnoreFiles, is_source};
use crate::workspace::{self, WalkOptions, url, walk};

/// Changes that come within this time are looked at together.
const GATHER: Duration = Duration::from_millis(50);

/// Deep nesting recurses in the syntax library; the same room as on the command line.
const STACK: usize = 16 * 1024 * 1024;

/// How far the scan is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Status {
    /// Grows whenever something may have changed.
    pub(super) turn: u64,
    /// Whether there is nothing left to look at.
    pub(super) complete: bool,
    /// Files looked at in this pass.
    pub(super) done: usize,
    /// Files of this pass; none until they are listed.
    pub(super) total: usize,
    /// The session is ending: nothing more will come.
    pub(super) ended: bool,
}

/// What is still to be looked at.
#[derive(Debug, Default)]
struct Plan {
    all: bool,
    /// Files may have come into being.
    list: bool,
    files: HashSet<PathBuf>,
    running: bool,
}

enum Job {
    All,
    /// Those that were not looked at yet, and these.
    New(HashSet<PathBuf>),
    Files(Vec<PathBuf>),
}

/// The scan of a session.
pub(super) struct Scan {
    /// What was found.
    pub(super) findings: Mutex<ProjectFindings>,
    /// Whether anybody wants to know.
    wanted: AtomicBool,
    plan: Mutex<Plan>,
    status: watch::Sender<Status>,
    /// Work for an older epoch stops.
    epoch: AtomicU64,
    /// How often a module became another one for those that import from it.
    pub(super) n_ripples: AtomicU64,
    /// When files were last compared with what was looked at.
    looked_for_changes: Mutex<Option<Instant>>,
    urgent: Urgent,
    pool: OnceLock<Option<ThreadPool>>,
}

impl Default for Scan {
    fn default() -> Self {
        Self {
            findings: Mutex::default(),
            wanted: AtomicBool::new(false),
            plan: Mutex::default(),
            status: watch::channel(Status::default()).0,
            epoch: AtomicU64::new(0),
            n_ripples: AtomicU64::new(0),
            looked_for_changes: Mutex::default(),
            urgent: Urgent::default(),
            pool: OnceLock::new(),
        }
    }
}

impl Scan {
    /// Follows how far the scan is.
    pub(super) fn subscribe(&self) -> watch::Receiver<Status> {
        self.status.subscribe()
    }

    /// Whether a scan was asked for in this session.
    pub(super) fn is_wanted(&self) -> bool {
        self.wanted.load(Ordering::SeqCst)
    }

    /// How many files were looked at.
    pub(super) fn n_files(&self) -> usize {
        lock(&self.findings).n_files()
    }

    /// Whether nothing is left to look at.
    pub(super) fn is_at_rest(&self) -> bool {
        !lock(&self.plan).running
    }

    /// Until the guard is dropped the scan rests.
    pub(super) fn urgent(&self) -> UrgentWork<'_> {
        *lock(&self.urgent.n_checks) += 1;
        UrgentWork { urgent: &self.urgent }
    }

    /// Something outside the scan changed what is shown: an open document's findings.
    pub(super) fn touch(&self) {
        self.status.send_modify(|status| status.turn += 1);
    }

    /// Drops what is planned and stops what is under way.
    pub(super) fn cancel(&self) {
        let mut plan = lock(&self.plan);
        plan.all = false;
        plan.list = false;
        plan.files.clear();
        self.epoch.fetch_add(1, Ordering::SeqCst);
    }

    /// The session is ending.
    pub(super) fn end(&self) {
        self.cancel();
        self.status.send_modify(|status| status.ended = true);
    }

    fn is_current(&self, epoch: u64) -> bool {
        self.epoch.load(Ordering::SeqCst) == epoch
    }

    fn take(&self) -> Option<(Job, u64)> {
        let mut plan = lock(&self.plan);
        let job = if plan.all {
            plan.all = false;
            plan.list = false;
            plan.files.clear();
            Job::All
        } else if plan.list {
            plan.list = false;
            Job::New(std::mem::take(&mut plan.files))
        } else if plan.files.is_empty() {
            plan.running = false;
            self.status.send_modify(|status| {
                status.turn += 1;
                status.complete = true;
            });
            return None;
        } else {
            let mut files: Vec<_> = plan.files.drain().collect();
            files.sort();
            Job::Files(files)
        };
        Some((job, self.epoch.load(Ordering::SeqCst)))
    }

    /// The threads that check files; their stacks are large enough for that.
    pub(super) fn pool(&self) -> Option<&ThreadPool> {
        let build = || {
            rayon::ThreadPoolBuilder::new()
                .num_threads(std::thread::available_parallelism().map_or(1, usize::from).min(8))
                .stack_size(STACK)
                .thread_name(|number| format!("scan-{number}"))
                .build()
                .inspect_err(|error| tracing::error!("no threads for the scan: {error}"))
                .ok()
        };
        self.pool.get_or_init(build).as_ref()
    }
}

/// How many documents are being checked.
#[derive(Default)]
struct Urgent {
    n_checks: Mutex<usize>,
    done: Condvar,
}

/// A document is being checked as long as this lives.
pub(super) struct UrgentWork<'a> {
    urgent: &'a Urgent,
}

impl Drop for UrgentWork<'_> {
    fn drop(&mut self) {
        *lock(&self.urgent.n_checks) -= 1;
        self.urgent.done.notify_all();
    }
}

impl Urgent {
    fn wait(&self) {
        let n_checks = lock(&self.n_checks);
        let waited = self.done.wait_while(n_checks, |n_checks| *n_checks > 0);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }
}

/// Somebody wants to know: from now on every change is looked at.
pub(super) fn want(state: &Arc<State>) {
    if !state.scan.wanted.swap(true, Ordering::SeqCst) {
        all(state);
    }
}

/// Everything is to be looked at again.
pub(super) fn all(state: &Arc<State>) {
    if !state.scan.is_wanted() {
        return;
    }
    let mut plan = lock(&state.scan.plan);
    plan.all = true;
    // What is under way would be done twice.
    state.scan.epoch.fetch_add(1, Ordering::SeqCst);
    start(state, &mut plan);
}

/// These files are to be looked at again, as far as they belong to the workspace.
pub(super) fn files(state: &Arc<State>, paths: impl IntoIterator<Item = PathBuf>) {
    if !state.scan.is_wanted() {
        return;
    }
    let known: Vec<PathBuf> = {
        let findings = lock(&state.scan.findings);
        paths.into_iter().filter(|path| findings.contains(&url::of_path(path))).collect()
    };
    if known.is_empty() {
        return;
    }
    let mut plan = lock(&state.scan.plan);
    plan.files.extend(known);
    start(state, &mut plan);
}

/// A file may have come into being.
pub(super) fn appeared(state: &Arc<State>, path: &Path) {
    if lock(&state.scan.findings).contains(&url::of_path(path)) {
        files(state, [path.to_owned()]);
    } else if state.scan.is_wanted() {
        // Whether it belongs to the workspace, a list of the files tells.
        let mut plan = lock(&state.scan.plan);
        plan.list = true;
        start(state, &mut plan);
    }
}

/// Whatever changed on disk is to be found, for clients that do not tell; `age` is how old the last
/// look may be.
pub(super) fn look_for_changes(state: &Arc<State>, age: Duration) {
    if state.abilities().watched_files || !state.scan.is_wanted() {
        return;
    }
    {
        let mut last = lock(&state.scan.looked_for_changes);
        if last.is_some_and(|last| last.elapsed() < age) {
            return;
        }
        *last = Some(Instant::now());
    }
    let mut plan = lock(&state.scan.plan);
    plan.list = true;
    start(state, &mut plan);
}

/// A file is gone.
pub(super) fn vanished(state: &Arc<State>, path: &Path) {
    let url = url::of_path(path);
    let report = lock(&state.scan.findings).remove(&url);
    if let Some(report) = report {
        take_away(state, &report);
        state.scan.touch();
    }
}

fn start(state: &Arc<State>, plan: &mut Plan) {
    state.scan.status.send_modify(|status| status.complete = false);
    if !std::mem::replace(&mut plan.running, true) {
        tokio::spawn(run(state.clone()));
    }
}

async fn run(state: Arc<State>) {
    loop {
        tokio::time::sleep(GATHER).await;
        let Some((job, epoch)) = state.scan.take() else { break };
        state.scan.status.send_modify(|status| {
            status.turn += 1;
            (status.done, status.total) = (0, 0);
        });
        if matches!(job, Job::All) {
            tokio::spawn(progress::show(state.clone()));
        }
        let worker = state.clone();
        if tokio::task::spawn_blocking(move || work(&worker, job, epoch)).await.is_err() {
            tracing::error!("the scan failed");
        }
    }
    state.tell_status();
}

/// Looks at the files of one job, on all threads of the pool.
fn work(state: &Arc<State>, job: Job, epoch: u64) {
    let ground = state.ground();
    let catalogue = state.catalogue(&ground);
    let paths = match job {
        Job::Files(paths) => paths,
        Job::All => list(state, &ground, &catalogue),
        Job::New(others) => {
            let is_told = state.abilities().watched_files;
            let changed = if is_told { Vec::new() } else { changed_on_disk(state) };
            let mut paths = list(state, &ground, &catalogue);
            // Those that depend on them are looked at next.
            state.ripple(&changed);
            let others: HashSet<PathBuf> = others.into_iter().chain(changed).collect();
            let is_known = |path: &Path| lock(&state.scan.findings).contains(&url::of_path(path));
            paths.retain(|path| {
                let is_new = !is_known(path);
                if is_new && !is_told {
                    state.forget(path);
                }
                is_new || others.contains(path)
            });
            paths
        }
    };
    state.scan.status.send_modify(|status| {
        status.turn += 1;
        status.total = paths.len();
    });
    let next = AtomicUsize::new(0);
    let look = || {
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            state.scan.urgent.wait();
            if !state.scan.is_current(epoch) {
                return;
            }
            let looked =
                catch_unwind(AssertUnwindSafe(|| look_at(state, &ground, &catalogue, path)));
            let changed = looked.unwrap_or_else(|panic| {
                let message = panics::message(&*panic);
                tracing::error!(path = %path.display(), "the check panicked: {message}");
                false
            });
            state.scan.status.send_modify(|status| {
                status.turn += u64::from(changed);
                status.done += 1;
            });
        }
    };
    match state.scan.pool() {
        Some(pool) => drop(pool.broadcast(|_| look())),
        None => look(),
    }
}

/// Files that are others on disk than when they were looked at; what was learnt from them goes.
fn changed_on_disk(state: &State) -> Vec<PathBuf> {
    let changed = lock(&state.scan.findings).changed_on_disk();
    for path in &changed {
        state.forget(path);
    }
    changed
}

/// The files of the workspace folders that are worth reading; sorted. What was found in others goes.
fn list(state: &State, ground: &Ground, catalogue: &Arc<Catalogue>) -> Vec<PathBuf> {
    let roots = ground.workspace.roots().iter();
    let shown: Vec<PathBuf> =
        roots.filter(|root| state.shows_closed_files(root)).cloned().collect();
    let paths = list_below(&shown, state, ground, catalogue);
    let kept: HashSet<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let taken = lock(&state.scan.findings).keep(&kept);
    for report in taken {
        take_away(state, &report);
    }
    paths
}

/// The files below `roots` that are worth reading; sorted.
pub(super) fn list_below(
    roots: &[PathBuf],
    state: &State,
    ground: &Ground,
    catalogue: &Arc<Catalogue>,
) -> Vec<PathBuf> {
    let respect = roots.first().is_none_or(|root| {
        state.settings(ground, &root.join("any.py"), catalogue).respect_gitignore
    });
    let options = WalkOptions {
        root: roots.first().cloned().unwrap_or_default(),
        exclude: Vec::new(),
        ignore_files: if respect { IgnoreFiles::Respect } else { IgnoreFiles::Disregard },
    };
    let wanted =
        |path: &Path| is_source(path) && !state.settings(ground, path, catalogue).is_excluded(path);
    let mut files = walk(roots, &options, &wanted).files;
    files.dedup();
    files
}

/// Checks one file; whether what is shown for it changes.
fn look_at(state: &Arc<State>, ground: &Ground, catalogue: &Arc<Catalogue>, path: &Path) -> bool {
    let url = url::of_path(path);
    let n_ripples = state.scan.n_ripples.load(Ordering::SeqCst);
    if state.is_open_url(&url) {
        return lock(&state.scan.findings).insert(url, path.to_owned(), None, &HashSet::new());
    }
    let Some(looked) = check_file(state, ground, catalogue, path) else {
        let report = lock(&state.scan.findings).remove(&url);
        if let Some(report) = &report {
            take_away(state, report);
        }
        return report.is_some();
    };
    let mut findings = lock(&state.scan.findings);
    // Opened meanwhile: then the editor's text counts.
    let report = looked.report.map(Arc::new).filter(|_| !state.is_open_url(&url));
    let changed = findings.insert(url.clone(), path.to_owned(), report.clone(), &looked.looked_at);
    if changed && state.abilities().delivery == Delivery::Push {
        // Under the lock, so that publications of a file keep their order.
        let (uri, diagnostics) = match &report {
            Some(report) => (Some(report.uri.clone()), report.diagnostics.clone()),
            None => (url.as_str().parse().ok(), Vec::new()),
        };
        if let Some(uri) = uri {
            state.outbox.publish(PublishDiagnosticsParams::new(uri, diagnostics, None));
        }
    }
    if !state.is_open_url(&url) {
        findings.stamp(&url, looked.stamp);
    }
    drop(findings);
    if !looked.looked_at.is_empty() && state.scan.n_ripples.load(Ordering::SeqCst) != n_ripples {
        // A module may have become another one between two questions about it.
        files(state, [path.to_owned()]);
    }
    changed
}

/// What a look at a file on disk gave.
struct Looked {
    report: Option<Report>,
    /// The state of the file.
    stamp: Stamp,
    /// Files whose exports the findings depend on.
    looked_at: HashSet<PathBuf>,
}

/// Checks a file as it is on disk; none if it cannot be read.
fn check_file(
    state: &State,
    ground: &Ground,
    catalogue: &Arc<Catalogue>,
    path: &Path,
) -> Option<Looked> {
    let url = url::of_path(path);
    let file = workspace::read(path).ok()?;
    let (text, stamp) = (file.decoded.text, file.stamp);
    let settings = state.settings(ground, path, catalogue);
    let view = ground.workspace.view(path);
    let subject = Subject {
        url: &url,
        path,
        context_path: &view.context_path,
        language: detect(&path.to_string_lossy(), None, text.lines().next().unwrap_or_default()),
        text: Text::from(text),
        tree: None,
    };
    let mut checked = state.check_with(&subject, &view, catalogue, &settings);
    ground.silence_known(&mut checked, path, &subject.text, &settings, catalogue);
    checked.outline = None;
    let report = if checked.findings.is_empty() {
        None
    } else {
        report(state, &subject, checked, catalogue)
    };
    Some(Looked { report, stamp, looked_at: view.looked_at() })
}

/// What is to be shown for a file that is not open, for a client that asks about it alone: some ask
/// about the tabs they have not loaded, and about a document they have just closed.
pub(super) fn of_closed_file(state: &Arc<State>, path: &Path) -> Option<Arc<Report>> {
    let known = lock(&state.scan.findings).report(&url::of_path(path));
    if known.is_some() {
        return known;
    }
    let ground = state.ground();
    let catalogue = state.catalogue(&ground);
    let is_shown = is_source(path)
        && !state.settings(&ground, path, &catalogue).is_excluded(path)
        && state.settings_for(path).enable;
    if !is_shown {
        return None;
    }
    let looked = catch_unwind(AssertUnwindSafe(|| check_file(state, &ground, &catalogue, path)));
    looked.ok().flatten()?.report.map(Arc::new)
}

fn report(
    state: &State,
    subject: &Subject<'_>,
    checked: crate::analysis::Checked,
    catalogue: &Arc<Catalogue>,
) -> Option<Report> {
    let uri: tower_lsp::ls_types::Uri = subject.url.as_str().parse().ok()?;
    let snapshot = Document::new(subject.url.clone(), 0, &subject.text).snapshot();
    let examined = Examined {
        uri: uri.clone(),
        language: subject.language,
        revision: 0,
        text: ClientText { snapshot, encoding: state.abilities().encoding },
    };
    let others = |url: &DocumentUrl| state.text_of(url);
    let assessment = Assessment::new(
        examined,
        checked,
        catalogue.clone(),
        state.abilities(),
        state.rule_page(subject.path).as_deref(),
        &others,
    );
    let Assessment { diagnostics, result_id, .. } = assessment;
    (!diagnostics.is_empty()).then_some(Report { uri, result_id, diagnostics })
}

/// A file has no findings any more.
fn take_away(state: &State, report: &Report) {
    if state.abilities().delivery == Delivery::Push {
        let uri = report.uri.clone();
        state.outbox.publish(PublishDiagnosticsParams::new(uri, Vec::new(), None));
    }
}
