//! Judges each message from the client before the protocol library sees it.
//!
//! The library ends the server over a message that does not parse, and drops notifications whose
//! parameters it does not like. What can be understood is put right here, what cannot is answered.

use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Request, Response};
use tower_lsp::ls_types::Uri;

/// What to do with a message.
#[derive(Debug, PartialEq)]
pub(super) enum Admission {
    /// Hand it on; the body may differ from what came.
    Forward(Message),
    /// Do not hand it on; send this body back.
    Answer(Vec<u8>),
}

/// A message that the library will understand.
#[derive(Debug, PartialEq)]
pub(super) struct Message {
    /// The body to hand on.
    pub(super) body: Vec<u8>,
    /// What it means for the session.
    pub(super) turn: Turn,
}

/// What a message means for the course of the session.
#[derive(Debug, PartialEq)]
pub(super) enum Turn {
    /// `initialize` with its id: nothing may follow before it is answered.
    Initialize(Value),
    /// `shutdown` with its id: `exit` is in order after it.
    Shutdown(Value),
    /// `exit`: the last message that is read.
    Exit,
    /// Any other.
    None,
}

/// Reads exactly what the library reads, so that what passes here cannot end it there.
#[derive(Deserialize)]
#[serde(untagged)]
enum Incoming {
    Response(Response),
    Request(Request),
}

/// Judges one body.
pub(super) fn admit(body: Vec<u8>) -> Admission {
    let body = without_lone_surrogates(body);
    let request = match serde_json::from_slice::<Incoming>(&body) {
        Ok(Incoming::Request(request)) => request,
        Ok(Incoming::Response(response)) => {
            tracing::trace!(id = %response.id(), "answer of the client");
            return Admission::Forward(Message { body, turn: Turn::None });
        }
        Err(error) if error.is_data() => {
            return Admission::Answer(error_body(&id_of(&body), -32600, "Invalid request"));
        }
        Err(_) => return Admission::Answer(error_body(&Value::Null, -32700, "Parse error")),
    };
    let (method, id, params) = request.into_parts();
    let id = id.and_then(|id| serde_json::to_value(id).ok());
    let turn = match (method.as_ref(), &id) {
        ("initialize", Some(id)) => Turn::Initialize(id.clone()),
        ("shutdown", Some(id)) => Turn::Shutdown(id.clone()),
        ("exit", _) => Turn::Exit,
        _ => Turn::None,
    };
    let Some(mut params) = params else {
        return Admission::Forward(Message { body, turn });
    };
    let mut drop_params = false;
    let mut changed = false;
    match method.as_ref() {
        // Some clients send `null`, `[]` or `{}` where the protocol wants nothing.
        "shutdown" | "exit" => drop_params = true,
        "initialize" => changed |= spell_refresh_support(&mut params),
        "textDocument/didOpen" | "textDocument/didChange" => {
            changed |= number_version(&mut params);
        }
        _ => {}
    }
    changed |= encode_uris(&mut params);
    if !changed && !drop_params {
        return Admission::Forward(Message { body, turn });
    }
    let mut message = json!({ "jsonrpc": "2.0", "method": method });
    if let Some(id) = id {
        message["id"] = id;
    }
    if !drop_params {
        message["params"] = params;
    }
    Admission::Forward(Message { body: message.to_string().into_bytes(), turn })
}

/// The body of an error answer.
pub(super) fn error_body(id: &Value, code: i64, message: &str) -> Vec<u8> {
    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } })
        .to_string()
        .into_bytes()
}

fn id_of(body: &[u8]) -> Value {
    let message: Value = serde_json::from_slice(body).unwrap_or_default();
    match message.get("id") {
        Some(id @ (Value::Number(_) | Value::String(_))) => id.clone(),
        _ => Value::Null,
    }
}

/// Helix calls the capability `workspace.diagnostic`, the protocol `workspace.diagnostics`.
fn spell_refresh_support(params: &mut Value) -> bool {
    let Some(workspace) = params.pointer_mut("/capabilities/workspace") else { return false };
    let Some(workspace) = workspace.as_object_mut() else { return false };
    if workspace.contains_key("diagnostics") {
        return false;
    }
    match workspace.get("diagnostic").cloned() {
        Some(value) => workspace.insert("diagnostics".to_owned(), value).is_none(),
        None => false,
    }
}

/// A version of `null` was allowed once; without a number the whole change would be lost.
fn number_version(params: &mut Value) -> bool {
    let Some(document) = params.get_mut("textDocument").and_then(Value::as_object_mut) else {
        return false;
    };
    if document.get("version").is_some_and(Value::is_i64) {
        return false;
    }
    document.insert("version".to_owned(), json!(0));
    true
}

/// Percent-encodes what may not stand in a URI, under keys that hold one.
fn encode_uris(value: &mut Value) -> bool {
    match value {
        Value::Object(object) => object.iter_mut().fold(false, |changed, (key, value)| {
            let is_uri = key == "uri" || key.ends_with("Uri");
            changed
                | match value {
                    Value::String(text) if is_uri && text.parse::<Uri>().is_err() => {
                        *text = encoded(text);
                        true
                    }
                    Value::Object(_) | Value::Array(_) => encode_uris(value),
                    _ => false,
                }
        }),
        Value::Array(values) => {
            values.iter_mut().fold(false, |changed, value| changed | encode_uris(value))
        }
        _ => false,
    }
}

fn encoded(uri: &str) -> String {
    use std::fmt::Write;

    let mut out = String::with_capacity(uri.len() + 16);
    let bytes = uri.as_bytes();
    for (index, &byte) in bytes.iter().enumerate() {
        let escape = byte == b'%'
            && bytes
                .get(index + 1..index + 3)
                .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        if escape || byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Replaces escaped halves of a surrogate pair that stand alone, which editors send when an edit
/// cuts an emoji in two and no Rust string can hold. The replacement counts as many UTF-16 units.
fn without_lone_surrogates(mut body: Vec<u8>) -> Vec<u8> {
    let mut at = 0;
    while let Some(found) = body[at..].iter().position(|&byte| byte == b'\\') {
        at += found;
        match surrogate(&body, at) {
            Some(0xD800..=0xDBFF) if matches!(surrogate(&body, at + 6), Some(0xDC00..=0xDFFF)) => {
                at += 12;
            }
            Some(_) => {
                body[at + 2..at + 6].copy_from_slice(b"fffd");
                at += 6;
            }
            // Whatever is escaped, a backslash too, is not the start of another escape.
            None => at = (at + 2).min(body.len()),
        }
    }
    body
}

/// The number of a `\uD800` to `\uDFFF` escape at `at`.
fn surrogate(body: &[u8], at: usize) -> Option<u16> {
    let digits = body.get(at..at + 6)?.strip_prefix(b"\\u")?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let number = u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    (0xD800..=0xDFFF).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forwarded(body: &str) -> (Value, Turn) {
        match admit(body.as_bytes().to_vec()) {
            Admission::Forward(message) => {
                (serde_json::from_slice(&message.body).unwrap(), message.turn)
            }
            Admission::Answer(body) => panic!("answered {}", String::from_utf8_lossy(&body)),
        }
    }

    fn answered(body: &str) -> Value {
        match admit(body.as_bytes().to_vec()) {
            Admission::Answer(body) => serde_json::from_slice(&body).unwrap(),
            Admission::Forward(message) => panic!("forwarded {message:?}"),
        }
    }

    #[test]
    fn what_is_no_json_gets_a_parse_error() {
        for body in ["", "{", "{\"jsonrpc\":\"2.0\",\"method\":", "{\"x\":1e999}", "\u{feff}{}"] {
            assert_eq!(answered(body)["error"]["code"], -32700, "{body}");
        }
        let deep = format!("{{\"jsonrpc\":\"2.0\",\"params\":{}", "[".repeat(100_000));
        assert_eq!(answered(&deep)["error"]["code"], -32700);
    }

    #[test]
    fn json_that_is_no_message_is_an_invalid_request() {
        for body in ["[]", "7", "{}", r#"{"jsonrpc":"1.0","method":"x"}"#] {
            assert_eq!(answered(body)["error"]["code"], -32600, "{body}");
        }
        let answer = answered(r#"{"jsonrpc":"1.0","id":5,"method":"x"}"#);
        assert_eq!(answer["id"], 5);
        answered(r#"{"jsonrpc":"2.0","id":1.5,"method":"x"}"#);
        answered(r#"{"jsonrpc":"2.0","method":"a","method":"b"}"#);
    }

    #[test]
    fn ordinary_messages_keep_their_bytes() {
        let body = br#"{"jsonrpc": "2.0",  "method":"textDocument/didSave","params":{"textDocument":{"uri":"file:///a.py"}}}"#;
        let Admission::Forward(message) = admit(body.to_vec()) else { panic!("refused") };
        assert_eq!(message.body, body);
    }

    #[test]
    fn shutdown_loses_whatever_parameters_it_has() {
        for params in ["null", "[]", "{}"] {
            let (message, turn) = forwarded(&format!(
                r#"{{"jsonrpc":"2.0","id":"a","method":"shutdown","params":{params}}}"#
            ));
            assert_eq!(message, json!({ "jsonrpc": "2.0", "id": "a", "method": "shutdown" }));
            assert_eq!(turn, Turn::Shutdown(json!("a")));
        }
    }

    #[test]
    fn both_spellings_of_refresh_support_become_one() {
        for key in ["diagnostic", "diagnostics"] {
            let (message, turn) = forwarded(&format!(
                r#"{{"jsonrpc":"2.0","id":1,"method":"initialize","params":{{"capabilities":{{"workspace":{{"{key}":{{"refreshSupport":true}}}}}}}}}}"#
            ));
            let found = message
                .pointer("/params/capabilities/workspace/diagnostics/refreshSupport")
                .and_then(Value::as_bool);
            assert_eq!(found, Some(true), "{key}");
            assert_eq!(turn, Turn::Initialize(json!(1)));
        }
    }

    #[test]
    fn uris_with_forbidden_characters_are_encoded() {
        let (message, _) = forwarded(
            r#"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///a b/[c]%20é%.py","version":1,"text":"uri"}}}"#,
        );
        assert_eq!(
            message["params"]["textDocument"]["uri"],
            "file:///a%20b/%5Bc%5D%20%C3%A9%25.py"
        );
        assert_eq!(message["params"]["textDocument"]["text"], "uri");
    }

    #[test]
    fn a_missing_version_becomes_zero() {
        let (message, _) = forwarded(
            r#"{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///a.py","version":null},"contentChanges":[]}}"#,
        );
        assert_eq!(message["params"]["textDocument"]["version"], 0);
    }

    #[test]
    fn halves_of_emoji_are_replaced() {
        let (message, _) = forwarded(
            r#"{"jsonrpc":"2.0","method":"x","params":["\ud83d\ude00","a\ud83d","\ude00b","\\ud83d","\ud83d\ud83d\ude00"]}"#,
        );
        let params = json!(["😀", "a\u{fffd}", "\u{fffd}b", "\\ud83d", "\u{fffd}😀"]);
        assert_eq!(message["params"], params);
    }
}
