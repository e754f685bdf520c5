//! Calls in settings modules: what is called with what, functions of the workspace, statements that are calls.

use std::sync::Arc;

use super::containers::{MUTATING, env_method, join_all, mutated, text_method};
use super::evaluate::{Evaluator, Flow, Frame, is_namespace, list};
use super::expressions::parent;
use super::value::{Cast, Entry, Env, Kind, Place, Slot, Value};
use crate::syntax::{Expr, node};

/// Functions of the workspace called within each other.
const MOST_CALLS: usize = 12;

/// What a call passes.
pub(super) struct Arguments {
    pub(super) positional: Vec<Value>,
    pub(super) keywords: Vec<(Arc<str>, Value)>,
    /// Whether there may be others: `*args`, `**options`.
    pub(super) is_open: bool,
}

impl Arguments {
    pub(super) fn keyword(&self, name: &str) -> Option<&Value> {
        self.keywords.iter().find(|(own, _)| **own == *name).map(|(_, value)| value)
    }

    pub(super) fn get(&self, name: &str, position: usize) -> Option<&Value> {
        self.keyword(name).or_else(|| self.positional.get(position))
    }

    pub(super) fn first_env(&self) -> Option<&Arc<Env>> {
        let all = self.positional.iter().chain(self.keywords.iter().map(|(_, value)| value));
        all.flat_map(|value| value.alternatives()).find_map(|value| match &value.kind {
            Kind::Env(env) => Some(env),
            _ => None,
        })
    }
}

impl Evaluator<'_> {
    fn arguments(&mut self, call: Expr<'_>, file: u32) -> Arguments {
        let mut arguments =
            Arguments { positional: Vec::new(), keywords: Vec::new(), is_open: false };
        for argument in node::arguments(call) {
            match argument {
                node::Argument::Positional(value) => {
                    let value = self.value(value, file);
                    arguments.positional.push(value);
                }
                node::Argument::Keyword { name, value } => {
                    let value = self.value(value, file);
                    arguments.keywords.push((name.source().into(), value));
                }
                node::Argument::List(value) => {
                    let value = self.value(value, file);
                    match value.items() {
                        Some(items) if !value.has_holes() => {
                            arguments.positional.extend(items.iter().cloned());
                        }
                        _ => arguments.is_open = true,
                    }
                }
                node::Argument::Dictionary(value) => {
                    match self.value(value, file).kind {
                        Kind::Dict(dict) => {
                            arguments.is_open |= dict.is_open;
                            for (key, value) in &dict.entries {
                                if let Some(key) = key.as_text() {
                                    arguments.keywords.push((key.clone(), value.clone()));
                                }
                            }
                        }
                        _ => arguments.is_open = true,
                    };
                }
            }
        }
        arguments
    }

    /// The value of a call.
    pub(super) fn call(&mut self, call: Expr<'_>, file: u32) -> Value {
        let at = self.place(call, file);
        let Some(function) = call.field("function") else { return Value::unknown(at) };
        if is_namespace(call.source()) {
            return Value::new(Kind::Name("builtins.globals".into()), at);
        }
        if function.kind() == "attribute"
            && let (Some(object), Some(name)) =
                (function.field("object"), function.field("attribute"))
        {
            let object = self.value(object, file);
            let arguments = self.arguments(call, file);
            return object.map(|object| self.method(object, name.source(), &arguments, at));
        }
        let callee = self.value(function, file);
        let arguments = self.arguments(call, file);
        self.call_value(&callee, &arguments, at)
    }

    fn method(&mut self, object: &Value, name: &str, arguments: &Arguments, at: Place) -> Value {
        match &object.kind {
            Kind::Name(dotted) => self.library(&format!("{dotted}.{name}"), arguments, at),
            Kind::Module(_) | Kind::Class(_) => {
                let callee = self.attribute(object, name, at);
                self.call_value(&callee, arguments, at)
            }
            Kind::Env(env) => env_method(env, name, arguments, at),
            Kind::Text(text) => text_method(text, name, arguments, at),
            Kind::Path(path) => match name {
                "joinpath" => join_all(path, &arguments.positional, at),
                "resolve" | "absolute" | "expanduser" => object.clone(),
                "as_posix" | "__str__" => Value::new(Kind::Path(path.clone()), at),
                "with_name" => join_all(&parent(path), &arguments.positional, at),
                "__truediv__" => join_all(path, &arguments.positional, at),
                _ => text_method(path, name, arguments, at),
            },
            Kind::Dict(dict) => match (name, arguments.positional.first().and_then(Value::as_text))
            {
                ("get", Some(key)) => match dict.get(key) {
                    Entry::Known(value) => value.clone(),
                    Entry::Absent => {
                        arguments.get("default", 1).cloned().unwrap_or(Value::new(Kind::None, at))
                    }
                    Entry::Unknown => Value::unknown(at),
                },
                ("copy", _) => object.clone(),
                _ => Value::unknown(at),
            },
            Kind::List(kind, items) => match name {
                "copy" => object.clone(),
                "index" => {
                    let wanted = arguments.positional.first();
                    let place = wanted.filter(|_| !object.has_holes()).and_then(|wanted| {
                        items.iter().position(|item| item.equals(wanted) == Some(true))
                    });
                    match place.and_then(|place| i128::try_from(place).ok()) {
                        Some(place) => Value::new(Kind::Int(place), at),
                        None => Value::unknown(at),
                    }
                }
                "union" => {
                    let more = arguments.positional.first().and_then(Value::items);
                    let more = more.map_or_else(|| vec![Value::unknown(at)], <[Value]>::to_vec);
                    list(*kind, items.iter().cloned().chain(more).collect(), at)
                }
                _ => Value::unknown(at),
            },
            Kind::Call(reader) => self.reader(reader, name, arguments, at),
            _ => self.of_unknown(name, arguments, at),
        }
    }

    /// What something unknown makes of its arguments.
    pub(super) fn of_unknown(&self, name: &str, arguments: &Arguments, at: Place) -> Value {
        match arguments.first_env() {
            Some(env) => {
                let cast = if name.contains("bool") { Cast::Bool } else { Cast::Other };
                let default = env.default.as_ref().map(|_| Value::unknown(at));
                let variable = env.variable.clone();
                Value::new(Kind::Env(Arc::new(Env { variable, default, cast })), at)
            }
            None => Value::unknown(at),
        }
    }

    fn call_value(&mut self, callee: &Value, arguments: &Arguments, at: Place) -> Value {
        match &callee.kind {
            Kind::Name(name) => self.library(&name.clone(), arguments, at),
            Kind::Function(_) if !arguments.is_open => {
                let positional = arguments.positional.clone();
                let keywords = arguments.keywords.clone();
                let mut value = self.call_function(callee, positional, keywords);
                if value.is_unknown() {
                    value = self.of_unknown("", arguments, at);
                }
                value
            }
            Kind::Class(class) => Value::new(Kind::Instance(class.clone()), at),
            Kind::Call(reader) => self.reader(reader, "", arguments, at),
            _ => self.of_unknown("", arguments, at),
        }
    }

    /// Runs a function of the workspace.
    pub(super) fn call_function(
        &mut self,
        function: &Value,
        positional: Vec<Value>,
        keywords: Vec<(Arc<str>, Value)>,
    ) -> Value {
        let Kind::Function(place) = function.kind else { return Value::unknown(function.at) };
        let unknown = Value::unknown(function.at);
        if self.frames.len() > MOST_CALLS {
            return unknown;
        }
        let Some(file) = self.files.get(place.file as usize).cloned() else { return unknown };
        let Some(root) = file.root() else { return unknown };
        let span = place.span;
        let node = root.node.descendant_for_byte_range(span.start, span.end);
        let Some(definition) = node.map(|node| root.at(node)) else { return unknown };
        let Some(body) = definition.field("body") else { return unknown };
        let mut frame = Frame::default();
        let mut positional = positional.into_iter();
        let parameters = definition.field("parameters");
        for parameter in parameters.into_iter().flat_map(node::named_children) {
            let name = match parameter.kind() {
                "identifier" => Some(parameter),
                "default_parameter" | "typed_default_parameter" => parameter.field("name"),
                "typed_parameter" => node::named_children(parameter).next(),
                _ => None,
            };
            let Some(name) = name else {
                return unknown;
            };
            let given = keywords.iter().find(|(own, _)| **own == *name.source());
            let given = given.map(|(_, value)| value.clone()).or_else(|| positional.next());
            let value = match (given, parameter.field("value")) {
                (Some(given), _) => given,
                (None, Some(default)) => self.value(default, place.file),
                (None, None) => Value::unknown(function.at),
            };
            let at = Place { file: place.file, span: name.span() };
            let slot = Slot { value, target: at, statement: at };
            frame.names.insert(name.source().into(), slot);
        }
        // A function of another module sees that module's names.
        let current = self.frames.first().cloned().unwrap_or_default();
        self.steps += current.names.len() / 8;
        let outer = std::mem::take(&mut self.frames);
        let home =
            if self.is_running(place.file) { current } else { (*self.module(place.file)).clone() };
        self.frames.push(home);
        self.frames.push(frame);
        let earlier = std::mem::take(&mut self.returns);
        self.depth += 1;
        if definition.kind() == "lambda" {
            let value = self.value(body, place.file);
            self.returns.push(value);
        } else if self.block(body, place.file) == Flow::Next {
            self.returns.push(Value::new(Kind::None, function.at));
        }
        self.depth -= 1;
        let returned = std::mem::replace(&mut self.returns, earlier);
        self.frames = outer;
        Value::one_of(returned, function.at)
    }

    /// A call that stands for itself: it may change a container, include other files, or hide what happens.
    pub(super) fn call_statement(&mut self, call: Expr<'_>, statement: Expr<'_>, file: u32) {
        let Some(function) = call.field("function") else { return };
        let source = function.source();
        if source == "globals().update" || source == "locals().update" || source == "vars().update"
        {
            let arguments = self.arguments(call, file);
            match arguments.positional.first().map(|first| &first.kind) {
                Some(Kind::Dict(dict)) => {
                    for (key, value) in dict.entries.clone() {
                        if let Some(name) = key.as_text() {
                            self.bind(name.clone(), value, self.place(statement, file));
                        }
                    }
                    if dict.is_open {
                        self.open();
                    }
                }
                _ => self.open(),
            }
            return;
        }
        if function.kind() == "attribute"
            && let (Some(object), Some(name)) =
                (function.field("object"), function.field("attribute"))
            && matches!(object.kind(), "identifier" | "subscript")
            && MUTATING.contains(&name.source())
        {
            let old = self.value(object, file);
            if matches!(old.kind, Kind::List(..) | Kind::Dict(_) | Kind::OneOf(_) | Kind::Unknown) {
                let arguments = self.arguments(call, file);
                let name = name.source();
                let at = self.place(call, file);
                let new = old.map(|old| mutated(old, name, &arguments, at));
                self.assign(object, new, statement, file);
                return;
            }
        }
        let callee = self.value(function, file);
        let Kind::Name(name) = &callee.kind else {
            self.value(call, file);
            if call.source().contains("globals()") || call.source().contains("locals()") {
                self.open();
            }
            return;
        };
        match &**name {
            "split_settings.tools.include" => self.include(call, file),
            "builtins.exec" | "builtins.eval" => self.open(),
            _ => {
                self.value(call, file);
                // Who is handed the names of the module may set any.
                let hands_over = ["globals()", "locals()", "vars()", "sys.modules[__name__]"];
                if hands_over.iter().any(|words| call.source().contains(words))
                    || &**name == "builtins.setattr"
                {
                    self.open();
                }
            }
        }
    }

    fn bind(&mut self, name: Arc<str>, value: Value, at: Place) {
        if let Some(frame) = self.frames.last_mut() {
            frame.names.insert(name, Slot { value, target: at, statement: at });
        }
    }
}
