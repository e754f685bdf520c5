//! Bindings found by scope and name. Only the lines where a name stands are read for it: most names of a file are never
//! asked for.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use elsa::sync::FrozenMap;
use memchr::memmem;

use super::bindings::{Binding, Growth, Head, Slice};
use super::inline_scopes::{InlineLines, InlineReader, InlineScope, nest};
use super::lexer::is_word;
use super::outline::{LineKind, LogicalLine, Outline};
use super::outline_edit::OutlineChange;
use super::scopes::{ScopeId, Scopes, keyword};
use super::{Semantics, asked, binding_reader};
use crate::text::Span;

/// When this many times the bytes of the text were read for single words, all bindings are read at once.
const MOST_TIMES: usize = 4;

/// Bytes that may be read for single words whatever the length of the text.
const FREE_BYTES: usize = 1 << 16;

/// Bindings of a file, each read when somebody asks for its name.
///
/// Invariant: all questions come with the semantics that this belongs to.
#[derive(Default)]
pub(super) struct Bindings {
    words: FrozenMap<Box<str>, Box<OfWord>>,
    /// By logical line.
    inline: FrozenMap<usize, Box<Vec<InlineScope>>>,
    heads: FrozenMap<ScopeId, Box<Head>>,
    stars: OnceLock<HashMap<ScopeId, Vec<usize>>>,
    full: OnceLock<Full>,
    /// Bytes that were read for single words.
    n_read: AtomicUsize,
}

impl std::fmt::Debug for Bindings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bindings").finish_non_exhaustive()
    }
}

/// Everything that the file binds, in source order.
#[derive(Debug)]
struct Full {
    bindings: Vec<Binding>,
    growths: Vec<(bool, Growth)>,
    /// By the hash of the name.
    bindings_of: HashMap<u64, Vec<u32>>,
    growths_of: HashMap<u64, Vec<u32>>,
}

/// What is known of one word. The numbers are those of `own`, or if that is none, of the whole file.
#[derive(Debug)]
struct OfWord {
    own: Option<Own>,
    /// Sorted by scope, by whether they are attributes of `self`, and by the byte from which they are in force.
    bindings: Vec<u32>,
    /// Per scope and whether they are attributes of `self`: a stretch of `bindings`.
    ranges: Vec<((ScopeId, bool), Range<usize>)>,
    /// In source order.
    growths: Vec<u32>,
}

/// What was read for one word.
#[derive(Debug)]
struct Own {
    bindings: Vec<Binding>,
    growths: Vec<(bool, Growth)>,
    /// The lines that send the word to other scopes.
    declaring: Vec<usize>,
}

impl Bindings {
    fn full<'b>(&'b self, semantics: &Semantics) -> &'b Full {
        self.full.get_or_init(|| {
            let text = &*semantics.text;
            let read = binding_reader::read(
                text,
                &semantics.outline,
                semantics.scope_table(),
                semantics.imports(),
                Span::new(0, text.len()),
            );
            let mut full = Full {
                bindings: read.all,
                growths: read.growths,
                bindings_of: HashMap::new(),
                growths_of: HashMap::new(),
            };
            for (number, binding) in full.bindings.iter().enumerate() {
                let hash = asked::hash(binding.name.slice(text));
                full.bindings_of.entry(hash).or_default().push(number as u32);
            }
            for (number, (_, growth)) in full.growths.iter().enumerate() {
                let hash = asked::hash(growth.name.slice(text));
                full.growths_of.entry(hash).or_default().push(number as u32);
            }
            full
        })
    }

    /// Every binding of the file, in source order.
    pub(super) fn all<'b>(&'b self, semantics: &Semantics) -> &'b [Binding] {
        &self.full(semantics).bindings
    }

    /// Every name that something is put into, with what is.
    pub(super) fn all_growths<'b>(
        &'b self,
        semantics: &Semantics,
    ) -> impl Iterator<Item = (Span, Span)> + use<'b> {
        self.full(semantics).growths.iter().filter_map(|(_, growth)| growth.place())
    }

    fn word<'b>(&'b self, semantics: &Semantics, word: &str) -> &'b OfWord {
        match self.words.get(word) {
            Some(known) => known,
            // Two threads may read it at once; the first stays.
            None => self.words.insert(word.into(), Box::new(self.read(semantics, word))),
        }
    }

    fn read(&self, semantics: &Semantics, word: &str) -> OfWord {
        let text = &*semantics.text;
        if let Some(lines) = self.lines_with(semantics, word) {
            let (outline, scopes) = (&semantics.outline, semantics.scope_table());
            let mut read =
                binding_reader::read_lines(text, outline, scopes, semantics.imports(), &lines);
            read.all.retain(|binding| binding.name.slice(text) == word);
            read.growths.retain(|(_, growth)| growth.name.slice(text) == word);
            return OfWord::of(Own {
                bindings: read.all,
                growths: read.growths,
                declaring: read.declaring,
            });
        }
        let full = self.full(semantics);
        let hash = asked::hash(word);
        let is_bound = |number: &u32| full.bindings[*number as usize].name.slice(text) == word;
        let is_grown = |number: &u32| full.growths[*number as usize].1.name.slice(text) == word;
        let bindings = full.bindings_of.get(&hash).into_iter().flatten().copied();
        let growths = full.growths_of.get(&hash).into_iter().flatten().copied();
        let mut of_word = OfWord {
            own: None,
            bindings: bindings.filter(is_bound).collect(),
            ranges: Vec::new(),
            growths: growths.filter(is_grown).collect(),
        };
        of_word.sort(&full.bindings);
        of_word
    }

    /// The logical lines that a word stands in; `None` if too much has been read for single words.
    fn lines_with(&self, semantics: &Semantics, word: &str) -> Option<Vec<usize>> {
        let bytes = semantics.text.as_bytes();
        let lines = &semantics.outline.lines;
        let mut found: Vec<usize> = Vec::new();
        if word.is_empty() {
            return Some(found);
        }
        let mut left = (MOST_TIMES * bytes.len() + FREE_BYTES)
            .checked_sub(self.n_read.load(Ordering::Relaxed))?;
        let before = left;
        for at in memmem::find_iter(bytes, word.as_bytes()) {
            let is_within = at.checked_sub(1).is_some_and(|before| is_word(bytes[before]))
                || bytes.get(at + word.len()).is_some_and(|&byte| is_word(byte));
            if is_within || found.last().is_some_and(|&last| at < lines[last].span.end) {
                continue;
            }
            let next = lines.partition_point(|line| line.span.start <= at);
            let Some(line) = next.checked_sub(1).filter(|&line| at < lines[line].span.end) else {
                continue;
            };
            left = left.checked_sub(lines[line].span.len())?;
            found.push(line);
        }
        self.n_read.fetch_add(before - left, Ordering::Relaxed);
        Some(found)
    }

    /// Follows an edit; takes the new text, its outline and its scopes. False, with bindings that are of no use any more,
    /// if there are lines among the edited ones that import, define or declare something.
    pub(super) fn edit(
        &mut self,
        text: &str,
        outline: &Outline,
        scopes: &Scopes,
        change: &OutlineChange,
    ) -> bool {
        let lines: Vec<usize> = change.new_lines.clone().collect();
        let is_plain = |line: &LogicalLine| match line.kind {
            LineKind::Header => true,
            LineKind::Simple => {
                !matches!(keyword(text.as_bytes(), line.span), b"global" | b"nonlocal")
            }
            _ => false,
        };
        if !outline.lines[change.new_lines.clone()].iter().all(is_plain) {
            return false;
        }
        self.full.take();
        self.stars.take();
        self.inline = FrozenMap::default();
        self.heads = FrozenMap::default();
        *self.n_read.get_mut() = 0;
        let fresh = change.new.slice(text);
        let stays = |line: usize| !change.old_lines.contains(&line);
        self.words.as_mut().retain(|word, of_word| {
            let Some(own) = &mut of_word.own else { return false };
            if !own.declaring.iter().all(|&line| stays(line)) {
                return false;
            }
            let n_before = own.bindings.len() + own.growths.len();
            own.bindings.retain(|binding| stays(binding.line));
            let old = change.old;
            own.growths.retain(|(_, growth)| {
                !(old.start <= growth.name.start && growth.name.start < old.end)
            });
            for line in own.declaring.iter_mut().filter(|line| **line >= change.old_lines.end) {
                *line = change.line(*line);
            }
            for binding in &mut own.bindings {
                if binding.line >= change.old_lines.end {
                    binding.shift(change);
                }
            }
            for (_, growth) in &mut own.growths {
                if growth.name.start >= old.end {
                    growth.shift(change);
                }
            }
            let is_less = own.bindings.len() + own.growths.len() < n_before;
            let is_named = memmem::find(fresh.as_bytes(), word.as_bytes()).is_some();
            if !is_less && !is_named {
                return true;
            }
            if is_named {
                let declaring = own.declaring.iter().filter(|&&line| line < change.new_lines.start);
                let all: Vec<usize> = declaring.chain(&lines).copied().collect();
                let read = binding_reader::read_lines(text, outline, scopes, &[], &all);
                let is_new = |binding: &Binding| change.new_lines.contains(&binding.line);
                own.bindings.extend(
                    read.all
                        .into_iter()
                        .filter(|binding| is_new(binding) && binding.name.slice(text) == &**word),
                );
                own.growths.extend(
                    read.growths
                        .into_iter()
                        .filter(|(_, growth)| growth.name.slice(text) == &**word),
                );
                own.bindings.sort_by_key(|binding| binding.line);
                own.growths.sort_by_key(|(_, growth)| growth.name.start);
            }
            if let Some(own) = of_word.own.take() {
                **of_word = OfWord::of(own);
            }
            true
        });
        true
    }

    /// Drops the trees of all values: after a look at all of a file they are many.
    pub(super) fn forget_trees(&mut self) {
        self.full.take();
        self.heads = FrozenMap::default();
        self.words.as_mut().retain(|_, of_word| {
            let Some(own) = &mut of_word.own else { return false };
            for binding in &mut own.bindings {
                binding.value.iter_mut().chain(&mut binding.annotation).for_each(Slice::forget);
            }
            for (_, growth) in &mut own.growths {
                growth.value.iter_mut().for_each(Slice::forget);
            }
            true
        });
    }

    fn of_numbers<'b>(
        &'b self,
        semantics: &Semantics,
        of_word: &'b OfWord,
        range: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = &'b Binding> + ExactSizeIterator + use<'b> {
        let all = match &of_word.own {
            Some(own) => own.bindings.as_slice(),
            None => self.all(semantics),
        };
        of_word.bindings[range].iter().map(|&number| &all[number as usize])
    }

    /// The bindings of a name in one scope, in source order.
    pub(super) fn of<'b>(
        &'b self,
        semantics: &Semantics,
        scope: ScopeId,
        on_self: bool,
        name: &str,
    ) -> impl DoubleEndedIterator<Item = &'b Binding> + ExactSizeIterator + use<'b> {
        let path = semantics.scopes()[scope].path;
        asked::note(asked::in_scope(path, on_self, asked::hash(name)));
        let of_word = self.word(semantics, name);
        self.of_numbers(semantics, of_word, of_word.range(scope, on_self))
    }

    /// The bindings of a word in any scope, as a name or as an attribute of `self`. Who asks notes what the answer may
    /// change with.
    pub(super) fn of_word<'b>(
        &'b self,
        semantics: &Semantics,
        word: &str,
    ) -> impl ExactSizeIterator<Item = &'b Binding> + use<'b> {
        let of_word = self.word(semantics, word);
        self.of_numbers(semantics, of_word, 0..of_word.bindings.len())
    }

    /// Like [`of`](Self::of), without those far below `offset`: of the ones behind it at most `n_later`.
    /// A name that is bound on every line of a long file would cost its length for every use otherwise.
    pub(super) fn near<'b>(
        &'b self,
        semantics: &Semantics,
        scope: ScopeId,
        name: &str,
        offset: Option<usize>,
        n_later: usize,
    ) -> impl DoubleEndedIterator<Item = &'b Binding> + ExactSizeIterator + use<'b> {
        let n = self.of(semantics, scope, false, name).len();
        let of_word = self.word(semantics, name);
        let range = of_word.range(scope, false);
        let end = offset.map_or(n, |offset| {
            let all = match &of_word.own {
                Some(own) => own.bindings.as_slice(),
                None => self.all(semantics),
            };
            let order = &of_word.bindings[range.clone()];
            let before = order.partition_point(|&number| all[number as usize].at <= offset);
            n.min(before + n_later)
        });
        self.of_numbers(semantics, of_word, range.start..range.start + end)
    }

    /// Where something is put into what `name` holds, in source order; attributes of any object with `on_object`.
    pub(super) fn growths<'b>(
        &'b self,
        semantics: &Semantics,
        on_object: bool,
        name: &str,
    ) -> impl Iterator<Item = &'b Growth> + use<'b> {
        asked::note(asked::growing(on_object, name));
        let of_word = self.word(semantics, name);
        let all = match &of_word.own {
            Some(own) => own.growths.as_slice(),
            None => &self.full(semantics).growths,
        };
        let growths = of_word.growths.iter().map(|&number| &all[number as usize]);
        growths.filter(move |(own, _)| *own == on_object).map(|(_, growth)| growth)
    }

    /// What the header of a class or function says.
    pub(super) fn head<'b>(&'b self, semantics: &Semantics, scope: ScopeId) -> &'b Head {
        if let Some(known) = self.heads.get(&scope) {
            return known;
        }
        let read = semantics.scopes()[scope].header.map(|line| {
            let (outline, scopes) = (&semantics.outline, semantics.scope_table());
            binding_reader::read_lines(&semantics.text, outline, scopes, &[], &[line])
        });
        let head = read.and_then(|read| read.heads.into_iter().next().map(|(_, head)| head));
        self.heads.insert(scope, Box::new(head.unwrap_or_default()))
    }

    /// Star imports per scope that has any, in source order.
    pub(super) fn stars<'b>(&'b self, semantics: &Semantics) -> &'b HashMap<ScopeId, Vec<usize>> {
        self.stars.get_or_init(|| {
            let mut stars: HashMap<ScopeId, Vec<usize>> = HashMap::new();
            let imports = semantics.imports().iter().enumerate();
            for (number, import) in imports.filter(|(_, import)| import.is_star()) {
                let scope = semantics.scope_table().of_line(import.line);
                stars.entry(scope).or_default().push(number);
            }
            stars
        })
    }

    /// Whether a lambda or comprehension around `offset` binds `name`.
    pub(super) fn is_inline(&self, semantics: &Semantics, name: &str, offset: usize) -> bool {
        let Some(line) = semantics.line_near(offset) else { return false };
        let scopes = match self.inline.get(&line) {
            Some(known) => known,
            None => self.inline.insert(line, Box::new(inline_of(semantics, line))),
        };
        let mut at = scopes.partition_point(|scope| scope.span.start <= offset).checked_sub(1);
        // Deeper nesting than this is no code that anybody wrote.
        for _ in 0..128 {
            let Some(index) = at else { break };
            let scope = &scopes[index];
            let is_bound = |own: &Span| own.slice(&semantics.text) == name;
            if scope.span.touches(offset) && scope.names.iter().any(is_bound) {
                return true;
            }
            at = scope.parent;
        }
        false
    }
}

impl OfWord {
    fn of(own: Own) -> Self {
        let mut of_word = Self {
            own: None,
            bindings: (0..own.bindings.len() as u32).collect(),
            ranges: Vec::new(),
            growths: (0..own.growths.len() as u32).collect(),
        };
        of_word.sort(&own.bindings);
        of_word.own = Some(own);
        of_word
    }

    /// Sorts the numbers, which are those of `all`.
    fn sort(&mut self, all: &[Binding]) {
        let key = |number: u32| {
            let binding = &all[number as usize];
            (binding.scope, binding.on_self)
        };
        self.bindings.sort_by_key(|&number| (key(number), all[number as usize].at));
        for (at, &number) in self.bindings.iter().enumerate() {
            match self.ranges.last_mut() {
                Some((last, range)) if *last == key(number) => range.end = at + 1,
                _ => self.ranges.push((key(number), at..at + 1)),
            }
        }
    }

    fn range(&self, scope: ScopeId, on_self: bool) -> Range<usize> {
        let found = self.ranges.binary_search_by_key(&(scope, on_self), |(key, _)| *key);
        found.map_or(0..0, |at| self.ranges[at].1.clone())
    }
}

/// The lambdas and comprehensions of a logical line.
fn inline_of(semantics: &Semantics, line: usize) -> Vec<InlineScope> {
    let (text, outline) = (&*semantics.text, &*semantics.outline);
    let span = outline.lines[line].span;
    if !InlineLines::find(text, outline, span).next_if_eq(line) {
        return Vec::new();
    }
    let mut reader = InlineReader::new(text.as_bytes());
    reader.read(span);
    nest(reader.scopes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::semantics::outline_edit::{self, common};
    use crate::semantics::{Semantics, Tables};

    const CODE: &str = "import a as b\nfrom c import d\nglobal k\nx = y = 1\nclass E(F):\n    v: int = 2\n    def g(self, p=3, *q) -> int:\n        global x\n        x = p\n        self.w, z = p, [i for i in q]\n        z.append(p)\n        if (n := len(z)):\n            for m in z: x = m\n        return x\n    u = v\nk = lambda o: o\nlate = d.t\n";

    /// All there is to see of the bindings, with what is found by name.
    fn shown(semantics: &Semantics) -> Vec<String> {
        let (text, bindings) = (&*semantics.text, semantics.bindings());
        let slice = |slice: &Option<Slice>| slice.as_ref().map(|s| s.span.slice(text).to_owned());
        let one = |b: &Binding| {
            let (value, annotation) = (slice(&b.value), slice(&b.annotation));
            format!(
                "{:?} {} {} {} {:?} {value:?} {annotation:?} {} {}",
                b.name, b.line, b.scope, b.at, b.kind, b.on_self, b.from_inside
            )
        };
        let all = bindings.all(semantics);
        let mut lines: Vec<String> = all.iter().map(one).collect();
        for binding in all {
            let name = binding.name.slice(text);
            let of = bindings.of(semantics, binding.scope, binding.on_self, name);
            lines.push(of.map(one).collect::<Vec<_>>().join(", "));
            let mut words: Vec<usize> =
                bindings.of_word(semantics, name).map(|b| b.name.start).collect();
            words.sort_unstable();
            lines.push(format!("{words:?}"));
            for on_object in [false, true] {
                let grown = bindings.growths(semantics, on_object, name).map(Growth::place);
                lines.push(format!("{:?}", grown.collect::<Vec<_>>()));
            }
        }
        for line in &semantics.outline.lines {
            lines.push(format!(
                "{:?}",
                inline_of(semantics, semantics.line_near(line.span.start).expect("a line"))
            ));
        }
        for scope in 0..semantics.scopes().len() {
            let bases = &bindings.head(semantics, scope).bases;
            lines.extend(bases.iter().map(|base| base.span.slice(text).to_owned()));
        }
        lines.extend(semantics.imports().iter().map(|import| format!("{import:?}")));
        lines
    }

    /// Edits a file of which everything is known.
    fn edited(before: Semantics, new: &str) -> Semantics {
        let mut outline = Outline::clone(&before.outline);
        let old = before.text.clone();
        let (change, _) =
            outline_edit::edit(&mut outline, &old, new, common(&old, new)).expect("a small edit");
        let mut tables: Tables = before.into_tables(true);
        tables.note(&change);
        Semantics::edited(new.into(), outline.into(), tables)
    }

    #[test]
    fn edited_bindings_are_those_of_the_new_text() {
        let edits = [
            ("x = p\n", "xx = p\n"),
            ("z.append(p)", "z.append(xx); z += [j for j in xx]"),
            ("xx = p\n", ""),
            ("return x\n", "x, s = 1, (r := 2)\n        return x\n"),
            ("    u = v", "    u = w = v\n    v = 3"),
            ("for m in z: x = m", "pass"),
            ("late = d.t", "late = d.tt"),
            ("late = d.tt\n", ""),
        ];
        let mut semantics = Semantics::build(CODE.into());
        shown(&semantics);
        // Again and again, so that what is gone is cleared now and then.
        for _ in 0..40 {
            for (from, to) in
                edits.into_iter().chain(edits.map(|(from, to)| (to, from)).into_iter().rev())
            {
                if from.is_empty() || !semantics.text.contains(from) {
                    continue;
                }
                let new = semantics.text.replacen(from, to, 1);
                semantics = edited(semantics, &new);
                assert_eq!(shown(&semantics), shown(&Semantics::build((&*new).into())), "{new}");
            }
        }
    }

    #[test]
    fn edits_that_nobody_looks_between_are_followed_as_one() {
        let before = Semantics::build(CODE.into());
        shown(&before);
        let one = CODE.replacen("self.w", "self.ww", 1);
        let two = one.replacen("p, [i for", "pp, [i for", 1);
        // A definition stands between the last two.
        let three = two.replacen("v: int", "v: long", 1);
        let once = edited(before, &one);
        let twice = edited(once, &two);
        let thrice = edited(twice, &three);
        assert_eq!(shown(&thrice), shown(&Semantics::build((&*three).into())));
    }

    #[test]
    fn values_of_other_lines_are_not_parsed_again() {
        let before = Semantics::build(CODE.into());
        let late = |semantics: &Semantics| {
            let bindings = semantics.bindings();
            let value = bindings.of(semantics, 0, false, "late").next()?.value.as_ref()?;
            let is_parsed = value.is_parsed();
            assert_eq!(value.expr(&semantics.text)?.source(), "d.t");
            Some(is_parsed)
        };
        assert_eq!(late(&before), Some(false));
        let new = CODE.replacen("x = p\n", "xx = pp\n", 1);
        let mut outline = Outline::clone(&before.outline);
        let (change, _) =
            outline_edit::edit(&mut outline, CODE, &new, common(CODE, &new)).expect("a small edit");
        let mut tables = before.into_tables(false);
        tables.note(&change);
        let after = Semantics::edited((&*new).into(), outline.into(), tables);
        assert_eq!(late(&after), Some(true));
    }
}
