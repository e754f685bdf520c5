//! The files of a project that may say something about its settings.

use std::path::{Path, PathBuf};

use super::text_on_disk;
use crate::semantics::django::anchors::{self, AnchorKind};
use crate::semantics::django::{Proxy, is_called_settings, proxies};
use crate::workspace::ledger::{self, Names};
use crate::workspace::walk::{IgnoreFiles, WalkOptions, walk};

/// Candidates read for one project; real ones have a few dozen.
const MOST_CANDIDATES: usize = 500;

/// Files read to find proxies.
const MOST_PROXIES: usize = 50;

/// Files by what they may say.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) anchors: Vec<(PathBuf, AnchorKind)>,
    pub(super) candidates: Vec<PathBuf>,
    /// What the files of proxies say.
    pub(super) proxy: Option<Proxy>,
}

/// What the walk takes.
pub(super) fn list(root: &Path, above: &[PathBuf]) -> Listing {
    let relative =
        |path: &Path| path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let wanted = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_python = name.ends_with(".py");
        anchors::kind_of(&name).is_some()
            || is_python && is_called_settings(&relative(path))
            || proxies::may_configure(&name)
    };
    let options = WalkOptions {
        root: root.to_owned(),
        exclude: vec!["migrations".to_owned()],
        ignore_files: IgnoreFiles::Respect,
    };
    let mut found = walk(&[root.to_owned()], &options, &wanted).files;
    for folder in above {
        found.extend(beside(folder).into_iter().filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            anchors::kind_of(&name).is_some() || proxies::may_configure(&name)
        }));
    }
    let mut listing = Listing::default();
    let mut n_proxies = 0;
    for path in found {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(kind) = anchors::kind_of(&name) {
            listing.anchors.push((path.clone(), kind));
        } else if proxies::may_configure(&name) {
            n_proxies += 1;
            let text = (n_proxies <= MOST_PROXIES).then(|| text_on_disk(&path)).flatten();
            let said = text.and_then(|text| Proxy::read(&name, &text));
            listing.proxy = match (listing.proxy, said) {
                (Some(known), Some(said)) => Some(known.and(said)),
                (known, said) => known.or(said),
            };
        } else if !is_left_out(&relative(&path)) && listing.candidates.len() < MOST_CANDIDATES {
            listing.candidates.push(path);
        }
    }
    listing
}

/// Modules that look like settings and are none of a project's own.
fn is_left_out(relative: &str) -> bool {
    relative.ends_with("conf/global_settings.py")
        || relative.contains("{{")
        || relative.contains("project_template/")
        || relative.contains("/migrations/")
}

/// The files of a folder, sorted.
pub(super) fn beside(folder: &Path) -> Vec<PathBuf> {
    ledger::folder(folder, Names::All);
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> =
        entries.flatten().take(10_000).map(|entry| entry.path()).filter(|p| p.is_file()).collect();
    paths.sort();
    paths
}
