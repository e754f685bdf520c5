//! Checks that build on the one before find what a check of the final text finds.
//!
//! Each sequence of edits comes from a seed; a failure prints it, and `WATCHPOST_SEED=<seed>` runs that one alone.

use std::env;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use watchpost::analysis::{self, Checked, Memory, Subject};
use watchpost::config::Settings;
use watchpost::languages::PYTHON;
use watchpost::rules::Catalogue;
use watchpost::semantics::project::NoProject;
use watchpost::text::{
    Document, DocumentUrl, Position, PositionEncoding, Replacement, Span, Text, TextChange,
};

/// Sequences per run.
const N_SEQUENCES: u64 = 10_000;

/// A xorshift generator: the same seed gives the same edits everywhere.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        // A seed of 0 would stay 0; neighbouring seeds should not start alike.
        Self((seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("below a usize")
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// What texts and insertions are made of: halves of things, so that brackets, strings and blocks break and heal.
const PIECES: &[&str] = &[
    "import os\n",
    "from subprocess import run as r\r\n",
    "os.system(cmd)\n",
    "eval(x)",
    "subprocess.run(f\"tar {name}\", shell=True)\n",
    "def f(a, *, b=1):\n    return a\n",
    "class A(B):\r\n    x: int = 1\r\n\r\n    def m(self): pass\r\n",
    "if x:\n\ty = 1\nelse:\n    y = 2\n",
    "try:\n  pass\nexcept E as e:\n  raise\n",
    "for i in range(3): print(i)\r",
    "async with a as b:\r  await c\r",
    "x = [1, 2,\n     3]\n",
    "d = {'a': 1, **e}\n",
    "@decorator\n",
    "lambda x: x",
    "\"\"\"doc\n",
    "\"\"\"",
    "'''",
    "'",
    "\"",
    "f\"{",
    "rb'\\",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    "=",
    "\\\n",
    "\\\r\n",
    "# nosec\n",
    "# é 𝒳\r",
    "é",
    "𝒳",
    "\u{feff}",
    "\0",
    "\n",
    "\r\n",
    "\r",
    "    ",
    "\t",
    " ",
    "a",
    ".b",
    "1",
    "match x:\n    case 1: pass\n",
    "print 'a'\n",
];

/// Whole statements: texts of these often parse without an error, which is where most is kept.
const STATEMENTS: &[&str] = &[
    "import os, sys as s\n",
    "from a.b import (c,\n    d)\r\n",
    "print('é𝒳', file=x)\n",
    "print 'a', b\n",
    "print >> f, a\n",
    "exec a in b\n",
    "x = y = f(a, *b, k=1, **c)\n",
    "match x:\n    case [1, *_]: pass\n    case A(b=c) if d: pass\n",
    "match (x)\n",
    "type X = int\n",
    "if a: b\n",
    "if a:\n    if b:\n\tc\n    # note\n  # other\nelif d: pass\nelse:\n    e\n",
    "def f[T](a: int = 1, /, *, b) -> T:\n    \"\"\"doc\n  é\n    \"\"\"\n    return f'{a!r:>{b}}' 'c' rb'\\d'\n",
    "class A(B, metaclass=C):\r\n    x: int\r\n\r\n    @p\r\n    async def m(self): await self\r\n",
    "with (open(a) as b, c): pass\n",
    "with a, b as c:\n  pass\n",
    "try:\n    a\nexcept* E: b\nfinally:\n    c\n",
    "[a for b in c if d for e in f]; {g: h for i in j}\n",
    "lambda *a, b=1: (yield a)\n",
    "a[b:c, ..., ::d] @= e if f else not g\n",
    "# nosec é\n",
    "\n",
    "\r\n",
    "a\\\n  .b(c)\n",
    "subprocess.run('''x\ny''', shell=True)\n",
];

/// Statements that rules report wherever they stand on a line of their own; the last one is silenced.
const REPORTED: &[&str] = &[
    "eval(x)\n",
    "import pickle as p; p.loads(é)\n",
    "import marshal\r\nmarshal.load(f)\r\n",
    "import subprocess; subprocess.run(f\"tar {é} 𝒳\", shell=True)\r\n",
    "import tempfile\nname = tempfile.mktemp('𝒳')\r",
    "from cryptography.hazmat.primitives.hashes import MD5\nMD5()\n",
    "from Crypto.Cipher import DES as D\rD.new(\n  k)\n",
    "from cryptography.hazmat.primitives.ciphers.modes import ECB; '𝒳', ECB()\n",
    "def é():\n\tfrom subprocess import run as r\n\treturn r('a | b', shell=True)\n",
    "eval(y)  # nosec B307 𝒳\n",
];

/// Findings a document starts with, at least.
const MIN_FINDINGS: usize = 5;

static CATALOGUE: LazyLock<Arc<Catalogue>> = LazyLock::new(Catalogue::builtin);
static SETTINGS: LazyLock<Settings> = LazyLock::new(|| Settings::default().compile(&CATALOGUE));

/// A first text and the edits it goes through.
struct Sequence {
    random: Random,
    encoding: PositionEncoding,
    /// Whether texts consist of whole statements, and edits mostly respect them.
    tidy: bool,
}

impl Sequence {
    fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let encodings = [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32];
        let encoding = *random.pick(&encodings);
        let tidy = random.below(2) == 0;
        Self { random, encoding, tidy }
    }

    fn text(&mut self, most: usize) -> String {
        let n_pieces = self.random.below(most + 1);
        let pieces = if self.tidy { STATEMENTS } else { PIECES };
        (0..n_pieces)
            .map(|_| match self.random.below(6) {
                0 => *self.random.pick(REPORTED),
                _ => *self.random.pick(pieces),
            })
            .collect()
    }

    /// What a document opens with: some statements that are reported among others, then anything.
    fn first_text(&mut self, most: usize) -> String {
        let n_silenced = 1;
        let first = self.random.below(REPORTED.len() - n_silenced);
        let mut text = String::new();
        for index in first..=first + MIN_FINDINGS {
            for _ in 0..self.random.below(3) {
                let statement: &&str = self.random.pick(STATEMENTS);
                text.push_str(statement);
            }
            text.push_str(REPORTED[index % (REPORTED.len() - n_silenced)]);
        }
        text + &self.text(most)
    }

    /// An edit as a client would send it: two positions, or none for the whole text, and the new text.
    fn edit(&mut self, text: &str) -> (Option<(Position, Position)>, String) {
        if self.random.below(20) == 0 {
            return (None, self.text(12));
        }
        if self.tidy && self.random.below(4) != 0 {
            let start = Position::new(self.random.below(model_lines(text).len() + 1), 0);
            let end = Position::new(start.line + self.random.below(3), 0);
            return (Some((start, end)), self.text(2));
        }
        let start = self.place(text);
        let end = match self.random.below(4) {
            0 => self.place(text),
            1 => Position::new(start.line, start.column + self.random.below(4)),
            _ => start,
        };
        let new = if self.random.below(4) == 0 { String::new() } else { self.text(3) };
        (Some((start.min(end), start.max(end))), new)
    }

    /// A position, sometimes behind the end of its line or of the text.
    fn place(&mut self, text: &str) -> Position {
        let lines = model_lines(text);
        let line = self.random.below(lines.len() + 1);
        let length = lines.get(line).map_or(0, |&(start, end)| end - start);
        Position::new(line, self.random.below(length + 3))
    }
}

/// Start and end of every line, without its break. Simple on purpose: the model the document is held against.
fn model_lines(text: &str) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\r']) {
        lines.push((start, start + at));
        let length = if rest[at..].starts_with("\r\n") { 2 } else { 1 };
        start += at + length;
        rest = &rest[at + length..];
    }
    lines.push((start, text.len()));
    lines
}

fn model_byte(text: &str, position: Position, encoding: PositionEncoding) -> usize {
    let lines = model_lines(text);
    let Some(&(start, end)) = lines.get(position.line) else {
        return text.len();
    };
    let mut left = position.column;
    for (at, c) in text[start..end].char_indices() {
        let width = match encoding {
            PositionEncoding::Utf8 => c.len_utf8(),
            PositionEncoding::Utf16 => c.len_utf16(),
            PositionEncoding::Utf32 => 1,
        };
        if left < width {
            return start + at;
        }
        left -= width;
    }
    end
}

/// Checks a text, from what the check before left, or all of it.
fn check(text: impl Into<Text>, memory: Option<&mut Memory>) -> Checked {
    let subject = Subject {
        url: &DocumentUrl::new("file:///srv/shop/views.py"),
        path: Path::new("shop/views.py"),
        context_path: "shop/views.py",
        language: &PYTHON,
        text: text.into(),
        tree: None,
    };
    let project = NoProject::default();
    match memory {
        Some(memory) => analysis::check_again(&subject, &project, &CATALOGUE, &SETTINGS, memory),
        None => analysis::check(&subject, &project, &CATALOGUE, &SETTINGS),
    }
}

/// All there is to see of an answer.
fn shown(checked: &Checked) -> String {
    format!("{:#?}\n{:#?}\n{:?}", checked.findings, checked.suppressed, checked.notes)
}

fn compare_findings(again: &Checked, text: &str) -> Result<(), String> {
    let ours = shown(again);
    let theirs = shown(&check(text, None));
    match ours.lines().zip(theirs.lines()).find(|(ours, theirs)| ours != theirs) {
        Some((ours, theirs)) => {
            Err(format!("the findings differ\nagain {ours}\nfresh {theirs}\nin {text:?}"))
        }
        None if ours.len() != theirs.len() => Err(format!("one has more findings in {text:?}")),
        None => Ok(()),
    }
}

fn run(seed: u64) -> Result<(), String> {
    let mut sequence = Sequence::new(seed);
    let encoding = sequence.encoding;
    // Small texts break in more ways, big ones leave more to keep.
    let most = *sequence.random.pick(&[10, 20, 20, 20, 20, 120]);
    let mut model = sequence.first_text(most);
    let url = DocumentUrl::new("file:///srv/shop/views.py");
    let mut document = Document::new(url, 0, &model);
    let mut memory = Memory::default();
    let n_first = check(&*model, Some(&mut memory)).findings.len();
    if n_first < MIN_FINDINGS {
        return Err(format!("only {n_first} findings at first in {model:?}"));
    }
    let n_versions = 1 + sequence.random.below(8);
    for version in 1..=n_versions {
        let mut edits = Vec::new();
        // Several edits may come in one notification; positions of each are in terms of the one before.
        for _ in 0..1 + sequence.random.below(3) {
            let (positions, new) = sequence.edit(&model);
            let span = positions.map(|(start, end)| {
                Span::new(document.byte(start, encoding), document.byte(end, encoding))
            });
            match positions {
                Some((start, end)) => {
                    let range =
                        model_byte(&model, start, encoding)..model_byte(&model, end, encoding);
                    model.replace_range(range, &new);
                }
                None => model.clone_from(&new),
            }
            let edit = document.apply(&TextChange { span, text: new });
            let new = document.rope().byte_slice(edit.start_byte..edit.new_end_byte);
            let span = Span::new(edit.start_byte, edit.old_end_byte);
            edits.push(Replacement { span, text: new.to_string() });
        }
        let snapshot = document.snapshot();
        if **snapshot.text() != *model {
            return Err(format!("text {:?}\nmodel {model:?}", snapshot.text()));
        }
        // Now and then nobody tells what was typed.
        let told = if sequence.random.below(4) == 0 { None } else { memory.text_after(edits) };
        if told.as_ref().is_some_and(|told| **told != *model) {
            return Err(format!("told {told:?}\nmodel {model:?}"));
        }
        let text = told.unwrap_or_else(|| snapshot.text().clone());
        let again = check(text, Some(&mut memory));
        // What is kept wrongly stays wrong: the versions between are looked at now and then.
        if version == n_versions || sequence.random.below(12) == 0 {
            compare_findings(&again, &model)?;
        }
    }
    Ok(())
}

fn run_all(seeds: Range<u64>) {
    let n_seeds = seeds.end - seeds.start;
    eprintln!("seeds {} to {}", seeds.start, seeds.end - 1);
    let failed: Vec<(u64, String)> = seeds
        .into_par_iter()
        .filter_map(|seed| run(seed).err().map(|trouble| (seed, trouble)))
        .collect();
    for (seed, trouble) in failed.iter().take(5) {
        eprintln!("WATCHPOST_SEED={seed}: {trouble}\n");
    }
    assert!(failed.is_empty(), "{} of {n_seeds} sequences failed", failed.len());
}

#[test]
fn documents_under_edits_equal_documents_opened_with_the_same_text() {
    match env::var("WATCHPOST_SEED").ok().and_then(|seed| seed.parse().ok()) {
        Some(seed) => run_all(seed..seed + 1),
        None => {
            let first = env::var("WATCHPOST_FIRST_SEED").ok().and_then(|seed| seed.parse().ok());
            let first: u64 = first.unwrap_or(0);
            run_all(first..first + N_SEQUENCES);
        }
    }
}

#[test]
fn what_stands_around_a_place_counts_after_edits_elsewhere() {
    let mut text = concat!(
        "from django import forms\n",
        "from django.shortcuts import redirect\n",
        "from django.views.decorators.csrf import csrf_exempt\n\n",
        "def view(request):\n    to = request.GET['to']\n    # here\n    return redirect(to)\n\n",
        "@csrf_exempt\ndef hook(request):\n    pass\n\n",
        "class First(forms.ModelForm):\n    pass\n\n",
        "class Second(First):\n    class Meta:\n        fields = '__all__'\n",
    )
    .to_owned();
    let mut memory = Memory::default();
    let mut n_findings = vec![check(&*text, Some(&mut memory)).findings.len()];
    for (old, new) in [
        // A check of the address comes and goes.
        ("    # here\n", "    if to not in KNOWN: to = '/'\n"),
        ("    if to not in KNOWN: to = '/'\n", "    # here\n"),
        ("to = request.GET['to']", "to = int(request.GET['to'])"),
        ("to = int(request.GET['to'])", "to = request.GET['to']"),
        // A signature makes the exemption less bad; the form of another class is none.
        ("    pass\n\nclass First", "    compare_digest(a, b)\n\nclass First"),
        ("First(forms.ModelForm)", "First(forms.Form)"),
        ("First(forms.Form)", "First(forms.ModelForm)"),
    ] {
        assert!(text.contains(old), "{old:?} in {text:?}");
        text = text.replacen(old, new, 1);
        let again = check(&*text, Some(&mut memory));
        compare_findings(&again, &text).expect("the same as a fresh check");
        n_findings.push(again.findings.len());
    }
    assert_eq!(n_findings, [3, 2, 3, 2, 3, 3, 2, 3]);
}

/// Statements whose names others use: what one binds, another is reported for, or not.
const NAMING: &[&str] = &[
    "run = subprocess.run",
    "run = print",
    "run(cmd, shell=True)",
    "run('ls ' + cmd, shell=True)",
    "subprocess.run(cmd, shell=True)",
    "subprocess.run(f'tar {cmd}', shell=flag)",
    "self.run = subprocess.call",
    "self.run(cmd, shell=True)",
    "self.flag = True",
    "subprocess.call(cmd, shell=self.flag)",
    "cmd = 'ls'",
    "cmd = input()",
    "cmd = items[0]",
    "cmd += x",
    "flag = True",
    "flag = False",
    "flag: bool",
    "del flag",
    "(flag := True)",
    "global cmd, flag",
    "nonlocal run",
    "items = ['a', 'b']",
    "items.append(cmd)",
    "items += [cmd]",
    "subprocess.run(items[0], shell=True)",
    "e = eval",
    "e(x)",
    "eval(cmd)",
    "e = [e for e in items]",
    "yaml.load(cmd, Loader=loader)",
    "loader = yaml.SafeLoader",
    "loader = yaml.Loader",
    "loader = getattr(yaml, 'Loader')",
    "password = 'k3y-T0ken-9x8'",
    "connect(password=key)",
    "key = password",
    "requests.get(url, verify=flag)",
    "return",
    "return cmd",
    "raise E",
    "break",
    "pass",
    "if flag:",
    "elif x:",
    "else:",
    "for cmd in items:",
    "while flag:",
    "try:",
    "except Exception:",
    "except E as e:",
    "with open(cmd) as flag:",
    "assert flag, cmd",
    "\"\"\"flag\"\"\"",
    "# yaml Loader",
];

/// Where the statements go: each line is what stands around them.
const FRAME: &[&str] = &[
    "import subprocess, yaml, requests",
    "from builtins import eval as evil",
    "",
    "class A(B):",
    "    def m(self, cmd):",
    "    @property",
    "    def n(self):",
    "def f(cmd, x=None):",
    "    def g():",
];

fn run_naming(seed: u64) -> Result<(), String> {
    let mut random = Random::new(seed ^ 0x6e61_6d65);
    let mut lines: Vec<String> = Vec::new();
    let statement = |random: &mut Random, depth: usize| {
        format!("{}{}", "    ".repeat(depth), random.pick(NAMING))
    };
    for around in FRAME {
        lines.push((*around).to_owned());
        let indent = around.len() - around.trim_start().len();
        let depth = indent / 4 + usize::from(around.ends_with(':'));
        let n_statements = if around.contains('@') { 0 } else { random.below(6) };
        let mut deeper = 0;
        for _ in 0..n_statements {
            let line = statement(&mut random, depth + deeper);
            deeper = match line.ends_with(':') {
                true => deeper + 1,
                false => deeper.saturating_sub(random.below(2)),
            };
            lines.push(line);
        }
    }
    let mut memory = Memory::default();
    check(lines.join("\n"), Some(&mut memory));
    for _ in 0..1 + random.below(10) {
        let at = 2 + random.below(lines.len() - 2);
        let depth = (lines[at].len() - lines[at].trim_start().len()) / 4;
        match random.below(8) {
            0 => drop(lines.remove(at)),
            1 => lines[at] = format!("    {}", lines[at]),
            2 | 3 => lines.insert(at, statement(&mut random, depth)),
            // A half of a statement, as it is typed.
            4 => {
                let line = statement(&mut random, depth);
                let half = random.below(line.len());
                lines[at] = line[..half].to_owned();
            }
            _ => lines[at] = statement(&mut random, depth),
        }
        let text = lines.join("\n");
        let again = check(&*text, Some(&mut memory));
        compare_findings(&again, &text)?;
    }
    Ok(())
}

#[test]
fn names_that_an_edit_binds_reach_their_uses() {
    let one = env::var("WATCHPOST_SEED").ok().and_then(|seed| seed.parse().ok());
    let seeds = one.map_or(0..500, |seed: u64| seed..seed + 1);
    let failed: Vec<(u64, String)> = seeds
        .into_par_iter()
        .filter_map(|seed| run_naming(seed).err().map(|trouble| (seed, trouble)))
        .collect();
    for (seed, trouble) in failed.iter().take(5) {
        eprintln!("WATCHPOST_SEED={seed}: {trouble}\n");
    }
    assert!(failed.is_empty(), "{} sequences failed", failed.len());
}
