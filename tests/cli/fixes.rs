//! `fix`: repairs are shown or written, and files stay what they are otherwise.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use super::{Folder, run};

#[test]
fn fixes_are_shown_or_written() {
    let folder = Folder::new();
    // A byte order mark, carriage returns and a character beyond ASCII have to survive.
    let before = "\u{feff}# é\r\nimport ast\r\n\r\nx = eval(y)\r\n";
    let after = "\u{feff}# é\r\nimport ast\r\n\r\nx = ast.literal_eval(y)\r\n";
    folder.write("shop/views.py", before);
    let outcome = run(&folder, &["fix"]);
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert_eq!(folder.read("shop/views.py"), before.as_bytes(), "the fix is not safe");
    let outcome = run(&folder, &["fix", "--unsafe", "--diff"]);
    assert!(outcome.out.contains("+x = ast.literal_eval(y)\r\n"), "{outcome:?}");
    assert_eq!(folder.read("shop/views.py"), before.as_bytes());
    let outcome = run(&folder, &["fix", "--unsafe"]);
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert_eq!(String::from_utf8_lossy(&folder.read("shop/views.py")), after);
    // Done is done.
    assert_eq!(run(&folder, &["fix", "--unsafe", "--diff"]).out, "");
    let left: Vec<_> = fs::read_dir(folder.path().join("shop")).expect("it is there").collect();
    assert_eq!(left.len(), 1, "no drafts are left: {left:?}");
}

/// Applies `patch` with a program that reads patches; whether the files are then what `fix` makes of them.
fn assert_applies(program: &str, arguments: &[&str], files: &[(&str, &[u8])]) {
    let fixed = Folder::new();
    let patched = Folder::new();
    for (name, content) in files {
        fixed.write(name, content);
        patched.write(name, content);
    }
    let shown = Command::new(env!("CARGO_BIN_EXE_watchpost"))
        .args(["fix", "--diff", "--unsafe"])
        .current_dir(patched.path())
        .output()
        .expect("the program ends");
    assert_eq!(run(&fixed, &["fix", "--unsafe"]).code, 0);
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(patched.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("it is installed");
    let mut stdin = child.stdin.take().expect("it is piped");
    stdin.write_all(&shown.stdout).expect("it reads");
    drop(stdin);
    assert!(child.wait().expect("it ends").success(), "{}", String::from_utf8_lossy(&shown.stdout));
    for (name, content) in files {
        assert_ne!(fixed.read(name), *content, "{name} is repaired");
        assert_eq!(fixed.read(name), patched.read(name), "{name}");
    }
}

#[test]
fn shown_fixes_are_a_patch() {
    let files: [(&str, &[u8]); 5] = [
        ("a.py", b"import yaml\nyaml.load(a)"),
        ("b.py", b"import yaml\nyaml.load(a)\n"),
        ("crlf.py", b"import yaml\r\nyaml.load(a)\r\n"),
        ("latin.py", b"# coding: latin-1\nimport yaml\nyaml.load('\xe9' + a)\n"),
        ("my shop/d.py", b"import yaml\n\n\n\n\n\nyaml.load(a)\nx = 1\n"),
    ];
    assert_applies("git", &["apply", "-p1", "-"], &files);
    // Not every machine has it; git is needed by other tests anyway.
    if Command::new("patch").arg("--version").stdout(Stdio::null()).status().is_ok() {
        assert_applies("patch", &["-p1"], &files);
    }
}

#[test]
fn fixed_file_keeps_its_encoding() {
    let folder = Folder::new();
    let before = b"# -*- coding: latin-1 -*-\nname = '\xe9'\nx = eval(y)\n";
    folder.write("a.py", before);
    assert_eq!(run(&folder, &["fix", "--unsafe"]).code, 0);
    let after = folder.read("a.py");
    assert!(after.windows(3).any(|bytes| bytes == b"'\xe9'"), "{after:?}");
    assert!(after.ends_with(b"x = ast.literal_eval(y)\n"), "{after:?}");
}

#[cfg(unix)]
#[test]
fn fixed_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = Folder::new();
    let path = folder.write("run.py", "x = eval(y)\n");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o750)).expect("it is our file");
    let link = folder.path().join("link.py");
    std::os::unix::fs::symlink("run.py", &link).expect("links can be made");
    assert_eq!(run(&folder, &["fix", "--unsafe", "link.py"]).code, 0);
    assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
    assert_eq!(fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o750);
    assert!(folder.read("run.py").ends_with(b"x = ast.literal_eval(y)\n"));
}
