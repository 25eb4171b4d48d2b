//! Which files of the disk hold a negotiation: those that were named, and those of the folders that were named.
//!
//! The files are read, not understood: that is for `mediant_formats::read`. The command line, tournaments and the
//! Python package find the same files because all of them ask here.

use mediant_formats::native::kind;
use mediant_formats::{Diagnostic, InputFile};
use std::fs;
use std::io::{Error, ErrorKind, Read, Result as IoResult};
use std::path::{Path, PathBuf};

/// Endings of files that may be part of a negotiation; in a folder nothing else is opened.
const ENDINGS: [&str; 5] = ["toml", "xml", "json", "yml", "yaml"];

/// Reads the given files, and the files of the given folders (not of folders in them), without looking into them.
///
/// Where there is no file of a name, the files that begin with it are meant: `Travel/Travel-A` stands for
/// `Travel/Travel-A-domain.xml`, `Travel/Travel-A-prof1.xml` and so on.
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

/// Every file of a folder, whatever it holds, by name; not of folders in it, and no hidden one. Each is kept under its own name.
///
/// # Errors
/// The folder is none, or it or a file of it cannot be read.
pub fn all_in(folder: &Path) -> Result<Vec<InputFile>, Diagnostic> {
    let listed = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let paths: Vec<PathBuf> = listed
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<IoResult<_>>()
        .map_err(|error| unreadable(folder, &error))?;
    let mut files: Vec<PathBuf> =
        paths.into_iter().filter(|path| path.is_file() && !is_hidden(path)).collect();
    files.sort();
    let named = |path: &PathBuf| {
        let read = file(path).map_err(|error| unreadable(path, &error))?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Ok(InputFile { name, ..read })
    };
    files.iter().map(named).collect()
}

/// What stands in the given folders and is not read although it may be meant: folders in them that hold files of
/// negotiations, and files that say they are a case or a brief and are not named like one.
pub fn unread<P: AsRef<Path>>(paths: &[P]) -> Vec<Diagnostic> {
    let folders = paths.iter().map(AsRef::as_ref).filter(|path| path.is_dir());
    let mut entries: Vec<PathBuf> = folders.flat_map(entries).filter(|path| !is_hidden(path)).collect();
    entries.sort();
    let told = |path: &PathBuf| {
        let (message, help) = if path.is_dir() {
            let holds = self::entries(path).iter().any(|path| is_candidate(path));
            (
                holds.then_some("this folder is not read")?,
                "name it, too, where its files belong to the negotiation",
            )
        } else {
            let says = !is_candidate(path) && says_what_it_is(path);
            (says.then_some("this file is not read")?, "let its name end in .toml")
        };
        let problem = Diagnostic::of_file(path.display().to_string(), message).help(help);
        Some(Diagnostic { severity: mediant_model::Severity::Warning, ..problem })
    };
    entries.iter().filter_map(told).collect()
}

/// A file's first bytes say whether it is a case or a brief.
const HEAD_MAX: u64 = 4096;

#[expect(clippy::disallowed_methods, reason = "this is the place where input files are read")]
fn says_what_it_is(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(HEAD_MAX).read_to_end(&mut head));
    read.is_ok() && kind(&String::from_utf8_lossy(&head)).is_some()
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
    let is_folder = match fs::metadata(path) {
        Ok(metadata) => metadata.is_dir(),
        Err(error) => {
            let named = beginning_with(path);
            return if named.is_empty() { Err(failed(error)) } else { all(&named) };
        }
    };
    if !is_folder {
        return Ok(vec![file(path).map_err(failed)?]);
    }
    let entries = fs::read_dir(path).and_then(Iterator::collect::<IoResult<Vec<_>>>).map_err(failed)?;
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.retain(|path| is_candidate(path));
    paths.sort();
    if paths.is_empty() {
        let message = "this folder holds no case, brief, domain or profile";
        return Err(Diagnostic::of_file(path.display().to_string(), message)
            .help("name the folder that holds the .toml, .xml, .json or .yml files"));
    }
    all(&paths)
}

fn all(paths: &[PathBuf]) -> Result<Vec<InputFile>, Diagnostic> {
    paths.iter().map(|path| file(path).map_err(|error| unreadable(path, &error))).collect()
}

/// The candidates beside a path whose names go on where its last part ends: behind a whole word.
fn beginning_with(path: &Path) -> Vec<PathBuf> {
    let (Some(folder), Some(beginning)) = (path.parent(), path.file_name().and_then(|name| name.to_str()))
    else {
        return Vec::new();
    };
    let goes_on = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        let rest = name.and_then(|name| name.strip_prefix(beginning));
        let is_sign = |c: char| !c.is_alphanumeric();
        rest.is_some_and(|rest| rest.starts_with(is_sign) || beginning.ends_with(is_sign))
            && is_candidate(path)
    };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut named: Vec<PathBuf> = entries(folder).into_iter().filter(goes_on).collect();
    named.sort();
    named
}

/// What stands in a folder; nothing for one that cannot be looked into.
fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_none_or(|name| name.starts_with('.'))
}

fn is_candidate(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    !is_hidden(path) && path.is_file() && ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
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
        for name in ["b.json", "a.XML", "c.toml", "d.yaml", "notes.txt", ".hidden.toml", "picture.png"] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        fs::create_dir(folder.path().join("d.json")).unwrap();
        let files = read(&[folder.path()]).unwrap();
        let found: Vec<&[u8]> = files.iter().map(|file| file.bytes.as_slice()).collect();
        assert_eq!(found, [b"a.XML".as_slice(), b"b.json", b"c.toml", b"d.yaml"]);
        // A file that is named is read whatever its ending.
        assert_eq!(read(&[folder.path().join("notes.txt")]).unwrap().len(), 1);
    }

    #[test]
    fn a_beginning_stands_for_the_files_that_go_on_from_it() {
        let folder = tempfile::tempdir().unwrap();
        for name in
            ["T-A-domain.xml", "T-A-p1.xml", "T-AB-domain.xml", "T-B-domain.xml", "T-A.txt", ".T-A-x.xml"]
        {
            fs::write(folder.path().join(name), name).unwrap();
        }
        let found = |beginning: &str| {
            let files = read(&[folder.path().join(beginning)]).unwrap_or_default();
            files.into_iter().map(|file| String::from_utf8(file.bytes).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(found("T-A"), ["T-A-domain.xml", "T-A-p1.xml"]);
        assert_eq!(found("T-B-domain"), ["T-B-domain.xml"]);
        assert_eq!(found("T-A-"), ["T-A-domain.xml", "T-A-p1.xml"]);
        assert_eq!(found("T-").len(), 4);
        assert_eq!(found("T-A-p"), [""; 0]);
        assert!(read(&[folder.path().join("T-A-p")]).is_err());
    }

    #[test]
    fn what_may_be_meant_and_is_not_read_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("case.toml", "mediant = 1");
        assert_eq!(unread(&[folder.path()]), []);
        write("LICENSE", "Permission is granted");
        write("pictures/a.png", "x");
        write(".git/config.toml", "x = 1");
        assert_eq!(unread(&[folder.path()]), []);
        write("briefs/union.toml", "mediant_brief = 1");
        write("brief-employer.txt", "# ours\nmediant_brief = 1\n");
        let told = unread(&[folder.path(), &folder.path().join("case.toml")]);
        let names: Vec<String> =
            told.iter().map(|problem| problem.file.rsplit('/').next().unwrap().to_owned()).collect();
        assert_eq!(names, ["brief-employer.txt", "briefs"]);
        assert!(told.iter().all(|problem| !problem.is_error()));
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
