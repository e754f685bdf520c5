//! What library functions return that settings modules call: readers of the environment, paths, containers.

use std::sync::Arc;

use super::calls::Arguments;
use super::containers::join_all;
use super::evaluate::{Evaluator, list, nowhere};
use super::expressions::{from_env, parent, shown};
use super::value::{Call, Cast, Dict, Env, Kind, Place, Sequence, Value};

impl Evaluator<'_> {
    /// What a function of a library returns.
    pub(super) fn library(&mut self, name: &str, arguments: &Arguments, at: Place) -> Value {
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
            "pathlib.Path" | "pathlib.PurePath" | "environ.Path" | "pathlib.PosixPath" => {
                match first {
                    Some(first) => {
                        let path = as_path(first);
                        match path.as_text() {
                            Some(path) => join_all(path, &arguments.positional[1..], at),
                            None => path,
                        }
                    }
                    None => Value::unknown(at),
                }
            }
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
                    _ => shown(first)
                        .map_or_else(|| Value::unknown(at), |text| Value::text(text, at)),
                }),
                None => Value::text("", at),
            },
            "builtins.bool" => match first {
                Some(first) => first.map(|first| match (&first.kind, first.truth()) {
                    (Kind::Env(env), _) if env.cast == Cast::Raw => {
                        from_env(env, Cast::Truth, None, at)
                    }
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
                            let number =
                                default.as_text().and_then(|text| text.trim().parse().ok());
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
                Some(items) if !first.is_some_and(Value::has_holes) => i128::try_from(items.len())
                    .map_or_else(|_| Value::unknown(at), |len| Value::new(Kind::Int(len), at)),
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
                let default =
                    arguments.get("default", 1).cloned().map(|value| match value.as_text() {
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
    pub(super) fn reader(
        &mut self,
        reader: &Call,
        method: &str,
        arguments: &Arguments,
        at: Place,
    ) -> Value {
        let is_reader = reader.name.starts_with("environ.")
            || reader.name.starts_with("environs.")
            || reader.name.starts_with("decouple.")
            || reader.name.starts_with("starlette.config.")
            || reader.name.starts_with("prettyconf.");
        if !is_reader {
            if &*reader.name == "datetime.timedelta" && method == "total_seconds" {
                return match reader.seconds() {
                    Some(seconds) => Value::new(Kind::Int(seconds), at),
                    None => Value::unknown(at),
                };
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
}

fn env(variable: Option<Arc<str>>, default: Option<Value>, cast: Cast, at: Place) -> Value {
    Value::new(Kind::Env(Arc::new(Env { variable, default, cast })), at)
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
