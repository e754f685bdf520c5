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

/// Lets what was written before be older than what a run does not keep: a tick of the file system's clock where that
/// tells when an entry changed, else two seconds, which need not be waited for.
fn age(folder: &Folder) {
    let mut files = Vec::new();
    files_of(folder.path(), &mut files);
    let then = SystemTime::now() - Duration::from_secs(5 * 3600);
    for path in files {
        let file = File::options().write(true).open(path).expect("a file");
        file.set_modified(then).expect("times can be set");
    }
    std::thread::sleep(Duration::from_millis(60));
}

fn start(folder: &Folder, arguments: &[&str], cache: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_watchpost"));
    command.args(["check", "--color", "never"]);
    if !arguments.contains(&"--format") {
        command.args(["--format", "concise"]);
    }
    command
        .args(arguments)
        .current_dir(folder.path())
        .env("WATCHPOST_CACHE_DIR", cache)
        .env("WATCHPOST_LOG", "watchpost=debug");
    command
}

/// The findings and notes of trouble, and how many files were looked at; none if there was no cache in it.
fn said(output: &Output) -> (String, Option<usize>) {
    let out = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{talk}");
    (out, looked_at(&talk).map(|(n_open, _)| n_open))
}

/// How many files were looked at, of how many.
fn looked_at(talk: &str) -> Option<(usize, usize)> {
    let line = talk.lines().rfind(|line| line.ends_with(" files are looked at"))?;
    let mut numbers = line.split(' ').filter_map(|word| word.parse().ok());
    numbers.next().zip(numbers.next())
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

/// A project of six files; one has a finding.
fn shop() -> Folder {
    let folder = Folder::new();
    folder.write("pyproject.toml", "[project]\nname = 'shop'\n");
    folder.write("shop/__init__.py", "");
    folder.write("shop/conf.py", "SHELL = False\n");
    folder.write("shop/run.py", "import subprocess\nfrom shop.conf import SHELL\n\ndef run(command):\n    subprocess.run(command, shell=SHELL)\n");
    folder.write("shop/other.py", "x = 1\n");
    folder.write("shop/bad.py", "eval(input())\n");
    age(&folder);
    folder
}

/// The same after a run that kept what it found.
fn warm() -> (Folder, String) {
    let folder = shop();
    let (out, n_open) = check(&folder, &[]);
    assert_eq!(n_open, Some(6));
    assert!(out.contains("shop/bad.py:1"), "{out}");
    (folder, out)
}

#[test]
fn what_did_not_change_is_not_looked_at_again() {
    let (folder, cold) = warm();
    assert_eq!(check(&folder, &[]), (cold.clone(), Some(0)));
    assert_eq!(check(&folder, &["."]), (cold, Some(0)));
    // How findings are shown changes nothing about them.
    for arguments in [&["--statistics"], &["--show-suppressed"], &["--exit-zero"]] {
        assert_eq!(check(&folder, arguments).1, Some(0), "{arguments:?}");
    }
}

#[test]
fn what_is_kept_is_shown_in_every_format() {
    let folder = shop();
    folder.write("shop/quiet.py", "eval(input())  # nosec B307\nexec(input())\n");
    folder.write("shop/fixable.py", "import yaml\nyaml.load(open('x'))\n");
    age(&folder);
    check(&folder, &[]);
    for format in ["text", "concise", "json", "sarif", "github"] {
        for more in [&[][..], &["--show-suppressed"], &["--fail-on", "critical"]] {
            let arguments = [&["--format", format], more].concat();
            assert_eq!(check(&folder, &arguments).1, Some(0), "{arguments:?}");
        }
    }
    let code = |arguments: &[&str]| {
        let output = start(&folder, arguments, &cache(&folder)).output().expect("it runs");
        output.status.code()
    };
    assert_eq!(code(&[]), Some(1));
    assert_eq!(code(&["--fail-on", "critical"]), code(&["--fail-on", "critical", "--no-cache"]));
}

#[test]
fn configured_levels_and_baselines_count() {
    let folder = shop();
    folder.write("watchpost.toml", "fail-on = 'critical'\nbaseline = 'known.json'\n");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_watchpost"));
        command.args(arguments).current_dir(folder.path());
        command.output().expect("it runs").status.code()
    };
    assert_eq!(run(&["baseline", "--output", "known.json"]), Some(0));
    age(&folder);
    for _ in 0..2 {
        assert_eq!(check(&folder, &[]).0, "No findings\n");
        assert!(check(&folder, &["--no-baseline"]).0.contains("shop/bad.py:1"));
        let output = start(&folder, &["--no-baseline"], &cache(&folder)).output().expect("it runs");
        assert_eq!(output.status.code(), Some(0), "none is critical");
    }
    folder.write("known.json", "{\"version\": 1, \"findings\": []}");
    let output = start(&folder, &[], &cache(&folder)).output().expect("it runs");
    let without = start(&folder, &["--no-cache"], &cache(&folder)).output().expect("it runs");
    assert_eq!((output.status.code(), &output.stdout), (without.status.code(), &without.stdout));
}

#[test]
fn a_changed_file_is_looked_at() {
    let (folder, _) = warm();
    folder.write("shop/other.py", "y = eval(input())\n");
    age(&folder);
    let (out, _) = check(&folder, &[]);
    assert!(out.contains("shop/other.py:1"), "{out}");
    // The same length and time as before: where the system tells when an entry changed, that is enough.
    folder.write("shop/other.py", "y = 1234(input())\n");
    age(&folder);
    let (_, n_open) = check(&folder, &[]);
    assert!(n_open.is_some_and(|n_open| n_open > 0));
}

#[test]
fn one_change_costs_one_look() {
    let (folder, _) = warm();
    folder.write("shop/other.py", "x = 2\n");
    age(&folder);
    // Times are all that changed of the others; where it cannot be told who set them, that counts.
    let n_changed = if cfg!(unix) { 6 } else { 1 };
    assert_eq!(check(&folder, &[]).1, Some(n_changed));
    folder.write("shop/other.py", "x = 3\n");
    std::thread::sleep(Duration::from_millis(60));
    assert_eq!(check(&folder, &[]).1, Some(1));
}

#[test]
fn a_change_elsewhere_brings_a_finding() {
    let (folder, cold) = warm();
    assert!(!cold.contains("run.py"), "{cold}");
    folder.write("shop/conf.py", "SHELL = True\n");
    let (out, n_open) = check(&folder, &[]);
    assert!(out.contains("shop/run.py:5"), "{out}");
    assert_eq!(n_open, Some(2), "conf.py, and run.py, which rests on it");
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
    age(&folder);
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
    age(&folder);
    check(&folder, &[]);
    folder.write("watchpost.toml", "select = ['ALL']\n");
    age(&folder);
    assert_eq!(check(&folder, &[]).1, Some(7));
    assert_eq!(check(&folder, &["--select", "PY602"]).1, Some(7));
    check(&folder, &[]);
    folder.write("pyproject.toml", "[project]\nname = 'shop'\nrequires-python = '>=3.13'\n");
    assert_eq!(check(&folder, &[]).1, Some(7));
    // What requirement files include counts, wherever it lies.
    folder.write("requirements.txt", "-r deploy/more.txt\n");
    folder.write("deploy/more.txt", "django==4.2\n");
    age(&folder);
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
    age(&folder);
    let all = check(&folder, &[]).1.expect("a cache");
    let kept = check(&folder, &[]).1.expect("a cache");
    assert!(kept == 0 && all > 4, "{kept} of {all}");
    // In a folder without any code.
    folder.write("deploy/nginx.conf", "server { listen 443 ssl; }\n");
    assert_eq!(check(&folder, &[]).1, Some(all));
    check(&folder, &[]);
    folder.write("site/base.py", "DEBUG = False\n");
    let (out, n_open) = check(&folder, &[]);
    assert!(n_open.is_some_and(|n_open| n_open > 1), "settings rest on each other: {out}");
    folder.write("deploy/Dockerfile", "CMD gunicorn site.wsgi\n");
    assert_eq!(check(&folder, &[]).1, Some(all));
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
    age(&folder);
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
fn a_template_that_comes_to_stand_before_another_counts() {
    let folder = Folder::new();
    folder.write("pyproject.toml", "[project]\nname = 'shop'\n");
    folder
        .write("b/templates/base.html", "<html><body>{% block a %}{% endblock %}</body></html>\n");
    folder.write(
        "b/templates/shop/page.html",
        "{% extends 'base.html' %}{% block a %}{{ name }}{% endblock %}\n",
    );
    age(&folder);
    check(&folder, &[]);
    let (cold, n_open) = check(&folder, &[]);
    assert_eq!(n_open, Some(0));
    let script = "<html><script>var a = {% block a %}{% endblock %};</script></html>\n";
    folder.write("b/templates/shop/templates/base.html", script);
    folder.write("b/templates/shop/templates/x.html", "{% extends 'base.html' %}\n");
    let (out, _) = check(&folder, &[]);
    fs::remove_dir_all(folder.path().join("b/templates/shop/templates")).expect("it is there");
    assert_eq!(check(&folder, &[]).0, cold, "{out}");
}

#[test]
fn a_run_over_part_of_the_folder_uses_and_keeps_its_part() {
    let folder = shop();
    folder.write("deploy/tool.py", "exec(input())\n");
    age(&folder);
    let (out, n_open) = check(&folder, &["shop"]);
    assert_eq!(n_open, Some(5));
    assert!(out.contains("shop/bad.py:1") && !out.contains("tool.py"), "{out}");
    assert_eq!(check(&folder, &["shop"]), (out.clone(), Some(0)));
    assert_eq!(check(&folder, &["./shop/"]), (out, Some(0)));
    let (out, n_open) = check(&folder, &["shop/bad.py", "deploy"]);
    assert_eq!(n_open, Some(1));
    assert!(out.contains("shop/bad.py:1") && out.contains("deploy/tool.py:1"), "{out}");
    // Only what no run looked at yet.
    let (whole, n_open) = check(&folder, &[]);
    assert_eq!(n_open, Some(1), "pyproject.toml");
    assert_eq!(check(&folder, &[]), (whole, Some(0)));
    assert_eq!(check(&folder, &["shop", "deploy"]).1, Some(0));
    // What does not stand below the folder as it is written is looked at anew.
    assert_eq!(check(&folder, &["shop/../shop/bad.py"]).1, Some(1));
    // A folder that the walk over all leaves out is not part of that walk.
    folder.write(".gitignore", "generated/\n");
    folder.write("generated/x/a.py", "exec(input())\n");
    age(&folder);
    check(&folder, &[]);
    let (out, _) = check(&folder, &["generated"]);
    assert!(out.contains("generated/x/a.py:1"), "{out}");
    let (out, n_open) = check(&folder, &[]);
    assert!(!out.contains("generated") && n_open == Some(0), "{out} {n_open:?}");
    let (out, _) = check(&folder, &["--force-exclude", "shop/bad.py", "shop/conf.py"]);
    assert!(out.contains("shop/bad.py:1"), "{out}");
}

#[test]
fn ignore_files_count_wherever_they_lie() {
    let top = Folder::new();
    let folder = Folder::new();
    drop(top);
    folder.write("inner/a.py", "exec(input())\n");
    folder.write("inner/b/c.py", "exec(input())\n");
    age(&folder);
    let run = |no_cache: bool| {
        let mut command =
            start(&folder, if no_cache { &["--no-cache"] } else { &[] }, &cache(&folder));
        command.current_dir(folder.path().join("inner"));
        said(&command.output().expect("it runs"))
    };
    let same = || {
        let (cached, n_open) = run(false);
        assert_eq!(cached, run(true).0);
        (cached.lines().count(), n_open.expect("a cache"))
    };
    let (all, _) = same();
    assert_eq!(same(), (all, 0));
    // Above the folder, in it, and the one that is kept with the repository.
    for path in [".gitignore", "inner/.ignore", "inner/b/.gitignore", "inner/.git/info/exclude"] {
        folder.write(path, "c.py\n");
        age(&folder);
        assert!(same().0 < all, "{path}");
        assert_eq!(same().1, 0, "{path}");
        folder.write(path, "d.py\n");
        age(&folder);
        assert_eq!(same().0, all, "{path}");
        fs::remove_file(folder.path().join(path)).expect("it is there");
        std::thread::sleep(Duration::from_millis(60));
        assert_eq!(same().0, all, "{path}");
    }
}

#[test]
fn rules_of_ones_own_count() {
    let folder = shop();
    let rule = |name: &str| {
        format!(
            "; X900 no-{name}\n; ---\n; severity: low\n((call function: (identifier) @finding) (#eq? @finding {name}))\n"
        )
    };
    let path = ".watchpost/rules/python/X900-no-input.scm";
    folder.write(path, rule("input"));
    age(&folder);
    let first = check(&folder, &[]).0;
    assert_eq!(check(&folder, &[]).0, first);
    folder.write(path, rule("exec"));
    age(&folder);
    check(&folder, &[]);
    fs::remove_file(folder.path().join(path)).expect("it is there");
    check(&folder, &[]);
}

/// Numbers that look random and are the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).expect("below a usize")
    }
}

/// A project in which much hangs together: constants, classes and names of other modules, settings, templates.
fn connected() -> Folder {
    let folder = shop();
    folder.write(
        "manage.py",
        "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site_.settings')\n",
    );
    folder.write("site_/__init__.py", "");
    folder.write("site_/settings.py", "from site_.base import *\nSECRET_KEY = 'x'\n");
    folder.write("site_/base.py", "DEBUG = True\nALLOWED_HOSTS = ['*']\n");
    folder.write("shop/names.py", "from subprocess import run as go\n");
    folder.write("shop/more.py", "from shop.names import go\ngo(input(), shell=True)\n");
    folder.write("shop/templates/base.html", "<body>{% block a %}{% endblock %}</body>\n");
    folder.write(
        "shop/templates/page.html",
        "{% extends 'base.html' %}{% block a %}{{ name }}{% endblock %}\n",
    );
    folder
}

/// What the random edits write.
const TEXTS: &[(&str, &[&str])] = &[
    ("shop/conf.py", &["SHELL = True\n", "SHELL = False\n", "from shop.other import x as SHELL\n"]),
    ("shop/other.py", &["x = True\n", "x = 1\n", "exec(input())  # nosec\n"]),
    ("shop/names.py", &["from subprocess import run as go\n", "def go(a, shell): pass\n"]),
    ("site_/base.py", &["DEBUG = False\n", "DEBUG = True\nALLOWED_HOSTS = ['*']\n"]),
    ("site_/settings.py", &["from site_.base import *\n", "SECRET_KEY = 'y'\n"]),
    (
        "shop/templates/base.html",
        &[
            "<script>var a = {% block a %}{% endblock %};</script>\n",
            "<body>{% block a %}{% endblock %}</body>\n",
        ],
    ),
    ("watchpost.toml", &["ignore = ['PY307']\n", "confidence = 'high'\n", "what = 1\n"]),
    ("shop/watchpost.toml", &["per-file-ignores = { 'bad.py' = ['ALL'] }\n", ""]),
    (".gitignore", &["bad.py\n", "other.py\nsite_/\n", ""]),
    ("requirements.txt", &["django==4.2\n", "django==5.2\n-r deploy/more.txt\n"]),
    ("deploy/more.txt", &["celery\n", "pyyaml==3.1\n"]),
    ("pyproject.toml", &["[project]\nrequires-python = '>=3.13'\n", "[project]\nname = 'a'\n"]),
    ("subprocess.py", &["def run(a, shell): pass\n"]),
    ("shop/new/__init__.py", &["", "eval(input())\n"]),
    ("deploy/nginx.conf", &["server { listen 80; }\n", "server { listen 443 ssl; }\n"]),
];

#[test]
fn whatever_is_edited_the_answer_is_that_of_a_fresh_run() {
    let mut random = Random(0x5eed_cafe);
    let (folder, mut n_kept, mut n_all) = (connected(), 0, 0);
    age(&folder);
    for step in 0..60 {
        for _ in 0..1 + random.below(2) {
            let (path, texts) = TEXTS[random.below(TEXTS.len())];
            match random.below(3) {
                0 => drop(fs::remove_file(folder.path().join(path))),
                _ => drop(folder.write(path, texts[random.below(texts.len())])),
            }
        }
        // Else the run comes within the same tick as the edit.
        if random.below(4) > 0 {
            std::thread::sleep(Duration::from_millis(60));
        }
        let targets: &[&str] = match random.below(4) {
            0 => &["shop"],
            1 => &["shop/run.py", "shop/more.py", "shop/templates"],
            _ => &[],
        };
        let arguments = [&["--select", "ALL"], targets].concat();
        let cached = start(&folder, &arguments, &cache(&folder)).output().expect("it runs");
        let without = [&arguments[..], &["--no-cache"]].concat();
        let fresh = start(&folder, &without, &cache(&folder)).output().expect("it runs");
        let out = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(out(&cached), out(&fresh), "step {step}");
        assert_eq!(cached.status.code(), fresh.status.code(), "step {step}");
        let talk = String::from_utf8_lossy(&cached.stderr).into_owned();
        let (open, all) = looked_at(&talk).expect("it tells");
        (n_kept, n_all) = (n_kept + all - open, n_all + all);
    }
    // Else this has tested nothing.
    assert!(n_kept > n_all / 10, "{n_kept} of {n_all} files were not looked at");
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
    let mut other_form = whole.clone();
    let number = whole.iter().position(u8::is_ascii_digit).expect("the number of its form");
    other_form[number] = b'9';
    let damaged: [&[u8]; 6] =
        [b"", b"\n", b"garbage \xff\xfe", &whole[..whole.len() / 2], &flipped, &other_form];
    for bytes in damaged {
        fs::write(&path, bytes).expect("it can be written");
        assert_eq!(check(&folder, &[]), (cold.clone(), Some(6)));
        assert_eq!(check(&folder, &[]), (cold.clone(), Some(0)));
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
        assert_eq!(check(&folder, &[]), (cold.clone(), Some(0)));
    }
}

#[test]
fn the_folder_stays_small() {
    let (folder, _) = warm();
    for number in 0..30 {
        fs::write(cache(&folder).join(format!("check-{number:016}")), "old").expect("written");
    }
    folder.write("shop/other.py", "x = 3\n");
    age(&folder);
    assert_eq!(check(&folder, &[]).1, Some(6));
    let mut files = Vec::new();
    files_of(&cache(&folder), &mut files);
    assert_eq!(files.len(), 16);
    assert_eq!(check(&folder, &[]).1, Some(0), "the newest stays");
}
