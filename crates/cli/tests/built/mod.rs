//! The built binary and the project around it.

#![expect(clippy::disallowed_methods, reason = "tests of the product read files like its users")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The root of the project.
pub fn root() -> PathBuf {
    let cli = Path::new(env!("CARGO_MANIFEST_DIR"));
    // The crate lies in `crates/cli`; from anywhere else the tests find nothing to run and say so.
    cli.ancestors().nth(2).unwrap_or(cli).to_owned()
}

/// The program in a folder, in an environment that is the same for everybody, with nothing to read.
pub fn program(name: impl AsRef<std::ffi::OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(name);
    command.current_dir(folder).env_clear().env("LANG", "C.UTF-8").stdin(Stdio::null());
    command
}

/// The text of a file of the project.
pub fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// The sorted names in a folder of the project that end so, without the ending.
pub fn names(folder: &Path, ending: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> =
        names.filter_map(|name| Some(name.strip_suffix(ending)?.to_owned())).collect();
    names.sort();
    names
}

/// An empty folder for one test, beside everything else that the build made.
pub fn scratch(name: &str) -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let fail = |error| format!("{}: {error}", folder.display());
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(fail)?;
    }
    std::fs::create_dir_all(&folder).map_err(fail)?;
    Ok(folder)
}
