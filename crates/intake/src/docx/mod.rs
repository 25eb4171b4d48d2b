//! Word documents.

mod archive;
mod body;

use crate::day::Day;
use crate::fault::IntakeError;
use crate::form::Form;
use crate::incoming::Incoming;
use crate::layout::label;
use crate::limits::Limits;
use archive::Archive;

/// The text of a document as it reads with all changes accepted: what is deleted or hidden, footnotes, headers and comments are left
/// out.
///
/// # Errors
/// It is another archive, damaged, locked, or unpacks to too much.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Incoming, IntakeError> {
    let mut archive = Archive::open(bytes, limits)?;
    let main = archive.main()?;
    let xml = archive.part(&main)?.ok_or_else(|| broken("its text is missing"))?;
    let text = body::text(&xml, limits)?;
    if text.is_empty() {
        return Err(IntakeError::NoText(Form::Word));
    }
    let properties = archive.part("docProps/core.xml")?;
    let properties = properties.map(|xml| body::properties(&xml)).transpose()?.unwrap_or_default();
    let made = properties.get("created").or(properties.get("modified"));
    Ok(Incoming {
        title: properties.get("title").and_then(|title| label(title)),
        byline: properties.get("creator").and_then(|name| label(name)),
        made: made.and_then(|day| Day::read(day, "the document")),
        ..Incoming::new(Form::Word, text)
    })
}

fn broken(why: &str) -> IntakeError {
    IntakeError::Broken { form: Form::Word, why: why.to_owned() }
}
