//! watchpost: security findings for Python and Django, in the editor and on the command line.
//!
//! Modules in reading order; each uses only those above it.

pub mod text;

pub mod languages;

pub mod syntax;

pub mod finding;

pub mod semantics;

pub mod rules;

pub mod config;

pub mod workspace;

pub mod engines;
pub mod suppress;

pub mod analysis;

pub mod assist;
pub mod report;

pub mod cli;
pub mod lsp;

/// The number of the version, and the commit it was built from where that is known: `0.1.0 (0a1b2c3d4)`.
pub const VERSION: &str = env!("WATCHPOST_VERSION");
