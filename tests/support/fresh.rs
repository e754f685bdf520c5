//! Generated files: compared with what they should be, written by `UPDATE_EXPECT=1`.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// The repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Whether files are to be written rather than compared.
pub fn updating() -> bool {
    env::var_os("UPDATE_EXPECT").is_some()
}

/// Compares a file with what it should be, or writes it.
pub fn expect_file(path: &Path, wanted: &str, stale: &mut Vec<String>) {
    if fs::read_to_string(path).is_ok_and(|text| text == wanted) {
        return;
    }
    if updating() {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).expect("the folder can be made");
        }
        fs::write(path, wanted).expect("the page can be written");
    } else {
        stale.push(path.strip_prefix(root()).unwrap_or(path).display().to_string());
    }
}

/// Puts `content` between the lines `open` and `close` of a file.
pub fn expect_between(
    path: &Path,
    open: &str,
    close: &str,
    content: &str,
    stale: &mut Vec<String>,
) {
    let text = fs::read_to_string(path).expect("the page is there");
    let start =
        text.find(open).unwrap_or_else(|| panic!("{} has no line `{open}`", path.display()));
    let start = start + open.len();
    let end = start + text[start..].find(close).expect("the part ends");
    let wanted = format!("{}\n{}\n{}", &text[..start], content.trim_end(), &text[end..]);
    expect_file(path, &wanted, stale);
}

/// Fails if a file was not as it should be.
pub fn assert_fresh(stale: &[String]) {
    assert!(stale.is_empty(), "stale, run UPDATE_EXPECT=1 cargo test: {}", stale.join(", "));
}
