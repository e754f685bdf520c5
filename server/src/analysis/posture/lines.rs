//! The lines of the security checklist: which rules, settings and files speak about each.

use crate::workspace::evidence::Topic;

/// One line of the checklist.
pub(super) struct Line {
    /// Its name for programs.
    pub(super) id: &'static str,
    /// Its name for people.
    pub(super) title: &'static str,
    /// Rules whose findings in production mean that it is missing.
    pub(super) codes: &'static [&'static str],
    /// Settings that have to be known; the last one that is given is the place of the line.
    pub(super) settings: &'static [Setting],
    /// What one of these lists has to name.
    pub(super) listed: Option<Listed>,
    /// Files that show that it is done.
    pub(super) files: Option<Files>,
    /// Without this app there is nothing to do.
    pub(super) only_with: Option<&'static str>,
    /// What may do it in front of Django.
    pub(super) front: Option<Front>,
    /// What helps.
    pub(super) help: &'static str,
}

/// A setting that has to be known.
pub(super) enum Setting {
    /// As a value; a default for an absent environment variable is one.
    Value(&'static str),
    /// As a value, or as a variable of the environment.
    ValueOrVariable(&'static str),
    /// A list, as far as it tells whether it names this.
    Names(&'static str, &'static str),
}

/// Something that one of several lists names.
pub(super) struct Listed {
    /// The settings that are lists.
    pub(super) lists: &'static [&'static str],
    /// Names of modules: they or something in them.
    pub(super) names: &'static [&'static str],
    /// Parts of the names of own classes, in lower case.
    pub(super) like: &'static [&'static str],
    /// What is said if none is there.
    pub(super) missing: &'static str,
}

/// Words in files.
pub(super) struct Files {
    /// Where to look for which; without words the file itself is enough.
    pub(super) shown_by: &'static [(&'static [Topic], &'static [&'static str])],
    /// What to say if none is there.
    pub(super) otherwise: Otherwise,
}

/// What it means that no file shows it.
pub(super) enum Otherwise {
    /// It is missing.
    Missing(&'static str),
    /// Nobody knows, and why.
    Unknown(&'static str),
    /// Missing if there are files of the topic (first reason), unknown if there are none (second).
    Depends(Topic, &'static str, &'static str),
    /// The files are not looked into: unknown, with their place (first reason) and without one (second).
    NotRead(Topic, &'static str, &'static str),
}

/// What a proxy in front of Django may do.
#[derive(Clone, Copy)]
pub(super) enum Front {
    Redirect,
    Hsts,
    Policy,
}

use Setting::{Names, Value, ValueOrVariable};

const NOTHING: Line = Line {
    id: "",
    title: "",
    codes: &[],
    settings: &[],
    listed: None,
    files: None,
    only_with: None,
    front: None,
    help: "",
};

const SECURITY: Setting = Names("MIDDLEWARE", "django.middleware.security.SecurityMiddleware");
const SESSIONS: Setting =
    Names("MIDDLEWARE", "django.contrib.sessions.middleware.SessionMiddleware");
const CSRF: Setting = Names("MIDDLEWARE", "django.middleware.csrf.CsrfViewMiddleware");
const CLICKJACKING: Setting =
    Names("MIDDLEWARE", "django.middleware.clickjacking.XFrameOptionsMiddleware");

const AUTH: Option<&str> = Some("django.contrib.auth");

/// Tools that look for security problems in code.
const SCANNERS: &[&str] = &["watchpost", "bandit", "semgrep", "codeql", "--select S", "opengrep"];

/// The checklist, in the order it is shown.
pub(super) const LINES: &[Line] = &[
    Line {
        id: "debug",
        title: "Debug mode off",
        codes: &["DJ118", "DJ143", "DJ146", "DJ167", "DJ485"],
        settings: &[Value("DEBUG")],
        help: "set `DEBUG = False` in production",
        ..NOTHING
    },
    Line {
        id: "secret-key",
        title: "Secret key from outside the code",
        codes: &["DJ109", "DJ125", "DJ141", "DJ142"],
        settings: &[ValueOrVariable("SECRET_KEY")],
        help: "read `SECRET_KEY` from the environment, without a default",
        ..NOTHING
    },
    Line {
        id: "allowed-hosts",
        title: "Allowed hosts",
        codes: &["DJ120", "DJ140"],
        settings: &[ValueOrVariable("ALLOWED_HOSTS")],
        help: "name the hosts of the site in `ALLOWED_HOSTS`",
        ..NOTHING
    },
    Line {
        id: "https",
        title: "HTTPS only",
        codes: &["DJ101", "DJ108", "DJ144", "DJ156"],
        settings: &[SECURITY, Value("SECURE_SSL_REDIRECT")],
        front: Some(Front::Redirect),
        help: "set `SECURE_SSL_REDIRECT = True`",
        ..NOTHING
    },
    Line {
        id: "hsts",
        title: "Strict transport security",
        codes: &["DJ101", "DJ104", "DJ105", "DJ145"],
        settings: &[SECURITY, Value("SECURE_HSTS_SECONDS")],
        front: Some(Front::Hsts),
        help: "begin with `SECURE_HSTS_SECONDS = 3600`, then raise it",
        ..NOTHING
    },
    Line {
        id: "cookies",
        title: "Cookies of sessions and CSRF",
        codes: &["DJ110", "DJ113", "DJ116", "DJ148", "DJ149", "DJ150", "DJ155"],
        settings: &[
            SESSIONS,
            CSRF,
            Value("SESSION_COOKIE_SECURE"),
            Value("CSRF_COOKIE_SECURE"),
            Value("SESSION_COOKIE_HTTPONLY"),
        ],
        help: "set `SESSION_COOKIE_SECURE = True` and `CSRF_COOKIE_SECURE = True`",
        ..NOTHING
    },
    Line {
        id: "middleware",
        title: "Django's security middleware",
        codes: &["DJ101", "DJ102", "DJ103", "DJ106", "DJ137", "DJ157", "DJ174"],
        settings: &[
            SECURITY,
            CSRF,
            CLICKJACKING,
            Value("SECURE_CONTENT_TYPE_NOSNIFF"),
            Value("X_FRAME_OPTIONS"),
        ],
        help: "put the security, CSRF and clickjacking middleware in `MIDDLEWARE`",
        ..NOTHING
    },
    Line {
        id: "brute-force",
        title: "Protection against guessing passwords",
        codes: &["DJ400", "DJ401", "DJ402", "DJ403", "DJ405", "DJ406", "DJ407", "DJ478"],
        settings: &[Value("AXES_ENABLED")],
        listed: Some(Listed {
            lists: &["INSTALLED_APPS", "MIDDLEWARE"],
            names: &["axes", "defender", "brutebuster"],
            like: &["axes", "bruteforce", "lockout"],
            missing: "nothing counts failed logins",
        }),
        only_with: AUTH,
        help: "install django-axes: its app, its middleware and its backend",
        ..NOTHING
    },
    Line {
        id: "csp",
        title: "Content security policy",
        codes: &[
            "DJ126", "DJ421", "DJ422", "DJ423", "DJ424", "DJ426", "DJ427", "DJ428", "DJ429",
            "DJ432",
        ],
        settings: &[Value("SECURE_CSP"), Value("CONTENT_SECURITY_POLICY")],
        listed: Some(Listed {
            lists: &["MIDDLEWARE"],
            names: &["django.middleware.csp", "csp.middleware", "csp.contrib"],
            like: &["csp", "contentsecurity"],
            missing: "no middleware sends a policy",
        }),
        front: Some(Front::Policy),
        help: "add `ContentSecurityPolicyMiddleware` and `SECURE_CSP`, before Django 6.0 django-csp",
        ..NOTHING
    },
    Line {
        id: "permissions-policy",
        title: "Permissions policy",
        codes: &["DJ440", "DJ441", "DJ442", "DJ443"],
        settings: &[Value("PERMISSIONS_POLICY")],
        listed: Some(Listed {
            lists: &["MIDDLEWARE"],
            names: &["django_permissions_policy"],
            like: &["permissionspolicy", "permissions_policy"],
            missing: "no middleware sends a policy",
        }),
        help: "install django-permissions-policy and set `PERMISSIONS_POLICY`",
        ..NOTHING
    },
    Line {
        id: "referrer-policy",
        title: "Referrer policy",
        codes: &["DJ122", "DJ123", "DJ445"],
        settings: &[Value("SECURE_REFERRER_POLICY")],
        listed: Some(Listed {
            lists: &["MIDDLEWARE"],
            names: &[
                "django.middleware.security.SecurityMiddleware",
                "django_http_referrer_policy",
                "django_referrer_policy",
            ],
            like: &["referrerpolicy", "securitymiddleware"],
            missing: "no middleware sends a policy",
        }),
        help: "put `SecurityMiddleware` in `MIDDLEWARE`, set `SECURE_REFERRER_POLICY = \"same-origin\"`",
        ..NOTHING
    },
    Line {
        id: "honeypot",
        title: "Honeypot",
        codes: &["DJ450", "DJ452"],
        settings: &[Value("HONEYPOT_FIELD_NAME")],
        listed: Some(Listed {
            lists: &["INSTALLED_APPS", "MIDDLEWARE"],
            names: &["honeypot", "admin_honeypot", "django_honeypot"],
            like: &["honeypot"],
            missing: "no form has a trap for programs that fill in forms",
        }),
        help: "install django-honeypot and set `HONEYPOT_FIELD_NAME`",
        ..NOTHING
    },
    Line {
        id: "password-hashers",
        title: "Password hashers",
        codes: &["DJ500", "DJ501", "DJ502", "DJ504", "DJ505", "DJ507"],
        settings: &[Value("PASSWORD_HASHERS")],
        only_with: AUTH,
        help: "put a hasher of PBKDF2, scrypt or Argon2 first in `PASSWORD_HASHERS`",
        ..NOTHING
    },
    Line {
        id: "password-validators",
        title: "Password validators",
        codes: &["DJ508", "DJ509", "DJ510"],
        settings: &[Value("AUTH_PASSWORD_VALIDATORS")],
        only_with: AUTH,
        help: "use the four validators of Django's start project",
        ..NOTHING
    },
    Line {
        id: "lock",
        title: "Lock file with hashes",
        files: Some(Files {
            shown_by: &[
                (&[Topic::Lock], &["sha256:", "sha256 =", "sha512:"]),
                (&[Topic::Requirements], &["--hash="]),
            ],
            otherwise: Otherwise::Missing("no lock or requirement file has hashes"),
        }),
        help: "`uv lock`, or `pip-compile --generate-hashes`",
        ..NOTHING
    },
    Line {
        id: "dependency-audit",
        title: "Audit of dependencies",
        files: Some(Files {
            shown_by: &[
                (
                    &[Topic::Ci, Topic::Hooks],
                    &[
                        "pip-audit",
                        "pip_audit",
                        "osv-scanner",
                        "safety check",
                        "safety scan",
                        "uv audit",
                        "dependency-review",
                        "trivy",
                        "snyk",
                    ],
                ),
                (&[Topic::Updates], &[]),
            ],
            otherwise: Otherwise::Unknown("no file shows an audit, and watchpost makes none yet"),
        }),
        help: "run `pip-audit` in CI",
        ..NOTHING
    },
    Line {
        id: "static-analysis",
        title: "Static analysis",
        files: Some(Files {
            shown_by: &[
                (&[Topic::Ci, Topic::Hooks], SCANNERS),
                (&[Topic::Tools], &["[tool.watchpost", "[tool.bandit", "[bandit", "\"S\""]),
            ],
            otherwise: Otherwise::Missing("neither CI nor hooks run a security scan"),
        }),
        help: "run `watchpost check` in CI or before each commit",
        ..NOTHING
    },
    Line {
        id: "secrets",
        title: "Secrets stay out of the repository",
        codes: &["DJ163", "DJ177", "DJ481"],
        files: Some(Files {
            shown_by: &[(
                &[Topic::Ci, Topic::Hooks],
                &[
                    "gitleaks",
                    "detect-secrets",
                    "trufflehog",
                    "detect-private-key",
                    "ggshield",
                    "talisman",
                ],
            )],
            otherwise: Otherwise::Unknown(
                "no file shows a search for secrets, and watchpost makes none yet outside settings",
            ),
        }),
        help: "run `gitleaks` before each commit",
        ..NOTHING
    },
    Line {
        id: "container",
        title: "Container",
        files: Some(Files {
            shown_by: &[],
            otherwise: Otherwise::NotRead(
                Topic::Container,
                "watchpost does not read this file yet",
                "no `Dockerfile` was found",
            ),
        }),
        help: "let the image run as a user that is not root",
        ..NOTHING
    },
    Line {
        id: "ci",
        title: "CI fails for security problems",
        files: Some(Files {
            shown_by: &[(
                &[Topic::Ci],
                &["watchpost", "bandit", "semgrep", "codeql", "check --deploy", "opengrep"],
            )],
            otherwise: Otherwise::Depends(
                Topic::Ci,
                "CI runs neither a scan nor `check --deploy`",
                "no configuration of a CI was found",
            ),
        }),
        help: "run `watchpost check` and `manage.py check --deploy` in CI",
        ..NOTHING
    },
];
