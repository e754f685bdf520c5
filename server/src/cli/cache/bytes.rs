//! Answers as bytes and back. Reading never trusts what it reads: what does not fit is no answer.

use std::path::PathBuf;

use crate::cli::reporting::Found;
use crate::finding::{
    Confidence, Detail, Edit, Finding, Fingerprint, FixPlan, FixStep, Location, Related, RuleCode,
    Safety, Severity,
};
use crate::report::{ReportedFile, ReportedFinding};
use crate::suppress::How;
use crate::text::{DocumentUrl, Span};

/// The levels of confidence by number.
const CONFIDENCES: [Confidence; 3] = [Confidence::Low, Confidence::Medium, Confidence::High];

/// Bytes that grow.
#[derive(Debug, Default)]
pub struct Writer(pub Vec<u8>);

impl Writer {
    /// Seven bits in each byte, the lowest first.
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.0.push(number.to_le_bytes()[0]);
    }

    /// A length or index.
    pub fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    /// A hash.
    pub fn hash(&mut self, hash: u64) {
        self.0.extend(hash.to_le_bytes());
    }

    /// Bytes with their length.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.0.extend(bytes);
    }

    /// Text with its length.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Any number of things.
    pub fn many<T>(&mut self, things: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.count(things.len());
        for thing in things {
            write(self, thing);
        }
    }
}

/// Bytes that are being read.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'b>(pub &'b [u8]);

impl<'b> Reader<'b> {
    /// What `Writer::number` wrote.
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// One byte.
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// What `Writer::count` wrote.
    pub fn count(&mut self) -> Option<usize> {
        self.number()?.try_into().ok()
    }

    /// What `Writer::hash` wrote.
    pub fn hash(&mut self) -> Option<u64> {
        let (first, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*first))
    }

    /// What `Writer::bytes` wrote.
    pub fn bytes(&mut self) -> Option<&'b [u8]> {
        let count = self.count()?;
        let (first, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(first)
    }

    /// What `Writer::text` wrote.
    pub fn text(&mut self) -> Option<&'b str> {
        str::from_utf8(self.bytes()?).ok()
    }

    /// What `Writer::many` wrote.
    pub fn many<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.count()?;
        // Whatever it is, each takes a byte: a wrong count must not take all memory.
        if count > self.0.len() {
            return None;
        }
        let mut things = Vec::with_capacity(count);
        for _ in 0..count {
            things.push(read(self)?);
        }
        Some(things)
    }
}

/// What looking at a file gave.
#[derive(Default)]
pub struct Answer {
    /// The file, as it was named; not written.
    pub path: PathBuf,
    /// What people should know about how it was read.
    pub notes: Vec<String>,
    /// What was found, silenced findings too.
    pub found: Option<Found>,
}

impl Answer {
    /// As bytes; none if there is nothing to say, which most answers are.
    pub fn written(&self) -> Vec<u8> {
        let mut out = Writer::default();
        if self.notes.is_empty() && self.found.is_none() {
            return out.0;
        }
        out.many(&self.notes, |out, note| out.text(note));
        if let Some(found) = &self.found {
            write_found(&mut out, found);
        }
        out.0
    }

    /// From bytes; the text of the file is left empty.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.is_empty() {
            return Some(Self::default());
        }
        let mut from = Reader(bytes);
        let notes = from.many(|from| from.text().map(str::to_owned))?;
        let found = if from.0.is_empty() { None } else { Some(read_found(&mut from)?) };
        from.0.is_empty().then_some(Self { path: PathBuf::new(), notes, found })
    }
}

fn write_found(out: &mut Writer, found: &Found) {
    out.text(&found.file.path);
    out.text(found.file.url.as_str());
    out.text(&found.home_path);
    out.number(found.fail_on as u64);
    out.text(found.baseline.as_ref().and_then(|path| path.to_str()).unwrap_or_default());
    let own = &found.file.url;
    out.many(&found.file.findings, |out, reported| {
        out.text(&reported.fingerprint);
        out.text(reported.suppressed.unwrap_or_default());
        write_finding(out, &reported.finding, own);
        out.many(&reported.edits_per_fix, |out, edits| {
            out.many(edits, |out, (path, edit)| {
                out.text(path);
                write_edit(out, edit);
            });
        });
    });
}

fn read_found(from: &mut Reader<'_>) -> Option<Found> {
    let path = from.text()?.to_owned();
    let url = DocumentUrl::new(from.text()?);
    let home_path = from.text()?.to_owned();
    let fail_on = *Severity::ALL.get(from.count()?)?;
    let baseline = Some(from.text()?).filter(|path| !path.is_empty()).map(PathBuf::from);
    let mut fingerprints = Vec::new();
    let findings = from.many(|from| {
        let fingerprint = from.text()?.to_owned();
        fingerprints.push(Fingerprint::parse(&fingerprint)?);
        let suppressed = match from.text()? {
            "" => None,
            word => Some(How::of_word(word)?.word()),
        };
        let finding = read_finding(from, &url)?;
        let edits_per_fix =
            from.many(|from| from.many(|from| Some((from.text()?.to_owned(), read_edit(from)?))))?;
        Some(ReportedFinding { finding, edits_per_fix, fingerprint, suppressed })
    })?;
    let file = ReportedFile { path, url, text: "".into(), findings };
    Some(Found { file, fingerprints, home_path, fail_on, baseline })
}

fn write_finding(out: &mut Writer, finding: &Finding, own: &DocumentUrl) {
    // Destructured, so that a new field cannot be forgotten.
    let Finding {
        rule,
        severity,
        confidence,
        message,
        location,
        extent,
        related,
        covers,
        fixes,
        detail: Detail::None,
    } = finding;
    out.text(rule.as_str());
    out.number(*severity as u64);
    out.number(*confidence as u64);
    out.text(message);
    write_location(out, location, own);
    write_span(out, *extent);
    out.many(related, |out, related| {
        write_location(out, &related.location, own);
        out.text(&related.message);
    });
    out.many(covers, |out, code| out.text(code.as_str()));
    out.many(fixes, |out, plan| {
        out.text(&plan.title);
        out.number(u64::from(plan.safety == Safety::Safe));
        out.many(&plan.steps, |out, step| match step {
            FixStep::Edit(edit) => {
                out.number(0);
                write_edit(out, edit);
            }
            FixStep::EditOther(url, edit) => {
                out.number(1);
                out.text(url.as_str());
                write_edit(out, edit);
            }
            FixStep::NewFile(url, text) => {
                out.number(2);
                out.text(url.as_str());
                out.text(text);
            }
        });
    });
}

fn read_finding(from: &mut Reader<'_>, own: &DocumentUrl) -> Option<Finding> {
    Some(Finding {
        rule: RuleCode::from(from.text()?),
        severity: *Severity::ALL.get(from.count()?)?,
        confidence: *CONFIDENCES.get(from.count()?)?,
        message: from.text()?.to_owned(),
        location: read_location(from, own)?,
        extent: read_span(from)?,
        related: from.many(|from| {
            let location = read_location(from, own)?;
            Some(Related { location, message: from.text()?.to_owned() })
        })?,
        covers: from.many(|from| from.text().map(RuleCode::from))?,
        fixes: from.many(|from| {
            let title = from.text()?.to_owned();
            let safety = if from.number()? == 1 { Safety::Safe } else { Safety::Unsafe };
            let steps = from.many(|from| {
                Some(match from.number()? {
                    0 => FixStep::Edit(read_edit(from)?),
                    1 => FixStep::EditOther(DocumentUrl::new(from.text()?), read_edit(from)?),
                    2 => FixStep::NewFile(DocumentUrl::new(from.text()?), from.text()?.to_owned()),
                    _ => return None,
                })
            })?;
            Some(FixPlan { title, safety, steps })
        })?,
        detail: Detail::None,
    })
}

fn write_location(out: &mut Writer, location: &Location, own: &DocumentUrl) {
    // Nearly always the file itself.
    let is_own = location.document == *own;
    out.text(if is_own { "" } else { location.document.as_str() });
    write_span(out, location.span);
}

fn read_location(from: &mut Reader<'_>, own: &DocumentUrl) -> Option<Location> {
    let document = match from.text()? {
        "" => own.clone(),
        other => DocumentUrl::new(other),
    };
    Some(Location { document, span: read_span(from)? })
}

fn write_edit(out: &mut Writer, edit: &Edit) {
    write_span(out, edit.span);
    out.text(&edit.text);
}

fn read_edit(from: &mut Reader<'_>) -> Option<Edit> {
    Some(Edit { span: read_span(from)?, text: from.text()?.to_owned() })
}

fn write_span(out: &mut Writer, span: Span) {
    out.count(span.start);
    out.count(span.len());
}

fn read_span(from: &mut Reader<'_>) -> Option<Span> {
    let start = from.count()?;
    Some(Span::new(start, start.checked_add(from.count()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer() -> Answer {
        let url = DocumentUrl::new("file:///srv/shop/a.py");
        let other = DocumentUrl::new("file:///srv/shop/b.py");
        let place = |document: &DocumentUrl, start| Location {
            document: document.clone(),
            span: Span::new(start, start + 300),
        };
        let edit = Edit { span: Span::new(1, 2), text: "é\n".to_owned() };
        let finding = Finding {
            rule: RuleCode::from("PY602"),
            severity: Severity::Critical,
            confidence: Confidence::Low,
            message: "a message".to_owned(),
            location: place(&url, 200),
            extent: Span::new(0, 70_000),
            related: vec![Related { location: place(&other, 3), message: "there".to_owned() }],
            covers: vec![RuleCode::from("PY603")],
            fixes: vec![FixPlan {
                title: "Do".to_owned(),
                safety: Safety::Unsafe,
                steps: vec![
                    FixStep::Edit(edit.clone()),
                    FixStep::EditOther(other.clone(), edit.clone()),
                    FixStep::NewFile(other, "x".to_owned()),
                ],
            }],
            detail: Detail::None,
        };
        let fingerprint = "0123456789abcdef0123456789abcdef";
        let reported = ReportedFinding {
            finding,
            edits_per_fix: vec![vec![("a.py".to_owned(), edit)], Vec::new()],
            fingerprint: fingerprint.to_owned(),
            suppressed: Some("ruff: ignore"),
        };
        let file = ReportedFile {
            path: "a.py".to_owned(),
            url,
            text: "".into(),
            findings: vec![reported],
        };
        let found = Found {
            file,
            fingerprints: vec![Fingerprint::parse(fingerprint).unwrap()],
            home_path: "shop/a.py".to_owned(),
            fail_on: Severity::High,
            baseline: Some(PathBuf::from("/srv/known.json")),
        };
        Answer {
            path: PathBuf::new(),
            notes: vec!["very long lines".to_owned()],
            found: Some(found),
        }
    }

    #[test]
    fn answers_come_back_as_they_were() {
        let written = answer().written();
        let read = Answer::read(&written).expect("an answer");
        assert_eq!(read.written(), written);
        let (before, after) = (answer().found.unwrap(), read.found.unwrap());
        let (before_one, after_one) = (&before.file.findings[0], &after.file.findings[0]);
        assert_eq!(before_one.finding, after_one.finding);
        assert_eq!(before_one.edits_per_fix, after_one.edits_per_fix);
        assert_eq!(before_one.suppressed, after_one.suppressed);
        assert_eq!((before.fail_on, before.baseline), (after.fail_on, after.baseline));
        assert_eq!((before.fingerprints, before.home_path), (after.fingerprints, after.home_path));
        assert!(Answer::default().written().is_empty());
        let notes = Answer { found: None, ..answer() };
        assert_eq!(Answer::read(&notes.written()).unwrap().notes, notes.notes);
    }

    #[test]
    fn broken_bytes_are_no_answer_or_another_one() {
        let written = answer().written();
        for end in 1..written.len() {
            let read = Answer::read(&written[..end]);
            assert!(read.is_none_or(|read| read.found.is_none()), "{end}");
        }
        for place in 0..written.len() {
            for bit in 0..8 {
                let mut broken = written.clone();
                broken[place] ^= 1 << bit;
                // Whatever comes of it, it ends.
                let _ = Answer::read(&broken);
            }
        }
        let huge = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
        assert!(Answer::read(&huge).is_none());
    }
}
