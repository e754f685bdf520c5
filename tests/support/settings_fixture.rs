//! Fixtures of rules about settings: several projects of several files in one text.
//!
//! `# project: title` begins a project, `# file: path` a file of it; text without such a line is `shop/settings.py`.
//! A project that has no start script of its own gets one that names its settings.

use std::sync::Arc;

use watchpost::analysis::{Checked, Subject, check};
use watchpost::config::Settings;
use watchpost::finding::FixStep;
use watchpost::languages::detect::by_path;
use watchpost::rules::Catalogue;
use watchpost::text::Span;
use watchpost::workspace::{Workspace, url};

use crate::folder::Folder;

/// A file within a fixture: its path, and where its text begins and ends.
struct Part {
    path: String,
    span: Span,
}

fn projects(text: &str) -> Vec<Vec<Part>> {
    let mut projects: Vec<Vec<Part>> = vec![Vec::new()];
    let mut path = "shop/settings.py".to_owned();
    let (mut start, mut at) = (0, 0);
    let end_part = |projects: &mut Vec<Vec<Part>>, path: &str, start: usize, end: usize| {
        if !text[start..end].trim().is_empty() {
            let part = Part { path: path.to_owned(), span: Span::new(start, end) };
            projects.last_mut().expect("there is one").push(part);
        }
    };
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if line.starts_with("# project:") {
            end_part(&mut projects, &path, start, at);
            // The docstring above the first project is no settings file.
            if projects.len() == 1 {
                projects[0].clear();
            }
            projects.push(Vec::new());
            path = "shop/settings.py".to_owned();
            start = end;
        } else if let Some(named) = line.strip_prefix("# file:") {
            end_part(&mut projects, &path, start, at);
            path = named.trim().to_owned();
            start = end;
        }
        at = end;
    }
    end_part(&mut projects, &path, start, at);
    projects.retain(|parts| !parts.is_empty());
    projects
}

/// Checks every file of every project; spans count in the fixture's text.
pub fn run(text: &str, catalogue: &Arc<Catalogue>, settings: &Settings) -> Checked {
    let mut all = Checked::default();
    for parts in projects(text) {
        let folder = Folder::new();
        let has = |path: &str| parts.iter().any(|part| part.path == path);
        let module = ["shop.settings", "shop.settings.production", "config.settings.production"]
            .into_iter()
            .find(|module| {
                let path = module.replace('.', "/");
                has(&format!("{path}.py")) || has(&format!("{path}/__init__.py"))
            });
        let has_start = parts.iter().any(|part| {
            ["manage.py", "wsgi.py", "Dockerfile"].iter().any(|name| part.path.ends_with(name))
        });
        folder.write("pyproject.toml", "[project]\nname = \"shop\"\n");
        if let Some(module) = module.filter(|_| !has_start) {
            let line = format!("os.environ.setdefault('DJANGO_SETTINGS_MODULE', '{module}')\n");
            folder.write("shop/wsgi.py", line);
        }
        for part in &parts {
            folder.write(&part.path, part.span.slice(text));
        }
        let workspace = Workspace::new(vec![folder.path().to_owned()]);
        let offset = |document: &watchpost::text::DocumentUrl| {
            let part = parts
                .iter()
                .find(|part| url::of_path(&folder.path().join(&part.path)) == *document);
            part.map(|part| part.span.start)
        };
        for part in &parts {
            let is_checked = [".py", ".html"].iter().any(|end| part.path.ends_with(*end));
            let language = by_path(&part.path).filter(|_| is_checked);
            let Some(language) = language else { continue };
            let path = folder.path().join(&part.path);
            let view = workspace.view(&path);
            let subject = Subject {
                url: &url::of_path(&path),
                path: std::path::Path::new(&part.path),
                context_path: &view.context_path,
                language,
                text: part.span.slice(text).into(),
                tree: None,
            };
            let checked = check(&subject, &view, catalogue, settings);
            assert!(checked.failures.is_empty(), "{:?}", checked.failures);
            for mut finding in checked.findings {
                let by = part.span.start;
                finding.location.span = finding.location.span.shifted(by);
                for step in finding.fixes.iter_mut().flat_map(|fix| &mut fix.steps) {
                    match step {
                        FixStep::Edit(edit) => edit.span = edit.span.shifted(by),
                        FixStep::EditOther(document, edit) => {
                            let by = offset(document).expect("edits are of files of the project");
                            edit.span = edit.span.shifted(by);
                            *step = FixStep::Edit(edit.clone());
                        }
                        FixStep::NewFile(..) => {}
                    }
                }
                all.findings.push(finding);
            }
        }
    }
    all
}
