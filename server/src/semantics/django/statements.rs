//! Statements that run or not: conditions, attempts, choices, and classes, which have a scope of their own.

use std::collections::HashMap;
use std::sync::Arc;

use super::evaluate::{ANNOTATION, Evaluator, Flow, Frame};
use super::value::{Class, Kind, Slot, Value};
use crate::syntax::{Expr, node};

/// Classes a class derives from.
const MOST_ANCESTORS: usize = 64;

impl Evaluator<'_> {
    pub(super) fn if_statement(&mut self, statement: Expr<'_>, file: u32) -> Flow {
        let mut arms: Vec<(Option<Expr<'_>>, Expr<'_>)> = Vec::new();
        if let (Some(condition), Some(body)) =
            (statement.field("condition"), statement.field("consequence"))
        {
            arms.push((Some(condition), body));
        }
        for clause in node::named_children(statement) {
            match clause.kind() {
                "elif_clause" => {
                    if let (Some(condition), Some(body)) =
                        (clause.field("condition"), clause.field("consequence"))
                    {
                        arms.push((Some(condition), body));
                    }
                }
                "else_clause" => arms.extend(clause.field("body").map(|body| (None, body))),
                _ => {}
            }
        }
        self.arms(&arms, file)
    }

    /// Runs the first arm whose condition holds, or all that may, joined.
    fn arms(&mut self, arms: &[(Option<Expr<'_>>, Expr<'_>)], file: u32) -> Flow {
        let Some((&(condition, body), others)) = arms.split_first() else { return Flow::Next };
        if !self.step() {
            self.open();
            return Flow::Next;
        }
        let holds = match condition {
            Some(condition) => self.condition(condition, file),
            None => Some(true),
        };
        match holds {
            Some(true) => self.block(body, file),
            Some(false) => {
                self.depth += 1;
                let flow = self.arms(others, file);
                self.depth -= 1;
                flow
            }
            None => {
                let before = self.fork();
                let first = self.block(body, file);
                let after_first = self.replace_frame(before);
                self.depth += 1;
                let second = self.arms(others, file);
                self.depth -= 1;
                self.join(first, after_first, second)
            }
        }
    }

    /// A copy of the scope there is, for what may run or not.
    pub(super) fn fork(&mut self) -> Frame {
        let frame = self.frames.last().cloned().unwrap_or_default();
        self.steps += frame.names.len() / 8;
        frame
    }

    fn replace_frame(&mut self, frame: Frame) -> Frame {
        match self.frames.last_mut() {
            Some(last) => std::mem::replace(last, frame),
            None => frame,
        }
    }

    /// Puts what two arms left together.
    fn join(&mut self, first: Flow, other: Frame, second: Flow) -> Flow {
        match (first, second) {
            (Flow::Away, Flow::Away) => Flow::Away,
            (Flow::Away, Flow::Next) => Flow::Next,
            (Flow::Next, Flow::Away) => {
                self.replace_frame(other);
                Flow::Next
            }
            (Flow::Next, Flow::Next) => {
                if let Some(frame) = self.frames.last_mut() {
                    merge(frame, other);
                }
                Flow::Next
            }
        }
    }

    pub(super) fn try_statement(&mut self, statement: Expr<'_>, file: u32) -> Flow {
        let before = self.fork();
        let weak_before = self.is_weak;
        let Some(body) = statement.field("body") else { return Flow::Next };
        let imports: Vec<Expr<'_>> = node::named_children(body).collect();
        let handlers: Vec<Expr<'_>> = node::named_children(statement)
            .filter(|child| child.kind() == "except_clause")
            .collect();
        let catches_import = handlers.iter().any(|handler| {
            let head = handler.source().lines().next().unwrap_or_default();
            head.contains("ImportError")
                || head.contains("ModuleNotFoundError")
                || head.contains("Exception")
                || head.trim() == "except:"
        });
        let n_optional = imports
            .iter()
            .filter(|one| one.kind() == "import_from_statement" && one.source().contains('*'))
            .count();
        let mut missing = false;
        let flow = if catches_import && n_optional > 0 {
            missing = imports.iter().any(|one| self.is_absent_import(*one, file));
            if missing {
                self.is_weak = true;
                Flow::Away
            } else {
                self.block(body, file)
            }
        } else {
            self.block(body, file)
        };
        let mut flow = flow;
        for handler in &handlers {
            let Some(block) = node::named_children(*handler).find(|child| child.kind() == "block")
            else {
                continue;
            };
            if catches_import && n_optional > 0 && !missing {
                // The module is there: nothing is caught.
                continue;
            }
            let after = self.replace_frame(before.clone());
            self.forget_targets(*handler, file);
            let caught = self.block(block, file);
            flow = self.join(flow, after, caught);
        }
        self.is_weak |= weak_before;
        for clause in node::named_children(statement) {
            let block = match clause.kind() {
                "else_clause" if !missing => clause.field("body"),
                "finally_clause" => {
                    node::named_children(clause).find(|child| child.kind() == "block")
                }
                _ => None,
            };
            if let (Some(block), Flow::Next) = (block, flow) {
                flow = self.block(block, file);
            }
        }
        flow
    }

    pub(super) fn match_statement(&mut self, statement: Expr<'_>, file: u32) -> Flow {
        let Some(subject) = statement.field("subject") else { return Flow::Next };
        let subject = self.value(subject, file);
        let Some(body) = statement.field("body") else { return Flow::Next };
        let cases: Vec<Expr<'_>> =
            node::named_children(body).filter(|child| child.kind() == "case_clause").collect();
        self.cases(&subject, &cases, file)
    }

    fn cases(&mut self, subject: &Value, cases: &[Expr<'_>], file: u32) -> Flow {
        let Some((case, others)) = cases.split_first() else { return Flow::Next };
        if !self.step() {
            self.open();
            return Flow::Next;
        }
        let Some(body) = case.field("consequence") else { return Flow::Next };
        let pattern = node::named_children(*case).find(|child| child.kind() == "case_pattern");
        let is_guarded = case.field("guard").is_some();
        let holds = match pattern {
            Some(pattern) if pattern.source() == "_" && !is_guarded => Some(true),
            Some(pattern) => match node::named_children(pattern).next() {
                Some(literal) if literal.kind() == "string" && !is_guarded => {
                    let wanted = self.value(literal, file);
                    let at = wanted.at;
                    let same = self.compare("==", subject, &wanted, at);
                    self.truth(&same)
                }
                _ => None,
            },
            None => None,
        };
        match holds {
            Some(true) => self.block(body, file),
            Some(false) => {
                self.depth += 1;
                let flow = self.cases(subject, others, file);
                self.depth -= 1;
                flow
            }
            None => {
                let before = self.fork();
                let first = self.block(body, file);
                let after = self.replace_frame(before);
                self.depth += 1;
                let second = self.cases(subject, others, file);
                self.depth -= 1;
                self.join(first, after, second)
            }
        }
    }

    pub(super) fn class(&mut self, statement: Expr<'_>, file: u32) {
        let (Some(name), Some(body)) = (statement.field("name"), statement.field("body")) else {
            return;
        };
        let mut ancestors: Vec<Arc<Class>> = Vec::new();
        let mut libraries: Vec<Arc<str>> = Vec::new();
        let mut is_open = false;
        for argument in node::arguments(statement) {
            let node::Argument::Positional(base) = argument else { continue };
            match self.value(base, file).kind {
                Kind::Class(base) => {
                    for class in std::iter::once(&base).chain(&base.ancestors) {
                        // What two bases share comes behind both.
                        ancestors.retain(|own| own.at != class.at);
                        ancestors.push(class.clone());
                    }
                    libraries.extend(base.libraries.iter().cloned());
                    is_open |= base.is_open || ancestors.len() > MOST_ANCESTORS;
                    ancestors.truncate(MOST_ANCESTORS);
                }
                Kind::Name(name) => {
                    is_open |=
                        !(name.starts_with("configurations.") || &*name == "builtins.object");
                    libraries.push(name);
                }
                _ => is_open = true,
            }
        }
        libraries.sort();
        libraries.dedup();
        self.frames.push(Frame::default());
        self.depth += 1;
        self.block(body, file);
        self.depth -= 1;
        let frame = self.frames.pop().unwrap_or_default();
        let mut annotations = HashMap::new();
        let mut names = HashMap::new();
        for (key, slot) in frame.names.into_all() {
            match (key.strip_prefix(ANNOTATION), slot.value.as_text()) {
                (Some(name), Some(annotation)) => {
                    annotations.insert(name.into(), annotation.clone());
                }
                _ => {
                    names.insert(key, slot);
                }
            }
        }
        let at = self.place(statement, file);
        let class = Class {
            name: name.source().into(),
            at,
            ancestors,
            libraries,
            is_open,
            names,
            annotations,
        };
        self.assign(name, Value::new(Kind::Class(Arc::new(class)), at), statement, file);
    }
}

/// Adds what another arm left.
fn merge(frame: &mut Frame, other: Frame) {
    frame.is_open |= other.is_open;
    for name in frame.names.unlike(&other.names) {
        let slot = match (frame.names.get(&name), other.names.get(&name)) {
            (Some(own), Some(slot)) if own.value.is_same(&slot.value) => continue,
            (Some(own), Some(slot)) => {
                let values = [slot.value.clone(), own.value.clone()];
                Slot { value: Value::one_of(values, own.value.at), ..own.clone() }
            }
            (Some(slot), None) | (None, Some(slot)) => {
                let at = slot.value.at;
                let value = Value::one_of([slot.value.clone(), Value::unknown(at)], at);
                Slot { value, ..slot.clone() }
            }
            (None, None) => continue,
        };
        frame.names.insert(name, slot);
    }
}
