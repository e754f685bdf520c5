//! Runs the statements of settings modules on values that need not be known.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::files::{SettingsFiles, SourceFile};
use super::roles::Role;
use super::slots::{Shared, Slots};
use super::value::{Dict, Kind, Place, Sequence, Slot, Value};
use crate::syntax::{Expr, node};
use crate::text::{DocumentUrl, Span};

/// Expressions and statements one view may take; real ones take a few thousand.
const MOST_STEPS: usize = 300_000;

/// Modules, functions and includes within each other.
const DEEPEST: usize = 80;

/// Rounds of a loop over a constant that are run one by one.
pub(super) const MOST_ROUNDS: usize = 64;

/// The names of one scope.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    pub(super) names: Slots,
    /// Whether there may be others.
    pub(super) is_open: bool,
}

/// A module that was run to its end.
struct Ran {
    frame: Arc<Frame>,
    /// What `from … import *` takes of it, once somebody did.
    exported: Option<Arc<Shared>>,
    /// The files it rests on.
    touched: BTreeSet<u32>,
    is_weak: bool,
}

/// How a block ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// At its end.
    Next,
    /// Elsewhere: by `return`, `raise`, `break` or `continue`.
    Away,
}

/// Runs settings modules for one view.
pub(super) struct Evaluator<'w> {
    pub(super) world: &'w dyn SettingsFiles,
    pub(super) role: Role,
    pub(super) files: Vec<Arc<SourceFile>>,
    numbers: HashMap<DocumentUrl, u32>,
    modules: HashMap<u32, Ran>,
    running: Vec<u32>,
    /// The files that what is being run rests on.
    touched: BTreeSet<u32>,
    /// A module was asked for while it ran: what was said then holds for this root only.
    met_circle: bool,
    pub(super) frames: Vec<Frame>,
    /// Of several files that an include may mean, the one to take.
    pub(super) choice: Option<DocumentUrl>,
    /// The files that an include may mean.
    pub(super) choices: Vec<Arc<SourceFile>>,
    pub(super) returns: Vec<Value>,
    pub(super) steps: usize,
    pub(super) depth: usize,
    /// A module that may be absent was left out: what is said may not hold there.
    pub(super) is_weak: bool,
}

impl<'w> Evaluator<'w> {
    pub(super) fn new(
        world: &'w dyn SettingsFiles,
        role: Role,
        choice: Option<DocumentUrl>,
    ) -> Self {
        Self {
            world,
            role,
            files: Vec::new(),
            numbers: HashMap::new(),
            modules: HashMap::new(),
            running: Vec::new(),
            touched: BTreeSet::new(),
            met_circle: false,
            frames: Vec::new(),
            choice,
            choices: Vec::new(),
            returns: Vec::new(),
            steps: 0,
            depth: 0,
            is_weak: false,
        }
    }

    pub(super) fn number(&mut self, file: &Arc<SourceFile>) -> u32 {
        if let Some(&number) = self.numbers.get(&file.url) {
            self.touched.insert(number);
            return number;
        }
        let number = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        self.files.push(file.clone());
        self.numbers.insert(file.url.clone(), number);
        self.touched.insert(number);
        number
    }

    /// Runs a root as if nothing had been run before, but for modules that others were made from, too. Returns what it
    /// binds and the files it rests on.
    pub(super) fn root(&mut self, file: &Arc<SourceFile>) -> (Arc<Frame>, BTreeSet<u32>) {
        self.steps = 0;
        self.is_weak = false;
        self.choices.clear();
        self.touched.clear();
        let number = self.number(file);
        let frame = self.module(number);
        if self.met_circle || !self.choices.is_empty() {
            self.modules.clear();
            self.met_circle = false;
        }
        (frame, std::mem::take(&mut self.touched))
    }

    /// Whether there is still work allowed.
    pub(super) fn step(&mut self) -> bool {
        self.steps += 1;
        self.steps < MOST_STEPS && self.depth < DEEPEST
    }

    /// The names a module has at its end.
    pub(super) fn module(&mut self, number: u32) -> Arc<Frame> {
        if let Some(ran) = self.modules.get(&number) {
            self.touched.extend(&ran.touched);
            self.is_weak |= ran.is_weak;
            return ran.frame.clone();
        }
        if self.running.contains(&number) || self.depth >= DEEPEST {
            self.met_circle = true;
            return Arc::new(Frame { is_open: true, ..Frame::default() });
        }
        let outer = std::mem::take(&mut self.frames);
        self.frames.push(Frame::default());
        let touched_outside = std::mem::replace(&mut self.touched, BTreeSet::from([number]));
        let weak_outside = std::mem::take(&mut self.is_weak);
        self.running.push(number);
        self.depth += 1;
        self.run_file(number);
        self.depth -= 1;
        self.running.pop();
        let frame = Arc::new(self.frames.pop().unwrap_or_default());
        self.frames = outer;
        let touched = std::mem::replace(&mut self.touched, touched_outside);
        let is_weak = std::mem::replace(&mut self.is_weak, weak_outside);
        self.touched.extend(&touched);
        self.is_weak |= is_weak;
        // One that ran out of steps is not known to its end.
        self.met_circle |= self.steps >= MOST_STEPS;
        self.modules.insert(number, Ran { frame: frame.clone(), exported: None, touched, is_weak });
        frame
    }

    /// What a module gives to one that imports all its names.
    pub(super) fn exported(&mut self, number: u32) -> (Arc<Frame>, Arc<Shared>) {
        let frame = self.module(number);
        let kept = self.modules.get_mut(&number).filter(|ran| Arc::ptr_eq(&ran.frame, &frame));
        if let Some(exported) = kept.as_ref().and_then(|ran| ran.exported.clone()) {
            return (frame, exported);
        }
        let all: Option<Vec<Arc<str>>> = frame.names.get("__all__").and_then(|slot| {
            slot.value.items()?.iter().map(|item| item.as_text().cloned()).collect()
        });
        let exported = Arc::new(frame.names.exported(|name| match &all {
            Some(all) => all.contains(name),
            None => !name.starts_with('_') && !name.starts_with(':'),
        }));
        if let Some(ran) = kept {
            ran.exported = Some(exported.clone());
        }
        (frame, exported)
    }

    /// Runs a file's statements in the scope there is.
    pub(super) fn run_file(&mut self, number: u32) {
        let Some(file) = self.files.get(number as usize).cloned() else { return };
        match file.root() {
            Some(root) => {
                self.block(root, number);
            }
            None => self.open(),
        }
    }

    /// Whether the statements of a file are being run.
    pub(super) fn runs(&self, number: u32) -> bool {
        self.running.contains(&number)
    }

    /// Runs an included file in the scope there is.
    pub(super) fn run_included(&mut self, number: u32) {
        self.running.push(number);
        self.depth += 1;
        self.run_file(number);
        self.depth -= 1;
        self.running.pop();
    }

    /// From here on any name may have any value that is not assigned later.
    pub(super) fn open(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.is_open = true;
        }
    }

    pub(super) fn place(&self, expr: Expr<'_>, file: u32) -> Place {
        Place { file, span: expr.span() }
    }

    pub(super) fn block(&mut self, block: Expr<'_>, file: u32) -> Flow {
        for statement in node::named_children(block) {
            if !self.step() {
                self.open();
                return Flow::Next;
            }
            self.depth += 1;
            let flow = self.statement(statement, file);
            self.depth -= 1;
            if flow == Flow::Away {
                return Flow::Away;
            }
        }
        Flow::Next
    }

    fn statement(&mut self, statement: Expr<'_>, file: u32) -> Flow {
        match statement.kind() {
            "expression_statement" => {
                for expr in node::named_children(statement) {
                    self.expression_statement(expr, statement, file);
                }
            }
            "if_statement" => return self.if_statement(statement, file),
            "try_statement" => return self.try_statement(statement, file),
            "for_statement" => self.for_statement(statement, file),
            "while_statement" => {
                if let Some(body) = statement.field("body") {
                    self.maybe(body, file);
                }
            }
            "with_statement" => {
                if let Some(body) = statement.field("body") {
                    self.forget_targets(statement, file);
                    return self.block(body, file);
                }
            }
            "match_statement" => return self.match_statement(statement, file),
            "import_statement" => self.import(statement, file),
            "import_from_statement" => self.import_from(statement, file),
            "function_definition" => {
                if let Some(name) = statement.field("name") {
                    let at = self.place(statement, file);
                    self.assign(name, Value::new(Kind::Function(at), at), statement, file);
                }
            }
            "decorated_definition" => {
                if let Some(definition) = statement.field("definition") {
                    if definition.kind() == "class_definition" {
                        return self.statement(definition, file);
                    }
                    if let Some(name) = definition.field("name") {
                        // A property is read like a value; what other decorators make is not known.
                        let is_property = statement.source().starts_with("@property")
                            || statement.source().starts_with("@classproperty");
                        let at = self.place(definition, file);
                        let value = if is_property {
                            let function = Value::new(Kind::Function(at), at);
                            self.call_function(&function, Vec::new(), Vec::new())
                        } else {
                            Value::unknown(at)
                        };
                        self.assign(name, value, statement, file);
                    }
                }
            }
            "class_definition" => self.class(statement, file),
            "delete_statement" => {
                for target in node::named_children(statement) {
                    self.delete(target, statement, file);
                }
            }
            "return_statement" => {
                let value = match node::named_children(statement).next() {
                    Some(expr) => self.value(expr, file),
                    None => Value::new(Kind::None, self.place(statement, file)),
                };
                self.returns.push(value);
                return Flow::Away;
            }
            "raise_statement" | "break_statement" | "continue_statement" => return Flow::Away,
            "exec_statement" => self.open(),
            _ => {}
        }
        Flow::Next
    }

    fn expression_statement(&mut self, expr: Expr<'_>, statement: Expr<'_>, file: u32) {
        match expr.kind() {
            "assignment" => {
                self.assignment(expr, statement, file);
            }
            "augmented_assignment" => {
                let (Some(left), Some(right)) = (expr.field("left"), expr.field("right")) else {
                    return;
                };
                let operator = expr.field("operator").map_or("", Expr::source);
                let old = self.value(left, file);
                let new = self.value(right, file);
                let at = self.place(right, file);
                let result = self.operate(operator.trim_end_matches('='), &old, &new, at);
                self.assign(left, result, statement, file);
            }
            "call" => self.call_statement(expr, statement, file),
            "string" | "comment" => {}
            _ => {
                self.value(expr, file);
            }
        }
    }

    fn assignment(&mut self, expr: Expr<'_>, statement: Expr<'_>, file: u32) -> Option<Value> {
        let left = expr.field("left")?;
        if let (Some(kind), "identifier", Some(frame)) =
            (expr.field("type"), left.kind(), self.frames.last_mut())
        {
            // Of fields of a class only; a name of a module is what it is assigned.
            let key = annotation_key(left.source());
            if !frame.names.contains_key(&key) {
                let slot = Slot {
                    value: Value::text(kind.source(), Place { file, span: kind.span() }),
                    target: Place { file, span: left.span() },
                    statement: Place { file, span: statement.span() },
                };
                frame.names.insert(key, slot);
            }
        }
        let right = expr.field("right")?;
        let value = if right.kind() == "assignment" {
            self.assignment(right, statement, file)?
        } else {
            self.value(right, file)
        };
        self.assign(left, value.clone(), statement, file);
        Some(value)
    }

    /// Gives a target a value.
    pub(super) fn assign(
        &mut self,
        target: Expr<'_>,
        value: Value,
        statement: Expr<'_>,
        file: u32,
    ) {
        match target.kind() {
            "identifier" => {
                let slot = Slot {
                    value,
                    target: self.place(target, file),
                    statement: self.place(statement, file),
                };
                if let Some(frame) = self.frames.last_mut() {
                    frame.names.insert(target.source().into(), slot);
                }
            }
            "pattern_list" | "tuple_pattern" | "list_pattern" | "expression_list" | "tuple" => {
                let targets: Vec<_> = node::named_children(target).collect();
                let items: Option<Vec<Value>> = value
                    .items()
                    .filter(|items| items.len() == targets.len() && !value.has_holes())
                    .map(<[Value]>::to_vec);
                for (index, target) in targets.into_iter().enumerate() {
                    let at = self.place(target, file);
                    let item = items
                        .as_ref()
                        .and_then(|items| items.get(index).cloned())
                        .unwrap_or_else(|| Value::unknown(at));
                    self.assign(target, item, statement, file);
                }
            }
            "subscript" => {
                let (Some(object), Some(key)) = (target.field("value"), target.field("subscript"))
                else {
                    return;
                };
                if is_namespace(object.source()) {
                    let key = self.value(key, file);
                    match key.as_text() {
                        Some(name) => {
                            let slot = Slot {
                                value,
                                target: self.place(target, file),
                                statement: self.place(statement, file),
                            };
                            if let Some(frame) = self.frames.last_mut() {
                                frame.names.insert(name.clone(), slot);
                            }
                        }
                        None => self.open(),
                    }
                    return;
                }
                let key = self.value(key, file);
                let old = self.value(object, file);
                let new = old.map(|old| with_item(old, &key, &value));
                self.assign(object, new, statement, file);
            }
            "attribute" => {
                // `cls.X = …` in a class of settings; what hangs on other objects does not concern settings.
            }
            "list_splat_pattern" => {
                if let Some(inner) = node::named_children(target).next() {
                    let at = self.place(inner, file);
                    self.assign(inner, Value::unknown(at), statement, file);
                }
            }
            _ => {}
        }
    }

    fn delete(&mut self, target: Expr<'_>, statement: Expr<'_>, file: u32) {
        match target.kind() {
            "identifier" => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.names.remove(target.source());
                }
            }
            "subscript" => {
                let (Some(object), Some(key)) = (target.field("value"), target.field("subscript"))
                else {
                    return;
                };
                let key = self.value(key, file);
                let old = self.value(object, file);
                let new = old.map(|old| without_item(old, &key));
                self.assign(object, new, statement, file);
            }
            _ => {
                for inner in node::named_children(target) {
                    self.delete(inner, statement, file);
                }
            }
        }
    }

    /// Runs a block that may run or not, or several times: what it assigns is not known afterwards.
    pub(super) fn maybe(&mut self, block: Expr<'_>, file: u32) {
        let before = self.fork();
        self.block(block, file);
        if let Some(frame) = self.frames.last_mut() {
            for slot in frame.names.since(&before.names) {
                slot.value = Value::unknown(slot.value.at);
            }
        }
    }

    fn for_statement(&mut self, statement: Expr<'_>, file: u32) {
        let (Some(left), Some(right), Some(body)) =
            (statement.field("left"), statement.field("right"), statement.field("body"))
        else {
            return;
        };
        let over = self.value(right, file);
        match over.items() {
            Some(items) if items.len() <= MOST_ROUNDS && !over.has_holes() => {
                for item in items.iter().cloned() {
                    self.assign(left, item, statement, file);
                    if self.block(body, file) == Flow::Away {
                        // A `continue` or `break` under a condition: rounds differ.
                        self.maybe(body, file);
                        break;
                    }
                }
            }
            _ => {
                let at = self.place(left, file);
                self.assign(left, Value::unknown(at), statement, file);
                self.maybe(body, file);
            }
        }
    }

    pub(super) fn forget_targets(&mut self, statement: Expr<'_>, file: u32) {
        let mut waiting: Vec<Expr<'_>> = node::named_children(statement).collect();
        while let Some(expr) = waiting.pop() {
            match expr.kind() {
                "as_pattern_target" => {
                    if let Some(name) = node::named_children(expr).next() {
                        let at = self.place(name, file);
                        self.assign(name, Value::unknown(at), statement, file);
                    }
                }
                "block" => {}
                _ => waiting.extend(node::named_children(expr)),
            }
        }
    }
}

/// Begins the keys under which annotations are kept: no name does.
pub(super) const ANNOTATION: &str = ": ";

fn annotation_key(name: &str) -> Arc<str> {
    format!("{ANNOTATION}{name}").into()
}

/// Whether an expression is the dictionary of the module's names.
pub(super) fn is_namespace(source: &str) -> bool {
    matches!(source, "globals()" | "locals()" | "vars()")
}

fn with_item(old: &Value, key: &Value, value: &Value) -> Value {
    match &old.kind {
        Kind::Dict(dict) => {
            let mut dict: Dict = (**dict).clone();
            dict.set(key.clone(), value.clone());
            Value::new(Kind::Dict(Arc::new(dict)), old.at)
        }
        Kind::List(kind, items) => {
            let mut items = (**items).clone();
            match index(key, items.len()).filter(|_| !old.has_holes()) {
                Some(index) => items[index] = value.clone(),
                None => items = vec![Value::unknown(old.at)],
            }
            Value::new(Kind::List(*kind, Arc::new(items)), old.at)
        }
        _ => Value::unknown(old.at),
    }
}

fn without_item(old: &Value, key: &Value) -> Value {
    match &old.kind {
        Kind::Dict(dict) => {
            let mut dict: Dict = (**dict).clone();
            dict.entries.retain(|(own, _)| own.equals(key) == Some(false));
            Value::new(Kind::Dict(Arc::new(dict)), old.at)
        }
        Kind::List(kind, items) => {
            let mut items = (**items).clone();
            match index(key, items.len()).filter(|_| !old.has_holes()) {
                Some(index) => {
                    items.remove(index);
                }
                None => items = vec![Value::unknown(old.at)],
            }
            Value::new(Kind::List(*kind, Arc::new(items)), old.at)
        }
        _ => Value::unknown(old.at),
    }
}

/// The position a number means in a list of that length.
pub(super) fn index(key: &Value, len: usize) -> Option<usize> {
    let number = key.number()?;
    let len_number = i128::try_from(len).ok()?;
    let index = if number < 0 { number + len_number } else { number };
    usize::try_from(index).ok().filter(|index| *index < len)
}

/// An empty list, for what is made from nothing.
pub(super) fn list(kind: Sequence, items: Vec<Value>, at: Place) -> Value {
    Value::new(Kind::List(kind, Arc::new(items)), at)
}

/// A place that is nowhere in particular.
pub(super) fn nowhere() -> Place {
    Place { file: 0, span: Span::empty(0) }
}
