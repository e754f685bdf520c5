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
    /// Make a document of this text where none is yet.
    NewFile(DocumentUrl, String),
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
    /// Whether it changes nothing but the finding's own document.
    pub fn is_local(&self) -> bool {
        self.steps.iter().all(|step| matches!(step, FixStep::Edit(_)))
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

/// The one edit that turns `old` into `new`; none if nothing differs.
pub fn difference(old: &str, new: &str) -> Option<Edit> {
    if old == new {
        return None;
    }
    let mut start = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    while !old.is_char_boundary(start) || !new.is_char_boundary(start) {
        start -= 1;
    }
    let most = old.len().min(new.len()) - start;
    let from_the_end = old.bytes().rev().zip(new.bytes().rev()).take(most);
    let mut same = from_the_end.take_while(|(a, b)| a == b).count();
    while !old.is_char_boundary(old.len() - same) || !new.is_char_boundary(new.len() - same) {
        same -= 1;
    }
    let text = new[start..new.len() - same].to_owned();
    Some(Edit { span: Span::new(start, old.len() - same), text })
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
    for (index, (_, edits)) in plans.iter().enumerate() {
        match fitting(edits, &documents) {
            Some(new) => {
                for (document, edit) in new {
                    let placed = documents.entry(document.clone()).or_default();
                    placed.insert((edit.span, placed.len()), edit.clone());
                }
                taken.push(index);
            }
            None => left.push(index),
        }
    }
    let edits = documents
        .into_iter()
        .map(|(document, placed)| (document, placed.into_values().collect()))
        .collect();
    Chosen { edits, taken, left }
}

/// Chosen edits of one document by place and order of choice.
type Placed = BTreeMap<(Span, usize), Edit>;

/// The edits a plan adds to those chosen already, none if it does not go with them.
fn fitting<'e, D: Ord + Clone>(
    edits: &'e [(D, Edit)],
    documents: &BTreeMap<D, Placed>,
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
        let meeting = documents.get(document).map_or(Meeting::Free, |placed| meet(edit, placed));
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

fn meet(edit: &Edit, placed: &Placed) -> Meeting {
    let span = edit.span;
    if span.is_empty() {
        let before = (Span::empty(span.start), 0);
        if let Some((_, other)) = placed.range(..before).next_back()
            && other.span.end > span.start
        {
            return Meeting::Conflict;
        }
        let behind = (Span::empty(span.start), usize::MAX);
        for other in placed.range(before..=behind).map(|(_, chosen)| chosen) {
            let same = other.text == edit.text;
            if same && edit.inserts_lines() {
                return Meeting::Done;
            }
            if !(edit.inserts_lines() && other.inserts_lines()) {
                return Meeting::Conflict;
            }
        }
        return Meeting::Free;
    }
    // Chosen edits do not overlap, so the last one that begins before the end of this one decides.
    let Some((_, other)) = placed.range(..(Span::empty(span.end), 0)).next_back() else {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit { span: Span::new(start, end), text: text.to_owned() }
    }

    fn plan() -> FixPlan {
        FixPlan { title: "Repair".to_owned(), safety: Safety::Safe, steps: Vec::new() }
    }

    /// Chooses among plans without imports in one document; returns what is taken and the text.
    fn check(text: &str, plans: &[&[Edit]]) -> (Vec<usize>, String) {
        let plan = plan();
        let plans: Vec<_> = plans
            .iter()
            .map(|edits| (&plan, edits.iter().map(|edit| ((), edit.clone())).collect()))
            .collect();
        let mut chosen = choose(&plans);
        let edits = chosen.edits.remove(&()).unwrap_or_default();
        (chosen.taken, apply(text, &edits).expect("chosen edits go together"))
    }

    #[test]
    fn edits_are_applied_in_any_order() {
        let edits = [edit(4, 5, "Z"), edit(0, 1, ""), edit(2, 2, "+"), edit(2, 2, "-")];
        assert_eq!(apply("abcdé", &edits[1..]).unwrap(), "b+-cdé");
        assert_eq!(apply("abcde", &edits).unwrap(), "b+-cdZ");
        assert_eq!(apply("ab", &[]).unwrap(), "ab");
    }

    #[test]
    fn insertions_touch_replacements_without_overlap() {
        let edits = [edit(1, 3, "XY"), edit(3, 3, ")"), edit(1, 1, "(")];
        assert_eq!(apply("abcd", &edits).unwrap(), "a(XY)d");
    }

    #[test]
    fn overlaps_are_refused() {
        let overlap = apply("abcd", &[edit(0, 2, ""), edit(1, 3, "")]);
        assert_eq!(overlap, Err(Overlap::Between(Span::new(0, 2), Span::new(1, 3))));
        assert!(apply("abcd", &[edit(0, 2, ""), edit(1, 1, "x")]).is_err());
        assert!(apply("abcd", &[edit(0, 2, ""), edit(0, 2, "")]).is_err());
    }

    #[test]
    fn edits_that_do_not_fit_the_text_are_refused() {
        for (start, end) in [(1, 2), (2, 2), (4, 9), (9, 9)] {
            let refused = apply("aé b", &[edit(start, end, "x")]);
            assert_eq!(refused, Err(Overlap::OutsideText(Span::new(start, end))));
        }
    }

    #[test]
    fn the_difference_of_two_texts_is_one_edit() {
        let texts = ["", "a", "aa", "aaa", "aba", "é", "è", "xéy", "xèy", "xéèy", "😀", "a😀b"];
        for old in texts {
            for new in texts {
                match difference(old, new) {
                    Some(edit) => {
                        assert_eq!(apply(old, &[edit]).as_deref(), Ok(new), "{old} {new}")
                    }
                    None => assert_eq!(old, new),
                }
            }
        }
        assert_eq!(difference("abc", "abXc"), Some(edit(2, 2, "X")));
        assert_eq!(difference("xéy", "xèy"), Some(edit(1, 3, "è")));
    }

    #[test]
    fn plans_are_taken_whole_or_not_at_all() {
        let (taken, text) = check(
            "abcdef",
            &[&[edit(2, 4, "X")], &[edit(0, 1, "Y"), edit(3, 5, "Y")], &[edit(4, 6, "Z")], &[]],
        );
        assert_eq!((taken, text.as_str()), (vec![0, 2], "abXZ"));
    }

    #[test]
    fn plans_that_contradict_themselves_are_left() {
        let (taken, text) = check("abcd", &[&[edit(0, 3, ""), edit(2, 4, "")]]);
        assert_eq!((taken, text.as_str()), (vec![], "abcd"));
    }

    #[test]
    fn same_import_line_is_added_once() {
        let (taken, text) = check(
            "eval(a)\neval(b)\n",
            &[
                &[edit(0, 0, "import ast\n"), edit(0, 4, "ast.literal_eval")],
                &[edit(0, 0, "import ast\n"), edit(8, 12, "ast.literal_eval")],
                &[edit(0, 0, "import ssl\n")],
            ],
        );
        assert_eq!(taken, [0, 1, 2]);
        assert_eq!(text, "import ast\nimport ssl\nast.literal_eval(a)\nast.literal_eval(b)\n");
    }

    #[test]
    fn same_closing_bracket_of_two_plans_is_not_one() {
        let (taken, text) = check(
            "a(b)",
            &[&[edit(2, 2, "f("), edit(3, 3, ")")], &[edit(0, 0, "g("), edit(3, 3, ")")]],
        );
        assert_eq!((taken, text.as_str()), (vec![0], "a(f(b))"));
    }

    #[test]
    fn same_replacement_of_two_plans_is_done_once() {
        let (taken, text) = check(
            "abcd",
            &[&[edit(1, 2, "X")], &[edit(1, 2, "X"), edit(3, 4, "Y")], &[edit(1, 2, "Z")]],
        );
        assert_eq!((taken, text.as_str()), (vec![0, 1], "aXcY"));
    }

    #[test]
    fn documents_are_apart() {
        let plan = plan();
        let chosen = choose(&[
            (&plan, vec![("a", edit(0, 2, "")), ("b", edit(0, 2, ""))]),
            (&plan, vec![("c", edit(0, 2, "")), ("b", edit(1, 3, ""))]),
            (&plan, vec![("c", edit(0, 2, ""))]),
        ]);
        assert_eq!((chosen.taken, chosen.left), (vec![0, 2], vec![1]));
    }

    /// Numbers that look random and are the same each time.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, limit: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            usize::try_from(self.0 % limit as u64).unwrap()
        }

        fn edit(&mut self, text: &str) -> Edit {
            let at: Vec<usize> =
                text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let (a, b) = (self.below(at.len()), self.below(at.len()));
            let length = (a.abs_diff(b)).min(self.below(4));
            let start = a.min(b);
            edit(at[start], at[start + length], ["", "X", "é\n", ")"][self.below(4)])
        }
    }

    #[test]
    fn random_edits_apply_like_one_after_the_other_from_the_end() {
        let mut numbers = Numbers(7);
        let text = "aé𝒳\nbcdefghij\r\nklm";
        let mut n_applied = 0;
        for _ in 0..5000 {
            let edits: Vec<Edit> = (0..1 + numbers.below(4)).map(|_| numbers.edit(text)).collect();
            let clash = edits.iter().enumerate().any(|(index, left)| {
                edits[index + 1..].iter().any(|right| {
                    let (l, r) = (left.span, right.span);
                    l.overlaps(r)
                        || (r.start < l.start && l.end < r.end && l.is_empty())
                        || (l.start < r.start && r.end < l.end && r.is_empty())
                })
            });
            let applied = apply(text, &edits);
            assert_eq!(applied.is_err(), clash, "{edits:?}");
            let Ok(applied) = applied else { continue };
            n_applied += 1;
            let mut expected = text.to_owned();
            let mut from_the_end = edits.clone();
            from_the_end.sort_by_key(|edit| edit.span);
            for edit in from_the_end.iter().rev() {
                expected.replace_range(edit.span.start..edit.span.end, &edit.text);
            }
            assert_eq!(applied, expected, "{edits:?}");
        }
        assert!(n_applied > 1000, "{n_applied}");
    }

    #[test]
    fn random_plans_are_chosen_so_that_they_apply() {
        let mut numbers = Numbers(11);
        let text = "aé𝒳\nbcdefghij\r\nklmnopqrstuvwxyz";
        let plan = plan();
        let mut n_taken = 0;
        for _ in 0..2000 {
            let plans: Vec<(&FixPlan, Vec<(usize, Edit)>)> = (0..1 + numbers.below(6))
                .map(|_| {
                    let edits = (0..1 + numbers.below(3))
                        .map(|_| (numbers.below(2), numbers.edit(text)))
                        .collect();
                    (&plan, edits)
                })
                .collect();
            let chosen = choose(&plans);
            let mut all: Vec<usize> = chosen.taken.iter().chain(&chosen.left).copied().collect();
            all.sort_unstable();
            assert!(all.into_iter().eq(0..plans.len()), "{chosen:?}");
            for edits in chosen.edits.values() {
                apply(text, edits).unwrap();
                assert!(edits.is_sorted_by_key(|edit| edit.span), "{edits:?}");
            }
            for &index in &chosen.taken {
                for (document, edit) in &plans[index].1 {
                    assert!(chosen.edits[document].contains(edit), "{edit:?} of {plans:?}");
                }
            }
            n_taken += chosen.taken.len();
        }
        assert!(n_taken > 2000, "{n_taken}");
    }
}
