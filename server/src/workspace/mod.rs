//! The workspace: files on disk, open documents, projects, who imports whom.

pub mod disk;
pub mod evidence;
mod exports;
pub mod index;
pub mod ledger;
mod modules;
pub mod own_rules;
mod packages;
pub mod project;
mod seats;
mod settings;
mod templates;
#[cfg(test)]
mod test_folder;
pub mod url;
pub mod walk;

pub use disk::{FileText, ReadTrouble, read};
pub use index::{FileView, Workspace};
pub use settings::concerns as concerns_settings;
pub use walk::{Trouble, WalkOptions, Walked, walk};
