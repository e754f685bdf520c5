//! Repairs: what a fix does to the text of one or more documents.

use std::collections::BTreeMap;

use crate::text::{DocumentUrl, Span};

/// Whether a fix may be applied without a person reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Safety {
    /// Cannot break a correct program; `fix` and `source.fixAll` apply it.
    Safe,
    /// May change behaviour or need a dependency; applied one at a time, or with `--unsafe`.
    Unsafe,
}

/// One replacement of text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// A part of a fix: known edits, or an intent whose edits are computed when asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FixStep {
    /// Replace text in the finding's own document.
    Edit(Edit),
    /// Replace text in another document.
    EditOther(DocumentUrl, Edit),
}

/// A repair offered with a finding.
///
/// Invariant: `FixStep::Edit`s of one plan do not overlap.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FixPlan {
    /// What the light bulb shows, in the imperative: ``Pass `shell=False` ``.
    pub title: String,
    /// Whether it may be applied unread.
    pub safety: Safety,
    /// What to do.
    pub steps: Vec<FixStep>,
}

impl FixPlan {
    /// Whether the plan makes the same statement importable as another one.
    fn shares_import(&self, other: &FixPlan, insertion: &str) -> bool {
        self.steps.iter().any(|step| {
            let FixStep::Import(statement) = step else { return false };
            let name = statement.rsplit([' ', '.']).next().unwrap_or(statement);
            !name.is_empty() && insertion.contains(name) && other.steps.contains(step)
        })
    }
}

impl Edit {
    /// Whether the edit adds whole lines, which keep their meaning next to other added lines.
    fn inserts_lines(&self) -> bool {
        self.span.is_empty() && (self.text.ends_with('\n') || self.text.starts_with('\n'))
    }
}

/// Edits that cannot be applied to a text together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Overlap {
    /// Two of them replace the same bytes, or one inserts into what the other replaces.
    #[error("edits overlap at bytes {}..{} and {}..{}", .0.start, .0.end, .1.start, .1.end)]
    Between(Span, Span),
    /// One does not fit the text: behind its end, or inside a character.
    #[error("an edit at bytes {}..{} does not fit the text", .0.start, .0.end)]
    OutsideText(Span),
}

/// Applies edits that all count in `text` as it is now, in any order.
///
/// Insertions at one place keep the order they are given in, and come before a replacement that begins there.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, Overlap> {
    let edits = sorted(edits)?;
    let mut applied = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        let kept = text.get(done..edit.span.start).ok_or(Overlap::OutsideText(edit.span))?;
        if !text.is_char_boundary(edit.span.end) {
            return Err(Overlap::OutsideText(edit.span));
        }
        applied.push_str(kept);
        applied.push_str(&edit.text);
        done = edit.span.end;
    }
    applied.push_str(text.get(done..).unwrap_or(""));
    Ok(applied)
}

/// The edits by place, if no two of them overlap.
fn sorted(edits: &[Edit]) -> Result<Vec<&Edit>, Overlap> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    for edit in &sorted {
        if edit.span.start > edit.span.end {
            return Err(Overlap::OutsideText(edit.span));
        }
    }
    for pair in sorted.windows(2) {
        if pair[1].span.start < pair[0].span.end {
            return Err(Overlap::Between(pair[0].span, pair[1].span));
        }
    }
    Ok(sorted)
}

/// Which of many fixes go together.
///
/// Invariant: the edits of each document do not overlap and are sorted by place;
/// `taken` and `left` hold every index of the given plans once, ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen<D: Ord> {
    /// What to apply to each document.
    pub edits: BTreeMap<D, Vec<Edit>>,
    /// Plans that are in.
    pub taken: Vec<usize>,
    /// Plans that stand in the way of one that is in, or have no edits that could be applied;
    /// after applying the others, checking again offers those that are still wanted.
    pub left: Vec<usize>,
}

/// Chooses fixes that can be applied in one pass, earlier ones first.
///
/// All edits of a plan are in, or none. `D` names a document.
/// What two plans both want, the same replacement or the same import line, is done once.
/// Two plans that insert different text at one place exclude each other, since the order would
/// matter; whole lines are the exception.
pub fn choose<D: Ord + Clone>(plans: &[(&FixPlan, Vec<(D, Edit)>)]) -> Chosen<D> {
    let mut documents: BTreeMap<D, Placed> = BTreeMap::new();
    let (mut taken, mut left) = (Vec::new(), Vec::new());
    for (index, (plan, edits)) in plans.iter().enumerate() {
        match fitting(plan, edits, &documents, plans) {
            Some(new) => {
                for (document, edit) in new {
                    let placed = documents.entry(document.clone()).or_default();
                    placed.insert((edit.span, placed.len()), (index, edit.clone()));
                }
                taken.push(index);
            }
            None => left.push(index),
        }
    }
    let edits = documents
        .into_iter()
        .map(|(document, placed)| (document, placed.into_values().map(|(_, edit)| edit).collect()))
        .collect();
    Chosen { edits, taken, left }
}

/// Chosen edits of one document by place and order of choice, with the index of their plan.
type Placed = BTreeMap<(Span, usize), (usize, Edit)>;

/// The edits a plan adds to those chosen already, none if it does not go with them.
fn fitting<'e, D: Ord + Clone>(
    plan: &FixPlan,
    edits: &'e [(D, Edit)],
    documents: &BTreeMap<D, Placed>,
    plans: &[(&FixPlan, Vec<(D, Edit)>)],
) -> Option<Vec<(&'e D, &'e Edit)>> {
    let mut own: BTreeMap<&D, Vec<Edit>> = BTreeMap::new();
    for (document, edit) in edits {
        own.entry(document).or_default().push(edit.clone());
    }
    if own.is_empty() || own.values().any(|edits| sorted(edits).is_err()) {
        return None;
    }
    let mut new = Vec::new();
    for (document, edit) in edits {
        let meeting = documents
            .get(document)
            .map_or(Meeting::Free, |placed| meet(plan, edit, placed, plans));
        match meeting {
            Meeting::Free => new.push((document, edit)),
            Meeting::Done => {}
            Meeting::Conflict => return None,
        }
    }
    Some(new)
}

/// How an edit stands to those chosen already.
enum Meeting {
    /// Nothing is in its way.
    Free,
    /// It is among them.
    Done,
    /// It cannot be added.
    Conflict,
}

fn meet<D>(
    plan: &FixPlan,
    edit: &Edit,
    placed: &Placed,
    plans: &[(&FixPlan, Vec<(D, Edit)>)],
) -> Meeting {
    let span = edit.span;
    if span.is_empty() {
        let before = (Span::empty(span.start), 0);
        if let Some((_, (_, other))) = placed.range(..before).next_back()
            && other.span.end > span.start
        {
            return Meeting::Conflict;
        }
        let behind = (Span::empty(span.start), usize::MAX);
        for (index, other) in placed.range(before..=behind).map(|(_, chosen)| chosen) {
            let same = other.text == edit.text;
            if same && (edit.inserts_lines() || plan.shares_import(plans[*index].0, &edit.text)) {
                return Meeting::Done;
            }
            if !(edit.inserts_lines() && other.inserts_lines()) {
                return Meeting::Conflict;
            }
        }
        return Meeting::Free;
    }
    // Chosen edits do not overlap, so the last one that begins before the end of this one decides.
    let Some((_, (_, other))) = placed.range(..(Span::empty(span.end), 0)).next_back() else {
        return Meeting::Free;
    };
    if other == edit {
        Meeting::Done
    } else if other.span.start > span.start || other.span.end > span.start {
        Meeting::Conflict
    } else {
        Meeting::Free
    }
}
