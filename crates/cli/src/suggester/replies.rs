//! What models replied about a report, kept beside it as it came: `FILE.replies.json`.
//!
//! A reply can be held against the report again without the model, and whoever does not believe a suggestion can look at it.

use crate::failure::CliError;
use crate::output_file;
use crate::screen::{plain, seen};
use mediant_formats::Diagnostic;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Bytes of such a file that are read at most.
const LONGEST: u64 = 64_000_000;
/// Characters of a model's name.
const NAME: usize = 100;

/// The replies about one report.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replies {
    version: u32,
    report: String,
    sha256: String,
    replies: Vec<Reply>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reply {
    model: String,
    /// As it came, letter for letter.
    reply: String,
}

impl fmt::Debug for Replies {
    /// How many: they are about a report that may be confidential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Replies({})", self.replies.len())
    }
}

/// Refuses names that could be taken for somebody else.
///
/// # Errors
/// The name is empty, long, has control characters, or is the reader's.
pub fn check_name(model: &str) -> Result<(), CliError> {
    let fits = !model.trim().is_empty() && model.chars().count() <= NAME && model == seen(&plain(model));
    if fits && model != "reader" {
        return Ok(());
    }
    Err(CliError::usage(
        format!("`{}` is no name for a model", plain(model)),
        format!("name it as its server does, with at most {NAME} characters; `reader` is Mediant's own"),
    ))
}

impl Replies {
    /// Where the replies about a report are kept: beside its file, of a feed's item with its number.
    pub fn place(report: &Path, item: Option<usize>) -> PathBuf {
        let mut name = report.as_os_str().to_owned();
        if let Some(item) = item {
            name.push(format!("#{item}"));
        }
        name.push(".replies.json");
        name.into()
    }

    /// None yet, about a report with this SHA-256.
    pub fn none(report: &str, sha256: &str) -> Self {
        Self { version: 1, report: report.to_owned(), sha256: sha256.to_owned(), replies: Vec::new() }
    }

    /// Those kept at a place about a report with this SHA-256; `None` where nothing was kept.
    ///
    /// # Errors
    /// The file cannot be read, is not one of ours, or is about another text than the report has now.
    pub fn kept(place: &Path, sha256: &str) -> Result<Option<Self>, Diagnostic> {
        let shown = plain(&place.display().to_string());
        let Some(bytes) = content(place).map_err(|error| mediant_files::unreadable(place, &error))? else {
            return Ok(None);
        };
        let refused = |message: &str, help: &str| Diagnostic::of_file(shown.clone(), message).help(help);
        let ask = "remove it and ask the model again with --model";
        let replies: Self = serde_json::from_slice(&bytes)
            .map_err(|error| refused(&format!("these are no replies of a model: {error}"), ask))?;
        if replies.version != 1 {
            return Err(refused("a later version of Mediant wrote this file", "use that version"));
        }
        if replies.sha256 != sha256 {
            return Err(refused("the report has changed since the model was asked", ask));
        }
        let names = replies.replies.iter().all(|reply| check_name(&reply.model).is_ok());
        if !names {
            Err(refused("a model in it has no name that it may have", ask))
        } else {
            Ok(Some(replies))
        }
    }

    /// Adds a reply.
    pub fn add(&mut self, model: &str, reply: &str) {
        self.replies.push(Reply { model: model.to_owned(), reply: reply.to_owned() });
    }

    /// Keeps them at a place.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn keep(&self, place: &Path) -> Result<(), CliError> {
        let text =
            serde_json::to_string_pretty(self).map_err(|error| CliError::Internal(error.to_string()))?;
        output_file::write_whole(place, format!("{text}\n").as_bytes())
            .map_err(|error| CliError::unwritten(place, &error))
    }

    /// The last reply of each model, by the models' names.
    pub fn last_of_each(&self) -> impl Iterator<Item = (&str, &str)> {
        let last: BTreeMap<&str, &str> =
            self.replies.iter().map(|reply| (reply.model.as_str(), reply.reply.as_str())).collect();
        last.into_iter()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the place where kept replies are read")]
fn content(place: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let file = match fs::File::open(place) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        other => other?,
    };
    let mut bytes = Vec::new();
    file.take(LONGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST {
        return Err(std::io::Error::other(format!("it has more than {LONGEST} bytes")));
    }
    Ok(Some(bytes))
}
