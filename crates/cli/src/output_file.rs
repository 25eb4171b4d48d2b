//! Files that are whole or untouched.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes the file so that whoever looks finds the old content or the new, never a part.
///
/// The content goes to a temporary file in the same folder, is brought to the disk, and takes the
/// name in one step. A write that fails or is interrupted leaves the old file as it was.
///
/// # Errors
/// Whatever the file system says; the temporary file is removed then.
pub fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    write_whole_by(path, |file| file.write_all(content))
}

/// [`write_whole`] of what is made while it is written.
///
/// # Errors
/// Whatever the file system or the maker says; the temporary file is removed then.
pub fn write_whole_by(path: &Path, make: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let name = path.file_name().ok_or_else(|| io::Error::other("this is not the name of a file"))?;
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = OsString::from(".");
    temporary.push(name);
    temporary.push(format!(".{}.tmp", std::process::id()));
    let temporary = folder.join(temporary);
    let written = write_and_sync(&temporary, make).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // The first error is the one to report; a leftover temporary file is harmless.
        let _ = fs::remove_file(&temporary);
    }
    written?;
    // A folder that cannot be opened or synced (some file systems) does not undo the write.
    if let Ok(folder) = open_folder(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the place where files are written, through a temporary one"
)]
fn write_and_sync(path: &Path, make: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut file = io::BufWriter::with_capacity(1 << 16, fs::File::create(path)?);
    make(&mut file)?;
    file.flush()?;
    file.get_ref().sync_all()
}

#[expect(clippy::disallowed_methods, reason = "a folder is opened to bring a rename to the disk")]
fn open_folder(folder: &Path) -> io::Result<fs::File> {
    fs::File::open(folder)
}

/// Writes a file that is not there yet, for its owner alone: a secret.
///
/// # Errors
/// It is there already (`AlreadyExists`), or whatever the file system says.
pub fn write_new_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// [`write_whole`] of a file for its owner alone: what may be confidential.
///
/// # Errors
/// Whatever the file system says; a file that was there stays as it was then.
pub fn write_whole_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut whole = Whole::begin(path)?;
    whole.write(content)?;
    whole.finish()
}

/// A file in the making, for its owner alone, which takes its name only once it is whole.
pub struct Whole {
    path: PathBuf,
    file: tempfile::NamedTempFile,
}

impl Whole {
    /// Begins it beside the place where it is to be.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn begin(path: &Path) -> io::Result<Self> {
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok(Self { path: path.to_owned(), file: tempfile::NamedTempFile::new_in(folder)? })
    }

    /// Where it is to be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds to it.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn write(&mut self, content: &[u8]) -> io::Result<()> {
        self.file.write_all(content)
    }

    /// Brings it to the disk and gives it its name.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn finish(self) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        self.file.persist(&self.path).map(drop).map_err(|error| error.error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("mediant-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn replaces_the_file_and_leaves_nothing_beside_it() {
        let folder = folder("whole");
        let path = folder.join("a.json");
        write_whole(&path, b"old").unwrap();
        write_whole(&path, b"new").unwrap();
        let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["a.json"]);
        assert_eq!(fs::metadata(&path).unwrap().len(), 3);
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_private_file_is_its_owners_alone_whatever_was_there() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder("private");
        let path = folder.join("a.json");
        write_whole(&path, b"old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        write_whole_private(&path, b"newer").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(&path).unwrap().len(), 5);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_failed_write_leaves_what_was_there() {
        let folder = folder("failed");
        let target = folder.join("a-folder");
        fs::create_dir_all(target.join("inside")).unwrap();
        assert!(write_whole(&target, b"new").is_err());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        assert!(target.join("inside").is_dir());
        fs::remove_dir_all(folder).unwrap();
    }
}
