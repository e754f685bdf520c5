//! A keystroke in Django's settings: in a module that fifty others are made from, and in one of 2,000 lines.

#[expect(dead_code, reason = "other benches make code, this one settings")]
mod measure;

use std::path::{Path, PathBuf};

use measure::{median, ms, ratio};
use watchpost::analysis::{Memory, Subject, check_again};
use watchpost::config::Settings;
use watchpost::languages::PYTHON;
use watchpost::rules::Catalogue;
use watchpost::syntax::parse::parse;
use watchpost::text::{Document, DocumentUrl, Span, TextChange};
use watchpost::workspace::{Workspace, url};

const N_MODULES: usize = 50;

const N_RUNS: usize = 21;

fn main() {
    let folder = std::env::temp_dir().join(format!("watchpost-settings-{}", std::process::id()));
    println!(
        "{:>8} {:>8} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "modules", "lines", "parse", "stroke", "/ parse", "others", "/ parse"
    );
    for (n_modules, n_lines) in [(1, 200), (N_MODULES, 200), (1, 2_000), (N_MODULES, 2_000)] {
        project(&folder, n_modules, n_lines);
        measure_project(&folder, n_modules);
        let _ = std::fs::remove_dir_all(&folder);
    }
    println!(
        "times in ms; `stroke`: what is typed is checked; `others`: all modules made from it, too"
    );
}

/// A project of modules made from one.
fn project(folder: &Path, n_modules: usize, n_lines: usize) {
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        let made = path.parent().map(std::fs::create_dir_all);
        if !matches!(made, Some(Ok(()))) || std::fs::write(&path, text).is_err() {
            eprintln!("cannot write {}", path.display());
        }
    };
    write("pyproject.toml", "[project]\nname = \"shop\"\n");
    write(
        "manage.py",
        "import os\nos.environ[\"DJANGO_SETTINGS_MODULE\"] = \"shop.settings.p0\"\n",
    );
    write("shop/__init__.py", "");
    write("shop/settings/__init__.py", "");
    write("shop/settings/base.py", &base(n_lines));
    for n in 0..n_modules - 1 {
        let text = format!(
            "from .base import *\n\nDEBUG = False\nALLOWED_HOSTS = [\"shop{n}.example.org\"]\n\
             INSTALLED_APPS += [\"region{n}\"]\nSESSION_COOKIE_SECURE = True\n"
        );
        write(&format!("shop/settings/production_{n}.py"), &text);
    }
}

fn base(n_lines: usize) -> String {
    let mut text = String::from(
        "import os\nfrom pathlib import Path\n\nBASE_DIR = Path(__file__).resolve().parent.parent\n\
         ROOT_URLCONF = \"shop.urls\"\nSECRET_KEY = os.environ[\"SECRET_KEY\"]\n\
         DATABASES = {\"default\": {\"ENGINE\": \"django.db.backends.sqlite3\", \"NAME\": BASE_DIR / \"db\"}}\n\
         INSTALLED_APPS = [\n    \"django.contrib.auth\",\n    \"django.contrib.sessions\",\n    \"shop\",\n]\n\
         MIDDLEWARE = [\n    \"django.middleware.security.SecurityMiddleware\",\n\
         \x20   \"django.contrib.sessions.middleware.SessionMiddleware\",\n\
         \x20   \"django.middleware.csrf.CsrfViewMiddleware\",\n]\n",
    );
    let mut n = 0;
    while text.lines().count() < n_lines {
        n += 1;
        text.push_str(&format!(
            "\n# What part {n} of the shop needs.\nSHOP_{n}_NAME = os.environ.get(\"SHOP_{n}_NAME\", \"part {n}\")\n\
             SHOP_{n}_LIMITS = {{\n    \"items\": {n} * 10,\n    \"folder\": BASE_DIR / \"part{n}\",\n\
             \x20   \"mail\": [\"part{n}@example.org\"],\n}}\nINSTALLED_APPS += [\"shop.part{n}\"]\n"
        ));
    }
    text
}

fn measure_project(folder: &Path, n_modules: usize) {
    let catalogue = Catalogue::builtin();
    let settings = Settings::default().compile(&catalogue);
    let workspace = Workspace::new(vec![folder.to_owned()]);
    let base = folder.join("shop/settings/base.py");
    let others: Vec<PathBuf> = (0..n_modules - 1)
        .map(|n| folder.join(format!("shop/settings/production_{n}.py")))
        .collect();
    let text = std::fs::read_to_string(&base).unwrap_or_default();
    let full = median(N_RUNS, || drop(parse(&PYTHON, &text, None)));
    let document_url = url::of_path(&base);
    let mut document = Document::new(document_url.clone(), 0, &text);
    // In a value: what every module made from it has, too.
    let at = text.find("items").unwrap_or(0);
    let mut version = 0;
    let mut memory = Memory::default();
    let mut check = |document: &mut Document, with_others: bool| {
        version += 1;
        let change = if version % 2 == 1 {
            TextChange { span: Some(Span::empty(at)), text: "x".to_owned() }
        } else {
            TextChange { span: Some(Span::new(at, at + 1)), text: String::new() }
        };
        document.apply(&change);
        workspace.open_overlay(document.snapshot());
        let text = document.snapshot().text().clone();
        let mut n_findings =
            one(&workspace, &base, &document_url, text, &catalogue, &settings, &mut memory);
        if with_others {
            for path in &others {
                let Ok(text) = std::fs::read_to_string(path) else { continue };
                let other = url::of_path(path);
                let mut memory = Memory::default();
                let text = text.as_str().into();
                n_findings +=
                    one(&workspace, path, &other, text, &catalogue, &settings, &mut memory);
            }
        }
        std::hint::black_box(n_findings);
    };
    let stroke = median(N_RUNS, || check(&mut document, false));
    let with_others = median(N_RUNS, || check(&mut document, true));
    println!(
        "{n_modules:>8} {:>8} {:>9.2} {:>9.2} {:>9.2} {:>9.2} {:>9.2}",
        text.lines().count(),
        ms(full),
        ms(stroke),
        ratio(stroke, full),
        ms(with_others),
        ratio(with_others, full)
    );
}

/// The number of findings of a module.
fn one(
    workspace: &Workspace,
    path: &Path,
    url: &DocumentUrl,
    text: watchpost::text::Text,
    catalogue: &std::sync::Arc<Catalogue>,
    settings: &Settings,
    memory: &mut Memory,
) -> usize {
    let view = workspace.view(path);
    let context_path = view.context_path.clone();
    let subject =
        Subject { url, path, context_path: &context_path, language: &PYTHON, text, tree: None };
    check_again(&subject, &view, catalogue, settings, memory).findings.len()
}
