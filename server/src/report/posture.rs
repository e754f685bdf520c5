//! The security checklist as text and as JSON.

use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;

use crate::analysis::posture::{Item, Posture, State};
use crate::workspace::url;

/// The checklist as JSON shows it; the names are part of the interface.
#[derive(Serialize)]
struct Shown<'a> {
    root: String,
    settings: Vec<String>,
    done: usize,
    missing: usize,
    unknown: usize,
    lines: Vec<ShownLine<'a>>,
}

#[derive(Serialize)]
struct ShownLine<'a> {
    id: &'a str,
    title: &'a str,
    state: State,
    reason: Option<&'a str>,
    path: Option<String>,
    line: Option<usize>,
    rules: &'a [String],
    help: Option<&'a str>,
}

/// The checklist for programs; paths are relative to `here`.
pub fn json(posture: &Posture, here: &Path) -> String {
    let shown = Shown {
        root: folder(&posture.root, here),
        settings: posture.modules.iter().map(|path| url::relative(path, here)).collect(),
        done: posture.count(State::Done),
        missing: posture.count(State::Missing),
        unknown: posture.count(State::Unknown),
        lines: posture
            .items
            .iter()
            .map(|item| ShownLine {
                id: item.id,
                title: item.title,
                state: item.state,
                reason: item.reason.as_deref(),
                path: item.place.as_ref().map(|(path, _)| url::relative(path, here)),
                line: item.place.as_ref().and_then(|(_, line)| *line),
                rules: &item.rules,
                help: item.help,
            })
            .collect(),
    };
    // Texts and numbers always have a form in JSON.
    serde_json::to_string_pretty(&shown).unwrap_or_default() + "\n"
}

/// The checklist for people; paths are relative to `here`.
pub fn text(posture: &Posture, here: &Path) -> String {
    let mut text = format!("Security checklist of `{}`", folder(&posture.root, here));
    let modules: Vec<String> =
        posture.modules.iter().map(|path| format!("`{}`", url::relative(path, here))).collect();
    if !modules.is_empty() {
        let _ = write!(text, ", as {} has it", modules.join(", "));
    }
    text.push_str("\n\n");
    for item in &posture.items {
        line(&mut text, item, here);
    }
    let _ = writeln!(text, "\n{}", summary(posture));
    text
}

/// How many lines stand how, in a few words.
pub fn summary(posture: &Posture) -> String {
    let count = |state: State| format!("{} {}", posture.count(state), state.word());
    [State::Missing, State::Unknown, State::Done].map(count).join(", ")
}

fn line(text: &mut String, item: &Item, here: &Path) {
    let _ = write!(text, "{:7}  {}", item.state.word(), item.title);
    if let Some((path, line)) = &item.place {
        let _ = write!(text, "  {}", url::relative(path, here));
        if let Some(line) = line {
            let _ = write!(text, ":{line}");
        }
    }
    text.push('\n');
    if let Some(reason) = &item.reason {
        let _ = write!(text, "         {reason}");
        if !item.rules.is_empty() {
            let _ = write!(text, " ({})", item.rules.join(", "));
        }
        text.push('\n');
    }
    if let Some(help) = item.help {
        let _ = writeln!(text, "         help: {help}");
    }
}

fn folder(path: &Path, here: &Path) -> String {
    let relative = url::relative(path, here);
    if relative.is_empty() { ".".to_owned() } else { relative }
}
