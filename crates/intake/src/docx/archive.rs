//! The archive that a document is.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;
use zip::result::ZipError;

use super::broken;
use crate::fault::IntakeError;
use crate::form::Form;
use crate::html::decoded;
use crate::limits::Limits;

/// A document's archive.
pub struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    limit: usize,
}

impl<'b> Archive<'b> {
    /// Looks at the list of files alone.
    pub fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, IntakeError> {
        let entries = entries(bytes).ok_or_else(|| broken("the end of its archive is missing"))?;
        if entries > limits.parts {
            return Err(IntakeError::TooMany {
                form: Form::Word,
                what: "files in it".to_owned(),
                limit: limits.parts,
            });
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken("its archive cannot be read"))?;
        if zip.len() > limits.parts {
            return Err(IntakeError::TooMany {
                form: Form::Word,
                what: "files in it".to_owned(),
                limit: limits.parts,
            });
        }
        Ok(Self { zip, limit: limits.unpacked })
    }

    /// A file of it, unpacked; `None` where it is not there.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, IntakeError> {
        let file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(why)) if why == ZipError::PASSWORD_REQUIRED => {
                return Err(IntakeError::Encrypted(Form::Word));
            }
            Err(_) => return Err(broken("a part of it cannot be unpacked")),
        };
        let mut unpacked = Vec::new();
        // Sizes that an archive states of itself count for nothing.
        let read = file.take(self.limit as u64 + 1).read_to_end(&mut unpacked);
        if unpacked.len() > self.limit {
            return Err(IntakeError::Unpacked { limit: self.limit });
        }
        read.map_err(|_| broken("a part of it cannot be unpacked"))?;
        Ok(Some(unpacked))
    }

    /// The name of the file with the text.
    pub fn main(&mut self) -> Result<String, IntakeError> {
        const USUAL: &str = "word/document.xml";
        let named = self.part("_rels/.rels")?.and_then(|relations| office_document(&relations));
        let main = named.unwrap_or_else(|| USUAL.to_owned());
        if main.starts_with("word/") && self.zip.index_for_name(&main).is_some() {
            return Ok(main);
        }
        let has = |name: &str| self.zip.file_names().flatten().any(|file| file.starts_with(name));
        let what = if has("xl/") {
            "a table of Excel"
        } else if has("ppt/") {
            "a presentation of PowerPoint"
        } else if has("content.xml") {
            "an OpenDocument file"
        } else if has("META-INF/container.xml") {
            "an electronic book"
        } else {
            "an archive without a Word document in it"
        };
        Err(IntakeError::OtherForm(what.to_owned()))
    }
}

/// How many files an archive says it has, from its end; `None` where it has no end.
fn entries(bytes: &[u8]) -> Option<usize> {
    const MARK: &[u8] = b"PK\x05\x06";
    // A comment of at most 64 kB may stand behind.
    let from = bytes.len().saturating_sub(66_000);
    let at = bytes[from..].windows(MARK.len()).rposition(|window| window == MARK)? + from;
    let count = bytes.get(at + 10..at + 12)?;
    Some(usize::from(u16::from_le_bytes([count[0], count[1]])))
}

/// The target of the relation of the kind `officeDocument`.
fn office_document(relations: &[u8]) -> Option<String> {
    let (relations, _) = decoded(relations, None);
    let mut reader = Reader::from_str(&relations);
    loop {
        match reader.read_event().ok()? {
            Event::Empty(element) | Event::Start(element)
                if element.local_name().as_ref() == "Relationship" =>
            {
                let value = |name: &str| {
                    let attribute = element.try_get_attribute(name).ok()??;
                    Some(attribute.value.into_owned())
                };
                if value("Type").is_some_and(|kind| kind.ends_with("/officeDocument")) {
                    return value("Target").map(|target| target.trim_start_matches('/').to_owned());
                }
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}
