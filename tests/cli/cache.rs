//! What a run keeps for the next one: never another answer, and less work where nothing changed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use super::folder::Folder;

/// Where the runs over a folder keep what they know.
fn cache(folder: &Folder) -> PathBuf {
    folder.path().with_extension("cache")
}

fn files_of(path: &Path, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(path).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files_of(&path, all) } else { all.push(path) }
    }
}

/// Makes all files `hours` old: what was written a moment ago is not kept.
fn age(folder: &Folder, hours: u64) {
    let mut files = Vec::new();
    files_of(folder.path(), &mut files);
    let then = SystemTime::now() - Duration::from_secs(hours * 3600);
    for path in files {
        let file = File::options().write(true).open(path).expect("a file");
        file.set_modified(then).expect("times can be set");
    }
}

fn start(folder: &Folder, arguments: &[&str], cache: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_watchpost"));
    command
        .args(["check", "--format", "concise", "--color", "never"])
        .args(arguments)
        .current_dir(folder.path())
        .env("WATCHPOST_CACHE_DIR", cache)
        .env("WATCHPOST_LOG", "watchpost=debug");
    command
}

/// The findings, and how many files were looked at; none if there was no cache in it.
fn said(output: &Output) -> (String, Option<usize>) {
    let out = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{talk}");
    let n_open = talk.split_once("cli::cache: ").map(|(_, rest)| {
        rest.split(' ').next().and_then(|word| word.parse().ok()).expect("a number")
    });
    (out, n_open)
}

/// Checks with the cache; what is found must be what is found without.
fn check(folder: &Folder, arguments: &[&str]) -> (String, Option<usize>) {
    let cached = said(&start(folder, arguments, &cache(folder)).output().expect("it runs"));
    let without = [arguments, &["--no-cache"]].concat();
    let fresh = said(&start(folder, &without, &cache(folder)).output().expect("it runs"));
    assert_eq!(cached.0, fresh.0);
    assert_eq!(fresh.1, None, "--no-cache reads no cache");
    cached
}

/// A project of five files; one has a finding.
fn shop() -> Folder {
    let folder = Folder::new();
    folder.write("pyproject.toml", "[project]\nname = 'shop'\n");
    folder.write("shop/__init__.py", "");
    folder.write("shop/conf.py", "SHELL = False\n");
    folder.write("shop/run.py", "import subprocess\nfrom shop.conf import SHELL\n\ndef run(command):\n    subprocess.run(command, shell=SHELL)\n");
    folder.write("shop/other.py", "x = 1\n");
    folder.write("shop/bad.py", "eval(input())\n");
    age(&folder, 5);
    folder
}

/// The same after a run that kept what is clean.
fn warm() -> (Folder, String) {
    let folder = shop();
    let (out, n_open) = check(&folder, &[]);
    assert_eq!(n_open, Some(6));
    assert!(out.contains("shop/bad.py:1"), "{out}");
    (folder, out)
}

#[test]
fn what_was_clean_and_did_not_change_is_not_looked_at_again() {
    let (folder, cold) = warm();
    assert_eq!(check(&folder, &[]), (cold.clone(), Some(1)));
    assert_eq!(check(&folder, &["."]), (cold, Some(1)));
    // How findings are shown changes nothing about them.
    for arguments in [&["--statistics"], &["--show-suppressed"], &["--exit-zero"]] {
        assert_eq!(check(&folder, arguments).1, Some(1), "{arguments:?}");
    }
}

#[test]
fn a_changed_file_is_looked_at() {
    let (folder, _) = warm();
    folder.write("shop/other.py", "y = eval(input())\n");
    age(&folder, 4);
    let (out, _) = check(&folder, &[]);
    assert!(out.contains("shop/other.py:1"), "{out}");
    // The same length and time as before: where the system tells when an entry changed, that is enough.
    folder.write("shop/other.py", "y = 1234(input())\n");
    age(&folder, 4);
    let (_, n_open) = check(&folder, &[]);
    assert!(n_open.is_some_and(|n_open| n_open > 0));
}

#[test]
fn one_change_costs_one_look() {
    let (folder, _) = warm();
    folder.write("shop/other.py", "x = 2\n");
    assert_eq!(check(&folder, &[]).1, Some(2));
    // It may change again within the same tick of the clock.
    assert_eq!(check(&folder, &[]).1, Some(2));
}

#[test]
fn a_change_elsewhere_brings_a_finding() {
    let (folder, cold) = warm();
    assert!(!cold.contains("run.py"), "{cold}");
    folder.write("shop/conf.py", "SHELL = True\n");
    let (out, n_open) = check(&folder, &[]);
    assert!(out.contains("shop/run.py:5"), "{out}");
    assert_eq!(n_open, Some(3), "bad.py, conf.py, and run.py, which rests on it");
}

#[test]
fn files_that_come_and_go_count() {
    let (folder, _) = warm();
    folder.write("shop/new.py", "exec(input())\n");
    let (out, n_open) = check(&folder, &[]);
    assert!(out.contains("shop/new.py:1"), "{out}");
    assert_eq!(n_open, Some(7));
    fs::remove_file(folder.path().join("shop/new.py")).expect("it is there");
    fs::remove_file(folder.path().join("shop/bad.py")).expect("it is there");
    let (out, _) = check(&folder, &[]);
    assert!(!out.contains("bad.py") && !out.contains("new.py"), "{out}");
}

#[test]
fn a_module_that_hides_a_library_counts_though_it_is_ignored() {
    let folder = shop();
    folder.write(".gitignore", "yaml.py\n");
    folder.write("scripts/a.py", "import yaml\nx = 1\nyaml.load(open('x'))\n");
    folder.write("scripts/yaml.py", "def load(x): pass\n");
    age(&folder, 5);
    let (out, _) = check(&folder, &[]);
    assert!(!out.contains("scripts/a.py"), "{out}");
    fs::remove_file(folder.path().join("scripts/yaml.py")).expect("it is there");
    let (out, _) = check(&folder, &[]);
    assert!(out.contains("scripts/a.py:3"), "{out}");
}

#[test]
fn configuration_options_and_manifests_count() {
    let (folder, _) = warm();
    folder.write("watchpost.toml", "ignore = ['PY307']\n");
    age(&folder, 4);
    check(&folder, &[]);
    folder.write("watchpost.toml", "select = ['ALL']\n");
    age(&folder, 4);
    assert_eq!(check(&folder, &[]).1, Some(7));
    assert_eq!(check(&folder, &["--select", "PY602"]).1, Some(7));
    check(&folder, &[]);
    folder.write("pyproject.toml", "[project]\nname = 'shop'\nrequires-python = '>=3.13'\n");
    assert_eq!(check(&folder, &[]).1, Some(7));
    // What requirement files include counts, wherever it lies.
    folder.write("requirements.txt", "-r deploy/more.txt\n");
    folder.write("deploy/more.txt", "django==4.2\n");
    age(&folder, 4);
    check(&folder, &[]);
    let kept = check(&folder, &[]).1.expect("a cache");
    folder.write("deploy/more.txt", "django==5.2\n");
    assert!(check(&folder, &[]).1.expect("a cache") > kept);
}

#[test]
fn files_that_settings_rest_on_count() {
    let folder = shop();
    folder.write(
        "manage.py",
        "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site.settings')\n",
    );
    folder.write("site/settings.py", "SECRET_KEY = 'x'\nfrom site.base import *\n");
    folder.write("site/base.py", "DEBUG = True\nALLOWED_HOSTS = ['*']\n");
    folder.write("site/__init__.py", "");
    folder.write("deploy/nginx.conf", "server { listen 80; }\n");
    age(&folder, 5);
    let all = check(&folder, &[]).1.expect("a cache");
    let kept = check(&folder, &[]).1.expect("a cache");
    assert!(kept < all, "{kept} of {all}");
    // In a folder without any code.
    folder.write("deploy/nginx.conf", "server { listen 443 ssl; }\n");
    assert_eq!(check(&folder, &[]).1, Some(all));
    check(&folder, &[]);
    folder.write("site/base.py", "DEBUG = False\n");
    check(&folder, &[]);
    folder.write("deploy/Dockerfile", "CMD gunicorn site.wsgi\n");
    assert_eq!(check(&folder, &[]).1, Some(all));
}

#[test]
fn code_follows_the_settings_and_the_forms_it_asks_about() {
    let folder = Folder::new();
    folder.write("pyproject.toml", "[project]\nname = 'shop'\n");
    folder.write(
        "shop/wsgi.py",
        "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
    );
    let settings = "from company.settings import *\n\nALLOWED_HOSTS = ['shop.example.org']\n";
    folder.write("shop/settings.py", settings);
    folder.write("shop/__init__.py", "");
    folder.write(
        "shop/mails.py",
        "from django.core.mail import send_mail\n\n\ndef invite(request, user):\n    send_mail('Come', request.build_absolute_uri('/'), None, [user.email])\n",
    );
    let forms =
        "from django import forms\n\n\nclass Order(forms.Form):\n    name = forms.CharField()\n";
    folder.write("shop/forms.py", forms);
    folder.write(
        "shop/views.py",
        "import django\nfrom shop.forms import Order\n\n\ndef order(request):\n    form = Order(request.POST)\n    if form.is_valid():\n        return save(request.POST['amount'])\n",
    );
    age(&folder, 5);
    let (found, all) = check(&folder, &[]);
    assert!(!found.contains("DJ2"), "{found}");
    let (_, kept) = check(&folder, &[]);
    assert!(kept < all, "{kept:?} of {all:?}");

    folder.write("shop/settings.py", settings.replace("shop.example.org", "*"));
    assert!(check(&folder, &[]).0.contains("DJ289"));
    folder.write("shop/forms.py", format!("{forms}    amount = forms.IntegerField()\n"));
    assert!(check(&folder, &[]).0.contains("DJ290"));
}

#[test]
fn a_template_follows_the_one_it_extends() {
    let folder = Folder::new();
    folder.write("pyproject.toml", "[project]\nname = 'shop'\n");
    folder.write("templates/base.html", "<html><body>{% block a %}{% endblock %}</body></html>\n");
    folder.write(
        "templates/page.html",
        "{% extends 'base.html' %}{% block a %}{{ name }}{% endblock %}\n",
    );
    age(&folder, 5);
    let (cold, _) = check(&folder, &[]);
    check(&folder, &[]);
    folder.write(
        "templates/base.html",
        "<html><body><script>var a = {% block a %}{% endblock %};</script></body></html>\n",
    );
    let (out, _) = check(&folder, &[]);
    assert!(!cold.contains("page.html") && out.contains("page.html"), "{cold}{out}");
}

#[test]
fn a_run_over_part_of_the_folder_keeps_nothing() {
    let folder = shop();
    assert_eq!(check(&folder, &["shop"]).1, None);
    assert!(!cache(&folder).exists());
}

fn only_file(folder: &Folder) -> PathBuf {
    let mut files = Vec::new();
    files_of(&cache(folder), &mut files);
    assert_eq!(files.len(), 1, "{files:?}");
    files.remove(0)
}

#[test]
fn a_damaged_cache_is_written_anew() {
    let (folder, cold) = warm();
    let path = only_file(&folder);
    let whole = fs::read(&path).expect("it is there");
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let other_form = String::from_utf8(whole.clone()).expect("UTF-8").replacen('1', "0", 1);
    let damaged: [&[u8]; 6] = [
        b"",
        b"\n",
        b"garbage \xff\xfe",
        &whole[..whole.len() / 2],
        &flipped,
        other_form.as_bytes(),
    ];
    for bytes in damaged {
        fs::write(&path, bytes).expect("it can be written");
        assert_eq!(check(&folder, &[]), (cold.clone(), Some(6)));
        assert_eq!(check(&folder, &[]), (cold.clone(), Some(1)));
        assert_eq!(only_file(&folder), path);
    }
}

#[test]
fn a_cache_that_cannot_be_written_is_no_trouble() {
    let folder = shop();
    // A file stands where the folder should.
    fs::write(cache(&folder), "").expect("it can be written");
    let (out, n_open) = check(&folder, &[]);
    assert!(out.contains("shop/bad.py:1"), "{out}");
    assert_eq!(n_open, Some(6));
    let output = start(&folder, &[], &cache(&folder)).output().expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("error"));
    fs::remove_file(cache(&folder)).expect("it is there");
}

#[test]
fn two_runs_at_once_do_not_mind_each_other() {
    let folder = shop();
    let cold = check(&folder, &["--no-cache"][..0]).0;
    for _ in 0..4 {
        fs::remove_dir_all(cache(&folder)).expect("it is there");
        let started: Vec<_> = (0..4)
            .map(|_| {
                let mut command = start(&folder, &[], &cache(&folder));
                command.stdout(std::process::Stdio::piped());
                command.stderr(std::process::Stdio::piped());
                command.spawn().expect("it starts")
            })
            .collect();
        for child in started {
            let output = child.wait_with_output().expect("it ends");
            assert_eq!(said(&output).0, cold);
        }
        only_file(&folder);
        assert_eq!(check(&folder, &[]), (cold.clone(), Some(1)));
    }
}

#[test]
fn the_folder_stays_small() {
    let (folder, _) = warm();
    for number in 0..30 {
        fs::write(cache(&folder).join(format!("check-{number:016}")), "old").expect("written");
    }
    folder.write("shop/other.py", "x = 3\n");
    age(&folder, 4);
    assert_eq!(check(&folder, &[]).1, Some(6));
    let mut files = Vec::new();
    files_of(&cache(&folder), &mut files);
    assert_eq!(files.len(), 16);
    assert_eq!(check(&folder, &[]).1, Some(1), "the newest stays");
}
