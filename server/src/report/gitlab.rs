//! A SAST report of GitLab, after version 15 of its report schema.

use std::io::{self, Write};

use serde::Serialize;

use super::places::{Entry, Places};
use super::{Options, Report, one_line};

/// The version of the report schema; every GitLab that reads a 15 accepts it.
const SCHEMA: &str = "15.0.7";

/// GitLab rejects a report with a longer name.
const MAX_NAME: usize = 255;

/// GitLab rejects a report with a longer solution.
const MAX_SOLUTION: usize = 7000;

/// Writes the report.
pub(super) fn write(
    report: &Report<'_>,
    out: &mut dyn Write,
    options: &Options<'_>,
) -> io::Result<()> {
    let places = Places::new(report);
    let (entries, _) = places.kept();
    let tool = Tool {
        id: "watchpost",
        name: "watchpost",
        version: report.version,
        vendor: Vendor { name: "watchpost" },
    };
    let output = Output {
        version: SCHEMA,
        scan: Scan {
            analyzer: &tool,
            scanner: &tool,
            r#type: "sast",
            start_time: options.started,
            end_time: options.ended,
            status: "success",
            messages: report
                .errors
                .iter()
                .map(|error| ScanMessage {
                    level: "warn",
                    value: format!("{}: {}", error.path, error.message),
                })
                .collect(),
        },
        vulnerabilities: entries.iter().map(|entry| vulnerability(&places, entry)).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &output)?;
    writeln!(out)
}

fn vulnerability<'p>(places: &'p Places<'_>, entry: &Entry<'p>) -> Vulnerability<'p> {
    let region = entry.region();
    let mut identifiers = vec![Identifier {
        r#type: "watchpost_rule_id".to_owned(),
        name: match entry.name() {
            "" => entry.code().to_owned(),
            name => format!("watchpost {} {name}", entry.code()),
        },
        value: entry.code().to_owned(),
        url: None,
    }];
    identifiers.extend(entry.cwe().iter().map(|number| Identifier {
        r#type: "cwe".to_owned(),
        name: format!("CWE-{number}"),
        value: number.to_string(),
        url: Some(format!("https://cwe.mitre.org/data/definitions/{number}.html")),
    }));
    for (tool, ids) in entry.rule.iter().flat_map(|rule| &rule.also) {
        identifiers.extend(ids.iter().map(|id| Identifier {
            // GitLab's own analyzer for bandit uses this type, which lets it merge the two.
            r#type: if tool == "bandit" {
                "bandit_test_id".to_owned()
            } else {
                format!("{tool}_id")
            },
            name: format!("{tool} {id}"),
            value: id.clone(),
            url: None,
        }));
    }
    let message = one_line(&entry.reported.finding.message);
    Vulnerability {
        id: uuid(&[&entry.place.file.path, &entry.reported.fingerprint]),
        category: "sast",
        name: shortened(&message, MAX_NAME),
        description: entry.rule.map_or("", |rule| &rule.docs),
        severity: entry.severity().names().gitlab,
        solution: places
            .fixes(entry.reported)
            .first()
            .map(|fix| shortened(&fix.plan.title, MAX_SOLUTION)),
        identifiers,
        location: Location {
            file: &entry.place.file.path,
            start_line: region.line,
            end_line: region.end_line,
        },
    }
}

fn shortened(text: &str, n_chars: usize) -> String {
    if text.chars().count() <= n_chars {
        return text.to_owned();
    }
    text.chars().take(n_chars - 1).chain(['…']).collect()
}

/// A UUID that depends on nothing but `parts`: version 8, "made the vendor's way".
fn uuid(parts: &[&str]) -> String {
    // FNV-1a with 128 bits. The parts are not secret, and a collision hides one of two findings at worst.
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let mut hash = BASIS;
    for part in parts {
        // A byte that UTF-8 does not have keeps "ab", "c" and "a", "bc" apart.
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u128::from(byte)).wrapping_mul(PRIME);
        }
    }
    let hash = (hash & !(0xf << 76) & !(0x3 << 62)) | (0x8 << 76) | (0x2 << 62);
    let digits = format!("{hash:032x}");
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

#[derive(Serialize)]
struct Output<'p> {
    version: &'static str,
    scan: Scan<'p>,
    vulnerabilities: Vec<Vulnerability<'p>>,
}

#[derive(Serialize)]
struct Scan<'p> {
    analyzer: &'p Tool<'p>,
    scanner: &'p Tool<'p>,
    r#type: &'static str,
    start_time: &'p str,
    end_time: &'p str,
    status: &'static str,
    messages: Vec<ScanMessage>,
}

#[derive(Serialize)]
struct Tool<'p> {
    id: &'static str,
    name: &'static str,
    version: &'p str,
    vendor: Vendor,
}

#[derive(Serialize)]
struct Vendor {
    name: &'static str,
}

#[derive(Serialize)]
struct ScanMessage {
    level: &'static str,
    value: String,
}

#[derive(Serialize)]
struct Vulnerability<'p> {
    id: String,
    category: &'static str,
    name: String,
    description: &'p str,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    solution: Option<String>,
    identifiers: Vec<Identifier>,
    location: Location<'p>,
}

#[derive(Serialize)]
struct Identifier {
    r#type: String,
    name: String,
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Location<'p> {
    file: &'p str,
    start_line: usize,
    end_line: usize,
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::{Format, sample};
    use super::*;

    #[test]
    fn whole_report() {
        let catalogue = sample::catalogue();
        let written = sample::written(Format::Gitlab, &sample::shop(&catalogue), &sample::OPTIONS);
        expect![[r#"
            {
              "version": "15.0.7",
              "scan": {
                "analyzer": {
                  "id": "watchpost",
                  "name": "watchpost",
                  "version": "0.1.0",
                  "vendor": {
                    "name": "watchpost"
                  }
                },
                "scanner": {
                  "id": "watchpost",
                  "name": "watchpost",
                  "version": "0.1.0",
                  "vendor": {
                    "name": "watchpost"
                  }
                },
                "type": "sast",
                "start_time": "2026-01-31T10:00:00",
                "end_time": "2026-01-31T10:00:02",
                "status": "success",
                "messages": [
                  {
                    "level": "warn",
                    "value": "shop/old.py: permission denied"
                  }
                ]
              },
              "vulnerabilities": [
                {
                  "id": "9d91fdc5-374b-8827-b7dd-26a56b923548",
                  "category": "sast",
                  "name": "`SECRET_KEY` is a word that is easy to guess",
                  "description": "",
                  "severity": "Medium",
                  "identifiers": [
                    {
                      "type": "watchpost_rule_id",
                      "name": "watchpost DJ105 weak-secret-key",
                      "value": "DJ105"
                    },
                    {
                      "type": "cwe",
                      "name": "CWE-321",
                      "value": "321",
                      "url": "https://cwe.mitre.org/data/definitions/321.html"
                    },
                    {
                      "type": "cwe",
                      "name": "CWE-798",
                      "value": "798",
                      "url": "https://cwe.mitre.org/data/definitions/798.html"
                    }
                  ],
                  "location": {
                    "file": "conf/keys 1.py",
                    "start_line": 2,
                    "end_line": 2
                  }
                },
                {
                  "id": "420a845f-f750-8dd1-9a3c-8c6f84d25921",
                  "category": "sast",
                  "name": "`subprocess.run` hands its command line to a shell",
                  "description": "A shell gives meaning to `;`,\nso one value becomes a second command.\n\n## Write instead\n\nPass a list.\n",
                  "severity": "High",
                  "solution": "Pass `shell=False`",
                  "identifiers": [
                    {
                      "type": "watchpost_rule_id",
                      "name": "watchpost PY602 subprocess-shell-true",
                      "value": "PY602"
                    },
                    {
                      "type": "cwe",
                      "name": "CWE-78",
                      "value": "78",
                      "url": "https://cwe.mitre.org/data/definitions/78.html"
                    },
                    {
                      "type": "bandit_test_id",
                      "name": "bandit B602",
                      "value": "B602"
                    }
                  ],
                  "location": {
                    "file": "shop/views.py",
                    "start_line": 5,
                    "end_line": 5
                  }
                }
              ]
            }
        "#]].assert_eq(&written);
    }

    /// Whether a text has the form of another one: digits for digits, everything else as it is.
    fn has_form(text: &str, form: &str) -> bool {
        let digits = |c: char| if c.is_ascii_digit() { '0' } else { c };
        text.chars().map(digits).eq(form.chars())
    }

    fn text<'v>(value: &'v serde_json::Value, key: &str) -> &'v str {
        match value[key].as_str() {
            Some(text) if !text.is_empty() => text,
            other => panic!("`{key}` is {other:?} in {value}"),
        }
    }

    // GitLab's schema itself is in no package of the registries this project takes from. What follows is
    // what release 15.0.7 of it requires and forbids, written down by hand.
    #[test]
    fn what_gitlab_requires_is_there() {
        let catalogue = sample::catalogue();
        let written = sample::written(Format::Gitlab, &sample::shop(&catalogue), &sample::OPTIONS);
        let report: serde_json::Value = serde_json::from_str(&written).expect("JSON");
        assert!(has_form(text(&report, "version"), "00.0.0"), "{}", report["version"]);
        let scan = &report["scan"];
        for tool in ["analyzer", "scanner"] {
            for key in ["id", "name", "version"] {
                text(&scan[tool], key);
            }
            text(&scan[tool]["vendor"], "name");
        }
        for time in ["start_time", "end_time"] {
            assert!(has_form(text(scan, time), "0000-00-00T00:00:00"), "{scan}");
        }
        assert_eq!(scan["type"], "sast");
        assert!(["success", "failure"].contains(&text(scan, "status")));
        for message in scan["messages"].as_array().expect("a list") {
            assert!(["info", "warn", "fatal"].contains(&text(message, "level")));
            text(message, "value");
        }
        let found = report["vulnerabilities"].as_array().expect("a list");
        assert!(!found.is_empty());
        for one in found {
            text(one, "id");
            assert!(text(one, "name").chars().count() <= 255);
            assert!(one["description"].as_str().is_some_and(|text| text.len() <= 1_048_576));
            assert!(one["solution"].is_null() || text(one, "solution").len() <= 7_000);
            let severities = ["Info", "Unknown", "Low", "Medium", "High", "Critical"];
            assert!(severities.contains(&text(one, "severity")), "{one}");
            let identifiers = one["identifiers"].as_array().expect("a list");
            assert!(!identifiers.is_empty());
            for identifier in identifiers {
                for key in ["type", "name", "value"] {
                    text(identifier, key);
                }
                let url = identifier.get("url").map(|_| text(identifier, "url"));
                assert!(url.is_none_or(|url| url.starts_with("https://")), "{identifier}");
            }
            text(&one["location"], "file");
            let line = |key: &str| one["location"][key].as_u64().expect("a number");
            assert!(1 <= line("start_line") && line("start_line") <= line("end_line"));
        }
    }

    #[test]
    fn ids_depend_on_all_parts_and_nothing_else() {
        assert_eq!(uuid(&["a", "bc"]), uuid(&["a", "bc"]));
        assert_ne!(uuid(&["a", "bc"]), uuid(&["ab", "c"]));
        let id = uuid(&["shop/views.py", "1"]);
        let lengths: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_eq!(&id[14..15], "8");
        assert!("89ab".contains(&id[19..20]), "{id}");
    }

    #[test]
    fn long_names_are_shortened_by_characters() {
        assert_eq!(shortened("ééé", 3), "ééé");
        assert_eq!(shortened("éééé", 3), "éé…");
    }
}
