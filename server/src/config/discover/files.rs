//! Configuration files on disk → their text and options, and the files they extend.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::{BANDIT, Discovery, FileMistakes, Source};
use crate::config::apply::Layer;
use crate::config::foreign::{self, Bandit};
use crate::config::mistakes::{ConfigMistake, MistakeKind};
use crate::config::read::{Form, read};
use crate::text::Span;

/// Larger files are not configuration that somebody wrote.
const LARGEST: u64 = 1_000_000;

/// Files that extend each other in a row.
const LONGEST_CHAIN: usize = 16;

impl Discovery {
    /// Adds the layers of `source` and of all it extends, the furthest first.
    pub(super) fn chain(
        &self,
        source: Source,
        layers: &mut Vec<Arc<Layer>>,
        files: &mut Vec<FileMistakes>,
    ) {
        let mut seen = HashSet::from([identity(&source.path)]);
        let mut chain = vec![source];
        while let Some(last) = chain.last() {
            let Some(extend) = last.file.options.extend.clone() else { break };
            let folder = last.path.parent().unwrap_or(Path::new(""));
            let target = normal(&folder.join(&extend.value));
            let mut complaints = Vec::new();
            let problem = if !seen.insert(identity(&target)) {
                "it leads back to a file that is already read"
            } else if chain.len() >= LONGEST_CHAIN {
                "too many files extend each other"
            } else {
                match self.source(&target, &mut complaints) {
                    Some(next)
                        if Form::of(&target) == Form::Pyproject && next.file.header.is_none() =>
                    {
                        "it has no `[tool.watchpost]`"
                    }
                    Some(next) => {
                        chain.push(next);
                        continue;
                    }
                    None if complaints.is_empty() => "there is no such file",
                    None => "that file cannot be read",
                }
            };
            let mistake = ConfigMistake::new(
                MistakeKind::InvalidValue,
                extend.span,
                format!("`extend` is not followed: {problem}"),
            );
            files.append(&mut complaints);
            if let Some(last) = chain.last_mut() {
                last.file.mistakes.push(mistake);
            }
            break;
        }
        for source in chain.into_iter().rev() {
            let root = source.path.parent().unwrap_or(Path::new("")).to_owned();
            files.push(file_mistakes(&source, source.file.mistakes.clone()));
            layers.push(Arc::new(Layer::new(root, Some(source.path), source.file.options)));
        }
    }

    /// Reads one file; none if it is not there, or with a complaint if it cannot be read.
    pub(super) fn source(&self, path: &Path, complaints: &mut Vec<FileMistakes>) -> Option<Source> {
        let text = text_of(path);
        self.note(path, &text);
        match text {
            Ok(text) => {
                let file = read(&text, Form::of(path), &self.catalogue);
                Some(Source { path: path.to_owned(), text: text.into(), file })
            }
            Err(None) => None,
            Err(Some(reason)) => {
                // Whether a `pyproject.toml` nobody can read has anything for us is unknown; its own tools complain.
                if Form::of(path) == Form::Own {
                    complaints.push(unreadable(path, reason));
                }
                None
            }
        }
    }

    pub(super) fn bandit_ini(&self, folder: &Path) -> Option<(Arc<str>, Bandit)> {
        let path = folder.join(BANDIT);
        let text = text_of(&path);
        self.note(&path, &text);
        let text = text.ok()?;
        let bandit = foreign::from_ini(&text, &self.catalogue)?;
        Some((text.into(), bandit))
    }
}

pub(super) fn file_mistakes(source: &Source, mistakes: Vec<ConfigMistake>) -> FileMistakes {
    FileMistakes { path: source.path.clone(), text: source.text.clone(), mistakes }
}

pub(super) fn unreadable(path: &Path, reason: &str) -> FileMistakes {
    FileMistakes {
        path: path.to_owned(),
        text: Arc::from(""),
        mistakes: vec![ConfigMistake::new(
            MistakeKind::Unreadable,
            Span::empty(0),
            format!("this configuration is not read: {reason}"),
        )],
    }
}

/// The text of a file; `Err(None)` if there is none, `Err(Some)` with the reason why it cannot be had.
pub(super) fn text_of(path: &Path) -> Result<String, Option<&'static str>> {
    // Asked before opening: opening a pipe would wait for its writer.
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) => {
            return Err(match error.kind() {
                ErrorKind::PermissionDenied => Some("permission denied"),
                _ => None,
            });
        }
    };
    if !metadata.is_file() {
        return Err(None);
    }
    let file = File::open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => None,
        ErrorKind::PermissionDenied => Some("permission denied"),
        _ => Some("the disk does not give it"),
    })?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| Some("the disk does not give it"))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Some("it is larger than 1 MB"));
    }
    let text = String::from_utf8(bytes).map_err(|_| Some("it is not UTF-8"))?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// The path without `.` and `..`, as far as text can tell.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(normal.components().next_back(), Some(Component::Normal(_))) =>
            {
                normal.pop();
            }
            Component::ParentDir if normal.has_root() => {}
            other => normal.push(other),
        }
    }
    normal
}

/// What is equal for two spellings of one file.
pub(super) fn identity(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
