//! Dotted modules to files and back, from listings of folders that are read once.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dashmap::DashMap;

use super::ledger::{self, Names};

/// Entries of one folder looked through.
const MOST_ENTRIES: usize = 50_000;

/// Parts of a dotted module, folders of a package.
const MOST_PARTS: usize = 64;

/// What of a folder can be imported.
#[derive(Debug, Default)]
struct Listing {
    /// `.py` files, by name without extension.
    files: HashSet<Box<str>>,
    /// Folders, by name.
    folders: HashSet<Box<str>>,
}

/// Listings of folders, kept until told otherwise.
#[derive(Debug, Default)]
pub(super) struct Folders {
    listings: DashMap<PathBuf, Arc<Listing>>,
}

impl Folders {
    fn listing(&self, folder: &Path) -> Arc<Listing> {
        if let Some(listing) = self.listings.get(folder) {
            return listing.clone();
        }
        let listing = Arc::new(list(folder));
        self.listings.insert(folder.to_owned(), listing.clone());
        listing
    }

    /// Whether `folder` is a package with an `__init__.py`.
    pub(super) fn is_package(&self, folder: &Path) -> bool {
        self.listing(folder).files.contains("__init__")
    }

    /// The file of a dotted module, looked for below each of `search` in turn.
    pub(super) fn find(&self, search: &[PathBuf], module: &str) -> Option<PathBuf> {
        let parts: Vec<&str> = module.split('.').take(MOST_PARTS + 1).collect();
        let (last, packages) = parts.split_last()?;
        if parts.len() > MOST_PARTS || !parts.iter().all(|part| is_identifier(part)) {
            return None;
        }
        search.iter().find_map(|start| {
            let mut folder = start.clone();
            for package in packages {
                if !self.listing(&folder).folders.contains(*package) {
                    return None;
                }
                folder.push(package);
            }
            let listing = self.listing(&folder);
            if listing.folders.contains(*last) {
                let package = folder.join(last);
                if self.is_package(&package) {
                    return Some(package.join("__init__.py"));
                }
            }
            listing.files.contains(*last).then(|| folder.join(format!("{last}.py")))
        })
    }

    /// Whether the listing that `path` belongs to, if there is one, still tells the truth about it.
    pub(super) fn agrees(&self, path: &Path) -> bool {
        let Some(listing) = path.parent().and_then(|folder| self.listings.get(folder)) else {
            return true;
        };
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let is_listed = path.extension().is_some_and(|extension| extension == "py")
            && listing.files.contains(&*stem);
        is_listed == path.is_file()
    }

    /// Reads the folder of `path`, and `path` itself if it is one, again when next asked.
    pub(super) fn forget(&self, path: &Path) {
        self.listings
            .retain(|folder, _| !folder.starts_with(path) && path.parent() != Some(folder));
    }

    /// The dotted path of a file, whether it is a package's `__init__`, and the folder its imports count from.
    /// Outside packages the nearest of `bases` above the file begins the path.
    pub(super) fn place(&self, path: &Path, bases: &[PathBuf]) -> Option<Place> {
        let folder = path.parent()?;
        let stem = path.file_stem()?.to_str().filter(|stem| is_identifier(stem))?;
        let is_package = stem == "__init__";
        let mut parts = if is_package { Vec::new() } else { vec![stem] };
        let mut top = folder;
        while self.is_package(top) && parts.len() < MOST_PARTS {
            let (Some(name), Some(parent)) = (top.file_name(), top.parent()) else {
                break;
            };
            let Some(name) = name.to_str().filter(|name| is_identifier(name)) else {
                break;
            };
            parts.push(name);
            top = parent;
        }
        // Not in a package: folders between a base and the file are namespaces.
        if top == folder {
            let base = bases.iter().filter(|base| top.starts_with(base));
            if let Some(base) = base.max_by_key(|base| base.as_os_str().len()) {
                let names: Option<Vec<&str>> = top
                    .strip_prefix(base)
                    .ok()?
                    .iter()
                    .rev()
                    .map(|name| name.to_str().filter(|name| is_identifier(name)))
                    .collect();
                parts.extend(names.into_iter().flatten());
            }
        }
        parts.reverse();
        let module = parts.join(".");
        (!module.is_empty()).then(|| Place { module, is_package, top: top.to_owned() })
    }
}

/// Where a file stands among modules.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Its dotted path.
    pub(super) module: String,
    /// Whether it is an `__init__`.
    pub(super) is_package: bool,
    /// The folder of its outermost package, or its own outside packages: what absolute imports count from.
    pub(super) top: PathBuf,
}

fn list(folder: &Path) -> Listing {
    ledger::folder(folder, Names::Modules);
    let mut listing = Listing::default();
    let Ok(entries) = fs::read_dir(folder) else {
        return listing;
    };
    for entry in entries.take(MOST_ENTRIES).flatten() {
        let Ok(mut kind) = entry.file_type() else {
            continue;
        };
        if kind.is_symlink() {
            let Ok(target) = fs::metadata(entry.path()) else {
                continue;
            };
            kind = target.file_type();
        }
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            continue;
        };
        if kind.is_dir() {
            if is_identifier(name) {
                listing.folders.insert(name.into());
            }
        } else if let Some(stem) = name.strip_suffix(".py").filter(|_| kind.is_file()) {
            listing.files.insert(stem.into());
        }
    }
    listing
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::test_folder::Folder;

    fn shop(name: &str) -> Folder {
        let folder = Folder::new(name);
        for path in [
            "src/shop/__init__.py",
            "src/shop/web/__init__.py",
            "src/shop/web/views.py",
            "src/loose/part.py",
            "my-tools/run.py",
            "both.py",
            "both/__init__.py",
        ] {
            folder.write(path, "");
        }
        folder
    }

    #[test]
    fn a_file_in_packages_is_named_from_the_outermost() {
        let folder = shop("modules-place");
        let bases = [folder.path("src"), folder.path("")];
        let place = |path: &str| {
            let place = Folders::default().place(&folder.path(path), &bases).expect("a module");
            (place.module, place.is_package, folder.relative(&place.top))
        };
        let expect = |module: &str, is_package, top: &str| (module.into(), is_package, top.into());
        assert_eq!(place("src/shop/web/views.py"), expect("shop.web.views", false, "src"));
        assert_eq!(place("src/shop/web/__init__.py"), expect("shop.web", true, "src"));
        assert_eq!(place("src/loose/part.py"), expect("loose.part", false, "src/loose"));
        assert_eq!(place("my-tools/run.py"), expect("run", false, "my-tools"));
        assert_eq!(Folders::default().place(&folder.path("no-name.py"), &bases), None);
    }

    #[test]
    fn modules_are_found_and_packages_come_first() {
        let folder = shop("modules-find");
        let search = [folder.path("src"), folder.path("")];
        let folders = Folders::default();
        let find = |module: &str| folders.find(&search, module).map(|path| folder.relative(&path));
        assert_eq!(find("shop.web.views").as_deref(), Some("src/shop/web/views.py"));
        assert_eq!(find("shop.web").as_deref(), Some("src/shop/web/__init__.py"));
        assert_eq!(find("loose.part").as_deref(), Some("src/loose/part.py"));
        assert_eq!(find("both").as_deref(), Some("both/__init__.py"));
        for module in ["", ".", "shop.", "loose", "shop/web", "..both", &"a.".repeat(10_000)] {
            assert_eq!(find(module), None, "{module:.20}");
        }
    }

    #[test]
    fn a_listing_is_kept_until_it_is_forgotten() {
        let folder = shop("modules-forget");
        let search = [folder.path("")];
        let folders = Folders::default();
        assert_eq!(folders.find(&search, "fresh"), None);
        folder.write("fresh.py", "");
        assert_eq!(folders.find(&search, "fresh"), None);
        assert!(!folders.agrees(&folder.path("fresh.py")));
        folders.forget(&folder.path("fresh.py"));
        assert!(folders.find(&search, "fresh").is_some());
        assert!(folders.agrees(&folder.path("fresh.py")));
    }
}
