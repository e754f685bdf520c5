//! Edits that silence a finding for good: in its file, in the configuration, in the baseline.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use tower_lsp::ls_types::WorkspaceEdit;

use super::assessment::Assessment;
use super::from_lsp;
use super::ground::known_as;
use super::state::State;
use super::workspace_edit::{Changes, Target};
use crate::config::edit::{Change, edit, new_file};
use crate::config::{Form, Settings};
use crate::finding::Finding;
use crate::finding::fix::difference;
use crate::languages::PYTHON;
use crate::rules::{Catalogue, Rule};
use crate::suppress::baseline::{Entry, entry, with_entry};
use crate::suppress::{
    IdTable, suppress_here_edit, suppress_here_in_template, suppress_in_file_edit,
    suppress_in_template,
};
use crate::workspace::url::{self, relative};

/// The baseline's name where none is configured, as the command line writes it.
const BASELINE: &str = "watchpost-baseline.json";

/// A comment on the finding's line.
pub(super) fn on_line(
    state: &State,
    assessment: &Assessment,
    finding: &Finding,
) -> Option<WorkspaceEdit> {
    let text = assessment.text.snapshot.text();
    let table = IdTable::shared(&assessment.catalogue);
    let outline = assessment.outline();
    let signs = assessment.language.comment;
    let edit = match assessment.language == &PYTHON {
        true => suppress_here_edit(text, &outline, finding, &table)?,
        false => suppress_here_in_template(text, &outline, finding, signs)?,
    };
    let mut changes = Changes::default();
    changes.edit(&assessment.target(), &[edit]);
    changes.finish(state, None)
}

/// A comment about the whole file.
pub(super) fn in_file(
    state: &State,
    assessment: &Assessment,
    finding: &Finding,
) -> Option<WorkspaceEdit> {
    let text = assessment.text.snapshot.text();
    let (outline, code) = (assessment.outline(), finding.rule.as_str());
    let signs = assessment.language.comment;
    let edit = match assessment.language == &PYTHON {
        true => suppress_in_file_edit(text, &outline, code)?,
        false => suppress_in_template(text, &outline, code, signs)?,
    };
    let mut changes = Changes::default();
    changes.edit(&assessment.target(), &[edit]);
    changes.finish(state, None)
}

/// The file a document lies in: its own, or that of the notebook it is a cell of.
fn file_of(state: &State, assessment: &Assessment) -> Option<PathBuf> {
    match state.notebooks.of_cell(&assessment.text.snapshot.url) {
        Some(notebook) => from_lsp::file_path(&notebook.uri),
        None => from_lsp::file_path(&assessment.uri),
    }
}

/// The configuration that counts for a file.
pub(super) struct Home {
    /// The file that is or would be written to.
    pub(super) path: PathBuf,
    /// Whether it is there.
    pub(super) exists: bool,
    /// What it and the files it extends say.
    settings: Arc<Settings>,
}

impl Home {
    /// The nearest configuration file, or where one belongs; none for documents that are no files.
    pub(super) fn of(state: &State, assessment: &Assessment) -> Option<Self> {
        Self::of_path(state, &file_of(state, assessment)?, &assessment.catalogue)
    }

    /// The same for the file at a path.
    fn of_path(state: &State, path: &Path, catalogue: &Arc<Catalogue>) -> Option<Self> {
        let ground = state.ground();
        let settings = state.settings(&ground, path, catalogue);
        if let Some(source) = &settings.source {
            return Some(Self { path: source.clone(), exists: true, settings });
        }
        let view = ground.workspace.view(path);
        let root = view.project_root();
        let root = if root.as_os_str().is_empty() { path.parent()? } else { root };
        Some(Self { path: root.join("watchpost.toml"), exists: false, settings })
    }

    /// Where the baseline is or would be, and whether configuration says so.
    fn baseline(&self) -> (PathBuf, bool) {
        match &self.settings.baseline {
            Some(path) => (path.clone(), true),
            None => (self.path.with_file_name(BASELINE), false),
        }
    }

    /// Whether a finding can be written into the baseline, which may have to be made.
    pub(super) fn can_have_baseline(&self, state: &State) -> bool {
        state.abilities().editing.creates_files || self.baseline().0.is_file()
    }

    /// Its name in a title.
    pub(super) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        if self.exists { format!("`{name}`") } else { format!("a new `{name}`") }
    }

    /// Adds what writes `change` down.
    fn write(&self, state: &State, changes: &mut Changes, change: Change<'_>) -> Option<()> {
        match Target::of_path(state, &self.path) {
            Some(target) => {
                let edit = edit(target.text.snapshot.text(), Form::of(&self.path), change)?;
                changes.edit(&target, &[edit]);
                Some(())
            }
            // There it cannot be read, so better leave it alone.
            None if self.exists => None,
            None => changes.create(&url::of_path(&self.path), new_file(change)),
        }
    }
}

/// The rule goes off in the nearest configuration, for all files or for this one.
pub(super) fn in_configuration(
    state: &State,
    assessment: &Assessment,
    finding: &Finding,
    everywhere: bool,
) -> Option<WorkspaceEdit> {
    let home = Home::of(state, assessment)?;
    let code = finding.rule.as_str();
    let mut changes = Changes::default();
    if everywhere {
        home.write(state, &mut changes, Change::Ignore(code))?;
    } else {
        let path = file_of(state, assessment)?;
        let below = relative(&path, home.path.parent()?);
        if below.starts_with("../") {
            return None;
        }
        home.write(state, &mut changes, Change::IgnoreIn(code, &below))?;
    }
    changes.finish(state, None)
}

/// A rule goes off in the configuration that counts for the file at a path.
pub(super) fn rule_off(state: &State, path: &Path, rule: &Rule) -> Option<WorkspaceEdit> {
    let catalogue = state.catalogue(&state.ground());
    let home = Home::of_path(state, path, &catalogue)?;
    let mut changes = Changes::default();
    home.write(state, &mut changes, Change::Ignore(rule.code.as_str()))?;
    changes.finish(state, None)
}

/// The finding goes into the baseline, which is made and configured if there is none.
pub(super) fn in_baseline(
    state: &State,
    assessment: &Assessment,
    finding: &Finding,
) -> Option<WorkspaceEdit> {
    let home = Home::of(state, assessment)?;
    let (path, is_configured) = home.baseline();
    let entry = entry_of(state, assessment, finding, path.parent()?)?;
    let mut changes = Changes::default();
    match Target::of_path(state, &path) {
        Some(target) => {
            let old = target.text.snapshot.text();
            let edit = difference(old, &with_entry(Some(old), entry)?)?;
            changes.edit(&target, &[edit]);
        }
        None => changes.create(&url::of_path(&path), with_entry(None, entry)?)?,
    }
    if !is_configured {
        home.write(state, &mut changes, Change::Baseline(BASELINE))?;
    }
    changes.finish(state, None)
}

/// Where the baseline of a folder is, or belongs if configuration names none.
pub(super) fn baseline_of(state: &State, root: &Path, catalogue: &Arc<Catalogue>) -> PathBuf {
    let home = Home::of_path(state, &root.join("any.py"), catalogue);
    home.map_or_else(|| root.join(BASELINE), |home| home.baseline().0)
}

/// Makes the baseline of a folder count: the nearest configuration names it from now on, unless it
/// names one. A configuration that is open is for the client to change.
pub(super) fn name_baseline(
    state: &State,
    root: &Path,
    catalogue: &Arc<Catalogue>,
) -> io::Result<Option<WorkspaceEdit>> {
    let Some(home) = Home::of_path(state, &root.join("any.py"), catalogue) else { return Ok(None) };
    if home.baseline().1 {
        return Ok(None);
    }
    let naming = Change::Baseline(BASELINE);
    let target = Target::of_path(state, &home.path);
    if target.as_ref().is_some_and(|target| target.version.is_some()) {
        let mut changes = Changes::default();
        let written = home.write(state, &mut changes, naming);
        return Ok(written.and_then(|()| changes.finish(state, None)));
    }
    let text = match &target {
        Some(target) => {
            let old = target.text.snapshot.text();
            let Some(edit) = edit(old, Form::of(&home.path), naming) else { return Ok(None) };
            [&old[..edit.span.start], &edit.text, &old[edit.span.end..]].concat()
        }
        // There it cannot be read, so better leave it alone.
        None if home.exists => return Ok(None),
        None => new_file(naming),
    };
    fs::write(&home.path, text)?;
    Ok(None)
}

/// The finding as a baseline in that folder knows it.
fn entry_of(
    state: &State,
    assessment: &Assessment,
    finding: &Finding,
    folder: &Path,
) -> Option<Entry> {
    let path = file_of(state, assessment)?;
    let cell = &assessment.text.snapshot.url;
    let place = assessment.checked.findings.iter().position(|own| own == finding)?;
    let (home_path, fingerprints, index) = match state.notebooks.of_cell(cell) {
        // Equal lines in two cells are told apart by their order in the notebook.
        Some(notebook) => {
            let outcome = notebook.newest()?;
            let whole = outcome.checked.findings.iter().enumerate();
            let mut own = whole.filter(|(_, finding)| outcome.joined.is_in(cell, finding));
            let (index, same) = own.nth(place)?;
            if same.rule != finding.rule || same.message != finding.message {
                return None;
            }
            let (home, known) = known_as(&outcome.checked, &path, &outcome.joined.text, folder);
            (home, known, index)
        }
        None => {
            let text = assessment.text.snapshot.text();
            let (home, known) = known_as(&assessment.checked, &path, text, folder);
            (home, known, place)
        }
    };
    Some(entry(&home_path, &finding.rule, *fingerprints.get(index)?, &finding.message))
}
