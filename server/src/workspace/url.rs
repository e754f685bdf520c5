//! Paths to document URLs and back, so that every spelling of a file is one document.

use std::path::{Path, PathBuf};

use url::Url;

use crate::text::DocumentUrl;

/// The URL of a path. Relative ones count from the working folder.
pub fn of_path(path: &Path) -> DocumentUrl {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if let Some(path) = plain(&absolute) {
        return DocumentUrl::new(format!("file://{path}"));
    }
    match Url::from_file_path(&absolute) {
        // Parsing what was printed takes out `.` and `..`.
        Ok(url) => DocumentUrl::new(Url::parse(url.as_str()).unwrap_or(url).as_str()),
        Err(()) => DocumentUrl::new(path.to_string_lossy().as_ref()),
    }
}

/// The text of a path that stands in a URL as it is: saves taking it apart, which is asked for of every file.
fn plain(path: &Path) -> Option<&str> {
    let text = path.to_str().filter(|text| cfg!(unix) && text.starts_with('/'))?;
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.');
    let mut parts = text[1..].split('/');
    let is_name = |part: &str| !matches!(part, "" | "." | "..");
    (text.bytes().all(is_plain) && parts.all(is_name)).then_some(text)
}

/// A path in the spelling that its URL gives it.
pub fn spelt(path: &Path) -> PathBuf {
    match plain(path) {
        Some(_) => path.to_owned(),
        None => path_of(&of_path(path)).unwrap_or_else(|| path.to_owned()),
    }
}

/// The URL a client wrote, in the one spelling we use. Schemes other than `file` stay, as does what is no URL.
pub fn normalise(url: &str) -> DocumentUrl {
    let Ok(parsed) = Url::parse(url) else {
        return DocumentUrl::new(url);
    };
    match file_path(&parsed) {
        Some(path) => of_path(&path),
        None => DocumentUrl::new(parsed.as_str()),
    }
}

/// The path of a `file` URL.
pub fn path_of(url: &DocumentUrl) -> Option<PathBuf> {
    file_path(&Url::parse(url.as_str()).ok()?)
}

/// The way from `folder` to `path`, with `/` and, where it leads out of the folder, `..`.
pub fn relative(path: &Path, folder: &Path) -> String {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (path, folder) = (absolute(path), absolute(folder));
    let shared = path.components().zip(folder.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = path.components().skip(shared);
    let down = down.map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

fn file_path(url: &Url) -> Option<PathBuf> {
    if url.scheme() != "file" {
        return None;
    }
    let path = url.to_file_path().ok()?;
    if cfg!(windows) { Some(with_capital_drive(&path)) } else { Some(path) }
}

/// `c:\x` and `C:\x` are one file; clients send either.
fn with_capital_drive(path: &Path) -> PathBuf {
    match path.to_str() {
        Some(text) if text.as_bytes().get(1) == Some(&b':') && text.is_char_boundary(1) => {
            PathBuf::from(format!("{}{}", text[..1].to_ascii_uppercase(), &text[1..]))
        }
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn plain_paths_are_spelt_as_any_other() {
        for path in [
            "/a/b-c_d.py",
            "/a",
            "/a/.b/c..d",
            "/a/../b",
            "/a//b",
            "/a/b/",
            "/a b",
            "/ä",
            "/a%b",
            "/~a",
            "/a/./b",
        ] {
            let url = of_path(Path::new(path));
            let absolute = std::path::absolute(path).expect("it is absolute");
            let parsed = Url::from_file_path(absolute).expect("it is absolute");
            assert_eq!(
                url.as_str(),
                Url::parse(parsed.as_str()).expect("a URL").as_str(),
                "{path}"
            );
            assert_eq!(Some(spelt(Path::new(path))), path_of(&url), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn every_spelling_of_a_file_is_one_url() {
        let expected = DocumentUrl::new("file:///srv/a%20b/%C3%A9:.py");
        for url in [
            "file:///srv/a%20b/%c3%a9%3A.py",
            "file:///srv/a b/é:.py",
            "file://localhost/srv/./x/../a%20b/%C3%A9%3a.py",
            "FILE:///srv/a%20b/é%3A.py",
        ] {
            assert_eq!(normalise(url), expected, "{url}");
        }
        assert_eq!(of_path(Path::new("/srv/x/../a b/é:.py")), expected);
        assert_eq!(path_of(&expected), Some(PathBuf::from("/srv/a b/é:.py")));
    }

    #[test]
    fn other_schemes_have_no_path() {
        for url in ["untitled:Untitled-1", "git:/srv/a.py?%7B%7D", "vscode-notebook-cell:/a#X0"] {
            let normal = normalise(url);
            assert_eq!(normal.as_str(), url);
            assert_eq!(path_of(&normal), None);
        }
        assert_eq!(normalise("no url").as_str(), "no url");
        assert_eq!(path_of(&normalise("file://server/share/a.py")), None);
    }

    #[test]
    fn drive_letters_are_capital() {
        assert_eq!(with_capital_drive(Path::new("c:\\a")), Path::new("C:\\a"));
        assert_eq!(with_capital_drive(Path::new("/srv/c:")), Path::new("/srv/c:"));
        assert_eq!(with_capital_drive(Path::new("é:x")), Path::new("é:x"));
    }

    #[test]
    fn ways_between_paths_lead_up_and_down() {
        let check = |path, folder| relative(Path::new(path), Path::new(folder));
        assert_eq!(check("/srv/shop/views.py", "/srv"), "shop/views.py");
        assert_eq!(check("/srv/./shop/views.py", "/srv/.watchpost"), "../shop/views.py");
        assert_eq!(check("/srv/a", "/srv/a"), "");
    }
}
