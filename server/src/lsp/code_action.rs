//! `textDocument/codeAction`: fixes of the findings in a range, ways to silence them, and all safe
//! fixes of a file.
//!
//! Editors ask on every move of the cursor, so everything comes from a finished check, and what
//! costs more (other files, the configuration) is put off until an action is chosen.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionTriggerKind,
    Diagnostic, Range, Uri, WorkspaceEdit,
};

use super::assessment::Assessment;
use super::silencing::{self, Home};
use super::state::State;
use super::workspace_edit::{Changes, Target};
use crate::finding::fix::choose;
use crate::finding::{Edit, Finding, FixPlan, FixStep, Safety};
use crate::languages::{DJANGO_TEMPLATE, JAVASCRIPT, PYTHON};

/// The kind of the action that applies all safe fixes of a file.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.watchpost");

/// A selection of the whole file must not cost a suppression for each finding in it.
const MOST_SUPPRESSIONS: usize = 20;

/// Suppressions shown unasked, when the cursor only rests somewhere.
const MOST_UNASKED: usize = 3;

/// Rules that may be silenced beyond a line; more at one place are not told apart in a menu.
const MOST_RULES: usize = 3;

/// What an action does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Act {
    /// The fix of that place in the finding's list.
    Fix(usize),
    /// Silences the finding on its line.
    Line,
    /// Silences the rule in the file, by a comment.
    File,
    /// Turns the rule off in the configuration.
    Configuration,
    /// Turns the rule off for the file in the configuration.
    ConfigurationOfFile,
    /// Writes the finding into the baseline.
    Baseline,
    /// Applies all safe fixes.
    FixAll,
}

/// What travels to the client and back with an action: enough to find what it was about again, and
/// to see that it is no longer there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ActionData {
    /// The document.
    pub(super) uri: Uri,
    /// The client's version of its text.
    pub(super) version: i32,
    /// What to do.
    pub(super) act: Act,
    /// About which finding; none for the whole file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) finding: Option<FindingData>,
}

/// One finding of an assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FindingData {
    /// Its place among the document's own.
    pub(super) index: usize,
    /// Its rule.
    pub(super) rule: String,
    /// Equal for equal findings.
    pub(super) hash: String,
}

/// A finding with its place among the document's own, and what the client shows of it.
type Meant<'a> = (usize, &'a Finding, &'a Diagnostic);

/// An action before its edit.
struct Offer<'a> {
    title: String,
    kind: CodeActionKind,
    act: Act,
    finding: Option<(usize, &'a Diagnostic)>,
    is_preferred: Option<bool>,
    /// An edit that is known already.
    edit: Option<WorkspaceEdit>,
}

/// Answers with the actions of the wanted kinds.
pub(super) async fn handle(
    state: &Arc<State>,
    params: CodeActionParams,
) -> Option<Vec<CodeActionOrCommand>> {
    let only = params.context.only;
    let wants = |kind: &CodeActionKind| match &only {
        None => true,
        Some(wanted) => wanted.iter().any(|wanted| is_kind(kind.as_str(), wanted.as_str())),
    };
    let (wants_fix, wants_all) = (wants(&CodeActionKind::QUICKFIX), wants(&FIX_ALL));
    if !wants_fix && !wants_all {
        return None;
    }
    let assessment = state.settled(&params.text_document.uri).await?;
    let asked = params.context.trigger_kind != Some(CodeActionTriggerKind::AUTOMATIC);
    let (range, named) = (params.range, params.context.diagnostics);
    let work = {
        let state = state.clone();
        move || {
            let mut offers = Vec::new();
            if wants_fix {
                let meant = assessment.meant(range, &named, asked);
                offers.extend(fixes(&meant));
                if [&PYTHON, &DJANGO_TEMPLATE, &JAVASCRIPT].contains(&assessment.language) {
                    offers.extend(suppressions(&state, &assessment, &meant, asked));
                }
            }
            if wants_all {
                offers.extend(fix_all_offer(&assessment));
            }
            offers
                .into_iter()
                .filter_map(|offer| action(&state, &assessment, offer))
                .map(CodeActionOrCommand::from)
                .collect()
        }
    };
    if state.abilities().editing.resolves_edits {
        return Some(work());
    }
    // Without a second question all edits are made now, and some need files.
    tokio::task::spawn_blocking(work).await.ok()
}

impl Assessment {
    /// A finding of the document itself, by its place among them.
    pub(super) fn own_finding(&self, index: usize) -> Option<&Finding> {
        self.findings().nth(index).map(|(finding, _)| finding)
    }

    /// The findings that actions are wanted for: those that share a place with the range, then
    /// those the client names, as some name all of the line. A cursor beside them all, when the
    /// user asks, means those of its line.
    fn meant(&self, range: Range, named: &[Diagnostic], asked: bool) -> Vec<Meant<'_>> {
        let all = || self.findings().enumerate().map(|(at, (finding, shown))| (at, finding, shown));
        let span = self.text.span(range);
        let touches = |finding: &Finding| {
            let place = finding.location.span;
            place.start <= span.end && span.start <= place.end
        };
        let is_named = |shown: &Diagnostic| {
            named.iter().any(|named| named.range == shown.range && named.code == shown.code)
        };
        let mut meant: Vec<Meant<'_>> = all().filter(|found| touches(found.1)).collect();
        if !named.is_empty() {
            meant.extend(all().filter(|found| !touches(found.1) && is_named(found.2)));
        }
        if meant.is_empty() && asked && span.is_empty() {
            let line = range.start.line;
            let is_on_line = |shown: &Range| shown.start.line <= line && line <= shown.end.line;
            meant.extend(all().filter(|found| is_on_line(&found.2.range)));
        }
        meant
    }

    /// The document, as it was when it was checked.
    pub(super) fn target(&self) -> Target {
        Target { uri: self.uri.clone(), version: Some(self.version()), text: self.text.clone() }
    }
}

/// Equal for equal findings, at equal places of equal wording.
fn hash(finding: &Finding) -> String {
    let mut hasher = DefaultHasher::new();
    finding.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Whether `kind` is `wanted` or below it: `source.fixAll.watchpost` is a `source`.
fn is_kind(kind: &str, wanted: &str) -> bool {
    match kind.strip_prefix(wanted) {
        Some(rest) => wanted.is_empty() || rest.is_empty() || rest.starts_with('.'),
        None => false,
    }
}

fn fixes<'a>(meant: &[Meant<'a>]) -> Vec<Offer<'a>> {
    let mut offers = Vec::new();
    for &(index, finding, diagnostic) in meant {
        let mut has_preferred = false;
        for (number, plan) in
            finding.fixes.iter().enumerate().filter(|(_, plan)| !plan.steps.is_empty())
        {
            let is_preferred = plan.safety == Safety::Safe && !has_preferred;
            has_preferred |= is_preferred;
            offers.push(Offer {
                title: title(plan),
                kind: CodeActionKind::QUICKFIX,
                act: Act::Fix(number),
                finding: Some((index, diagnostic)),
                is_preferred: Some(is_preferred),
                edit: None,
            });
        }
    }
    offers
}

fn title(plan: &FixPlan) -> String {
    match plan.safety {
        Safety::Safe => plan.title.clone(),
        Safety::Unsafe => format!("{} (unsafe)", plan.title),
    }
}

/// Ways to silence what is found, behind all fixes and never preferred. Unasked only the nearest.
fn suppressions<'a>(
    state: &State,
    assessment: &'a Assessment,
    meant: &[Meant<'a>],
    asked: bool,
) -> Vec<Offer<'a>> {
    let mut offers = Vec::new();
    let mut offer = |title: String, act, found: Meant<'a>, edit| {
        offers.push(Offer {
            title,
            kind: CodeActionKind::QUICKFIX,
            act,
            finding: Some((found.0, found.2)),
            is_preferred: Some(false),
            edit,
        });
    };
    let most = if asked { MOST_SUPPRESSIONS } else { MOST_UNASKED };
    for &found in meant.iter().take(most) {
        if let Some(edit) = silencing::on_line(state, assessment, found.1) {
            offer(format!("Ignore {} on this line", found.1.rule), Act::Line, found, Some(edit));
        }
    }
    if !asked {
        return offers;
    }
    let mut rules: Vec<Meant<'a>> = Vec::new();
    for &found in meant {
        let is_new = !rules.iter().any(|(_, known, _)| known.rule == found.1.rule);
        if is_new && rules.len() < MOST_RULES {
            rules.push(found);
        }
    }
    for &found in &rules {
        if let Some(edit) = silencing::in_file(state, assessment, found.1) {
            offer(format!("Ignore {} in this file", found.1.rule), Act::File, found, Some(edit));
        }
    }
    let Some(home) = Home::of(state, assessment) else { return offers };
    if !home.exists && !state.abilities().editing.creates_files {
        return offers;
    }
    let name = home.name();
    for &found in &rules {
        let code = &found.1.rule;
        let title = format!("Turn {code} off for this file in {name}");
        offer(title, Act::ConfigurationOfFile, found, None);
        offer(format!("Turn {code} off in {name}"), Act::Configuration, found, None);
    }
    let most = if home.can_have_baseline(state) { MOST_RULES } else { 0 };
    for &found in meant.iter().take(most) {
        offer(format!("Add this {} to the baseline", found.1.rule), Act::Baseline, found, None);
    }
    offers
}

fn fix_all_offer(assessment: &Assessment) -> Option<Offer<'_>> {
    safe_plan_of_each(assessment).next()?;
    Some(Offer {
        title: "Apply all safe fixes of watchpost".to_owned(),
        kind: FIX_ALL,
        act: Act::FixAll,
        finding: None,
        is_preferred: None,
        edit: None,
    })
}

/// The action of an offer; none if it would do nothing.
fn action(state: &State, assessment: &Assessment, offer: Offer<'_>) -> Option<CodeAction> {
    let finding = offer.finding.and_then(|(index, _)| {
        let finding = assessment.own_finding(index)?;
        Some(FindingData { index, rule: finding.rule.to_string(), hash: hash(finding) })
    });
    let data = ActionData {
        uri: assessment.uri.clone(),
        version: assessment.version(),
        act: offer.act,
        finding,
    };
    let mut action = CodeAction {
        title: offer.title,
        kind: Some(offer.kind),
        diagnostics: offer.finding.map(|(_, diagnostic)| vec![diagnostic.clone()]),
        is_preferred: offer.is_preferred,
        edit: offer.edit,
        ..CodeAction::default()
    };
    if action.edit.is_none() {
        if state.abilities().editing.resolves_edits {
            action.data = serde_json::to_value(data).ok();
        } else {
            action.edit = Some(edit(state, assessment, &data)?);
        }
    }
    Some(action)
}

/// The edit of an action, made for the text of the assessment; none if it is not about that. May
/// read files.
pub(super) fn edit(
    state: &State,
    assessment: &Assessment,
    data: &ActionData,
) -> Option<WorkspaceEdit> {
    if data.version != assessment.version() {
        return None;
    }
    let Some(wanted) = &data.finding else {
        return (data.act == Act::FixAll).then(|| fix_all_edit(state, assessment))?;
    };
    let finding = assessment.own_finding(wanted.index)?;
    if finding.rule.as_str() != wanted.rule || hash(finding) != wanted.hash {
        return None;
    }
    match data.act {
        Act::Fix(number) => fix(state, assessment, finding.fixes.get(number)?),
        Act::Line => silencing::on_line(state, assessment, finding),
        Act::File => silencing::in_file(state, assessment, finding),
        Act::Configuration => silencing::in_configuration(state, assessment, finding, true),
        Act::ConfigurationOfFile => silencing::in_configuration(state, assessment, finding, false),
        Act::Baseline => silencing::in_baseline(state, assessment, finding),
        Act::FixAll => None,
    }
}

/// What a plan does to all its documents; none if it does nothing, or if one of them is missing.
fn fix(state: &State, assessment: &Assessment, plan: &FixPlan) -> Option<WorkspaceEdit> {
    let mut changes = Changes::default();
    // A file must be there before another one names it.
    for step in &plan.steps {
        if let FixStep::NewFile(url, text) = step {
            changes.create(url, text.clone())?;
        }
    }
    let own = assessment.checked.edits(plan);
    if !own.is_empty() {
        changes.edit(&assessment.target(), &own);
    }
    let mut others: Vec<_> = plan
        .steps
        .iter()
        .filter_map(|step| match step {
            FixStep::EditOther(url, _) => Some(url),
            FixStep::Edit(_) | FixStep::NewFile(..) => None,
        })
        .collect();
    others.sort();
    others.dedup();
    for url in others {
        let of_this = |step: &FixStep| match step {
            FixStep::EditOther(other, edit) if other == url => Some(edit.clone()),
            _ => None,
        };
        let edits: Vec<Edit> = plan.steps.iter().filter_map(of_this).collect();
        changes.edit(&Target::of_url(state, url)?, &edits);
    }
    let caution = (plan.safety == Safety::Unsafe).then_some(plan.title.as_str());
    changes.finish(state, caution)
}

/// Of each finding its first fix that nobody needs to look at.
fn safe_plan_of_each(assessment: &Assessment) -> impl Iterator<Item = &FixPlan> {
    let is_wanted =
        |plan: &&FixPlan| plan.safety == Safety::Safe && plan.is_local() && !plan.steps.is_empty();
    assessment.findings().filter_map(move |(finding, _)| finding.fixes.iter().find(is_wanted))
}

/// All safe fixes that can be applied together; the rest is there when asked again.
pub(super) fn fix_all_edit(state: &State, assessment: &Assessment) -> Option<WorkspaceEdit> {
    let plans: Vec<(&FixPlan, Vec<((), Edit)>)> = safe_plan_of_each(assessment)
        .map(|plan| {
            let edits = assessment.checked.edits(plan);
            (plan, edits.into_iter().map(|edit| ((), edit)).collect())
        })
        .collect();
    let edits = choose(&plans).edits.remove(&())?;
    let mut changes = Changes::default();
    changes.edit(&assessment.target(), &edits);
    changes.finish(state, None)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn kinds_are_asked_for_by_prefix() {
        assert!(is_kind("source.fixAll.watchpost", "source"));
        assert!(is_kind("source.fixAll.watchpost", "source.fixAll"));
        assert!(is_kind("quickfix", ""));
        assert!(!is_kind("source.fixAll.watchpost", "source.fix"));
        assert!(!is_kind("source.fixAll.watchpost", "source.fixAll.other"));
        assert!(!is_kind("quickfix", "quickfix.sub"));
    }

    #[test]
    fn data_is_small_and_comes_back_whole() {
        let data = ActionData {
            uri: "file:///a.py".parse().unwrap(),
            version: 3,
            act: Act::Fix(1),
            finding: Some(FindingData { index: 2, rule: "PY1".to_owned(), hash: "0f".to_owned() }),
        };
        let value = serde_json::to_value(&data).unwrap();
        let expected = json!({
            "uri": "file:///a.py",
            "version": 3,
            "act": { "fix": 1 },
            "finding": { "index": 2, "rule": "PY1", "hash": "0f" },
        });
        assert_eq!(value, expected);
        assert_eq!(serde_json::from_value::<ActionData>(value).unwrap(), data);
    }
}
