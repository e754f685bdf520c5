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
