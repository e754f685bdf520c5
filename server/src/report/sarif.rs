//! SARIF 2.1.0, the exchange format of code scanning services.
//!
//! The structs hold the part of the format that is used; `tests/sarif.rs` checks the output
//! against the official schema.

use std::collections::BTreeMap;
use std::io::{self, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::places::{Entry, Fix, Places, Region};
use super::sarif_log::{
    About, Artifact, ArtifactChange, ArtifactLocation, BaseUri, Configuration, Descriptor, Driver,
    Fingerprints, Help, Invocation, Location, Log, Notification, Outcome, PhysicalLocation,
    Replacement, ResultProperties, RuleProperties, Run, SarifFix, SarifRegion, Suppression, Text,
    ToolOf,
};
use super::{Options, Report, ReportedError};
use crate::finding::Confidence;
use crate::rules::Rule;

/// What a path keeps in a URI reference. A colon is encoded since `a:b.py` would have the scheme `a`.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The name of the folder that relative URIs count from.
const ROOT: &str = "SRCROOT";

/// Writes a log of one run.
pub(super) fn write(
    report: &Report<'_>,
    out: &mut dyn Write,
    options: &Options<'_>,
) -> io::Result<()> {
    let places = Places::new(report);
    let entries = places.entries();
    let mut tables = Tables::default();
    let results = entries.iter().map(|entry| result(&mut tables, &places, entry)).collect();
    let notifications = report.errors.iter().map(notification).collect();
    let root = match options.root {
        Some(url) => BaseUri { uri: Some(url), description: None },
        None => BaseUri { uri: None, description: Some(message("The folder watchpost ran in")) },
    };
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: ToolOf {
                driver: Driver { name: "watchpost", version: report.version, rules: tables.rules },
            },
            invocations: [Invocation {
                execution_successful: report.errors.is_empty(),
                tool_execution_notifications: notifications,
            }],
            original_uri_base_ids: BTreeMap::from([(ROOT, root)]),
            artifacts: tables.artifacts.into_iter().map(|location| Artifact { location }).collect(),
            column_kind: "unicodeCodePoints",
            results,
        }],
    };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// What results point to by index.
#[derive(Default)]
struct Tables<'p> {
    rules: Vec<Descriptor<'p>>,
    rule_indices: BTreeMap<&'p str, usize>,
    artifacts: Vec<ArtifactLocation>,
    artifact_indices: BTreeMap<String, usize>,
}

impl<'p> Tables<'p> {
    fn rule(&mut self, entry: &Entry<'p>) -> usize {
        *self.rule_indices.entry(entry.code()).or_insert_with(|| {
            self.rules.push(descriptor(entry.code(), entry.rule));
            self.rules.len() - 1
        })
    }

    /// The location of a path or, for documents outside of the report, of a URL.
    fn artifact(&mut self, path: &str) -> ArtifactLocation {
        let location = artifact_location(path);
        let index = match self.artifact_indices.get(&location.uri) {
            Some(&index) => index,
            None => {
                let index = self.artifacts.len();
                self.artifact_indices.insert(location.uri.clone(), index);
                self.artifacts.push(location.clone());
                index
            }
        };
        ArtifactLocation { index: Some(index), ..location }
    }
}

fn artifact_location(path: &str) -> ArtifactLocation {
    if path.contains("://") {
        return ArtifactLocation { uri: path.to_owned(), uri_base_id: None, index: None };
    }
    let encoded = utf8_percent_encode(path, PATH).to_string();
    let has_drive = path.as_bytes().get(1..3) == Some(b":/");
    let (uri, uri_base_id) = if path.starts_with('/') {
        (format!("file://{encoded}"), None)
    } else if has_drive {
        (format!("file:///{}", encoded.replacen("%3A", ":", 1)), None)
    } else {
        (encoded, Some(ROOT))
    };
    ArtifactLocation { uri, uri_base_id, index: None }
}

fn descriptor<'p>(code: &'p str, rule: Option<&'p Rule>) -> Descriptor<'p> {
    let Some(rule) = rule else {
        return Descriptor { id: code, name: None, about: None };
    };
    let harm = rule.docs.split("\n\n").next().unwrap_or("").trim().replace('\n', " ");
    let mut tags = vec!["security".to_owned()];
    tags.extend(rule.cwe.iter().map(|number| format!("external/cwe/cwe-{number}")));
    for tag in &rule.tags {
        if !tags.contains(tag) {
            tags.push(tag.clone());
        }
    }
    Descriptor {
        id: code,
        name: Some(&rule.name),
        about: Some(About {
            short_description: Text { text: capitalised(&rule.name) },
            full_description: Text {
                text: if harm.is_empty() { capitalised(&rule.name) } else { harm },
            },
            help_uri: rule
                .cwe
                .first()
                .map(|number| format!("https://cwe.mitre.org/data/definitions/{number}.html")),
            help: (!rule.docs.is_empty())
                .then_some(Help { text: &rule.docs, markdown: &rule.docs }),
            default_configuration: Configuration { level: rule.severity.names().sarif },
            properties: RuleProperties {
                tags,
                precision: precision(rule.confidence),
                security_severity: rule.severity.names().score,
            },
        }),
    }
}

/// `subprocess-shell-true` as people write: `Subprocess shell true`.
fn capitalised(name: &str) -> String {
    let mut chars = name.chars().map(|c| if c == '-' { ' ' } else { c });
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

fn precision(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    }
}

fn result<'p>(tables: &mut Tables<'p>, places: &'p Places<'_>, entry: &Entry<'p>) -> Outcome<'p> {
    let finding = &entry.reported.finding;
    let related = finding.related.iter().enumerate().map(|(id, related)| {
        let (path, region) = match places.of(&related.location) {
            Some(place) => {
                (place.file.path.as_str(), Some(region(place.region(related.location.span))))
            }
            None => (related.location.document.as_str(), None),
        };
        Location {
            id: Some(id),
            physical_location: PhysicalLocation {
                artifact_location: tables.artifact(path),
                region,
            },
            message: Some(message(&related.message)),
        }
    });
    let related_locations = related.collect();
    let mut fixes = Vec::new();
    for shown in places.fixes(entry.reported) {
        let fix = fix(tables, &shown);
        // The schema wants each fix once.
        if !fixes.contains(&fix) {
            fixes.push(fix);
        }
    }
    Outcome {
        rule_id: entry.code(),
        rule_index: tables.rule(entry),
        level: finding.severity.names().sarif,
        message: message(&finding.message),
        locations: [Location {
            id: None,
            physical_location: PhysicalLocation {
                artifact_location: tables.artifact(&entry.place.file.path),
                region: Some(region(entry.region())),
            },
            message: None,
        }],
        related_locations,
        partial_fingerprints: Fingerprints { finding: &entry.reported.fingerprint },
        fixes,
        suppressions: entry
            .reported
            .suppressed
            .map(|how| match how {
                "baseline" => Suppression { kind: "external", justification: how },
                _ => Suppression { kind: "inSource", justification: how },
            })
            .into_iter()
            .collect(),
        properties: ResultProperties {
            severity: finding.severity.word(),
            confidence: finding.confidence.word(),
        },
    }
}

fn fix(tables: &mut Tables<'_>, fix: &Fix<'_>) -> SarifFix {
    let mut changes: Vec<(&str, ArtifactChange)> = Vec::new();
    for edit in &fix.edits {
        let replacement = Replacement {
            deleted_region: region(edit.region),
            inserted_content: Text { text: edit.text.to_owned() },
        };
        match changes.iter_mut().find(|(path, _)| *path == edit.path) {
            Some((_, change)) => change.replacements.push(replacement),
            None => changes.push((
                edit.path,
                ArtifactChange {
                    artifact_location: tables.artifact(edit.path),
                    replacements: vec![replacement],
                },
            )),
        }
    }
    SarifFix {
        description: message(&fix.plan.title),
        artifact_changes: changes.into_iter().map(|(_, change)| change).collect(),
    }
}

fn notification(error: &ReportedError) -> Notification {
    Notification {
        level: "error",
        message: message(&error.message),
        locations: [Location {
            id: None,
            physical_location: PhysicalLocation {
                artifact_location: artifact_location(&error.path),
                region: None,
            },
            message: None,
        }],
    }
}

/// `[text](target)` is a link in SARIF's plain text, and so is `handlers[0](request)`.
/// Braces are left as they are: they mean something only in messages with arguments.
fn message(text: &str) -> Text {
    if !text.contains("](") {
        return Text { text: text.to_owned() };
    }
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '[' | ']' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    Text { text: escaped }
}

fn region(region: Region) -> SarifRegion {
    SarifRegion {
        start_line: region.line,
        start_column: region.column,
        end_line: region.end_line,
        end_column: region.end_column,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::{Format, sample};
    use super::*;

    #[test]
    fn whole_report() {
        let catalogue = sample::catalogue();
        let written = sample::written(Format::Sarif, &sample::shop(&catalogue), &sample::OPTIONS);
        expect![[r#"
            {
              "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
              "version": "2.1.0",
              "runs": [
                {
                  "tool": {
                    "driver": {
                      "name": "watchpost",
                      "version": "0.1.0",
                      "rules": [
                        {
                          "id": "DJ105",
                          "name": "weak-secret-key",
                          "shortDescription": {
                            "text": "Weak secret key"
                          },
                          "fullDescription": {
                            "text": "Weak secret key"
                          },
                          "helpUri": "https://cwe.mitre.org/data/definitions/321.html",
                          "defaultConfiguration": {
                            "level": "warning"
                          },
                          "properties": {
                            "tags": [
                              "security",
                              "external/cwe/cwe-321",
                              "external/cwe/cwe-798"
                            ],
                            "precision": "high",
                            "security-severity": "5.5"
                          }
                        },
                        {
                          "id": "PY602",
                          "name": "subprocess-shell-true",
                          "shortDescription": {
                            "text": "Subprocess shell true"
                          },
                          "fullDescription": {
                            "text": "A shell gives meaning to `;`, so one value becomes a second command."
                          },
                          "helpUri": "https://cwe.mitre.org/data/definitions/78.html",
                          "help": {
                            "text": "A shell gives meaning to `;`,\nso one value becomes a second command.\n\n## Write instead\n\nPass a list.\n",
                            "markdown": "A shell gives meaning to `;`,\nso one value becomes a second command.\n\n## Write instead\n\nPass a list.\n"
                          },
                          "defaultConfiguration": {
                            "level": "error"
                          },
                          "properties": {
                            "tags": [
                              "security",
                              "external/cwe/cwe-78"
                            ],
                            "precision": "high",
                            "security-severity": "8.0"
                          }
                        }
                      ]
                    }
                  },
                  "invocations": [
                    {
                      "executionSuccessful": false,
                      "toolExecutionNotifications": [
                        {
                          "level": "error",
                          "message": {
                            "text": "permission denied"
                          },
                          "locations": [
                            {
                              "physicalLocation": {
                                "artifactLocation": {
                                  "uri": "shop/old.py",
                                  "uriBaseId": "SRCROOT"
                                }
                              }
                            }
                          ]
                        }
                      ]
                    }
                  ],
                  "originalUriBaseIds": {
                    "SRCROOT": {
                      "uri": "file:///srv/shop/"
                    }
                  },
                  "artifacts": [
                    {
                      "location": {
                        "uri": "conf/keys%201.py",
                        "uriBaseId": "SRCROOT"
                      }
                    },
                    {
                      "location": {
                        "uri": "shop/views.py",
                        "uriBaseId": "SRCROOT"
                      }
                    }
                  ],
                  "columnKind": "unicodeCodePoints",
                  "results": [
                    {
                      "ruleId": "DJ105",
                      "ruleIndex": 0,
                      "level": "note",
                      "message": {
                        "text": "`SECRET_KEY` is a word that is easy to guess"
                      },
                      "locations": [
                        {
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "conf/keys%201.py",
                              "uriBaseId": "SRCROOT",
                              "index": 0
                            },
                            "region": {
                              "startLine": 2,
                              "startColumn": 2,
                              "endLine": 2,
                              "endColumn": 3
                            }
                          }
                        }
                      ],
                      "partialFingerprints": {
                        "watchpostFinding/v1": "DJ105-9"
                      },
                      "suppressions": [
                        {
                          "kind": "inSource",
                          "justification": "nosec"
                        }
                      ],
                      "properties": {
                        "severity": "info",
                        "confidence": "high"
                      }
                    },
                    {
                      "ruleId": "DJ105",
                      "ruleIndex": 0,
                      "level": "warning",
                      "message": {
                        "text": "`SECRET_KEY` is a word that is easy to guess"
                      },
                      "locations": [
                        {
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "conf/keys%201.py",
                              "uriBaseId": "SRCROOT",
                              "index": 0
                            },
                            "region": {
                              "startLine": 2,
                              "startColumn": 24,
                              "endLine": 2,
                              "endColumn": 34
                            }
                          }
                        }
                      ],
                      "partialFingerprints": {
                        "watchpostFinding/v1": "DJ105-34"
                      },
                      "suppressions": [],
                      "properties": {
                        "severity": "medium",
                        "confidence": "medium"
                      }
                    },
                    {
                      "ruleId": "PY602",
                      "ruleIndex": 1,
                      "level": "error",
                      "message": {
                        "text": "`subprocess.run` hands its command line to a shell"
                      },
                      "locations": [
                        {
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "shop/views.py",
                              "uriBaseId": "SRCROOT",
                              "index": 1
                            },
                            "region": {
                              "startLine": 5,
                              "startColumn": 35,
                              "endLine": 5,
                              "endColumn": 45
                            }
                          }
                        }
                      ],
                      "relatedLocations": [
                        {
                          "id": 0,
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "shop/views.py",
                              "uriBaseId": "SRCROOT",
                              "index": 1
                            },
                            "region": {
                              "startLine": 4,
                              "startColumn": 12,
                              "endLine": 4,
                              "endColumn": 31
                            }
                          },
                          "message": {
                            "text": "a visitor chooses the value here"
                          }
                        }
                      ],
                      "partialFingerprints": {
                        "watchpostFinding/v1": "PY602-103"
                      },
                      "fixes": [
                        {
                          "description": {
                            "text": "Pass `shell=False`"
                          },
                          "artifactChanges": [
                            {
                              "artifactLocation": {
                                "uri": "shop/views.py",
                                "uriBaseId": "SRCROOT",
                                "index": 1
                              },
                              "replacements": [
                                {
                                  "deletedRegion": {
                                    "startLine": 5,
                                    "startColumn": 41,
                                    "endLine": 5,
                                    "endColumn": 45
                                  },
                                  "insertedContent": {
                                    "text": "False"
                                  }
                                }
                              ]
                            }
                          ]
                        }
                      ],
                      "suppressions": [],
                      "properties": {
                        "severity": "high",
                        "confidence": "high"
                      }
                    }
                  ]
                }
              ]
            }
        "#]].assert_eq(&written);
    }

    #[test]
    fn paths_become_uris() {
        let check = |path: &str| {
            let location = artifact_location(path);
            format!("{} {}", location.uri_base_id.unwrap_or("-"), location.uri)
        };
        assert_eq!(check("a b/é%.py"), "SRCROOT a%20b/%C3%A9%25.py");
        assert_eq!(check("a:b.py"), "SRCROOT a%3Ab.py");
        assert_eq!(check("../x.py"), "SRCROOT ../x.py");
        assert_eq!(check("/srv/x.py"), "- file:///srv/x.py");
        assert_eq!(check("C:/x.py"), "- file:///C:/x.py");
        assert_eq!(check("file:///srv/x.py"), "- file:///srv/x.py");
    }

    #[test]
    fn what_looks_like_a_link_is_escaped() {
        assert_eq!(message("`a[0]`").text, "`a[0]`");
        assert_eq!(message("`a[0](b)`").text, "`a\\[0\\](b)`");
    }
}
