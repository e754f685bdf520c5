//! Notebooks: the Python cells of one are a single module, in the order in which they stand.
//!
//! Each cell is a document like any other. Only its check differs: it checks the joined cells, once
//! for all of them, and each cell takes what is its own.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use tower_lsp::ls_types::{
    DidChangeNotebookDocumentParams, DidCloseNotebookDocumentParams, DidOpenNotebookDocumentParams,
    DidSaveNotebookDocumentParams, NotebookCell, TextDocumentItem, Uri,
};

use super::panics::lock;
use super::state::State;
use super::{documents, from_lsp};
use crate::analysis::Checked;
use crate::finding::{Edit, Finding, FixPlan, FixStep, Location};
use crate::text::{DocumentUrl, Span};

/// What checking a notebook gave, once for all cells.
pub(super) struct Outcome {
    /// The cells as they were checked.
    pub(super) joined: Joined,
    /// The findings, in terms of the joined text.
    pub(super) checked: Checked,
    /// Files whose exports the findings depend on.
    pub(super) looked_at: HashSet<PathBuf>,
}

/// All notebooks that are open.
#[derive(Default)]
pub(super) struct Notebooks {
    open: Mutex<HashMap<DocumentUrl, Arc<Notebook>>>,
}

/// A notebook that is open.
pub(super) struct Notebook {
    /// Its name.
    pub(super) url: DocumentUrl,
    /// Its name as the client spells it.
    pub(super) uri: Uri,
    /// All cells, also those that are no code.
    cells: Mutex<Vec<DocumentUrl>>,
    /// The outcome for the cells at these revisions.
    last: Mutex<Option<(Vec<u64>, Arc<Outcome>)>>,
}

impl Notebooks {
    /// The notebook a cell stands in.
    pub(super) fn of_cell(&self, cell: &DocumentUrl) -> Option<Arc<Notebook>> {
        let open = lock(&self.open);
        open.values().find(|notebook| lock(&notebook.cells).contains(cell)).cloned()
    }
}

impl Notebook {
    /// The cells in order.
    pub(super) fn cells(&self) -> Vec<DocumentUrl> {
        lock(&self.cells).clone()
    }

    /// The outcome for cells at these revisions; made by the first who asks, while the others
    /// wait.
    pub(super) fn outcome(
        &self,
        revisions: &[u64],
        check: impl FnOnce() -> Outcome,
    ) -> Arc<Outcome> {
        let mut last = lock(&self.last);
        match &*last {
            Some((known, outcome)) if known == revisions => outcome.clone(),
            _ => {
                let outcome = Arc::new(check());
                *last = Some((revisions.to_vec(), outcome.clone()));
                outcome
            }
        }
    }

    /// What the newest check gave.
    pub(super) fn newest(&self) -> Option<Arc<Outcome>> {
        lock(&self.last).as_ref().map(|(_, outcome)| outcome.clone())
    }
}

/// `notebookDocument/didOpen`
pub(super) fn open(state: &Arc<State>, params: DidOpenNotebookDocumentParams) {
    let document = params.notebook_document;
    let url = from_lsp::document_url(&document.uri);
    let notebook = Arc::new(Notebook {
        url: url.clone(),
        uri: document.uri,
        cells: Mutex::new(urls(&document.cells)),
        last: Mutex::default(),
    });
    lock(&state.notebooks.open).insert(url, notebook);
    open_cells(state, params.cell_text_documents);
}

/// `notebookDocument/didChange`
pub(super) fn change(state: &Arc<State>, params: DidChangeNotebookDocumentParams) {
    let url = from_lsp::document_url(&params.notebook_document.uri);
    let notebook = lock(&state.notebooks.open).get(&url).cloned();
    let Some(notebook) = notebook else {
        tracing::warn!(url = %url, "a change of a notebook that is not open");
        return;
    };
    let Some(changes) = params.change.cells else { return };
    if let Some(structure) = changes.structure {
        {
            let mut cells = lock(&notebook.cells);
            let start = (structure.array.start as usize).min(cells.len());
            let end = start.saturating_add(structure.array.delete_count as usize).min(cells.len());
            let added = structure.array.cells.unwrap_or_default();
            cells.splice(start..end, urls(&added));
        }
        for closed in structure.did_close.unwrap_or_default() {
            state.close(&closed.uri);
        }
        open_cells(state, structure.did_open.unwrap_or_default());
    }
    for edited in changes.text_content.unwrap_or_default() {
        state.edit(&edited.document.uri, edited.changes, edited.document.version);
    }
    // What one cell defines, others use.
    state.renew_documents(&notebook.cells());
}

/// `notebookDocument/didSave`
pub(super) fn save(state: &Arc<State>, params: &DidSaveNotebookDocumentParams) {
    let url = from_lsp::document_url(&params.notebook_document.uri);
    let notebook = lock(&state.notebooks.open).get(&url).cloned();
    for cell in notebook.iter().flat_map(|notebook| notebook.cells()) {
        if let Ok(uri) = cell.as_str().parse() {
            state.saved(&uri);
        }
    }
}

/// `notebookDocument/didClose`
pub(super) fn close(state: &Arc<State>, params: &DidCloseNotebookDocumentParams) {
    let url = from_lsp::document_url(&params.notebook_document.uri);
    let notebook = lock(&state.notebooks.open).remove(&url);
    for cell in &params.cell_text_documents {
        state.close(&cell.uri);
    }
    // Some clients leave the cells out.
    for cell in notebook.iter().flat_map(|notebook| notebook.cells()) {
        if let Ok(uri) = cell.as_str().parse() {
            state.close(&uri);
        }
    }
}

fn urls(cells: &[NotebookCell]) -> Vec<DocumentUrl> {
    cells.iter().map(|cell| from_lsp::document_url(&cell.document)).collect()
}

fn open_cells(state: &Arc<State>, cells: Vec<TextDocumentItem>) {
    for cell in cells {
        documents::open_item(state, cell);
    }
}

/// The cells of a notebook as one text.
pub(super) struct Joined {
    /// The text.
    pub(super) text: String,
    /// Where each cell stands in it, its last line end left out.
    places: Vec<(DocumentUrl, Span)>,
}

impl Joined {
    /// Joins cells. What only a notebook understands becomes a comment of the same length.
    pub(super) fn new<'a>(cells: impl IntoIterator<Item = (&'a DocumentUrl, &'a str)>) -> Self {
        let mut joined = Self { text: String::new(), places: Vec::new() };
        for (url, cell) in cells {
            let start = joined.text.len();
            push_as_python(&mut joined.text, cell);
            joined.places.push((url.clone(), Span::new(start, joined.text.len())));
            joined.text.push('\n');
        }
        joined
    }

    /// What of the findings in the joined text is in one cell, in terms of that cell.
    pub(super) fn of_cell(&self, cell: &DocumentUrl, whole: &Checked) -> Checked {
        let Some((_, place)) = self.places.iter().find(|(url, _)| url == cell) else {
            return Checked::default();
        };
        let in_cell = |finding: &Finding| self.is_in(cell, finding);
        let findings = whole.findings.iter().filter(|finding| in_cell(finding));
        let suppressed = whole.suppressed.iter().filter(|(finding, _)| in_cell(finding));
        Checked {
            findings: findings.map(|finding| self.moved(finding, cell, *place)).collect(),
            suppressed: suppressed
                .map(|(finding, how)| (self.moved(finding, cell, *place), how.clone()))
                .collect(),
            notes: whole.notes.clone(),
            failures: whole.failures.clone(),
            outline: None,
        }
    }

    /// Whether a finding in the joined text is in a cell.
    pub(super) fn is_in(&self, cell: &DocumentUrl, finding: &Finding) -> bool {
        self.cell_at(finding.location.span.start).is_some_and(|(url, _)| url == cell)
    }

    fn moved(&self, finding: &Finding, cell: &DocumentUrl, place: Span) -> Finding {
        let mut moved = finding.clone();
        moved.location =
            Location { document: cell.clone(), span: within(finding.location.span, place) };
        moved.extent = within(finding.extent, place);
        for related in &mut moved.related {
            if related.location.document == finding.location.document
                && let Some((url, place)) = self.cell_at(related.location.span.start)
            {
                let span = within(related.location.span, place);
                related.location = Location { document: url.clone(), span };
            }
        }
        moved.fixes = finding.fixes.iter().filter_map(|plan| self.plan(plan, cell)).collect();
        moved
    }

    /// A fix in terms of the cells it touches; none if an edit spans two of them.
    fn plan(&self, plan: &FixPlan, cell: &DocumentUrl) -> Option<FixPlan> {
        let steps = plan.steps.iter().map(|step| match step {
            FixStep::Edit(edit) => {
                let (url, place) = self.cell_at(edit.span.start)?;
                if edit.span.end > place.end {
                    return None;
                }
                let moved = Edit { span: within(edit.span, place), text: edit.text.clone() };
                Some(if url == cell {
                    FixStep::Edit(moved)
                } else {
                    FixStep::EditOther(url.clone(), moved)
                })
            }
            other => Some(other.clone()),
        });
        let steps: Option<Vec<FixStep>> = steps.collect();
        Some(FixPlan { title: plan.title.clone(), safety: plan.safety, steps: steps? })
    }

    fn cell_at(&self, byte: usize) -> Option<(&DocumentUrl, Span)> {
        let index = self.places.partition_point(|(_, place)| place.end < byte);
        let (url, place) = self.places.get(index)?;
        (place.start <= byte).then_some((url, *place))
    }
}

/// A span of the joined text in terms of a cell; what lies outside is cut off.
fn within(span: Span, cell: Span) -> Span {
    let start = span.start.clamp(cell.start, cell.end) - cell.start;
    let end = span.end.clamp(cell.start, cell.end) - cell.start;
    Span::new(start, end)
}

/// Commands to the notebook that run Python all the same.
const PYTHON_CELLS: [&str; 4] = ["%%time", "%%timeit", "%%capture", "%%prun"];

/// Adds a cell's text; of lines that are commands to the notebook the first byte becomes a `#`.
fn push_as_python(text: &mut String, cell: &str) {
    let command = cell.trim_start();
    let foreign = command.starts_with("%%")
        && !PYTHON_CELLS.contains(&command.split_whitespace().next().unwrap_or_default());
    for line in cell.split_inclusive('\n') {
        let code = line.trim_start();
        let indent = line.len() - code.len();
        // `!` and `?` begin no statement, and neither does `%`.
        let is_command = code.starts_with(['%', '!', '?']);
        let first = code.chars().next().filter(|first| first.is_ascii() && !first.is_whitespace());
        match first {
            Some(first) if is_command || foreign => {
                text.push_str(&line[..indent]);
                text.push('#');
                text.push_str(&code[first.len_utf8()..]);
            }
            // Its first character is longer than a `#`: blanks keep the length.
            None if foreign && !code.is_empty() => {
                text.extend(line.chars().flat_map(|c| {
                    let kept = if c == '\n' || c == '\r' { c } else { ' ' };
                    std::iter::repeat_n(kept, c.len_utf8())
                }));
            }
            _ => text.push_str(line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Confidence, Detail, RuleCode, Safety, Severity};

    fn url(name: &str) -> DocumentUrl {
        DocumentUrl::new(name)
    }

    fn finding(span: Span, edits: &[Span]) -> Finding {
        let steps = edits.iter().map(|&span| FixStep::Edit(Edit { span, text: "x".to_owned() }));
        Finding {
            rule: RuleCode::from("PY101"),
            severity: Severity::Low,
            confidence: Confidence::High,
            message: String::new(),
            location: Location { document: url("nb"), span },
            extent: span,
            related: Vec::new(),
            covers: Vec::new(),
            fixes: vec![FixPlan {
                title: String::new(),
                safety: Safety::Safe,
                steps: steps.collect(),
            }],
            detail: Detail::None,
        }
    }

    #[test]
    fn commands_to_the_notebook_become_comments_of_the_same_length() {
        let check = |cell: &str, expected: &str| {
            let joined = Joined::new([(&url("a"), cell)]);
            assert_eq!(joined.text, format!("{expected}\n"));
            assert_eq!(joined.text.len(), cell.len() + 1);
        };
        check("%pip install x\ny = 1", "#pip install x\ny = 1");
        check("if x:\n  !ls\r\n", "if x:\n  #ls\r\n");
        check("%%bash\nrm -r x\nécho\n", "#%bash\n#m -r x\n     \n");
        check("%%time\nrun()", "#%time\nrun()");
        check("x = 5 % 3", "x = 5 % 3");
    }

    #[test]
    fn findings_and_fixes_go_to_their_cells() {
        let (first, second) = (url("1"), url("2"));
        let joined = Joined::new([(&first, "import a"), (&second, "a.b()")]);
        assert_eq!(joined.text, "import a\na.b()\n");
        let whole = Checked {
            findings: vec![
                finding(Span::new(9, 12), &[Span::new(9, 10), Span::new(0, 0)]),
                finding(Span::new(7, 8), &[Span::new(7, 10)]),
            ],
            ..Checked::default()
        };
        let of_second = joined.of_cell(&second, &whole).findings;
        assert_eq!(of_second.len(), 1);
        assert_eq!(of_second[0].location, Location { document: second, span: Span::new(0, 3) });
        let edit = |span| Edit { span, text: "x".to_owned() };
        assert_eq!(
            of_second[0].fixes[0].steps,
            [
                FixStep::Edit(edit(Span::new(0, 1))),
                FixStep::EditOther(first.clone(), edit(Span::new(0, 0)))
            ]
        );
        // An edit over the seam of two cells cannot be made.
        let of_first = joined.of_cell(&first, &whole).findings;
        assert_eq!((of_first.len(), of_first[0].fixes.len()), (1, 0));
    }
}
