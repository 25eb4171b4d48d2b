//! Which files of the disk hold a negotiation: those that were named, and those of the folders that were named.
//!
//! The files are read, not understood: that is for `mediant_formats::read`. The command line, tournaments and the
//! Python package find the same files because all of them ask here.

use mediant_formats::{Diagnostic, InputFile};
use std::fs;
use std::io::{Error, ErrorKind, Read, Result as IoResult};
use std::path::{Path, PathBuf};

/// Endings of files that may be part of a negotiation; in a folder nothing else is opened.
const ENDINGS: [&str; 3] = ["toml", "xml", "json"];

/// Reads the given files, and the files of the given folders (not of folders in them), without looking into them.
///
/// A file is kept under its path as given, a folder's files by name. Nothing is kept of a file beyond one byte more
/// than [`InputFile::SIZE_MAX`], for which the reader of its format refuses it.
///
/// # Errors
/// Every path that does not exist or cannot be read, and every folder with nothing to read.
pub fn read<P: AsRef<Path>>(paths: &[P]) -> Result<Vec<InputFile>, Vec<Diagnostic>> {
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for path in paths {
        match at(path.as_ref()) {
            Ok(found) => files.extend(found),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(files) } else { Err(problems) }
}

/// That a file or folder cannot be read: why, and what to do.
pub fn unreadable(path: &Path, error: &Error) -> Diagnostic {
    let (message, help) = match error.kind() {
        ErrorKind::NotFound => ("there is no such file or folder".to_owned(), "check the path"),
        ErrorKind::PermissionDenied => ("this may not be read".to_owned(), "check its permissions"),
        _ => (format!("this cannot be read: {error}"), "check that it is a file or folder"),
    };
    Diagnostic::of_file(path.display().to_string(), message).help(help)
}

fn at(path: &Path) -> Result<Vec<InputFile>, Diagnostic> {
    let failed = |error: Error| unreadable(path, &error);
    if !fs::metadata(path).map_err(failed)?.is_dir() {
        return Ok(vec![file(path).map_err(failed)?]);
    }
    let entries = fs::read_dir(path).and_then(Iterator::collect::<IoResult<Vec<_>>>).map_err(failed)?;
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.retain(|path| is_candidate(path));
    paths.sort();
    if paths.is_empty() {
        let message = "this folder holds no case, brief, domain or profile";
        return Err(Diagnostic::of_file(path.display().to_string(), message)
            .help("name the folder that holds the .toml, .xml or .json files"));
    }
    paths.iter().map(|path| file(path).map_err(|error| unreadable(path, &error))).collect()
}

fn is_candidate(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    let hidden = path.file_name().and_then(|name| name.to_str()).is_none_or(|name| name.starts_with('.'));
    !hidden && path.is_file() && ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

#[expect(clippy::disallowed_methods, reason = "this is the place where input files are read")]
fn file(path: &Path) -> IoResult<InputFile> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(InputFile::SIZE_MAX as u64 + 1).read_to_end(&mut bytes)?;
    Ok(InputFile::new(path.display().to_string(), bytes))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "the tests write what they read")]

    use super::*;

    #[test]
    fn a_folder_gives_its_candidates_in_order_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.json", "a.XML", "c.toml", "notes.txt", ".hidden.toml", "picture.png"] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        fs::create_dir(folder.path().join("d.json")).unwrap();
        let files = read(&[folder.path()]).unwrap();
        let found: Vec<&[u8]> = files.iter().map(|file| file.bytes.as_slice()).collect();
        assert_eq!(found, [b"a.XML".as_slice(), b"b.json", b"c.toml"]);
        // A file that is named is read whatever its ending.
        assert_eq!(read(&[folder.path().join("notes.txt")]).unwrap().len(), 1);
    }

    #[test]
    fn every_path_that_gives_nothing_is_told() {
        let empty = tempfile::tempdir().unwrap();
        let missing = empty.path().join("nowhere");
        let problems = read(&[missing.as_path(), empty.path()]).unwrap_err();
        let files: Vec<&str> = problems.iter().map(|problem| problem.file.as_str()).collect();
        assert_eq!(files, [missing.to_str().unwrap(), empty.path().to_str().unwrap()]);
        assert!(problems.iter().all(|problem| problem.help.is_some()));
    }
}
