//! The door that all files come through.

use mediant_reader::report::decode;

use crate::fault::IntakeError;
use crate::form::{Form, form};
use crate::incoming::Incoming;
use crate::limits::Limits;
use crate::{docx, feed, html, mail, markdown};

/// The reports in a file: at least one; several of a feed, in its order.
///
/// `name` is the file's name; only its ending counts, and only as far as the bytes leave open what they are ([`form`]).
/// Takes a few milliseconds for a page; never more than a second or two within the default limits.
///
/// # Errors
/// Why there is no report. A PDF gives [`IntakeError::NeedsProcess`]: it is opened by [`crate::pdf::open`], in a process of its own.
pub fn open(name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Incoming>, IntakeError> {
    let form = form(name, bytes)?;
    let limit = limits.bytes(form);
    if bytes.len() > limit {
        return Err(IntakeError::TooLong { form, bytes: bytes.len(), limit });
    }
    let one = match form {
        Form::Text => Incoming::new(form, decode(bytes)?.to_owned()),
        Form::Markdown => markdown::open(decode(bytes)?),
        Form::Html => html::open(bytes, limits)?,
        Form::Mail => mail::open(bytes, limits)?,
        Form::Word => docx::open(bytes, limits)?,
        Form::Feed => return feed::open(bytes, limits),
        Form::Pdf => return Err(IntakeError::NeedsProcess),
    };
    Ok(vec![one])
}
