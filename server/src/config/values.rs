//! Single values of the configuration: what they mean, or what is wrong with them and what to write instead.

use std::str::FromStr;

use pep440_rs::{Version, VersionSpecifiers};
use toml::de::{DeTable, DeValue};

use super::options::Level;
use crate::finding::Severity;
use crate::rules::nearest::nearest;

/// Why a value cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// Half a sentence: "it wants a string, not a table".
    pub reason: String,
    /// TOML to write instead.
    pub replacement: Option<String>,
}

impl Problem {
    /// A value of the wrong type.
    pub fn wants(what: &str, value: &DeValue<'_>) -> Problem {
        let found = match value {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "`true` or `false`",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        Problem { reason: format!("it wants {what}, not {found}"), replacement: None }
    }

    fn saying(reason: impl Into<String>) -> Problem {
        Problem { reason: reason.into(), replacement: None }
    }

    fn suggesting(self, word: &str) -> Problem {
        Problem { replacement: Some(string_text(word)), ..self }
    }
}

/// One of `words`.
pub(super) fn word(value: &DeValue<'_>, words: &[&'static str]) -> Result<&'static str, Problem> {
    let list: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    let Some(text) = value.as_str() else {
        return Err(Problem::wants(&format!("one of {}", list.join(", ")), value));
    };
    if let Some(word) = words.iter().find(|word| **word == text) {
        return Ok(word);
    }
    let problem =
        Problem::saying(format!("{} is none of {}", quoted_briefly(text), list.join(", ")));
    // Words of editors and other tools for the same thing.
    let meant = match text.to_ascii_lowercase().as_str() {
        "error" | "fatal" => Some("high"),
        "warning" | "warn" | "moderate" => Some("medium"),
        "note" | "hint" | "information" | "notice" => Some("info"),
        "minor" => Some("low"),
        "none" | "ignore" | "disable" | "disabled" | "never" => Some("off"),
        _ => None,
    };
    let meant = meant.filter(|meant| words.contains(meant));
    Err(match meant.or_else(|| nearest(text, words.iter().copied())) {
        Some(meant) => problem.suggesting(meant),
        None => problem,
    })
}

/// A severity or `off`.
pub(super) fn level(value: &DeValue<'_>) -> Result<Level, Problem> {
    if let DeValue::Boolean(false) = value {
        return Err(Problem::wants("a severity or `off`", value).suggesting("off"));
    }
    let words = ["off", "info", "low", "medium", "high", "critical"];
    let word = word(value, &words)?;
    Ok(match Severity::from_str(word) {
        Ok(severity) => Level::At(severity),
        Err(_) => Level::Off,
    })
}

/// A version specifier, or the oldest version.
pub(super) fn versions(value: &DeValue<'_>, is_python: bool) -> Result<VersionSpecifiers, Problem> {
    let text = match value {
        DeValue::String(text) => text.trim(),
        // `3.10` without quotes is the number 3.1.
        DeValue::Float(number) => {
            return Err(Problem::wants("a string", value).suggesting(number.as_str()));
        }
        DeValue::Integer(number) if number.radix() == 10 => {
            return Err(Problem::wants("a string", value).suggesting(number.as_str()));
        }
        _ => return Err(Problem::wants("a string", value)),
    };
    let problem = Problem::saying(format!("{} names no versions", quoted_briefly(text)));
    if text.is_empty() || text.len() > 200 {
        return Err(problem);
    }
    if is_python {
        let digits = text.strip_prefix("py").unwrap_or(text);
        let squeezed = digits.bytes().all(|byte| byte.is_ascii_digit())
            && (2..=3).contains(&digits.len())
            && digits.starts_with(['2', '3']);
        if squeezed {
            return Err(problem.suggesting(&format!("{}.{}", &digits[..1], &digits[1..])));
        }
    }
    if Version::from_str(text).is_ok() {
        return VersionSpecifiers::from_str(&format!(">={text}")).map_err(|_| problem);
    }
    if let Ok(specifiers) = VersionSpecifiers::from_str(text) {
        return Ok(specifiers);
    }
    let guesses = [
        text.strip_prefix(['^', '~']).map(|version| format!(">={version}")),
        text.strip_prefix('v').map(str::to_owned),
        text.strip_suffix('+').map(|version| format!(">={version}")),
        text.ends_with(".*").then(|| format!("=={text}")),
        text.strip_prefix('=').map(|version| format!("=={version}")),
    ];
    let guess = guesses.into_iter().flatten().find(|guess| {
        VersionSpecifiers::from_str(guess).is_ok() || Version::from_str(guess).is_ok()
    });
    Err(match guess {
        Some(guess) => problem.suggesting(&guess),
        None => problem,
    })
}

/// A value of the same type as a rule's default. Lists are compared by their first element; whole numbers pass for fractions.
pub(super) fn like(value: &DeValue<'_>, default: &toml::Value) -> Result<toml::Value, Problem> {
    let problem = |what: &str| Problem::wants(what, value);
    match (value, default) {
        (DeValue::String(_), toml::Value::String(_))
        | (DeValue::Boolean(_), toml::Value::Boolean(_))
        | (DeValue::Float(_), toml::Value::Float(_))
        | (DeValue::Datetime(_), toml::Value::Datetime(_))
        | (DeValue::Table(_), toml::Value::Table(_)) => plain(value).ok_or_else(|| problem("less")),
        (DeValue::Integer(_), toml::Value::Integer(_)) => {
            plain(value).ok_or_else(|| problem("a smaller number"))
        }
        (DeValue::Integer(_), toml::Value::Float(_)) => match plain(value) {
            #[expect(clippy::cast_precision_loss, reason = "thresholds are small numbers")]
            Some(toml::Value::Integer(number)) => Ok(toml::Value::Float(number as f64)),
            _ => Err(problem("a smaller number")),
        },
        (DeValue::Array(items), toml::Value::Array(defaults)) => {
            let mut list = Vec::new();
            for item in items.iter() {
                list.push(match defaults.first() {
                    Some(first) => like(item.get_ref(), first).map_err(|inner| {
                        Problem::saying(format!("in the list, {}", inner.reason))
                    })?,
                    None => plain(item.get_ref()).ok_or_else(|| problem("a smaller number"))?,
                });
            }
            Ok(toml::Value::Array(list))
        }
        (_, toml::Value::String(_)) => Err(problem("a string")),
        (_, toml::Value::Boolean(_)) => Err(problem("`true` or `false`")),
        (_, toml::Value::Integer(_) | toml::Value::Float(_)) => Err(problem("a number")),
        (_, toml::Value::Datetime(_)) => Err(problem("a date")),
        (_, toml::Value::Array(_)) => Err(problem("a list")),
        (_, toml::Value::Table(_)) => Err(problem("a table")),
    }
}

/// The value without spans; none for numbers that do not fit. The parser bounds the depth.
fn plain(value: &DeValue<'_>) -> Option<toml::Value> {
    Some(match value {
        DeValue::String(text) => toml::Value::String(text.to_string()),
        DeValue::Integer(number) => {
            toml::Value::Integer(i64::from_str_radix(number.as_str(), number.radix()).ok()?)
        }
        DeValue::Float(number) => toml::Value::Float(number.as_str().parse().ok()?),
        DeValue::Boolean(boolean) => toml::Value::Boolean(*boolean),
        DeValue::Datetime(date) => toml::Value::Datetime(*date),
        DeValue::Array(items) => toml::Value::Array(
            items.iter().map(|item| plain(item.get_ref())).collect::<Option<_>>()?,
        ),
        DeValue::Table(table) => toml::Value::Table(plain_table(table)?),
    })
}

fn plain_table(table: &DeTable<'_>) -> Option<toml::Table> {
    table
        .iter()
        .map(|(key, value)| Some((key.get_ref().to_string(), plain(value.get_ref())?)))
        .collect()
}

/// A string as TOML.
pub(super) fn string_text(word: &str) -> String {
    toml::Value::String(word.to_owned()).to_string()
}

/// A key as TOML: bare where that is allowed.
pub(super) fn key_text(word: &str) -> String {
    let is_bare = !word.is_empty()
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if is_bare { word.to_owned() } else { string_text(word) }
}

/// A word in backticks, on one line and no longer than a message bears.
pub(super) fn quoted_briefly(word: &str) -> String {
    let mut brief: String = word
        .chars()
        .take(60)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    if brief.len() < word.len() {
        brief.push('…');
    }
    format!("`{brief}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<String, Option<String>> {
        let value = DeValue::parse(text).expect("a value");
        versions(value.get_ref(), true)
            .map(|versions| versions.to_string())
            .map_err(|problem| problem.replacement)
    }

    #[test]
    fn versions_are_specifiers_or_the_oldest_version() {
        assert_eq!(check("'3.11'").as_deref(), Ok(">=3.11"));
        assert_eq!(check("'>=3.9,<3.13'").as_deref(), Ok(">=3.9, <3.13"));
        assert_eq!(check("' ==3.11.* '").as_deref(), Ok("==3.11.*"));
    }

    #[test]
    fn what_is_no_version_is_translated_where_possible() {
        let suggested = |text| check(text).expect_err("no version");
        assert_eq!(suggested("3.10").as_deref(), Some("\"3.10\""));
        assert_eq!(suggested("'py311'").as_deref(), Some("\"3.11\""));
        assert_eq!(suggested("'^3.9'").as_deref(), Some("\">=3.9\""));
        assert_eq!(suggested("'3.9+'").as_deref(), Some("\">=3.9\""));
        assert_eq!(suggested("'3.11.*'").as_deref(), Some("\"==3.11.*\""));
        assert_eq!(suggested("'latest'"), None);
        assert_eq!(suggested("true"), None);
        assert_eq!(suggested("''"), None);
    }

    #[test]
    fn words_go_back_into_toml() {
        assert_eq!(string_text("a\"b"), "'a\"b'");
        assert_eq!(key_text("a-b"), "a-b");
        assert_eq!(key_text("a.b"), "\"a.b\"");
    }

    #[test]
    fn messages_stay_on_one_line() {
        assert_eq!(quoted_briefly("a\nb"), "`a b`");
        assert_eq!(quoted_briefly(&"ü".repeat(100)).chars().count(), 63);
    }
}
