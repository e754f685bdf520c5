//! `watchpost posture`: the security checklist of a project.

use std::collections::BTreeMap;

use serde_json::Value;

use super::folder::Folder;
use super::program::{Outcome, run};

const MANAGE: &str = r#"import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
execute_from_command_line(sys.argv)
"#;

/// What a start project with its safety taken away has.
const BARE: &str = r#"DEBUG = True
SECRET_KEY = "django-insecure-0123456789"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.sessions"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATES = []
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "PASSWORD": "tiger-3-lily", "HOST": "db.example.org"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = []
"#;

const WHOLE: &str = r#"import os

DEBUG = False
SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
ALLOWED_HOSTS = ["www.example.org"]
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "axes",
    "honeypot",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
HONEYPOT_FIELD_NAME = "nickname"
TEMPLATES = []
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        "PASSWORD": os.environ["DATABASE_PASSWORD"],
    }
}
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "form-action": ["'self'"],
}
PERMISSIONS_POLICY = {"camera": [], "microphone": [], "geolocation": []}
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
"#;

const WORKFLOW: &str = r"on: [push]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - run: watchpost check
      - run: python manage.py check --deploy
      - run: pip-audit -r requirements.txt
      - run: gitleaks detect
";

fn project(settings: &str) -> Folder {
    let folder = Folder::new();
    folder.write("manage.py", MANAGE);
    folder.write("shop/__init__.py", "");
    folder.write("shop/settings.py", settings);
    folder
}

/// The state, the place and the rules of each line.
fn lines(outcome: &Outcome) -> BTreeMap<String, Value> {
    let shown: Value = serde_json::from_str(&outcome.out).expect("it is JSON");
    let list = shown["lines"].as_array().expect("lines are a list").clone();
    list.into_iter().map(|line| (line["id"].as_str().expect("a name").to_owned(), line)).collect()
}

fn of_state<'a>(lines: &'a BTreeMap<String, Value>, state: &str) -> Vec<&'a str> {
    let is_so = |line: &&Value| line["state"] == state;
    lines.iter().filter(|(_, line)| is_so(line)).map(|(id, _)| id.as_str()).collect()
}

#[test]
fn everything_missing() {
    let folder = project(BARE);
    folder.write("requirements.txt", "django==5.2\n");
    folder.write(".github/workflows/test.yml", "jobs: {}  # watchpost, some day\n");
    let outcome = run(&folder, &["posture", "--format", "json"]);
    assert_eq!(outcome.code, 1, "{outcome:?}");
    let lines = lines(&outcome);
    assert_eq!(of_state(&lines, "done"), Vec::<&str>::new(), "{lines:#?}");
    assert_eq!(of_state(&lines, "unknown"), ["container", "dependency-audit"], "{lines:#?}");
    let debug = &lines["debug"];
    assert_eq!(
        (&debug["path"], &debug["line"], &debug["rules"]),
        (&"shop/settings.py".into(), &1.into(), &serde_json::json!(["DJ118"])),
    );
    assert_eq!(lines["ci"]["path"], ".github/workflows/test.yml");
    for (id, line) in &lines {
        assert!(line["help"].is_string() && line["reason"].is_string(), "{id}: {line}");
    }
}

#[test]
fn everything_done() {
    let folder = project(WHOLE);
    folder.write("requirements.txt", "django==6.0 \\\n    --hash=sha256:0123456789abcdef\n");
    folder.write(".github/workflows/test.yml", WORKFLOW);
    let outcome = run(&folder, &["posture", "--format", "json"]);
    let lines = lines(&outcome);
    // What no part of the program looks into stays open, and open is not missing.
    assert_eq!(of_state(&lines, "unknown"), ["container"], "{lines:#?}");
    assert_eq!(of_state(&lines, "missing"), Vec::<&str>::new(), "{lines:#?}");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert_eq!(lines["lock"]["line"], 2);
    assert_eq!(lines["hsts"]["path"], "shop/settings.py");

    let outcome = run(&folder, &["posture", "shop/settings.py"]);
    assert_eq!((outcome.code, outcome.errors()), (0, vec![]), "{outcome:?}");
    assert!(outcome.out.starts_with("Security checklist of `.`, as `shop/settings.py` has it\n"));
    assert!(
        outcome.out.contains("done     Debug mode off  shop/settings.py:3\n"),
        "{}",
        outcome.out
    );
    assert!(outcome.out.ends_with("\n0 missing, 1 unknown, 19 done\n"), "{}", outcome.out);
}

#[test]
fn what_cannot_be_known_is_not_done() {
    // Settings from nobody knows where.
    let open = format!("{WHOLE}\nfrom company_secrets.everywhere import *\n");
    let outcome = run(&project(&open), &["posture", "--format", "json"]);
    let open = lines(&outcome);
    for id in ["cookies", "password-hashers", "referrer-policy", "csp"] {
        assert_eq!(open[id]["state"], "unknown", "{id}: {:#}", open[id]);
    }
    // A switch of the environment without a default, a check that is silenced, a list with a hole.
    let changed = WHOLE
        .replace(
            "SECURE_SSL_REDIRECT = True",
            "SECURE_SSL_REDIRECT = os.environ[\"REDIRECT\"] == \"1\"",
        )
        .replace("SECURE_HSTS_SECONDS = 31536000", "SILENCED_SYSTEM_CHECKS = [\"security.W004\"]")
        .replace("MIDDLEWARE = [", "MIDDLEWARE = [\n    *extra(),")
        .replace("    \"django.middleware.clickjacking.XFrameOptionsMiddleware\",\n", "");
    let outcome = run(&project(&changed), &["posture", "--format", "json"]);
    let lines = lines(&outcome);
    for id in ["https", "hsts", "middleware"] {
        assert_eq!(lines[id]["state"], "unknown", "{id}: {:#}", lines[id]);
    }
    let reason = "`SECURE_SSL_REDIRECT` is read from `REDIRECT`, off unless it says otherwise";
    assert_eq!(lines["https"]["reason"], reason);
    assert_eq!(lines["hsts"]["reason"], "`SILENCED_SYSTEM_CHECKS` silences security.W004");
    // What stands beside the hole is there all the same.
    assert_eq!(lines["cookies"]["state"], "done", "{:#}", lines["cookies"]);
}

#[test]
fn switches_of_the_environment_count_by_their_default() {
    let with = |debug: &str, redirect: &str| {
        let text = WHOLE
            .replace("DEBUG = False", &format!("DEBUG = {debug}"))
            .replace("SECURE_SSL_REDIRECT = True", &format!("SECURE_SSL_REDIRECT = {redirect}"));
        let outcome = run(&project(&text), &["posture", "--format", "json"]);
        let lines = lines(&outcome);
        ["debug", "https"].map(|id| lines[id]["state"].as_str().expect("a word").to_owned())
    };
    let variable = |default: &str| format!("os.environ.get(\"SWITCH\", \"{default}\") == \"1\"");
    assert_eq!(with(&variable("0"), &variable("1")), ["done", "done"]);
    assert_eq!(with(&variable("1"), &variable("0")), ["missing", "unknown"]);
}

#[test]
fn each_line_says_where_it_is_decided() {
    let text = WHOLE
        .replace("DEBUG = False", "DEBUG = os.environ.get(\"SHOP_DEBUG\", \"0\") == \"1\"")
        .replace(
            "SECURE_HSTS_SECONDS = 31536000",
            "SECURE_HSTS_SECONDS = int(os.environ[\"HSTS\"])",
        );
    let outcome = run(&project(&text), &["posture", "--format", "json"]);
    let of = lines(&outcome);
    let reason = |id: &str| of[id]["reason"].as_str().unwrap_or_default().to_owned();
    assert_eq!(of["debug"]["state"], "done", "{:#}", of["debug"]);
    assert_eq!(reason("debug"), "`DEBUG` is read from `SHOP_DEBUG`, off unless it says otherwise");
    let key = "`SECRET_KEY` is read from `DJANGO_SECRET_KEY`, without a default";
    assert_eq!(reason("secret-key"), key);
    assert_eq!(of["hsts"]["state"], "unknown", "{:#}", of["hsts"]);
    assert_eq!(reason("hsts"), "`SECURE_HSTS_SECONDS` is read from `HSTS`, without a default");
    assert_eq!(reason("password-hashers"), "by Django's default");
    for (id, line) in &of {
        let says = !line["path"].is_null() || !line["help"].is_null();
        assert!(says, "{id} has neither a place nor a help: {line:#}");
    }

    // Nothing gives a key, and then a module that only a machine has may give it.
    let without = WHOLE.replace("SECRET_KEY = os.environ[\"DJANGO_SECRET_KEY\"]\n", "");
    let outcome = run(&project(&without), &["posture", "--format", "json"]);
    assert_eq!(lines(&outcome)["secret-key"]["state"], "missing");
    let local =
        format!("{without}\ntry:\n    from .local import *\nexcept ImportError:\n    pass\n");
    let outcome = run(&project(&local), &["posture", "--format", "json"]);
    assert_eq!(lines(&outcome)["secret-key"]["state"], "unknown");
}

#[test]
fn configuration_does_not_improve_the_answer() {
    let folder = project(BARE);
    folder
        .write("watchpost.toml", "ignore = [\"DJ\"]\nper-file-ignores = {\"**\" = [\"DJ118\"]}\n");
    let outcome = run(&folder, &["posture", "--format", "json"]);
    assert_eq!(lines(&outcome)["debug"]["state"], "missing");

    // A comment is somebody's decision, not a deed.
    let silenced = BARE.replace("DEBUG = True", "DEBUG = True  # watchpost: ignore[DJ118]");
    let outcome = run(&project(&silenced), &["posture", "--format", "json"]);
    let debug = &lines(&outcome)["debug"];
    assert_eq!((&debug["state"], &debug["line"]), (&"unknown".into(), &1.into()), "{debug:#}");
}

#[test]
fn no_django_project_is_told_and_2() {
    let folder = Folder::new();
    folder.write("pyproject.toml", "[project]\nname = \"tool\"\n");
    folder.write("tool/main.py", "print(1)\n");
    let outcome = run(&folder, &["posture"]);
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert_eq!(outcome.errors(), ["error: no Django settings were found in `.`"]);
    assert!(outcome.talk.contains("hint: name the folder that holds `manage.py`"), "{outcome:?}");
    assert_eq!(outcome.out, "");

    assert_eq!(
        run(&folder, &["posture", "nowhere"]).errors(),
        ["error: cannot read `nowhere`: No such file or directory (os error 2)"]
    );
}

#[test]
fn a_project_further_down_is_found_and_several_are_named() {
    let folder = Folder::new();
    folder.write("pyproject.toml", "[project]\nname = \"sites\"\n");
    let add = |name: &str| {
        folder.write(&format!("{name}/pyproject.toml"), "[project]\nname = \"shop\"\n");
        folder.write(&format!("{name}/manage.py"), MANAGE);
        folder.write(&format!("{name}/shop/__init__.py"), "");
        folder.write(&format!("{name}/shop/settings.py"), BARE);
    };
    add("one");
    let outcome = run(&folder, &["posture"]);
    assert!(outcome.out.contains("as `one/shop/settings.py` has it"), "{outcome:?}");
    add("two");
    let outcome = run(&folder, &["posture"]);
    assert_eq!(
        (outcome.code, outcome.errors()),
        (2, vec!["error: `.` holds several Django projects"])
    );
    assert!(outcome.talk.contains("hint: name one of them: `one`, `two`"), "{outcome:?}");
    let outcome = run(&folder, &["posture", "two"]);
    assert!(outcome.out.contains("as `two/shop/settings.py` has it"), "{outcome:?}");
}
