//! The text layer of a PDF.
//!
//! The crate that reads the file panics on some files and may run for long on others. So [`open`] is for a process of its own, which
//! whoever starts it limits and ends; nothing else in this crate calls it.

mod lines;
mod widths;

use pdf_extract::{Document, Error, Object, output_doc};

use crate::day::Day;
use crate::fault::IntakeError;
use crate::form::Form;
use crate::incoming::Incoming;
use crate::layout::label;
use crate::limits::Limits;
use lines::Lines;

/// The report in a PDF. **May panic, and may run without end**: see the module.
///
/// Letters are put together by where they stand: to words by the gaps between them, to lines, and to paragraphs by the gaps between
/// those. Pictures of text hold no letters.
///
/// # Errors
/// It is damaged, locked, has no text layer, or one whose letters cannot be told.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Incoming, IntakeError> {
    if bytes.len() > limits.file {
        return Err(IntakeError::TooLong { form: Form::Pdf, bytes: bytes.len(), limit: limits.file });
    }
    let broken = |why: &str| IntakeError::Broken { form: Form::Pdf, why: why.to_owned() };
    let mut document = match Document::load_mem(bytes) {
        // Many files are locked against copying or printing alone, and open without a password: then this is gone.
        Ok(document) if document.trailer.has(b"Encrypt") => return Err(IntakeError::Encrypted(Form::Pdf)),
        Ok(document) => document,
        Err(Error::Decryption(_) | Error::InvalidPassword) => return Err(IntakeError::Encrypted(Form::Pdf)),
        Err(_) => return Err(broken("it cannot be read")),
    };
    let pages = document.get_pages().len();
    if pages > limits.parts {
        return Err(IntakeError::TooMany { form: Form::Pdf, what: "pages".to_owned(), limit: limits.parts });
    }
    widths::spell_out(&mut document);
    let mut lines = Lines::new(limits.unpacked);
    output_doc(&document, &mut lines).map_err(|_| broken("one of its pages cannot be read"))?;
    if lines.is_full() {
        return Err(IntakeError::Unpacked { limit: limits.unpacked });
    }
    if lines.letters() == 0 {
        return Err(IntakeError::NoText(Form::Pdf));
    }
    // Now and then a sign is not known; where every tenth is not, words are not either.
    if 10 * lines.unknown() > lines.letters() {
        return Err(IntakeError::NoLetters);
    }
    let made = property(&document, b"CreationDate").as_deref().and_then(made);
    Ok(Incoming {
        title: property(&document, b"Title").and_then(|title| label(&title)),
        byline: property(&document, b"Author").and_then(|name| label(&name)),
        made: made.and_then(|day| Day::read(&day, "the PDF")),
        ..Incoming::new(Form::Pdf, lines.text())
    })
}

/// A text of the document's properties.
fn property(document: &Document, key: &[u8]) -> Option<String> {
    let (_, information) = document.dereference(document.trailer.get(b"Info").ok()?).ok()?;
    let (_, value) = document.dereference(information.as_dict().ok()?.get(key).ok()?).ok()?;
    match value {
        Object::String(bytes, _) => Some(decoded(bytes)),
        _ => None,
    }
}

/// A text of properties: UTF-16 or UTF-8 with a mark of byte order, else letters of one byte.
fn decoded(bytes: &[u8]) -> String {
    if bytes.starts_with(&[0xfe, 0xff])
        || bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(b"\xef\xbb\xbf")
    {
        return encoding_rs::UTF_8.decode(bytes).0.into_owned();
    }
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
}

/// `D:20310514093000+02'00'` as `2031-05-14`.
fn made(written: &str) -> Option<String> {
    let digits = written.strip_prefix("D:").unwrap_or(written).get(..8)?;
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]))
}
