//! Reading a backup, or the copy of a stream, item by item.

use crate::failure::CliError;
use mediant_formats::Diagnostic;
use mediant_record::backup::{BackupError, Contents, Counts, Decoder, Item};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Bytes that are read at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// The items of a file, in order.
pub struct Items {
    path: PathBuf,
    file: File,
    decoder: Decoder,
    chunk: Vec<u8>,
}

impl Items {
    /// Opens the file.
    ///
    /// # Errors
    /// It cannot be read.
    #[expect(clippy::disallowed_methods, reason = "backups are read here, as a stream")]
    pub fn open(path: &Path) -> Result<Self, CliError> {
        let file = File::open(path).map_err(|error| CliError::unread(path, &error))?;
        Ok(Self { path: path.to_owned(), file, decoder: Decoder::new(), chunk: vec![0; CHUNK_BYTES] })
    }

    /// The next item; `None` at the end.
    ///
    /// # Errors
    /// The file is damaged, or cannot be read further.
    pub fn next(&mut self) -> Result<Option<Item>, CliError> {
        loop {
            if let Some(item) = self.decoder.next_item().map_err(|error| damaged(&self.path, &error))? {
                return Ok(Some(item));
            }
            let count =
                self.file.read(&mut self.chunk).map_err(|error| CliError::unread(&self.path, &error))?;
            match self.chunk.get(..count) {
                Some(bytes) if count > 0 => self.decoder.push(bytes),
                _ => return Ok(None),
            }
        }
    }

    /// What the file holds, once all of it was read.
    ///
    /// # Errors
    /// It ends too early.
    pub fn finish(self) -> Result<(Contents, Counts), CliError> {
        let contents = self.decoder.contents();
        let counts = self.decoder.finish().map_err(|error| damaged(&self.path, &error))?;
        // A file that was read to its end began with a line that says what it is.
        Ok((contents.unwrap_or(Contents::Record), counts))
    }
}

fn damaged(path: &Path, error: &BackupError) -> CliError {
    let problem = Diagnostic::of_file(path.display().to_string(), error.to_string());
    CliError::Input(vec![problem.help("use another copy of the backup")])
}
