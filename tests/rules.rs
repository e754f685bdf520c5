//! One test per fixture in `tests/rules`: marks against findings, and fixes against `.fixed` files.

#[path = "support/folder.rs"]
#[expect(dead_code, reason = "other tests read files back")]
mod folder;
#[path = "support/settings_fixture.rs"]
mod settings_fixture;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use libtest_mimic::{Arguments, Failed, Trial};
use watchpost::analysis::{Checked, Subject, check};
use watchpost::config::options::Options;
use watchpost::config::{Overrides, Settings};
use watchpost::finding::{Edit, Finding, Safety};
use watchpost::languages::Comment;
use watchpost::languages::detect::detect;
use watchpost::rules::marks::{self, Seen};
use watchpost::rules::{Catalogue, Selector};
use watchpost::semantics::project::NoProject;
use watchpost::text::DocumentUrl;

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let catalogue = Catalogue::builtin();
    let mut trials = Vec::new();
    for path in files(&root.join("rules")) {
        let name = path.strip_prefix(root.join("rules")).expect("below").display().to_string();
        let is_fixture = !name.contains(".fixed.");
        if is_fixture {
            let catalogue = catalogue.clone();
            trials.push(Trial::test(name, move || fixture(&path, &catalogue)));
        }
    }
    for path in files(&root.join("clean")) {
        let name = path.strip_prefix(&root).expect("below").display().to_string();
        let catalogue = catalogue.clone();
        trials.push(Trial::test(name, move || clean(&path, &catalogue)));
    }
    for rule in catalogue.rules() {
        let stem = rule.stem();
        let folder = root.join("rules").join(&rule.folder);
        trials.push(Trial::test(format!("{stem} has a fixture"), move || {
            let found = ["py", "toml", "scm", "html", "js"]
                .iter()
                .any(|extension| folder.join(format!("{stem}.{extension}")).exists());
            found.then_some(()).ok_or_else(|| "no fixture".into())
        }));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|e| {
            ["py", "pyi", "toml", "scm", "html", "js"].iter().any(|kind| e == *kind)
        }) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The settings a fixture is checked with: everything that is on, and the rule under test.
fn settings(stem: &str, catalogue: &Arc<Catalogue>) -> Settings {
    let code = stem.split('-').next().unwrap_or_default();
    let selector =
        Selector::parse(code, catalogue).expect("a fixture is named after its rule").selector;
    let options = Options { extend_select: vec![selector], ..Options::default() };
    Settings::default()
        .with_overrides(&Overrides { options, ..Overrides::default() })
        .compile(catalogue)
}

fn run(text: &str, path: &str, catalogue: &Arc<Catalogue>, settings: &Settings) -> Checked {
    // Settings are those of a project: its files stand one behind the other.
    if text.contains("\n# project:") {
        return settings_fixture::run(text, catalogue, settings);
    }
    let url = DocumentUrl::new(format!("file:///fixture/{path}"));
    let subject = Subject {
        url: &url,
        path: Path::new(path),
        context_path: path,
        language: detect(path, None, text.lines().next().unwrap_or_default()),
        text: text.into(),
        tree: None,
    };
    check(&subject, &NoProject::default(), catalogue, settings)
}

fn fixture(path: &Path, catalogue: &Arc<Catalogue>) -> Result<(), Failed> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let stem = path.file_stem().expect("a file").to_string_lossy().into_owned();
    let comment = match path.extension().and_then(|extension| extension.to_str()) {
        Some("scm") => Comment::Line(";"),
        Some("html") => Comment::Between("{#", "#}"),
        Some("js") => Comment::Line("//"),
        _ => Comment::Line("#"),
    };
    let mut marks = marks::read(&text, comment);
    let usual = match comment {
        Comment::Between(..) => Some("shop/templates/shop/page.html"),
        Comment::Line("//") => Some("shop/static/shop/page.js"),
        _ => None,
    };
    marks.path = marks.path.or(usual.map(str::to_owned));
    let settings = settings(&stem, catalogue);
    let checked = run(&text, marks.path(), catalogue, &settings);
    let complaints = marks::judge(&marks, &seen(&text, &checked.findings));
    if !complaints.is_empty() {
        let lines: Vec<String> = complaints.iter().map(ToString::to_string).collect();
        return Err(lines.join("\n").into());
    }
    let n_expected = marks.marks.iter().filter(|m| m.kind == marks::MarkKind::Expect).count();
    if n_expected == 0 {
        return Err("no `expect` mark: the fixture shows nothing".into());
    }
    let n_fine = ["# Fine", "# fine", "// Fine"].map(|mark| text.matches(mark).count());
    let n_fine: usize = n_fine.iter().sum();
    let code = stem.split('-').next().unwrap_or_default();
    if catalogue
        .by_code(code)
        .is_some_and(|rule| matches!(&*rule.engine, "query" | "templates" | "scripts"))
        && (n_expected < 2 || n_fine < 2)
    {
        return Err(format!(
            "{n_expected} `expect` and {n_fine} `Fine` cases, two of each are the least"
        )
        .into());
    }
    fixes(path, &text, &marks, &checked, catalogue, &settings)
}

fn seen(text: &str, findings: &[Finding]) -> Vec<Seen> {
    let column = |at: usize| {
        let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        text[start..at].chars().count()
    };
    findings
        .iter()
        .map(|finding| Seen {
            line: text[..finding.location.span.start].matches('\n').count(),
            column: column(finding.location.span.start),
            end_column: column(finding.location.span.end),
            code: finding.rule.clone(),
            message: finding.message.clone(),
        })
        .collect()
}

/// Applies the first fix of every finding of the rule under test, and compares with the `.fixed` file.
fn fixes(
    path: &Path,
    text: &str,
    marks: &marks::Marks,
    checked: &Checked,
    catalogue: &Arc<Catalogue>,
    settings: &Settings,
) -> Result<(), Failed> {
    let stem = path.file_stem().expect("a file").to_string_lossy().into_owned();
    let code = stem.split('-').next().unwrap_or_default().to_owned();
    let extension = path.extension().expect("has one").to_string_lossy().into_owned();
    let fixed_path = path.with_file_name(format!("{stem}.fixed.{extension}"));
    let of_rule = |checked: &Checked| -> Vec<(Vec<Edit>, Safety)> {
        checked
            .findings
            .iter()
            .filter(|finding| finding.rule.as_str() == code)
            .filter_map(|finding| {
                let plan = finding.fixes.first()?;
                Some((checked.edits(plan), plan.safety))
            })
            .collect()
    };
    let plans = of_rule(checked);
    if plans.is_empty() {
        return match fixed_path.exists() {
            true => Err("there is a `.fixed` file but no finding has a fix".into()),
            false => Ok(()),
        };
    }
    let fixed = apply(text, plans.iter().map(|(edits, _)| edits.clone()));
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&fixed_path, &fixed).map_err(|error| error.to_string())?;
    }
    let wanted = fs::read_to_string(&fixed_path)
        .map_err(|_| "no `.fixed` file; run with UPDATE_EXPECT=1 and read it")?;
    if wanted != fixed {
        return Err(format!("the fixes give\n{fixed}").into());
    }
    // Safe fixes applied twice do no harm: what they repaired is not found again.
    let safe: Vec<Vec<Edit>> = plans
        .into_iter()
        .filter(|(_, safety)| *safety == Safety::Safe)
        .map(|(edits, _)| edits)
        .collect();
    if !safe.is_empty() {
        let n_safe = safe.len();
        let once = apply(text, safe.into_iter());
        let again = run(&once, marks.path(), catalogue, settings);
        let left = of_rule(&again).iter().filter(|(_, safety)| *safety == Safety::Safe).count();
        if left != 0 {
            return Err(format!("{left} of {n_safe} safe fixes apply again to\n{once}").into());
        }
    }
    Ok(())
}

/// Applies fixes that do not overlap, earlier ones first; equal insertions once.
fn apply(text: &str, plans: impl Iterator<Item = Vec<Edit>>) -> String {
    let mut taken: Vec<Edit> = Vec::new();
    for plan in plans {
        let clashes =
            |edit: &Edit| taken.iter().any(|own| own != edit && own.span.overlaps(edit.span));
        if plan.iter().any(clashes) {
            continue;
        }
        for edit in plan {
            if !(edit.span.is_empty() && taken.contains(&edit)) {
                taken.push(edit);
            }
        }
    }
    taken.sort();
    let mut out = String::new();
    let mut at = 0;
    for edit in taken {
        if edit.span.start < at {
            continue;
        }
        out.push_str(&text[at..edit.span.start]);
        out.push_str(&edit.text);
        at = edit.span.end;
    }
    out.push_str(&text[at..]);
    out
}

fn clean(path: &Path, catalogue: &Arc<Catalogue>) -> Result<(), Failed> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let is_page = path.extension().is_some_and(|extension| extension == "html");
    let place = if is_page { "shop/templates/shop/page.html" } else { "shop/views.py" };
    let checked = run(&text, place, catalogue, &Settings::default());
    let found: Vec<String> = seen(&text, &checked.findings)
        .iter()
        .map(|seen| format!("line {}: {} {}", seen.line + 1, seen.code, seen.message))
        .collect();
    if found.is_empty() { Ok(()) } else { Err(found.join("\n").into()) }
}
