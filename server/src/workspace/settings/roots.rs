//! Which settings modules processes are started with, and what for.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::semantics::FileContext;
use crate::semantics::django::anchors::{Anchor, AnchorKind};
use crate::semantics::django::{Role, Root, SourceFile, role_of_file};
use crate::text::DocumentUrl;
use crate::workspace::url;

/// Start scripts that name a module made for development or tests.
pub(super) type Misdirected = Vec<(DocumentUrl, crate::text::Span, String)>;

/// The modules that processes are started with.
pub(super) fn roots(
    context: &dyn Fn(&Path) -> FileContext,
    candidates: &[Arc<SourceFile>],
    named: &[(PathBuf, Anchor, PathBuf)],
) -> (Vec<Root>, Misdirected) {
    let folder = |file: &SourceFile| {
        file.url.as_str().rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or_default()
    };
    let anchored = |file: &SourceFile, kind: AnchorKind| {
        named
            .iter()
            .any(|(_, anchor, found)| anchor.kind == kind && url::of_path(found) == file.url)
    };
    let context = |file: &SourceFile| context(&url::path_of(&file.url).unwrap_or_default());
    let role = |file: &SourceFile| {
        let context = context(file);
        if context.test {
            Some(Role::Test)
        } else if context.example {
            Some(Role::Development)
        } else {
            role_of_file(file)
        }
    };
    let is_anchored =
        |file: &SourceFile| named.iter().any(|(_, _, found)| url::of_path(found) == file.url);
    let families: HashSet<String> = candidates
        .iter()
        .filter(|file| file.n_telling >= 2 || is_anchored(file))
        .map(|file| folder(file))
        .collect();
    let has_production = candidates
        .iter()
        .any(|file| role(file) == Some(Role::Production) && families.contains(&folder(file)));
    let mut roots: Vec<Root> = Vec::new();
    let mut misdirected = Vec::new();
    for file in candidates {
        let own = role(file);
        let is_served = anchored(file, AnchorKind::Server);
        let is_managed = anchored(file, AnchorKind::Manage);
        let is_tested = anchored(file, AnchorKind::Test) && !is_served && !is_managed;
        let qualifies = file.n_telling >= 2 || is_anchored(file);
        let role = match own {
            Some(Role::Development | Role::Test) if is_served && !has_production => {
                Some(Role::Production).filter(|_| own == Some(Role::Development))
            }
            Some(Role::Base) => is_served.then_some(Role::Production),
            Some(own) => families.contains(&folder(file)).then_some(own),
            None if is_served => Some(Role::Production),
            None if is_tested => Some(Role::Test),
            None if qualifies && (is_managed || is_plain(file)) && !has_production => {
                Some(Role::Production)
            }
            None => None,
        };
        if is_served && has_production && matches!(own, Some(Role::Development | Role::Test)) {
            let of_this = named.iter().filter(|(_, anchor, found)| {
                anchor.kind == AnchorKind::Server && url::of_path(found) == file.url
            });
            misdirected.extend(
                of_this.map(|(path, anchor, _)| {
                    (url::of_path(path), anchor.span, anchor.module.clone())
                }),
            );
        }
        if let Some(role) = role {
            roots.push(Root { file: file.clone(), role, class: None });
        }
    }
    roots.sort_by(|a, b| a.file.url.as_str().cmp(b.file.url.as_str()));
    (roots, misdirected)
}

/// Whether a module is called as the only one of a project is.
fn is_plain(file: &SourceFile) -> bool {
    let path = file.url.as_str();
    let mut parts = path.rsplit('/');
    match parts.next() {
        Some("__init__.py") => parts.next().is_some_and(|folder| folder == "settings"),
        Some(name) => {
            let stem = name.strip_suffix(".py").unwrap_or(name);
            stem.split('_').any(|part| part == "settings")
        }
        None => false,
    }
}
