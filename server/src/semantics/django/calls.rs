//! Calls in settings modules: readers of the environment, paths, containers, functions of the workspace.

use std::sync::Arc;

use super::evaluate::{Evaluator, Frame, is_namespace, list, nowhere};
use super::expressions::{from_env, parent, shown};
use super::operate::join;
use super::value::{Call, Cast, Dict, Env, Kind, Place, Sequence, Slot, Value};
use crate::syntax::{Expr, node};

/// Functions of the workspace called within each other.
const MOST_CALLS: usize = 12;

/// What a call passes.
struct Arguments {
    positional: Vec<Value>,
    keywords: Vec<(Arc<str>, Value)>,
    /// Whether there may be others: `*args`, `**options`.
    is_open: bool,
}

impl Arguments {
    fn keyword(&self, name: &str) -> Option<&Value> {
        self.keywords.iter().find(|(own, _)| **own == *name).map(|(_, value)| value)
    }

    fn get(&self, name: &str, position: usize) -> Option<&Value> {
        self.keyword(name).or_else(|| self.positional.get(position))
    }

    fn first_env(&self) -> Option<&Arc<Env>> {
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
            && let (Some(object), Some(name)) = (function.field("object"), function.field("attribute"))
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
            Kind::Dict(dict) => match (name, arguments.positional.first().and_then(Value::as_text)) {
                ("get", Some(key)) => match dict.get(key) {
                    Ok(Some(value)) => value.clone(),
                    Ok(None) => arguments.get("default", 1).cloned().unwrap_or(Value::new(Kind::None, at)),
                    Err(()) => Value::unknown(at),
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
    fn of_unknown(&self, name: &str, arguments: &Arguments, at: Place) -> Value {
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
        let outer = std::mem::take(&mut self.frames);
        let home = if self.is_running(place.file) {
            current
        } else {
            (*self.module(place.file)).clone()
        };
        self.frames.push(home);
        self.frames.push(frame);
        let earlier = std::mem::take(&mut self.returns);
        self.depth += 1;
        if definition.kind() == "lambda" {
            let value = self.value(body, place.file);
            self.returns.push(value);
        } else if self.block(body, place.file) == super::evaluate::Flow::Next {
            self.returns.push(Value::new(Kind::None, function.at));
        }
        self.depth -= 1;
        let returned = std::mem::replace(&mut self.returns, earlier);
        self.frames = outer;
        Value::one_of(returned, function.at)
    }

    /// What a function of a library returns.
    fn library(&mut self, name: &str, arguments: &Arguments, at: Place) -> Value {
        let first = arguments.positional.first();
        let text = |value: Option<&Value>| value.and_then(Value::as_text).cloned();
        let as_path = |value: &Value| {
            value.map(|value| match value.as_text() {
                Some(path) => Value::new(Kind::Path(path.clone()), at),
                None => Value::unknown(at),
            })
        };
        match name {
            "os.environ.get" | "os.getenv" | "os.environ.pop" | "os.environ.setdefault" => {
                let default = arguments.get("default", 1).cloned();
                let default = Some(default.unwrap_or(Value::new(Kind::None, at)));
                env(text(arguments.get("key", 0)), default, Cast::Raw, at)
            }
            "decouple.config" | "prettyconf.config" | "starlette.config.Config" => {
                if name.ends_with("Config") {
                    return self.symbol(name, arguments, at);
                }
                self.read(arguments, None, at)
            }
            "pathlib.Path" | "pathlib.PurePath" | "environ.Path" | "pathlib.PosixPath" => match first {
                Some(first) => {
                    let path = as_path(first);
                    match path.as_text() {
                        Some(path) => join_all(path, &arguments.positional[1..], at),
                        None => path,
                    }
                }
                None => Value::unknown(at),
            },
            "os.path.join" => match first.and_then(Value::as_text) {
                Some(path) => join_all(path, &arguments.positional[1..], at),
                None => Value::unknown(at),
            },
            "os.path.dirname" => match first.and_then(Value::as_text) {
                Some(path) => Value::new(Kind::Path(parent(path).into()), at),
                None => Value::unknown(at),
            },
            "os.path.abspath" | "os.path.realpath" | "os.path.normpath" | "os.path.expanduser"
            | "os.fspath" => first.map_or_else(|| Value::unknown(at), as_path),
            "builtins.str" => match first {
                Some(first) => first.map(|first| match &first.kind {
                    Kind::Path(path) => Value::new(Kind::Path(path.clone()), at),
                    Kind::Env(env) => from_env(env, env.cast, None, at),
                    _ => shown(first).map_or_else(|| Value::unknown(at), |text| Value::text(text, at)),
                }),
                None => Value::text("", at),
            },
            "builtins.bool" => match first {
                Some(first) => first.map(|first| match (&first.kind, first.truth()) {
                    (Kind::Env(env), _) if env.cast == Cast::Raw => from_env(env, Cast::Truth, None, at),
                    (Kind::Env(_), _) => first.clone(),
                    (_, Some(truth)) => Value::new(Kind::Bool(truth), at),
                    _ => Value::unknown(at),
                }),
                None => Value::new(Kind::Bool(false), at),
            },
            "builtins.int" | "builtins.float" => match first {
                Some(first) => first.map(|first| match (&first.kind, first.as_text()) {
                    (Kind::Int(_) | Kind::Float(_), _) => first.clone(),
                    (Kind::Bool(value), _) => Value::new(Kind::Int(i128::from(*value)), at),
                    (Kind::Env(env), _) => {
                        let default = env.default.as_ref().map(|default| {
                            let number = default.as_text().and_then(|text| text.trim().parse().ok());
                            let number = number.or_else(|| default.number());
                            Value::new(number.map_or(Kind::Unknown, Kind::Int), at)
                        });
                        from_env(env, Cast::Other, default, at)
                    }
                    (_, Some(text)) => match text.trim().parse() {
                        Ok(number) => Value::new(Kind::Int(number), at),
                        Err(_) => Value::unknown(at),
                    },
                    _ => Value::unknown(at),
                }),
                None => Value::new(Kind::Int(0), at),
            },
            "builtins.list" | "builtins.tuple" | "builtins.set" | "builtins.frozenset"
            | "builtins.sorted" => {
                let kind = match name {
                    "builtins.list" | "builtins.sorted" => Sequence::List,
                    "builtins.tuple" => Sequence::Tuple,
                    _ => Sequence::Set,
                };
                match first {
                    None => list(kind, Vec::new(), at),
                    Some(first) => first.map(|first| match &first.kind {
                        Kind::List(_, items) => list(kind, (**items).clone(), at),
                        Kind::Env(env) => from_env(env, Cast::Other, None, at),
                        _ => list(kind, vec![Value::unknown(at)], at),
                    }),
                }
            }
            "builtins.dict" => {
                let mut dict = match first.map(|first| &first.kind) {
                    None => Dict::default(),
                    Some(Kind::Dict(dict)) => (**dict).clone(),
                    Some(_) => Dict { is_open: true, ..Dict::default() },
                };
                dict.is_open |= arguments.is_open;
                for (key, value) in &arguments.keywords {
                    dict.set(Value::text(key.clone(), value.at), value.clone());
                }
                Value::new(Kind::Dict(Arc::new(dict)), at)
            }
            "builtins.len" => match first.and_then(Value::items) {
                Some(items) if !first.is_some_and(Value::has_holes) => {
                    i128::try_from(items.len()).map_or_else(
                        |_| Value::unknown(at),
                        |len| Value::new(Kind::Int(len), at),
                    )
                }
                _ => Value::unknown(at),
            },
            "builtins.getattr" => match (first, text(arguments.positional.get(1))) {
                (Some(object), Some(name)) => {
                    let object = object.clone();
                    self.attribute(&object, &name, at)
                }
                _ => Value::unknown(at),
            },
            "builtins.any" | "builtins.all" => Value::unknown(at),
            "dj_database_url.parse" => match text(first.cloned().as_ref()) {
                Some(url) => database(&url, first.map_or(at, |first| first.at), at),
                None => self.of_unknown(name, arguments, at),
            },
            "dj_database_url.config" => {
                let default = arguments.get("default", 1).cloned().map(|value| match value.as_text() {
                    Some(url) => database(&url.clone(), value.at, at),
                    None => value,
                });
                env(Some("DATABASE_URL".into()), default, Cast::Other, at)
            }
            "dj_email_url.config" | "django_cache_url.config" => {
                env(None, Some(Value::unknown(at)), Cast::Other, at)
            }
            _ if name.starts_with("configurations.values.") => {
                let default = arguments.get("default", 0).cloned();
                let is_secret = name.ends_with("SecretValue");
                let default = match default {
                    Some(default) => Some(default),
                    None if is_secret => None,
                    None => Some(Value::unknown(at)),
                };
                let cast = if name.contains("Boolean") { Cast::Bool } else { Cast::Other };
                env(text(arguments.keyword("environ_name")), default, cast, at)
            }
            "dynaconf.DjangoDynaconf" | "django_heroku.settings" | "dynaconf.Dynaconf" => {
                self.open();
                Value::unknown(at)
            }
            _ => self.symbol(name, arguments, at),
        }
    }

    /// A call that is kept as it is: an object of a library.
    fn symbol(&self, name: &str, arguments: &Arguments, at: Place) -> Value {
        if name.starts_with("builtins.") {
            return self.of_unknown(name, arguments, at);
        }
        if arguments.first_env().is_some() && !name.starts_with("environ.") {
            return self.of_unknown(name, arguments, at);
        }
        Value::new(
            Kind::Call(Arc::new(Call {
                name: name.into(),
                positional: arguments.positional.clone(),
                keywords: arguments.keywords.clone(),
            })),
            at,
        )
    }

    /// Calls an object of a library, or a method of it: mostly readers of the environment.
    fn reader(&mut self, reader: &Call, method: &str, arguments: &Arguments, at: Place) -> Value {
        let is_reader = reader.name.starts_with("environ.")
            || reader.name.starts_with("environs.")
            || reader.name.starts_with("decouple.")
            || reader.name.starts_with("starlette.config.")
            || reader.name.starts_with("prettyconf.");
        if !is_reader {
            if &*reader.name == "datetime.timedelta" && method == "total_seconds" {
                return seconds(reader, at);
            }
            return self.of_unknown(method, arguments, at);
        }
        if method.starts_with("read_env") || matches!(method, "prefixed" | "seal" | "path") {
            return Value::unknown(at);
        }
        let schema = arguments
            .positional
            .first()
            .and_then(Value::as_text)
            .and_then(|name| reader.keyword(name))
            .cloned();
        let mut value = self.read(arguments, schema.as_ref(), at);
        if let Kind::Env(env) = &value.kind {
            match method {
                "" | "str" | "get_value" | "__call__" => {}
                "bool" => value = from_env(env, Cast::Bool, None, at),
                "db" | "db_url" | "dj_db_url" => {
                    let default = env.default.as_ref().map(|value| match value.as_text() {
                        Some(url) => database(&url.clone(), value.at, at),
                        None => value.clone(),
                    });
                    let env = Env { default, cast: Cast::Other, variable: env.variable.clone() };
                    value = Value::new(Kind::Env(Arc::new(env)), at);
                }
                _ => value = from_env(env, Cast::Other, None, at),
            }
        }
        value
    }

    /// A variable read by one of the readers that take name, default and cast.
    fn read(&mut self, arguments: &Arguments, schema: Option<&Value>, at: Place) -> Value {
        let variable = arguments.positional.first().and_then(Value::as_text).cloned();
        let mut default = arguments.keyword("default").cloned();
        // `env.bool("X", False)`; of `config("X", bool)` and the like the second is a cast.
        let second = arguments.positional.get(1).filter(|value| {
            !matches!(value.kind, Kind::Name(_) | Kind::Function(_) | Kind::Class(_))
        });
        default = default.or_else(|| second.cloned());
        let mut cast = arguments.keyword("cast").cloned();
        cast = cast.or_else(|| arguments.positional.get(1).filter(|_| second.is_none()).cloned());
        if let Some(schema) = schema {
            match schema.items() {
                Some([own_cast, own_default]) => {
                    default = default.or_else(|| Some(own_default.clone()));
                    cast = cast.or_else(|| Some(own_cast.clone()));
                }
                _ => cast = cast.or_else(|| Some(schema.clone())),
            }
        }
        let cast = match cast.as_ref().map(|cast| &cast.kind) {
            None => Cast::Raw,
            Some(Kind::Name(name)) if &**name == "builtins.bool" => Cast::Bool,
            Some(Kind::Name(name)) if &**name == "builtins.str" => Cast::Raw,
            Some(_) => Cast::Other,
        };
        env(variable, default, cast, at)
    }

    /// A call that stands for itself: it may change a container, include other files, or hide what happens.
    pub(super) fn call_statement(&mut self, call: Expr<'_>, statement: Expr<'_>, file: u32) {
        let Some(function) = call.field("function") else { return };
        let source = function.source();
        if source == "globals().update" || source == "locals().update" || source == "vars().update" {
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
            && let (Some(object), Some(name)) = (function.field("object"), function.field("attribute"))
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

const MUTATING: &[&str] = &[
    "append", "extend", "insert", "remove", "update", "setdefault", "pop", "clear", "add", "discard",
    "sort", "reverse", "union",
];

fn mutated(old: &Value, name: &str, arguments: &Arguments, at: Place) -> Value {
    let hole = |kind: Sequence, items: &[Value]| {
        list(kind, items.iter().cloned().chain([Value::unknown(at)]).collect(), old.at)
    };
    let first = arguments.positional.first();
    match &old.kind {
        Kind::List(kind, items) => {
            let mut items = (**items).clone();
            match (name, first) {
                ("append" | "add", Some(first)) => items.push(first.clone()),
                ("extend" | "update", Some(first)) => match first.items() {
                    Some(more) => items.extend(more.iter().cloned()),
                    None => return hole(*kind, &items),
                },
                ("insert", Some(place)) => {
                    let Some(value) = arguments.positional.get(1) else { return hole(*kind, &items) };
                    let place = match place.number() {
                        Some(0) => Some(0),
                        Some(number) if !old.has_holes() => match usize::try_from(number) {
                            Ok(place) => Some(place.min(items.len())),
                            Err(_) => super::evaluate::index(place, items.len()),
                        },
                        _ => None,
                    };
                    match place {
                        Some(place) => items.insert(place, value.clone()),
                        None => {
                            // It is in, nobody knows where.
                            items.push(value.clone());
                            items.push(Value::unknown(at));
                        }
                    }
                }
                ("remove" | "discard", Some(first)) => {
                    match items.iter().position(|item| item.equals(first) == Some(true)) {
                        Some(place) => {
                            items.remove(place);
                        }
                        None if old.has_holes() => {}
                        None => return hole(*kind, &items),
                    }
                }
                ("clear", _) => items.clear(),
                ("reverse", _) => items.reverse(),
                _ => return hole(*kind, &items),
            }
            Value::new(Kind::List(*kind, Arc::new(items)), old.at)
        }
        Kind::Dict(dict) => {
            let mut dict: Dict = (**dict).clone();
            match (name, first) {
                ("update", first) => {
                    match first.map(|first| &first.kind) {
                        None => {}
                        Some(Kind::Dict(more)) => {
                            dict.is_open |= more.is_open;
                            for (key, value) in &more.entries {
                                dict.set(key.clone(), value.clone());
                            }
                        }
                        Some(_) => dict.is_open = true,
                    }
                    dict.is_open |= arguments.is_open;
                    for (key, value) in &arguments.keywords {
                        dict.set(Value::text(key.clone(), value.at), value.clone());
                    }
                }
                ("setdefault", Some(key)) => {
                    let is_there = key.as_text().is_some_and(|key| !matches!(dict.get(key), Ok(None)));
                    if let (false, Some(value)) = (is_there, arguments.positional.get(1)) {
                        dict.set(key.clone(), value.clone());
                    }
                }
                ("pop", Some(key)) => dict.entries.retain(|(own, _)| own.equals(key) == Some(false)),
                ("clear", _) => dict.entries.clear(),
                _ => dict.is_open = true,
            }
            Value::new(Kind::Dict(Arc::new(dict)), old.at)
        }
        _ => Value::unknown(old.at),
    }
}

fn env(variable: Option<Arc<str>>, default: Option<Value>, cast: Cast, at: Place) -> Value {
    Value::new(Kind::Env(Arc::new(Env { variable, default, cast })), at)
}

fn env_method(env: &Env, name: &str, arguments: &Arguments, at: Place) -> Value {
    let default = env.default.as_ref().map(|default| match default.as_text() {
        Some(text) => text_method(text, name, arguments, default.at),
        None => Value::unknown(at),
    });
    let cast = match name {
        "strip" | "lower" | "upper" | "casefold" | "title" | "capitalize" | "replace" => env.cast,
        _ => Cast::Other,
    };
    let variable = env.variable.clone();
    Value::new(Kind::Env(Arc::new(Env { variable, default, cast })), at)
}

fn text_method(text: &str, name: &str, arguments: &Arguments, at: Place) -> Value {
    let first = arguments.positional.first().and_then(Value::as_text);
    match (name, first) {
        ("lower" | "casefold", _) => Value::text(text.to_lowercase(), at),
        ("upper", _) => Value::text(text.to_uppercase(), at),
        ("strip", None) => Value::text(text.trim(), at),
        ("split", None) if arguments.positional.is_empty() => {
            let items = text.split_whitespace().map(|part| Value::text(part, at)).collect();
            list(Sequence::List, items, at)
        }
        ("split", Some(by)) if !by.is_empty() => {
            list(Sequence::List, text.split(&**by).map(|part| Value::text(part, at)).collect(), at)
        }
        ("join", _) => match arguments.positional.first().and_then(Value::items) {
            Some(items) => {
                let parts: Option<Vec<String>> = items.iter().map(shown).collect();
                parts.map_or_else(|| Value::unknown(at), |parts| Value::text(parts.join(text), at))
            }
            None => Value::unknown(at),
        },
        ("replace", Some(old)) => match arguments.positional.get(1).and_then(Value::as_text) {
            Some(new) => Value::text(text.replace(&**old, new), at),
            None => Value::unknown(at),
        },
        ("startswith", Some(head)) => Value::new(Kind::Bool(text.starts_with(&**head)), at),
        ("endswith", Some(tail)) => Value::new(Kind::Bool(text.ends_with(&**tail)), at),
        ("format", _) if !text.contains('{') => Value::text(text, at),
        ("format", _) => {
            let mut result = text.to_owned();
            for value in &arguments.positional {
                match shown(value) {
                    Some(shown) => result = result.replacen("{}", &shown, 1),
                    None => return Value::unknown(at),
                }
            }
            for (name, value) in &arguments.keywords {
                match shown(value) {
                    Some(shown) => result = result.replace(&format!("{{{name}}}"), &shown),
                    None => return Value::unknown(at),
                }
            }
            if result.contains('{') { Value::unknown(at) } else { Value::text(result, at) }
        }
        _ => Value::unknown(at),
    }
}

fn join_all(base: &str, more: &[Value], at: Place) -> Value {
    let mut path = base.to_owned();
    for part in more {
        match part.as_text() {
            Some(part) => path = join(&path, part),
            None => return Value::unknown(at),
        }
    }
    Value::new(Kind::Path(path.into()), at)
}

fn seconds(call: &Call, at: Place) -> Value {
    let mut total: i128 = 0;
    for (name, value) in &call.keywords {
        let scale = match &**name {
            "weeks" => 604_800,
            "days" => 86_400,
            "hours" => 3_600,
            "minutes" => 60,
            "seconds" => 1,
            _ => return Value::unknown(at),
        };
        match value.number().and_then(|number| number.checked_mul(scale)) {
            Some(number) => total = total.saturating_add(number),
            None => return Value::unknown(at),
        }
    }
    match call.positional.first().map(Value::number) {
        None => {}
        Some(Some(days)) => total = total.saturating_add(days.saturating_mul(86_400)),
        Some(None) => return Value::unknown(at),
    }
    Value::new(Kind::Int(total), at)
}

/// The settings a database URL stands for.
fn database(url: &str, part: Place, at: Place) -> Value {
    let mut dict = Dict { entries: Vec::new(), is_open: true };
    let mut set = |key: &str, text: &str| {
        dict.set(Value::text(key, nowhere()), Value::text(text, part));
    };
    if let Some((scheme, rest)) = url.split_once("://") {
        set("ENGINE", scheme);
        let (host, _) = rest.split_once('/').unwrap_or((rest, ""));
        let (credentials, host) = host.rsplit_once('@').unwrap_or(("", host));
        let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
        set("USER", user);
        set("PASSWORD", password);
        set("HOST", host.split(':').next().unwrap_or_default());
    }
    Value::new(Kind::Dict(Arc::new(dict)), at)
}
