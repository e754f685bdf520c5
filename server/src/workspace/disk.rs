//! Files on disk to text, without ever hanging on one.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

use thiserror::Error;

use super::ledger;
use crate::languages::{PYTHON, detect};
use crate::text::decode::{Decoded, decode, decode_python};

/// Files above this are not read.
pub const MOST_BYTES: u64 = 50 * MB;

/// A megabyte as messages count it.
const MB: u64 = 1_000_000;

/// Why a file was not read. The words leave out the path; whoever shows them knows it.
#[derive(Debug, Error)]
pub enum ReadTrouble {
    /// Nothing of that name.
    #[error("no such file or folder")]
    NotFound,
    /// A folder, pipe, socket or device.
    #[error("not a regular file")]
    NotAFile,
    /// Above that many bytes.
    #[error("larger than {} MB, not read", .0 / MB)]
    TooLarge(u64),
    /// It changed twice while it was being read.
    #[error("changes while it is being read, try again")]
    Changing,
    /// An exclude pattern does not parse.
    #[error("not a valid glob pattern: {0}")]
    Glob(String),
    /// The system refuses.
    #[error("cannot be read: {0}")]
    Unreadable(#[source] io::Error),
}

impl From<io::Error> for ReadTrouble {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // A component of the path is a file, or the file went away.
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadTrouble::NotFound,
            _ => ReadTrouble::Unreadable(error),
        }
    }
}

/// What tells one state of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Length in bytes.
    pub len: u64,
    /// When it was last written, where the system keeps that.
    pub modified: Option<SystemTime>,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self { len: metadata.len(), modified: metadata.modified().ok() }
    }
}

/// A file's text.
#[derive(Clone, Debug)]
pub struct FileText {
    /// The text, with how to write it back.
    pub decoded: Decoded,
    /// The state of the file it was read from.
    pub stamp: Stamp,
}

/// Reads a regular file; in Python files and files without extension an encoding cookie counts.
pub fn read(path: &Path) -> Result<FileText, ReadTrouble> {
    let (bytes, stamp) = read_bytes(path, MOST_BYTES)?;
    let may_be_python = path.extension().is_none()
        || detect::by_path(&path.to_string_lossy()).is_some_and(|language| *language == PYTHON);
    let decoded = if may_be_python { decode_python(&bytes) } else { decode(&bytes) };
    Ok(FileText { decoded, stamp })
}

/// Reads a file that is no source code: a regular one of at most `most` bytes, whole megabytes.
pub fn read_text(path: &Path, most: u64) -> Result<String, ReadTrouble> {
    let (bytes, _) = read_bytes(path, most)?;
    Ok(decode(&bytes).text)
}

/// Whether there is something at `path`.
pub(super) fn exists(path: &Path) -> bool {
    let is_there = path.exists();
    ledger::existence(path, is_there);
    is_there
}

/// The state of a regular file; none for anything else.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = fs::metadata(path).ok();
    ledger::file(path, metadata.is_some());
    metadata.filter(Metadata::is_file).map(|metadata| Stamp::of(&metadata))
}

/// The bytes of a regular file of at most `most` bytes.
pub fn read_bytes(path: &Path, most: u64) -> Result<(Vec<u8>, Stamp), ReadTrouble> {
    for _ in 0..2 {
        // Opening a pipe waits for its other end, so look before.
        let before = fs::metadata(path);
        ledger::file(path, before.is_ok());
        if !before?.is_file() {
            return Err(ReadTrouble::NotAFile);
        }
        let mut file = open(path)?;
        let before = file.metadata()?;
        if !before.is_file() {
            return Err(ReadTrouble::NotAFile);
        }
        if before.len() > most {
            return Err(ReadTrouble::TooLarge(most));
        }
        let mut bytes = Vec::new();
        // Files of the system may have more to say than their length tells.
        (&mut file).take(most + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most {
            return Err(ReadTrouble::TooLarge(most));
        }
        let stamp = Stamp::of(&before);
        if Stamp::of(&file.metadata()?) == stamp {
            return Ok((bytes, stamp));
        }
    }
    Err(ReadTrouble::Changing)
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    // For the pipe that takes the file's place between look and open.
    #[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
    {
        use std::os::unix::fs::OpenOptionsExt;
        const O_NONBLOCK: i32 = 0o4000;
        options.custom_flags(O_NONBLOCK);
    }
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::test_folder::Folder;

    #[test]
    fn python_files_are_read_in_the_encoding_they_declare() {
        let folder = Folder::new("disk-cookie");
        folder.write_bytes("a.py", b"# coding: latin-1\nx = '\xe9'\n");
        let text = read(&folder.path("a.py")).expect("a file");
        assert_eq!(text.decoded.text, "# coding: latin-1\nx = 'é'\n");
        assert_eq!(text.stamp.len, 26);
    }

    #[test]
    fn what_is_no_file_is_trouble() {
        let folder = Folder::new("disk-trouble");
        folder.write("a.py", "");
        assert!(matches!(read(&folder.path("")), Err(ReadTrouble::NotAFile)));
        assert!(matches!(read(&folder.path("b.py")), Err(ReadTrouble::NotFound)));
        assert!(matches!(read(&folder.path("a.py/c.py")), Err(ReadTrouble::NotFound)));
        #[cfg(unix)]
        assert!(matches!(read(Path::new("/dev/zero")), Err(ReadTrouble::NotAFile)));
    }

    #[cfg(unix)]
    #[test]
    fn a_socket_does_not_block() {
        let folder = Folder::new("disk-socket");
        let path = folder.path("s.py");
        let _listener = std::os::unix::net::UnixListener::bind(&path).expect("a socket");
        assert!(matches!(read(&path), Err(ReadTrouble::NotAFile)));
    }

    #[test]
    fn files_above_the_limit_are_not_read() {
        let folder = Folder::new("disk-large");
        folder.write("a.py", "12345");
        assert!(matches!(read_bytes(&folder.path("a.py"), 4), Err(ReadTrouble::TooLarge(4))));
        assert!(read_bytes(&folder.path("a.py"), 5).is_ok());
        assert_eq!(MOST_BYTES, 50_000_000);
        assert_eq!(ReadTrouble::TooLarge(MOST_BYTES).to_string(), "larger than 50 MB, not read");
    }
}
