//! The options as JSON schema for editors, and as a Markdown table for people.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};
use serde_json::{Map, Value, json};

use super::options::{KEYS, Level, Options};
use super::paths::PathPattern;
use crate::finding::{Confidence, Severity};
use crate::rules::{Catalogue, Selector};

/// The JSON schema of `watchpost.toml` with the options of these rules, ready to be written to a file.
pub fn schema(catalogue: &Catalogue) -> String {
    let mut text = serde_json::to_string_pretty(&sorted(schema_with(catalogue)))
        .unwrap_or_else(|error| unreachable!("a JSON value always prints: {error}"));
    text.push('\n');
    text
}

/// The reference of all keys: a Markdown table with type, default and meaning.
pub fn reference() -> String {
    let mut page = String::from("| Key | Type | Default | Meaning |\n|---|---|---|---|\n");
    for key in key_docs() {
        let mut meaning = key.meaning.clone();
        if let Some(example) = &key.example {
            meaning.push_str(&format!(" Example: `{example}`"));
        }
        writeln!(
            page,
            "| `{}` | {} | {} | {} |",
            key.name,
            key.kind,
            key.default,
            meaning.replace('\n', " ").replace('|', "\\|")
        )
        .expect("writing to a string");
    }
    page
}

/// What there is to know about one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyDoc {
    /// As it is written.
    pub name: &'static str,
    /// What its value is, in words for people.
    pub kind: String,
    /// What happens without it, as Markdown.
    pub default: String,
    /// What it does, as Markdown.
    pub meaning: String,
    /// A value, as TOML.
    pub example: Option<String>,
    /// The values there are, if they can be listed.
    pub words: Vec<String>,
}

/// All keys in the order in which they are documented.
pub fn key_docs() -> &'static [KeyDoc] {
    static DOCS: LazyLock<Vec<KeyDoc>> = LazyLock::new(|| {
        let schema = schema_value();
        KEYS.iter().map(|key| key_doc(key, &schema["properties"][key])).collect()
    });
    &DOCS
}

fn key_doc(name: &'static str, property: &Value) -> KeyDoc {
    let default = match property.get("default") {
        None => "none".to_owned(),
        Some(Value::Array(items)) if items.is_empty() => "`[]`".to_owned(),
        Some(Value::Array(items)) => format!("{} common folders", items.len()),
        Some(default) => format!("`{default}`"),
    };
    let words = match property.get("enum").and_then(Value::as_array) {
        Some(words) => words.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        None if property["type"] == "boolean" => vec!["true".to_owned(), "false".to_owned()],
        None => Vec::new(),
    };
    KeyDoc {
        name,
        kind: type_words(property),
        default,
        meaning: property["description"].as_str().unwrap_or_default().to_owned(),
        example: property["examples"].get(0).map(toml_text),
        words,
    }
}

fn schema_value() -> Value {
    let settings = SchemaSettings::draft07().with(|settings| settings.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<Options>();
    // Every key may be left out; the types say otherwise because the schema shows no `null`, which TOML lacks.
    schema.remove("required");
    schema.to_value()
}

/// The schema with what each rule lets a project set, under its code and its name.
fn schema_with(catalogue: &Catalogue) -> Value {
    let mut schema = schema_value();
    let mut rules = Map::new();
    for rule in catalogue.rules().iter().filter(|rule| !rule.options.is_empty()) {
        let options: Map<String, Value> = rule
            .options
            .iter()
            .map(|(name, default)| {
                let mut option = type_of(default);
                option["description"] =
                    rule.option_docs.get(name).map_or("", String::as_str).into();
                option["default"] = json_of(default);
                (name.clone(), option)
            })
            .collect();
        let table = json!({
            "type": "object",
            "description": format!("Options of {} {}", rule.code, rule.name),
            "properties": options,
            "additionalProperties": false,
        });
        rules.insert(rule.code.to_string(), table.clone());
        rules.insert(rule.name.clone(), table);
    }
    // Workspaces have rules of their own, which this program does not know.
    schema["properties"]["rules"]["additionalProperties"] = json!({ "type": "object" });
    schema["properties"]["rules"]["properties"] = Value::Object(rules);
    schema
}

/// The schema of values like this one.
fn type_of(default: &toml::Value) -> Value {
    match default {
        toml::Value::Boolean(_) => json!({ "type": "boolean" }),
        toml::Value::Integer(_) => json!({ "type": "integer" }),
        toml::Value::Float(_) => json!({ "type": "number" }),
        toml::Value::String(_) | toml::Value::Datetime(_) => json!({ "type": "string" }),
        toml::Value::Table(_) => json!({ "type": "object" }),
        // An empty list is one of names.
        toml::Value::Array(items) => {
            let item = items.first().map_or_else(|| json!({ "type": "string" }), type_of);
            json!({ "type": "array", "items": item })
        }
    }
}

fn json_of(value: &toml::Value) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// The value with all objects ordered by key, whichever map `serde_json` was built with.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(String, Value)> = map.into_iter().collect();
            entries.sort_by(|left, right| left.0.cmp(&right.0));
            Value::Object(entries.into_iter().map(|(key, value)| (key, sorted(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

fn type_words(property: &Value) -> String {
    if let Some(words) = property.get("enum").and_then(Value::as_array) {
        let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        return words.join(", ");
    }
    match property.get("type").and_then(Value::as_str) {
        Some("array") => "list of strings".to_owned(),
        Some("object") => "table".to_owned(),
        Some(word) => word.to_owned(),
        None => "any".to_owned(),
    }
}

fn toml_text(example: &Value) -> String {
    match example {
        Value::Object(map) => {
            let entries: Vec<String> =
                map.iter().map(|(key, value)| format!("{key:?} = {value}")).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

impl JsonSchema for Selector {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Selector".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": 1 })
    }
}

impl JsonSchema for PathPattern {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "PathPattern".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": 1 })
    }
}

impl JsonSchema for Severity {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Severity".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Severity::ALL.map(Severity::word) })
    }
}

impl JsonSchema for Level {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Level".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<&str> =
            Severity::ALL.into_iter().map(Severity::word).chain(["off"]).collect();
        json_schema!({ "type": "string", "enum": words })
    }
}

impl JsonSchema for Confidence {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Confidence".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words = [Confidence::Low, Confidence::Medium, Confidence::High].map(Confidence::word);
        json_schema!({ "type": "string", "enum": words })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_listed_keys_are_the_fields() {
        let schema = schema_value();
        let mut fields: Vec<&str> = schema["properties"]
            .as_object()
            .expect("an object")
            .keys()
            .map(String::as_str)
            .collect();
        let mut keys = KEYS.to_vec();
        fields.sort_unstable();
        keys.sort_unstable();
        assert_eq!(fields, keys);
    }

    #[test]
    fn the_schema_accepts_good_files_and_refuses_bad_ones() {
        let validator = jsonschema::validator_for(&schema_value()).expect("a schema");
        for good in [
            json!({}),
            json!({ "select": ["PY"], "confidence": "medium", "exclude": ["a"] }),
            json!({ "severity": { "PY602": "off" }, "rules": { "PY602": { "names": ["x"] } } }),
            json!({ "per-file-ignores": { "tests/**": ["PY1"] }, "respect-gitignore": false }),
        ] {
            assert!(validator.is_valid(&good), "{good}");
        }
        for bad in [
            json!({ "selct": [] }),
            json!({ "select": "PY" }),
            json!({ "confidence": "sure" }),
            json!({ "severity": { "PY602": "loud" } }),
            json!({ "target-python": 3.11 }),
            json!({ "extend": null }),
        ] {
            assert!(!validator.is_valid(&bad), "{bad}");
        }
    }

    /// A value that differs from a default and is of its type.
    fn other(default: &toml::Value) -> Value {
        match default {
            toml::Value::Boolean(value) => json!(!value),
            toml::Value::Integer(value) => json!(value + 1),
            toml::Value::Float(value) => json!(value + 0.5),
            toml::Value::Array(items) => {
                json!([items.first().map_or_else(|| json!("shop.clean"), other)])
            }
            toml::Value::Table(_) => json!({}),
            toml::Value::String(_) | toml::Value::Datetime(_) => json!("other"),
        }
    }

    #[test]
    fn every_option_of_every_rule_may_be_set_and_only_to_its_type() {
        let catalogue = Catalogue::builtin();
        let schema = schema_with(&catalogue);
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let mut all = Map::new();
        let mut n_options = 0;
        for rule in catalogue.rules() {
            for (name, default) in &rule.options {
                n_options += 1;
                for key in [rule.code.as_str(), &rule.name] {
                    all.entry(key).or_insert_with(|| json!({}))[name] = other(default);
                    let with =
                        |option: &str, value: Value| json!({ "rules": { key: { option: value } } });
                    assert!(validator.is_valid(&with(name, other(default))), "{key}.{name}");
                    assert!(!validator.is_valid(&with(name, Value::Null)), "{key}.{name}");
                    let wrong = if default.is_integer() { json!("one") } else { json!(1) };
                    assert!(!validator.is_valid(&with(name, wrong)), "{key}.{name}");
                    assert!(!validator.is_valid(&with("no-such-option", json!(1))), "{key}");
                }
                let described = &schema["properties"]["rules"]["properties"][rule.code.as_str()];
                let doc = described["properties"][name]["description"].as_str();
                assert!(doc.is_some_and(|doc| !doc.is_empty()), "{}: {name}", rule.code);
            }
        }
        assert!(n_options > 0 && validator.is_valid(&json!({ "rules": all })), "{all:?}");
        // What the schema accepts, the program understands: no mistake, and the value is in force.
        let text = toml::to_string(&json!({ "rules": all })).expect("TOML");
        let file = crate::config::read::read(&text, crate::config::Form::Own, &catalogue);
        assert_eq!(file.mistakes, []);
        let n_set: usize = file.options.rules.values().map(toml::Table::len).sum();
        assert_eq!(n_set, n_options);
    }

    #[test]
    fn every_key_is_explained() {
        let schema = schema_value();
        for key in KEYS {
            assert!(schema["properties"][key]["description"].is_string(), "{key}");
        }
        assert_eq!(schema["required"], Value::Null);
        assert!(schema["description"].as_str().is_some_and(|text| text.contains("watchpost.toml")));
    }

    #[test]
    fn the_reference_has_a_row_per_key() {
        let page = reference();
        assert_eq!(page.lines().count(), KEYS.len() + 2);
        assert!(page.lines().all(|line| line.starts_with('|') && line.ends_with('|')));
        expect_test::expect![[r#"| `severity` | table | `{}` | Severity to report rules with, in place of their own: rules and a level. `off` switches them off. Example: `{ "DJ4" = "off", "PY602" = "critical" }` |"#]].assert_eq(
            page.lines().find(|line| line.starts_with("| `severity`")).unwrap_or_default(),
        );
    }

    #[test]
    fn the_schema_prints_with_sorted_keys() {
        let catalogue = Catalogue::builtin();
        let text = schema(&catalogue);
        let read: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(read, schema_with(&catalogue));
        assert!(text.find("\"$schema\"") < text.find("\"additionalProperties\""));
        assert!(text.find("\"baseline\"") < text.find("\"confidence\""));
    }
}
