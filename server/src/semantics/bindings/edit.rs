//! Bindings of a text that was edited: those of the lines that stayed move, those of new lines are read.

use super::{Binding, Bindings, GONE, Growth, Head, Slice, key};
use crate::semantics::binding_reader::{self, Read};
use crate::semantics::imports::Import;
use crate::semantics::inline_scopes::nest;
use crate::semantics::outline::{LineKind, LogicalLine, Outline};
use crate::semantics::outline_edit::OutlineChange;
use crate::semantics::scopes::Scopes;
use crate::text::Span;

/// Gone bindings, and places of groups that moved, may be this many more than a quarter of all before they are cleared.
const SPARE: usize = 256;

impl Bindings {
    /// Follows an edit; takes the new text, its outline and its scopes. False, with bindings that are of no use any more,
    /// if lines among the edited ones import, define or declare something: edits far from each other have those between.
    pub(in crate::semantics) fn edit(
        &mut self,
        text: &str,
        outline: &Outline,
        scopes: &Scopes,
        change: &OutlineChange,
    ) -> bool {
        let is_plain =
            |line: &LogicalLine| matches!(line.kind, LineKind::Simple | LineKind::Header);
        if !outline.lines[change.new_lines.clone()].iter().all(is_plain)
            || self.declaring.iter().any(|line| change.old_lines.contains(line))
        {
            return false;
        }
        let mut gone = Vec::new();
        for (index, binding) in self.all.iter_mut().enumerate() {
            if change.old_lines.contains(&binding.line) {
                gone.push(index as u32);
                binding.line = GONE;
                (binding.value, binding.annotation) = (None, None);
            } else if binding.line >= change.old_lines.end && !binding.is_gone() {
                binding.shift(change);
            }
        }
        for head in &mut self.heads {
            head.shift(change);
        }
        for line in self.declaring.iter_mut().filter(|line| **line >= change.old_lines.end) {
            *line = change.line(*line);
        }
        let Read { all, mut inline, growths, .. } = binding_reader::read_lines(
            text,
            outline,
            scopes,
            change.new_lines.clone(),
            &self.declaring,
        );

        let is_gone = |at: usize| change.old.start <= at && at < change.old.end;
        self.inline.retain_mut(|scope| {
            if scope.span.start >= change.old.end {
                scope.span = change.moved(scope.span);
                scope.names.iter_mut().for_each(|name| *name = change.moved(*name));
                return true;
            }
            !is_gone(scope.span.start)
        });
        self.inline.append(&mut inline);
        self.inline = nest(std::mem::take(&mut self.inline));

        self.growths.retain(|_, growths| {
            growths.retain_mut(|growth| {
                if growth.name.start >= change.old.end {
                    growth.shift(change);
                    return true;
                }
                !is_gone(growth.name.start)
            });
            !growths.is_empty()
        });
        for (on_object, growth) in growths {
            let growths = self.growths.entry(key(0, on_object, growth.name.slice(text)));
            let growths = growths.or_default();
            let at = growths.partition_point(|other| other.name.start < growth.name.start);
            growths.insert(at, growth);
        }

        self.replace(&gone, all);
        if self.n_gone + self.order.len() - self.all.len() > self.all.len() / 4 + SPARE {
            self.clear();
        }
        true
    }

    /// Takes bindings out of their groups and puts others in.
    fn replace(&mut self, gone: &[u32], new: Vec<Binding>) {
        self.n_gone += gone.len();
        self.is_mixed |= !new.is_empty();
        let first = self.all.len() as u32;
        let come = first..first + new.len() as u32;
        self.all.extend(new);
        let mut touched: Vec<_> = gone
            .iter()
            .copied()
            .chain(come.clone())
            .map(|index| {
                let binding = &self.all[index as usize];
                (binding.scope, binding.on_self, binding.word)
            })
            .collect();
        touched.sort_unstable();
        touched.dedup();
        for group in touched {
            let known = self.groups.get(&group).copied();
            let range = known.map_or(0..0, |known| self.ranges[known as usize].clone());
            let mut bindings: Vec<u32> = self.order[range.start as usize..range.end as usize]
                .iter()
                .copied()
                .filter(|&index| !self.all[index as usize].is_gone())
                .collect();
            bindings.extend(come.clone().filter(|&index| {
                let binding = &self.all[index as usize];
                (binding.scope, binding.on_self, binding.word) == group
            }));
            if bindings.is_empty() {
                self.groups.remove(&group);
                continue;
            }
            bindings.sort_by_key(|&index| self.all[index as usize].at);
            let start = self.order.len() as u32;
            let range = start..start + bindings.len() as u32;
            self.order.extend(bindings);
            match known {
                Some(known) => self.ranges[known as usize] = range,
                None => {
                    self.groups.insert(group, self.ranges.len() as u32);
                    self.ranges.push(range);
                }
            }
        }
        if let Some(by_word) = self.by_word.get_mut() {
            for &index in gone {
                let word = self.all[index as usize].word;
                if let Some(bindings) = by_word.get_mut(&word) {
                    bindings.retain(|&other| other != index);
                }
            }
            for index in come {
                by_word.entry(self.all[index as usize].word).or_default().push(index);
            }
        }
    }

    /// Drops what is gone, and sorts the rest anew.
    fn clear(&mut self) {
        self.all.retain(|binding| !binding.is_gone());
        self.all.sort_by_key(|binding| binding.line);
        (self.n_gone, self.is_mixed) = (0, false);
        self.groups.clear();
        self.ranges.clear();
        self.order.clear();
        self.by_word.take();
        self.index();
    }

    /// Drops the trees of all values: after a look at all of a file they are many.
    pub(in crate::semantics) fn forget_trees(&mut self) {
        let values = |binding: &mut Binding| {
            binding.value.iter_mut().chain(&mut binding.annotation).for_each(Slice::forget);
        };
        self.all.iter_mut().for_each(values);
        for head in &mut self.heads {
            head.bases.iter_mut().chain(&mut head.returns).for_each(Slice::forget);
        }
        for growth in self.growths.values_mut().flatten() {
            growth.value.iter_mut().for_each(Slice::forget);
        }
    }
}

impl Slice {
    fn forget(&mut self) {
        self.tree.take();
    }
}

impl Binding {
    fn shift(&mut self, change: &OutlineChange) {
        self.line = change.line(self.line);
        self.name = change.moved(self.name);
        self.at = change.place(self.at);
        for slice in self.value.iter_mut().chain(&mut self.annotation) {
            slice.span = change.moved(slice.span);
        }
    }
}

impl Head {
    fn shift(&mut self, change: &OutlineChange) {
        for slice in self.bases.iter_mut().chain(&mut self.returns) {
            if slice.span.start >= change.old.end {
                slice.span = change.moved(slice.span);
            }
        }
    }
}

impl Growth {
    fn shift(&mut self, change: &OutlineChange) {
        self.name = change.moved(self.name);
        if let Some(value) = &mut self.value {
            value.span = change.moved(value.span);
        }
    }
}

/// Moves imports that stand behind an edit; false if some stand where it was.
pub(in crate::semantics) fn move_imports(
    imports: &mut Vec<Import>,
    change: &OutlineChange,
) -> bool {
    if imports.iter().any(|import| change.old_lines.contains(&import.line)) {
        return false;
    }
    for import in imports.iter_mut().filter(|import| import.line >= change.old_lines.end) {
        import.line = change.line(import.line);
        for span in [&mut import.bound, &mut import.span, &mut import.module_span] {
            *span = change.moved(*span);
        }
    }
    true
}

impl OutlineChange {
    /// Where a line behind the change stands.
    fn line(&self, line: usize) -> usize {
        line - self.old_lines.end + self.new_lines.end
    }

    /// Where a byte behind the change stands.
    fn place(&self, byte: usize) -> usize {
        byte - self.old.end + self.new.end
    }

    fn moved(&self, span: Span) -> Span {
        Span::new(self.place(span.start), self.place(span.end))
    }

    /// This change and the one after it as one.
    pub(in crate::semantics) fn then(&self, later: &Self) -> Self {
        let (old, new) = joined(
            (self.old.start..self.old.end, self.new.start..self.new.end),
            (later.old.start..later.old.end, later.new.start..later.new.end),
        );
        let (old_lines, new_lines) = joined(
            (self.old_lines.clone(), self.new_lines.clone()),
            (later.old_lines.clone(), later.new_lines.clone()),
        );
        Self {
            old: Span::new(old.start, old.end),
            new: Span::new(new.start, new.end),
            old_lines,
            new_lines,
            moves_blocks: self.moves_blocks || later.moves_blocks,
        }
    }
}

type Range = std::ops::Range<usize>;

/// One replacement that does what two do, the second in terms of what the first left.
fn joined((old, mid): (Range, Range), (later_mid, new): (Range, Range)) -> (Range, Range) {
    let start = mid.start.min(later_mid.start);
    let end = mid.end.max(later_mid.end);
    (start..end - mid.end + old.end, start..end - later_mid.end + new.end)
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
        let mut lines: Vec<String> = bindings.all().map(one).collect();
        for binding in bindings.all() {
            let name = binding.name.slice(text);
            let of = bindings.of(text, binding.scope, binding.on_self, name);
            lines.push(of.map(one).collect::<Vec<_>>().join(", "));
            let mut words: Vec<usize> = bindings.of_word(name).map(|b| b.name.start).collect();
            words.sort_unstable();
            lines.push(format!("{words:?}"));
            for on_object in [false, true] {
                let grown = bindings.growths(text, on_object, name).map(Growth::place);
                lines.push(format!("{:?}", grown.collect::<Vec<_>>()));
            }
        }
        lines.extend(bindings.inline.iter().map(|inline| format!("{inline:?}")));
        let bases = bindings.heads.iter().flat_map(|head| &head.bases);
        lines.extend(bases.map(|base| base.span.slice(text).to_owned()));
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
            let value = bindings.of(&semantics.text, 0, false, "late").next()?.value.as_ref()?;
            let is_parsed = value.tree.get().is_some();
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
