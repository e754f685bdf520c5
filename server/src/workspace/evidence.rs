//! Files that tell how a project is built and watched: locks, requirements, configuration of CI, hooks and tools.

use std::fs;
use std::path::{Path, PathBuf};

use super::disk;

/// Larger files are not read: the locks of the largest known projects have 4 MB.
const MOST_BYTES: u64 = 16_000_000;

/// Entries of one folder looked through.
const MOST_ENTRIES: usize = 2_000;

/// Folders looked through on the way up to the repository's own.
const MOST_FOLDERS: usize = 6;

/// What a file tells about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Packages with their versions, written by a tool.
    Lock,
    /// Packages, one a line.
    Requirements,
    /// What runs on a server for each change.
    Ci,
    /// What runs before a commit.
    Hooks,
    /// Configuration of tools.
    Tools,
    /// Who renews dependencies.
    Updates,
    /// How an image is built.
    Container,
}

/// A file that was found.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// Where it is.
    pub path: PathBuf,
    /// What it tells about.
    pub topic: Topic,
    /// What it says.
    pub text: String,
}

/// The files of the project at `root`, and those of the folders above it up to its repository's.
pub fn around(root: &Path) -> Vec<Evidence> {
    let above: Vec<&Path> = root.ancestors().take(MOST_FOLDERS).collect();
    // Without a repository, what lies above belongs to somebody else.
    let last = above.iter().position(|folder| folder.join(".git").exists()).unwrap_or(0);
    above.into_iter().take(last + 1).flat_map(in_folder).collect()
}

/// What a file of a name tells about in one folder.
type TopicOf = fn(&str) -> Option<Topic>;

fn in_folder(folder: &Path) -> Vec<Evidence> {
    let places: [(&str, TopicOf); 6] = [
        ("", topic),
        ("requirements", |name| name.ends_with(".txt").then_some(Topic::Requirements)),
        (".github/workflows", |name| is_yaml(name).then_some(Topic::Ci)),
        (".github", |name| {
            let is_bot = matches!(name, "dependabot.yml" | "dependabot.yaml" | "renovate.json");
            is_bot.then_some(Topic::Updates)
        }),
        (".circleci", |name| is_yaml(name).then_some(Topic::Ci)),
        ("docker", |name| is_recipe(name).then_some(Topic::Container)),
    ];
    let mut found = Vec::new();
    for (below, topic) in places {
        for path in entries(&folder.join(below)) {
            let Some(topic) = path.file_name().and_then(|name| name.to_str()).and_then(topic)
            else {
                continue;
            };
            if let Ok(text) = disk::read_text(&path, MOST_BYTES) {
                found.push(Evidence { path, topic, text });
            }
        }
    }
    found
}

fn topic(name: &str) -> Option<Topic> {
    Some(match name {
        "uv.lock" | "poetry.lock" | "pdm.lock" | "pylock.toml" | "Pipfile.lock" => Topic::Lock,
        ".gitlab-ci.yml"
        | "azure-pipelines.yml"
        | "bitbucket-pipelines.yml"
        | ".travis.yml"
        | "Jenkinsfile"
        | ".woodpecker.yml"
        | ".drone.yml" => Topic::Ci,
        ".pre-commit-config.yaml" | ".pre-commit-config.yml" | "lefthook.yml" => Topic::Hooks,
        "pyproject.toml" | "setup.cfg" | "tox.ini" | "ruff.toml" | ".ruff.toml"
        | "watchpost.toml" | ".watchpost.toml" | ".bandit" => Topic::Tools,
        "renovate.json" | ".renovaterc" | ".renovaterc.json" => Topic::Updates,
        _ if is_recipe(name) => Topic::Container,
        _ if name.starts_with("requirements") && name.ends_with(".txt") => Topic::Requirements,
        _ => return None,
    })
}

fn is_yaml(name: &str) -> bool {
    name.ends_with(".yml") || name.ends_with(".yaml")
}

fn is_recipe(name: &str) -> bool {
    name.starts_with("Dockerfile") || name.starts_with("Containerfile")
}

/// The entries of a folder, sorted; none if it cannot be read.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let read = fs::read_dir(folder).into_iter().flatten().flatten().take(MOST_ENTRIES);
    let mut paths: Vec<PathBuf> = read.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
