//! Runs the query rules: over the lines that a trigger or a name points at, each with a tree of its own; or over the whole tree.
//!
//! One walk of a tree, names resolved once, few patterns tried.

mod again;
mod plan;
mod run;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use tree_sitter::Tree;

use self::plan::Plan;
use self::run::Run;
use super::selection::{self, Carried, Scanned, Sight, Wanted};
use super::units::{self, Piece};
use super::{CheckInput, Engine, Findings, Reach, Scope};
use crate::config::Verdict;
use crate::finding::Finding;
use crate::rules::compile::RuleSet;
use crate::rules::site::Around;
use crate::rules::triggers::Triggers;
use crate::rules::wide::is_compound;
use crate::semantics::bound::Aliases;
use crate::semantics::carriers::Needs;
use crate::semantics::outline::LineKind;
use crate::semantics::{Memo, Outline, Resolver, Screen, asked, carriers, is_stopped};
use crate::syntax::{Unit, parse};
use crate::text::Span;

pub(super) use run::{
    DEEPEST, MOST_BEGINNINGS, captures, is_for_type_checkers, judged, query_budget,
};

pub use again::{Edited, again};

/// The engine of `.scm` rules.
#[derive(Debug)]
pub struct QueryEngine;

impl Engine for QueryEngine {
    fn id(&self) -> &'static str {
        "query"
    }

    fn scope(&self) -> Scope {
        Scope::Code
    }

    fn check(&self, findings: &mut Findings, input: &CheckInput<'_>) {
        // Stubs describe code that runs elsewhere.
        if input.context.stub {
            return;
        }
        let Some(rules) = input.catalogue.rule_set(input.language) else { return };
        let memo = Memo::default();
        let ground = Ground::new(input, rules, &memo);
        let triggers = ground.triggers().filter(|_| !ground.needs_whole());
        let is_whole = match (input.reach, &triggers) {
            (Reach::Needed, Some(triggers)) => {
                ground.needed(triggers.clone());
                true
            }
            _ => ground.whole(),
        };
        if !is_whole {
            ground.everything();
        }
        ground.finish(findings);
    }
}

/// What a check of a document leaves for the next one, after an edit.
#[derive(Debug)]
pub struct Record {
    triggers: Arc<Triggers>,
    plan: Arc<Plan>,
    scanned: Scanned,
    /// Words that stand for what counts elsewhere.
    carried: Vec<Carried>,
    aliases: Aliases,
    entries: Vec<Entry>,
    /// What any of the entries asked for, and some that are gone.
    asked: HashSet<u64>,
}

/// What was said about one slice.
#[derive(Clone, Debug)]
struct Entry {
    span: Span,
    part: Part,
    said: Vec<Said>,
    /// Keys of what was asked for.
    asked: Vec<u64>,
    /// How to look at a statement again: from this header, for these rules.
    statement: Option<(usize, Vec<usize>)>,
}

/// Whether the pieces of every statement lie within logical lines: the grammar lets some line endings pass that
/// end a statement for Python.
fn agrees(tree: &Tree, outline: &Outline) -> bool {
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        if is_compound(node.kind()) && node.kind() != "comment" {
            if cursor.goto_first_child() {
                continue;
            }
        } else if node.is_named() && node.kind() != "comment" {
            let lines = &outline.lines;
            let next = lines.partition_point(|line| line.span.start <= node.start_byte());
            let line = next.checked_sub(1).map(|index| &lines[index]);
            if line.is_none_or(|line| line.span.end < node.end_byte()) {
                return false;
            }
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return true;
            }
        }
    }
}

/// Something a pattern said in one unit.
#[derive(Clone, Debug)]
struct Said {
    rule: usize,
    number: usize,
    span: Span,
    /// None if the place is exempt.
    finding: Option<Finding>,
}

/// Which patterns look at a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// All of them: the unit is the whole document.
    All,
    /// Those that stay within a logical line.
    Line,
    /// Those that reach beyond one.
    Wide,
}

/// What one document is checked with.
struct Ground<'a> {
    input: &'a CheckInput<'a>,
    rules: &'a RuleSet,
    resolver: Resolver<'a>,
    screen: Screen<'a>,
    plan: Arc<Plan>,
    /// Rules that panicked.
    failed: RefCell<Vec<usize>>,
    options: RefCell<HashMap<usize, Rc<toml::Table>>>,
    said: RefCell<Vec<Said>>,
    findings: RefCell<Findings>,
    is_noise: Cell<bool>,
    /// Slices that were looked at; none if nobody wants to know.
    entries: Option<RefCell<Vec<Entry>>>,
    /// Whether what was said cannot be told apart by slices.
    is_mixed: Cell<bool>,
}

impl<'a> Ground<'a> {
    fn new(input: &'a CheckInput<'a>, rules: &'a RuleSet, memo: &'a Memo) -> Self {
        Self::with_plan(input, rules, memo, Plan::of(input, rules))
    }

    fn with_plan(
        input: &'a CheckInput<'a>,
        rules: &'a RuleSet,
        memo: &'a Memo,
        plan: Arc<Plan>,
    ) -> Self {
        let resolver = Resolver { semantics: input.semantics, project: input.project, memo };
        Self {
            input,
            rules,
            resolver,
            screen: Screen::new(resolver),
            plan,
            failed: RefCell::default(),
            options: RefCell::default(),
            said: RefCell::default(),
            findings: RefCell::default(),
            is_noise: Cell::new(false),
            entries: input.record.map(|_| RefCell::default()),
            is_mixed: Cell::new(false),
        }
    }

    fn verdict(&self, rule: usize) -> Verdict {
        match self.failed.borrow().contains(&rule) {
            true => Verdict::Off,
            false => self.plan.verdicts[rule],
        }
    }

    /// What to look for, for the rules that are on.
    fn triggers(&self) -> Option<Arc<Triggers>> {
        self.plan.triggers.clone()
    }

    /// Whether a pattern can only be asked of a whole tree.
    fn needs_whole(&self) -> bool {
        self.rules.needs_whole
    }

    /// Looks where triggers stand.
    fn needed(&self, triggers: Arc<Triggers>) {
        let text = self.input.text;
        let mut scanned = selection::scan(text, &triggers);
        let foreign = scanned.take_in(carriers::foreign(&self.resolver), &triggers);
        let lines = selection::lines(&scanned, &triggers, self.resolver, foreign);
        self.lines(&lines.alone);
        self.wide(&lines.pointing, &triggers.wide, false);
        self.keep(triggers, scanned, lines.carried);
    }

    /// Looks at every line by itself: the tree of the whole has errors, which may reach anywhere.
    fn everything(&self) {
        let n_lines = self.input.semantics.outline.lines.len();
        let alone: Vec<Wanted> = (0..n_lines).map(Wanted::unknown).collect();
        self.lines(&alone);
        let is_wide = |index: &usize| self.rules.patterns[*index].facts.is_wide;
        let wide: Vec<(usize, Needs)> = (0..self.rules.patterns.len())
            .filter(is_wide)
            .map(|index| (index, Needs::ALL))
            .collect();
        let pointing: Vec<(usize, Needs)> = (0..n_lines).map(|line| (line, Needs::ALL)).collect();
        self.wide(&pointing, &wide, true);
    }

    /// Looks at the tree of the whole document; false if it is not to be trusted.
    fn whole(&self) -> bool {
        let Some(tree) = self.input.tree.get(self.input.text) else { return true };
        // A carriage return alone ends a line for Python, not for the grammar.
        let bytes = self.input.text.as_bytes();
        let has_lone_return = bytes
            .iter()
            .enumerate()
            .any(|(at, &byte)| byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
        let outline = &self.input.semantics.outline;
        if tree.root_node().has_error()
            || has_lone_return
            || outline.is_mended
            || !agrees(tree, outline)
        {
            return self.needs_whole();
        }
        let unit = Unit { text: self.input.text, tree, offset: 0 };
        self.look_at(unit, (Part::All, None), None, &|_| true);
        !self.is_noise.take()
    }

    fn lines(&self, lines: &[Wanted]) {
        let (text, outline) = (self.input.text, &self.input.semantics.outline);
        let mut waiting: Option<(Piece<'_>, Option<Sight>)> = None;
        let look = |(piece, sight): (Piece<'_>, Option<Sight>)| {
            let wants = |rule: usize| sight.as_ref().is_none_or(|sight| sight.rules.has(rule));
            let names = sight.as_ref().map(|sight| sight.names.as_slice());
            self.piece(&piece, Part::Line, names, &wants);
        };
        for wanted in lines {
            let Some(piece) = units::line(text, outline, wanted.line) else { continue };
            match &mut waiting {
                // Decorators stand with what they decorate.
                Some((before, sight)) if before.line == piece.line => *sight = None,
                _ => {
                    let before = waiting.replace((piece, wanted.sight.clone()));
                    before.into_iter().for_each(look);
                }
            }
        }
        waiting.into_iter().for_each(look);
    }

    /// Looks at the statements around `lines` for the patterns that reach beyond a line, and for those that speak
    /// before the ones that have spoken.
    fn wide(&self, lines: &[(usize, Needs)], patterns: &[(usize, Needs)], are_all: bool) {
        let (text, outline) = (self.input.text, &self.input.semantics.outline);
        // Statement by its first line, and the rules to ask there.
        let mut asked: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        let mut ask = |header: usize, rule: usize| {
            let piece = units::statement(text, outline, header);
            let rules = asked.entry((piece.line, header)).or_default();
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        };
        for &(index, wanted) in patterns {
            let pattern = &self.rules.patterns[index];
            if self.verdict(pattern.rule) == Verdict::Off || pattern.facts.exempt {
                continue;
            }
            for &(line, met) in lines {
                if !met.meets(&wanted) {
                    continue;
                }
                if pattern
                    .facts
                    .roots
                    .iter()
                    .flatten()
                    .any(|root| root.may_begin(text, outline, line))
                {
                    ask(line, pattern.rule);
                }
                // If all lines are looked at, the ones around this are among them.
                if are_all || pattern.facts.begins_with_trigger {
                    continue;
                }
                for around in outline.ancestors(line) {
                    let head = units::chain_head(text, outline, around);
                    for header in [around, head] {
                        if pattern
                            .facts
                            .roots
                            .iter()
                            .flatten()
                            .any(|root| root.may_begin(text, outline, header))
                        {
                            ask(header, pattern.rule);
                        }
                    }
                }
            }
        }
        let spoken: Vec<(usize, usize, Span)> =
            self.said.borrow().iter().map(|said| (said.rule, said.number, said.span)).collect();
        for (rule, number, span) in spoken {
            for pattern in self.rules.patterns.iter().filter(|p| p.rule == rule && p.facts.is_wide)
            {
                if pattern.number > number {
                    continue;
                }
                let Some(line) = outline.line_at(span.start) else { continue };
                // The pattern's root may be any header around: how many blocks it has below it is known.
                let header = match pattern.facts.n_blocks {
                    0 => Some(line),
                    n => outline.ancestors(line).nth(n - 1),
                };
                if let Some(header) = header {
                    ask(header, rule);
                }
            }
        }
        for ((_, header), rules) in asked {
            self.statement(header, rules);
        }
        self.fixes_beyond_the_line();
    }

    /// Looks at the statement of a header for some rules.
    fn statement(&self, header: usize, rules: Vec<usize>) {
        let outline = &self.input.semantics.outline;
        let piece = units::statement(self.input.text, outline, header);
        self.piece(&piece, Part::Wide, None, &|rule| rules.contains(&rule));
        if let Some(entries) = &self.entries
            && let Some(entry) = entries.borrow_mut().last_mut()
        {
            entry.statement = Some((outline.lines[header].span.start, rules));
        }
    }

    /// Fixes that change statements further down are made where those can be seen.
    fn fixes_beyond_the_line(&self) {
        let (text, outline) = (self.input.text, &self.input.semantics.outline);
        let is_short = |said: &Said| {
            self.rules.patterns.iter().any(|pattern| {
                (pattern.rule, pattern.number) == (said.rule, said.number)
                    && pattern.facts.fixes_below
            })
        };
        let short: Vec<(usize, Span)> = {
            let said = self.said.borrow();
            said.iter().filter(|said| is_short(said)).map(|said| (said.rule, said.span)).collect()
        };
        for (rule, span) in short {
            self.is_mixed.set(true);
            self.said.borrow_mut().retain(|said| (said.rule, said.span) != (rule, span));
            let function = outline.line_at(span.start).and_then(|line| {
                outline.ancestors(line).find(|&header| outline.lines[header].kind == LineKind::Def)
            });
            let piece = match function {
                Some(header) => units::statement(text, outline, header),
                None => {
                    let (text, span) = (text.into(), Span::new(0, text.len()));
                    Piece { text, offset: 0, span, line: usize::MAX }
                }
            };
            let before = self.said.borrow().len();
            self.piece(&piece, Part::All, None, &|own| own == rule);
            let mut said = self.said.borrow_mut();
            let new = said.split_off(before);
            said.extend(new.into_iter().filter(|said| said.span == span));
        }
    }

    /// Leaves a record, if one is wanted and can be made.
    fn keep(&self, triggers: Arc<Triggers>, scanned: Scanned, carried: Vec<Carried>) {
        let (Some(record), Some(entries)) = (self.input.record, &self.entries) else { return };
        let is_broken = !self.findings.borrow().failures.is_empty() || self.is_noise.get();
        if self.is_mixed.get() || is_broken || triggers.wants_all {
            return;
        }
        let entries = entries.take();
        let aliases = Aliases::of(self.input.semantics);
        let asked = entries.iter().flat_map(|entry| entry.asked.iter().copied()).collect();
        let plan = self.plan.clone();
        record.replace(Some(Record { triggers, plan, scanned, carried, aliases, entries, asked }));
    }

    /// Parses a slice and looks at it.
    fn piece(
        &self,
        piece: &Piece<'_>,
        part: Part,
        names: Option<&[Span]>,
        wants: &dyn Fn(usize) -> bool,
    ) {
        if is_stopped() {
            return;
        }
        let Some(tree) = parse::parse(self.input.language, &piece.text, None) else { return };
        let unit = Unit { text: &piece.text, tree: &tree, offset: piece.offset };
        let before = self.said.borrow().len();
        let outline = &self.input.semantics.outline;
        let around = (piece.line < outline.lines.len()).then(|| Around {
            line: piece.line,
            kinds: units::kinds_around(self.input.text, outline, piece.line),
        });
        let look = || self.look_at(unit, (part, names), around.as_ref(), wants);
        let asked = match self.entries {
            Some(_) => asked::recording(look).1,
            None => {
                look();
                Vec::new()
            }
        };
        let mut said = self.said.borrow_mut();
        if piece.offset < piece.span.start {
            // What stands before the slice is ours.
            let new = said.split_off(before);
            said.extend(new.into_iter().filter(|said| said.span.start >= piece.span.start));
        }
        if let Some(entries) = &self.entries {
            let said = said[before..].to_vec();
            let entry = Entry { span: piece.span, part, said, asked, statement: None };
            entries.borrow_mut().push(entry);
        }
    }

    fn look_at<'u>(
        &'u self,
        unit: Unit<'u>,
        (part, names): (Part, Option<&'u [Span]>),
        around: Option<&'u Around>,
        wants: &'u dyn Fn(usize) -> bool,
    ) {
        let mut run = Run { ground: self, unit, part, names, around, wants, hits: Vec::new() };
        run.walk();
        if part == Part::All {
            run.joined();
        }
        run.finish();
    }

    /// Switches a rule that panicked off.
    fn fail(&self, rule: usize, place: String) {
        self.failed.borrow_mut().push(rule);
        let code = &self.rules.rules[rule].code;
        self.findings.borrow_mut().fail("query", Some(code), place);
    }

    /// The rule's options as configured; looked up once per rule and document, as few rules have any.
    fn options(&self, rule: usize) -> Rc<toml::Table> {
        let settings = self.input.settings;
        self.options
            .borrow_mut()
            .entry(rule)
            .or_insert_with(|| Rc::new(settings.options(&self.rules.rules[rule])))
            .clone()
    }

    fn note_noise(&self) {
        self.is_noise.set(true);
        let note = "does not look like code: only rules about text run here";
        let notes = &mut self.findings.borrow_mut().notes;
        if notes.is_empty() {
            notes.push(note.to_owned());
        }
    }

    /// Per rule and place the first pattern speaks.
    fn finish(self, findings: &mut Findings) {
        let mut said = self.said.into_inner();
        said.sort_by_key(|said| (said.rule, said.span, said.number));
        said.dedup_by_key(|said| (said.rule, said.span));
        let failed = self.failed.into_inner();
        // A rule may have failed at its last place only.
        said.retain(|said| !failed.contains(&said.rule));
        findings.found.extend(said.into_iter().filter_map(|said| said.finding));
        let mut own = self.findings.into_inner();
        findings.failures.append(&mut own.failures);
        findings.notes.append(&mut own.notes);
    }
}
