//! `workspace/executeCommand`: what has no place in a document.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{ExecuteCommandParams, MessageType, Uri, WorkspaceEdit};

use super::code_action;
use super::ground::known_as;
use super::open_document::ClientText;
use super::state::State;
use super::{code_lens, from_lsp, progress, scan, silencing};
use crate::analysis::Subject;
use crate::finding::Finding;
use crate::finding::fingerprint::Fingerprint;
use crate::languages::detect::detect;
use crate::report::posture;
use crate::rules::docs;
use crate::suppress::baseline::{Entry, entry, write};
use crate::workspace::{self, url};

const FIX_ALL: &str = "watchpost.fixAll";
const SCAN_WORKSPACE: &str = "watchpost.scanWorkspace";
const CREATE_BASELINE: &str = "watchpost.createBaseline";
const SHOW_RULE: &str = "watchpost.showRule";
const TURN_RULE_OFF: &str = "watchpost.turnRuleOff";
const DEBUG_INFORMATION: &str = "watchpost.debugInformation";

pub(super) const POSTURE: &str = "watchpost.posture";

/// All commands.
pub(super) const COMMANDS: [&str; 7] = [
    FIX_ALL,
    SCAN_WORKSPACE,
    CREATE_BASELINE,
    SHOW_RULE,
    POSTURE,
    TURN_RULE_OFF,
    DEBUG_INFORMATION,
];

/// Does what the command says.
pub(super) async fn handle(
    state: &Arc<State>,
    params: ExecuteCommandParams,
) -> Result<Option<Value>> {
    let argument = params.arguments.first();
    match params.command.as_str() {
        FIX_ALL => fix_all(state, &uri(argument)?).await,
        SCAN_WORKSPACE => scan_workspace(state).await,
        CREATE_BASELINE => create_baseline(state, argument).await,
        SHOW_RULE => show_rule(state, argument).await,
        POSTURE => show_posture(state, &params.arguments).await,
        TURN_RULE_OFF => turn_rule_off(state, &params.arguments).await,
        DEBUG_INFORMATION => Ok(Some(json!(debug_information(state)))),
        other => Err(Error::invalid_params(format!("there is no command `{other}`"))),
    }
}

fn uri(argument: Option<&Value>) -> Result<Uri> {
    let text = argument.and_then(|argument| argument.as_str().or_else(|| argument["uri"].as_str()));
    text.and_then(|text| text.parse().ok())
        .ok_or_else(|| Error::invalid_params("the argument should be the URI of a document"))
}

/// Has the client apply all safe fixes of a document; how many edits those are.
async fn fix_all(state: &Arc<State>, uri: &Uri) -> Result<Option<Value>> {
    let Some(assessment) = state.assessment(uri).await else {
        return Err(Error::invalid_params("the document is not open"));
    };
    let Some(edit) = code_action::fix_all_edit(state, &assessment) else {
        return Ok(Some(json!({ "applied": false })));
    };
    apply(state, edit);
    Ok(Some(json!({ "applied": true })))
}

/// Has the client apply an edit. Nobody may wait for that inside a handler.
fn apply(state: &State, edit: WorkspaceEdit) {
    let client = state.client.clone();
    tokio::spawn(async move {
        if let Err(error) = client.apply_edit(edit).await {
            tracing::warn!("the client does not apply an edit: {error}");
        }
    });
}

/// Has the client write into the nearest configuration that a rule is off: of a document or folder,
/// else of the first folder. Whether there was anything to write.
async fn turn_rule_off(state: &Arc<State>, arguments: &[Value]) -> Result<Option<Value>> {
    let Some(code) = arguments.first().and_then(Value::as_str) else {
        return Err(Error::invalid_params("the first argument should be the code of a rule"));
    };
    let path = match arguments.get(1) {
        Some(_) => from_lsp::file_path(&uri(arguments.get(1))?),
        None => state.roots().into_iter().next(),
    };
    let path = path.ok_or_else(|| Error::invalid_params("there is no folder to configure"))?;
    // The file in it stands for the folder.
    let path = if path.is_dir() { path.join("any.py") } else { path };
    let (worker, code) = (state.clone(), code.to_owned());
    let edit = tokio::task::spawn_blocking(move || {
        let catalogue = worker.catalogue(&worker.ground());
        let rule = catalogue.by_code(&code);
        rule.map(|rule| silencing::rule_off(&worker, &path, rule)).ok_or(code)
    });
    match edit.await {
        Ok(Ok(edit)) => {
            let applied = edit.is_some();
            edit.into_iter().for_each(|edit| apply(state, edit));
            Ok(Some(json!({ "applied": applied })))
        }
        Ok(Err(code)) => Err(unknown(&code)),
        Err(_) => Err(Error::internal_error()),
    }
}

fn unknown(code: &str) -> Error {
    Error::invalid_params(format!("no rule is called `{code}`"))
}

/// Looks at all files again; ends when that is done.
async fn scan_workspace(state: &Arc<State>) -> Result<Option<Value>> {
    if state.scan.is_wanted() {
        scan::all(state);
    } else {
        scan::want(state);
    }
    let mut status = state.scan.subscribe();
    let ended = status.wait_for(|status| status.complete || status.ended).await;
    if ended.is_err() {
        return Ok(None);
    }
    let shown = state.shown();
    let n_findings: usize =
        shown.documents.iter().map(|(_, document)| document.diagnostics().len()).sum();
    let n_files = state.scan.n_files();
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    state.outbox.log(
        MessageType::INFO,
        format!("{n_findings} finding{} in {n_files} file{}", plural(n_findings), plural(n_files)),
    );
    Ok(Some(json!({ "files": n_files, "findings": n_findings })))
}

/// Writes down all findings of a folder, so that only new ones are shown.
async fn create_baseline(state: &Arc<State>, argument: Option<&Value>) -> Result<Option<Value>> {
    let root = match argument {
        Some(_) => from_lsp::file_path(&uri(argument)?),
        None => state.roots().into_iter().next(),
    };
    let root = root.ok_or_else(|| Error::invalid_params("the argument should be a folder"))?;
    let worker = state.clone();
    let (_done, done) = oneshot::channel();
    tokio::spawn(progress::until(state.clone(), "Writing the baseline", done));
    let written = tokio::task::spawn_blocking(move || {
        catch_unwind(AssertUnwindSafe(|| write_baseline(&worker, root)))
    });
    match written.await {
        Ok(Ok(Ok((file, n_findings, naming)))) => {
            naming.into_iter().for_each(|edit| apply(state, edit));
            state.renew(false);
            Ok(Some(json!({ "path": file, "findings": n_findings })))
        }
        Ok(Ok(Err(error))) => Err(Error {
            message: format!("the baseline cannot be written: {error}").into(),
            ..Error::internal_error()
        }),
        _ => Err(Error::internal_error()),
    }
}

/// The baseline's file, how many findings it has, and what the client has to do to make it count.
fn write_baseline(
    state: &State,
    root: PathBuf,
) -> std::io::Result<(PathBuf, usize, Option<WorkspaceEdit>)> {
    let ground = state.ground();
    let catalogue = state.catalogue(&ground);
    let file = silencing::baseline_of(state, &root, &catalogue);
    let home = file.parent().unwrap_or(&root).to_owned();
    let entries_of = |path: &PathBuf| -> Vec<Entry> {
        // What cannot be read has no findings to write down.
        let Ok(read) = workspace::read(path) else { return Vec::new() };
        let text = read.decoded.text;
        let url = url::of_path(path);
        let view = ground.workspace.view(path);
        let first_line = text.lines().next().unwrap_or_default();
        let subject = Subject {
            url: &url,
            path,
            context_path: &view.context_path,
            language: detect(&path.to_string_lossy(), None, first_line),
            text: text.as_str().into(),
            tree: None,
        };
        let settings = state.settings(&ground, path, &catalogue);
        let checked = state.check_with(&subject, &view, &catalogue, &settings);
        let (home_path, fingerprints) = known_as(&checked, path, &text, &home);
        let found = checked.findings.iter().zip(fingerprints);
        let entry = |(finding, known): (&Finding, Fingerprint)| {
            entry(&home_path, &finding.rule, known, &finding.message)
        };
        found.map(entry).collect()
    };
    let paths = scan::list_below(std::slice::from_ref(&root), state, &ground, &catalogue);
    let all = || paths.par_iter().flat_map_iter(entries_of).collect();
    let entries: Vec<Entry> = match state.scan.pool() {
        Some(pool) => pool.install(all),
        None => paths.iter().flat_map(entries_of).collect(),
    };
    let n_findings = entries.len();
    std::fs::write(&file, write(entries))?;
    let naming = silencing::name_baseline(state, &root, &catalogue)?;
    Ok((file, n_findings, naming))
}

/// The page of a rule in Markdown; pages, if another tool's id stands for several rules.
async fn show_rule(state: &Arc<State>, argument: Option<&Value>) -> Result<Option<Value>> {
    let Some(code) = argument.and_then(Value::as_str) else {
        return Err(Error::invalid_params("the argument should be the code of a rule"));
    };
    let (worker, code) = (state.clone(), code.to_owned());
    let page = tokio::task::spawn_blocking(move || {
        let catalogue = worker.catalogue(&worker.ground());
        let pages = catalogue.meant_by(&code);
        let pages: Vec<String> = pages.iter().map(|rule| docs::page(rule, None)).collect();
        if pages.is_empty() { Err(code) } else { Ok(pages.join("\n")) }
    });
    match page.await {
        Ok(Ok(page)) => Ok(Some(json!(page))),
        Ok(Err(code)) => Err(unknown(&code)),
        Err(_) => Err(Error::internal_error()),
    }
}

/// The security checklist of the project that a document belongs to, else of the first folder that has one. Clients that
/// show the answer themselves say so with `{ "quiet": true }` behind the document; others are told in a message.
async fn show_posture(state: &Arc<State>, arguments: &[Value]) -> Result<Option<Value>> {
    let is_quiet = arguments.iter().any(|argument| argument["quiet"] == true);
    let paths: Vec<PathBuf> = match arguments.first().filter(|argument| argument["quiet"].is_null())
    {
        Some(document) => from_lsp::file_path(&uri(Some(document))?).into_iter().collect(),
        // The start script of a project stands for it, also where it has none.
        None => state.roots().into_iter().map(|root| root.join("manage.py")).collect(),
    };
    let worker = state.clone();
    let made = tokio::task::spawn_blocking(move || {
        let found = paths.iter().find_map(|path| code_lens::checklist(&worker, path))?;
        Some((posture::summary(&found), posture::text(&found, &found.root)))
    });
    let Ok(made) = made.await else { return Err(Error::internal_error()) };
    let Some((summary, text)) = made else {
        return Err(Error::invalid_params("no Django settings were found here"));
    };
    if !is_quiet {
        state.outbox.log(MessageType::INFO, text.clone());
        let client = state.client.clone();
        let message = format!("Security checklist: {summary}; all lines are in the log");
        tokio::spawn(async move { client.show_message(MessageType::INFO, message).await });
    }
    Ok(Some(json!(text)))
}

/// What a bug report should say; names of files, none of their content.
fn debug_information(state: &State) -> String {
    use std::fmt::Write as _;

    let mut out = String::new();
    let ground = state.ground();
    let catalogue = state.catalogue(&ground);
    // Writing to a string does not fail.
    let _ = writeln!(out, "watchpost {}", crate::VERSION);
    let _ = writeln!(out, "{} {}", std::env::consts::OS, std::env::consts::ARCH);
    let _ = writeln!(out, "rules: {}", catalogue.rules().len());
    let _ = writeln!(out, "client: {:?}", state.abilities());
    for root in ground.workspace.roots() {
        let settings = state.settings(&ground, &root.join("any.py"), &catalogue);
        let source = settings.source.as_ref().map(|path| path.display().to_string());
        let _ = writeln!(
            out,
            "folder: {}, configuration: {}, settings: {:?}",
            root.display(),
            source.as_deref().unwrap_or("none"),
            state.settings_for(root)
        );
    }
    let status = *state.scan.subscribe().borrow();
    let n_files = state.scan.n_files();
    let _ = writeln!(out, "scan: wanted {}, {n_files} files, {status:?}", state.scan.is_wanted());
    for (uri, text, settings) in state.open_documents() {
        let source = settings.source.as_ref().map(|path| path.display().to_string());
        let ClientText { snapshot, .. } = text;
        let _ = writeln!(
            out,
            "open: {}, version {}, {} bytes, configuration: {}",
            uri.as_str(),
            snapshot.version,
            snapshot.rope().len_bytes(),
            source.as_deref().unwrap_or("none")
        );
    }
    out
}
