//! Paths into settings: `DATABASES.*.PASSWORD`, with `*` for every key or element, numbers for elements (`-1` is the
//! last), and quotes round keys that hold a dot. In the name of a setting `*` stands for any letters: `CSP_*_SRC`.

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

/// A part of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The setting.
    pub name: String,
    /// The way into it.
    pub parts: Vec<Part>,
}

/// A step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Every key or element.
    Every,
    /// An element.
    Index(usize),
    /// The last element.
    Last,
    /// A key.
    Key(String),
}

impl Path {
    /// Whether its name stands for several settings.
    pub fn is_pattern(&self) -> bool {
        self.name.contains('*')
    }

    /// Whether a setting is one that the path is about.
    pub fn is_about(&self, setting: &str) -> bool {
        match self.name.split_once('*') {
            None => *self.name == *setting,
            Some((head, tail)) => {
                setting.len() >= head.len() + tail.len()
                    && setting.starts_with(head)
                    && setting.ends_with(tail)
            }
        }
    }

    /// The same path for one of the settings it is about.
    pub fn of(&self, setting: &str) -> Self {
        Self { name: setting.to_owned(), parts: self.parts.clone() }
    }
}

impl std::str::FromStr for Path {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts: Vec<String> = vec![String::new()];
        let mut quoted = false;
        for c in text.chars() {
            match c {
                '"' => quoted = !quoted,
                '.' if !quoted => parts.push(String::new()),
                _ => {
                    if let Some(last) = parts.last_mut() {
                        last.push(c);
                    }
                }
            }
        }
        if quoted || parts.iter().any(String::is_empty) {
            return Err(format!("`{text}` is no path of a setting"));
        }
        let name = parts.remove(0);
        if !name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || "_*".contains(c)) {
            return Err(format!("`{name}` is no setting: they are written in capitals"));
        }
        let parts = parts
            .into_iter()
            .map(|part| match (&*part, part.parse()) {
                ("*", _) => Part::Every,
                ("-1", _) => Part::Last,
                (_, Ok(index)) => Part::Index(index),
                _ => Part::Key(part),
            })
            .collect();
        Ok(Self { name, parts })
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
