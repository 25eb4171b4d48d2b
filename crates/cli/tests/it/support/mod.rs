//! Running the binary and keeping its files in a folder of their own.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot run the binary or read what it printed should stop there"
)]

pub mod endpoint;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// What the binary said.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs the binary with these arguments.
pub fn mediant<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Said {
    said(Command::new(env!("CARGO_BIN_EXE_mediant")).args(arguments).output().unwrap())
}

pub fn said(output: Output) -> Said {
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// An example that comes with the project.
pub fn example(name: &str) -> String {
    format!("{}/../../examples/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// The analysis of these paths as JSON.
pub fn json(arguments: &[&str]) -> serde_json::Value {
    let said = mediant(&[&["analyze", "--format", "json"], arguments].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    serde_json::from_str(&said.out).unwrap()
}

/// A folder that is removed at the end.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("mediant-test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn at(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    #[expect(clippy::disallowed_methods, reason = "tests make their own input files")]
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.0.join(name), content).unwrap();
        self.at(name)
    }

    #[expect(clippy::disallowed_methods, reason = "tests look at what was written")]
    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.0.join(name)).unwrap()
    }

    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
