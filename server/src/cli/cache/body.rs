//! The file: a head with a hash of all that follows, then states, walks and answers in a few bytes each.
//!
//! Paths are sorted, each without what it begins with as the one before it does.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::bytes::{Reader, Writer};
use super::states::hash;
use crate::workspace::ledger::Names;

/// Changes with the form of the file.
const MAGIC: &[u8] = b"watchpost cache 2\n";

/// What an entry says about its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// In which state the file is.
    Content,
    /// Whether there is something.
    Existence,
    /// What the folder lists, as a hash.
    Listing(Names, u64),
}

/// Something that was looked at.
#[derive(Clone, Debug)]
pub struct Entry {
    pub path: PathBuf,
    pub kind: Kind,
    pub state: u64,
    /// Whether every answer rests on it.
    pub is_common: bool,
}

/// What a walk found below a folder, as entries.
#[derive(Debug)]
pub struct Walk {
    pub root: usize,
    pub folders: Vec<usize>,
    pub files: Vec<usize>,
}

/// The answer about a file.
#[derive(Debug)]
pub struct Held {
    /// Its entry.
    pub file: usize,
    /// Whether it was named from the current folder.
    pub is_relative: bool,
    /// Where the numbers of the entries it rests on stand; none if it rests on all.
    pub rests: Option<Range<usize>>,
    /// Where in the file it stands.
    said: Range<usize>,
}

/// What the file holds.
#[derive(Debug)]
pub struct Body {
    pub key: u64,
    /// Whether nothing is wrong with configuration and rules.
    pub is_plain: bool,
    /// Sorted by path.
    pub entries: Vec<Entry>,
    pub walks: Vec<Walk>,
    pub answers: Vec<Held>,
    rests: Vec<u32>,
    /// By entry, the answer about it.
    of_entry: Vec<u32>,
    bytes: Vec<u8>,
}

const NO_ANSWER: u32 = u32::MAX;

impl Kind {
    pub fn number(self) -> u8 {
        match self {
            Kind::Content => 0,
            Kind::Existence => 1,
            Kind::Listing(Names::All, _) => 2,
            Kind::Listing(Names::Modules, _) => 3,
            Kind::Listing(Names::Requirements, _) => 4,
        }
    }
}

impl Body {
    /// Without anything in it.
    pub fn empty(key: u64) -> Self {
        Self {
            key,
            is_plain: false,
            entries: Vec::new(),
            walks: Vec::new(),
            answers: Vec::new(),
            rests: Vec::new(),
            of_entry: Vec::new(),
            bytes: Vec::new(),
        }
    }

    /// What was written; none if anything about it is not as it was written, or if `key` differs.
    pub fn read(bytes: Vec<u8>, key: u64) -> Option<Self> {
        let mut from = Reader(bytes.strip_prefix(MAGIC)?);
        if from.hash()? != checksum(from.0) || from.hash()? != key {
            return None;
        }
        let mut body = Self { is_plain: from.byte()? == 1, ..Self::empty(key) };
        let mut path = String::new();
        body.entries = from.many(|from| {
            let shared = from.count()?;
            if shared > path.len() || !path.is_char_boundary(shared) {
                return None;
            }
            path.truncate(shared);
            path.push_str(from.text()?);
            let flags = from.byte()?;
            let state = from.hash()?;
            let kind = match flags >> 1 {
                0 => Kind::Content,
                1 => Kind::Existence,
                2 => Kind::Listing(Names::All, from.hash()?),
                3 => Kind::Listing(Names::Modules, from.hash()?),
                4 => Kind::Listing(Names::Requirements, from.hash()?),
                _ => return None,
            };
            Some(Entry { path: PathBuf::from(&path), kind, state, is_common: flags & 1 == 1 })
        })?;
        let n_entries = body.entries.len();
        let entry = |from: &mut Reader<'_>| from.count().filter(|index| *index < n_entries);
        // Rising numbers, each as what it has more than the one before.
        let rising = |from: &mut Reader<'_>| {
            let mut last = 0;
            from.many(|from| {
                last += from.count()?;
                (last < n_entries).then_some(last)
            })
        };
        body.walks = from.many(|from| {
            Some(Walk { root: entry(from)?, folders: rising(from)?, files: rising(from)? })
        })?;
        body.of_entry = vec![NO_ANSWER; n_entries];
        let n_answers = from.count()?;
        let mut said_at = 0;
        for index in 0..n_answers {
            let file = entry(&mut from)?;
            let flags = from.byte()?;
            let rests = match flags & 2 {
                0 => None,
                _ => {
                    let start = body.rests.len();
                    let mut last = 0;
                    for _ in 0..from.count()? {
                        last += from.count()?;
                        body.rests.push(u32::try_from(last).ok().filter(|_| last < n_entries)?);
                    }
                    Some(start..body.rests.len())
                }
            };
            let length = from.count()?;
            let said = said_at..said_at + length;
            said_at += length;
            *body.of_entry.get_mut(file)? = u32::try_from(index).ok()?;
            body.answers.push(Held { file, is_relative: flags & 1 == 1, rests, said });
        }
        let start = bytes.len() - from.0.len();
        if from.0.len() != said_at {
            return None;
        }
        for held in &mut body.answers {
            held.said = held.said.start + start..held.said.end + start;
        }
        body.bytes = bytes;
        Some(body)
    }

    /// What an answer says.
    pub fn said(&self, index: usize) -> Option<&[u8]> {
        self.bytes.get(self.answers.get(index)?.said.clone())
    }

    /// The entries an answer rests on.
    pub fn rests(&self, range: Range<usize>) -> impl Iterator<Item = usize> + use<> {
        let rests: Vec<u32> = self.rests.get(range).unwrap_or_default().to_vec();
        rests.into_iter().map(|index| index as usize)
    }

    /// The answer about the file of an entry.
    pub fn answer_of(&self, entry: usize) -> Option<usize> {
        let index = *self.of_entry.get(entry)?;
        (index != NO_ANSWER).then_some(index as usize)
    }

    /// The entry about the content of the file at `path`.
    pub fn content(&self, path: &Path) -> Option<usize> {
        let path = path.as_os_str();
        let from = self.entries.partition_point(|entry| entry.path.as_os_str() < path);
        let entry = self.entries.get(from)?;
        (entry.path.as_os_str() == path && entry.kind == Kind::Content).then_some(from)
    }

    /// The walk that looked through a folder.
    pub fn walk_around(&self, folder: &Path) -> Option<&Walk> {
        self.walks.iter().find(|walk| {
            let is_it = |index: &usize| self.entries[*index].path.as_os_str() == folder.as_os_str();
            is_it(&walk.root) || walk.folders.iter().any(is_it)
        })
    }
}

fn checksum(bytes: &[u8]) -> u64 {
    hash(|hasher| std::hash::Hasher::write(hasher, bytes))
}

/// A body that is being put together.
#[derive(Default)]
pub struct Writing {
    pub entries: Vec<Entry>,
    /// Files that are there, by path.
    pub numbers: HashMap<PathBuf, usize>,
    /// Folders all of whose names are known, by path.
    pub folders: HashMap<PathBuf, usize>,
    pub walks: Vec<Walk>,
    pub is_plain: bool,
    pub is_broken: bool,
    /// Where answers stand, and what they say.
    pub answers: Vec<(usize, Writer)>,
    pub said: Vec<u8>,
}

impl Writing {
    /// Adds a walk, if all it found is known.
    pub fn add_walk(&mut self, root: &Path, folders: &[PathBuf], files: &[PathBuf]) {
        let sorted = |numbers: Option<Vec<usize>>| {
            let mut numbers = numbers?;
            numbers.sort_unstable();
            numbers.dedup();
            Some(numbers)
        };
        let folders = sorted(folders.iter().map(|p| self.folders.get(p).copied()).collect());
        let files = sorted(files.iter().map(|p| self.numbers.get(p).copied()).collect());
        let root = self.folders.get(root).copied();
        if let (Some(root), Some(folders), Some(files)) = (root, folders, files) {
            self.walks.push(Walk { root, folders, files });
        }
    }

    /// Takes a walk over, unless a newer one went the same way.
    pub fn take_walk(&mut self, kept: &Body, walk: &Walk) {
        let path = |index: &usize| kept.entries[*index].path.clone();
        let root = path(&walk.root);
        let Some(number) = self.folders.get(&root).copied() else { return };
        if self.walks.iter().any(|own| own.root == number || own.folders.contains(&number)) {
            return;
        }
        let folders: Vec<PathBuf> = walk.folders.iter().map(path).collect();
        let files: Vec<PathBuf> = walk.files.iter().map(path).collect();
        self.add_walk(&root, &folders, &files);
    }

    /// Adds an answer, if all it rests on is known.
    pub fn add_answer(
        &mut self,
        path: &Path,
        is_relative: bool,
        basis: Option<&HashSet<PathBuf>>,
        said: &[u8],
    ) {
        let Some(&file) = self.numbers.get(path) else { return };
        let rests = match basis {
            None => None,
            Some(basis) => {
                let numbers = basis.iter().map(|path| self.numbers.get(path).copied());
                let Some(mut numbers) = numbers.collect::<Option<Vec<usize>>>() else { return };
                numbers.sort_unstable();
                Some(numbers)
            }
        };
        let mut out = Writer::default();
        out.count(file);
        out.0.push(u8::from(is_relative) | u8::from(rests.is_some()) << 1);
        if let Some(rests) = rests {
            rising(&mut out, &rests);
        }
        out.count(said.len());
        self.answers.push((file, out));
        self.said.extend(said);
    }

    /// Takes an answer over, if all it rests on still holds.
    pub fn take_answer(&mut self, kept: &Body, index: usize) {
        let held = &kept.answers[index];
        let basis = held
            .rests
            .clone()
            .map(|rests| kept.rests(rests).map(|index| kept.entries[index].path.clone()).collect());
        let path = &kept.entries[held.file].path;
        let Some(said) = kept.said(index) else { return };
        self.add_answer(path, held.is_relative, basis.as_ref(), said);
    }

    /// All of it as bytes; none if some path is no text.
    pub fn written(&self, key: u64) -> Option<Vec<u8>> {
        if self.is_broken {
            return None;
        }
        let mut out = Writer::default();
        out.hash(key);
        out.0.push(u8::from(self.is_plain));
        let mut last = "";
        out.count(self.entries.len());
        for entry in &self.entries {
            let path = entry.path.to_str()?;
            let mut shared = path.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
            while !path.is_char_boundary(shared) {
                shared -= 1;
            }
            out.count(shared);
            out.text(&path[shared..]);
            out.0.push(entry.kind.number() << 1 | u8::from(entry.is_common));
            out.hash(entry.state);
            if let Kind::Listing(_, names) = entry.kind {
                out.hash(names);
            }
            last = path;
        }
        out.many(&self.walks, |out, walk| {
            out.count(walk.root);
            rising(out, &walk.folders);
            rising(out, &walk.files);
        });
        out.count(self.answers.len());
        for (_, answer) in &self.answers {
            out.0.extend(&answer.0);
        }
        out.0.extend(&self.said);
        let mut all = MAGIC.to_vec();
        all.extend(checksum(&out.0).to_le_bytes());
        all.extend(out.0);
        Some(all)
    }
}

fn rising(out: &mut Writer, numbers: &[usize]) {
    let mut last = 0;
    out.count(numbers.len());
    for &number in numbers {
        out.count(number - last);
        last = number;
    }
}
