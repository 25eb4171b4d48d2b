//! Mails: what the sender wrote, the day, the subject and the sender.
//!
//! The tree of parts is walked here, so that depth and number are bounded whatever the mail says of itself; headers, letters and transfer
//! encodings of each part are `mail-parser`'s.

mod parts;

use mail_parser::{Address, MessageParser};

use crate::day::Day;
use crate::fault::IntakeError;
use crate::form::Form;
use crate::html;
use crate::incoming::Incoming;
use crate::layout::{Layout, label};
use crate::limits::Limits;
use parts::{Body, Text};

/// The report that a mail is.
///
/// What it quotes of others (lines that begin with `>`) and its signature are left out; attachments are named in
/// [`Incoming::unread`].
///
/// # Errors
/// It holds another mail, is locked, has no text, or too many parts.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Incoming, IntakeError> {
    let body = Body::from_bytes(bytes, limits)?;
    let mut texts = Vec::new();
    for text in body.texts {
        texts.push(match text {
            Text::Plain(words) => written(&words),
            Text::Html(html) => html::text(&html, limits)?,
        });
    }
    texts.retain(|text| !text.is_empty());
    if texts.is_empty() {
        return Err(IntakeError::NoText(Form::Mail));
    }
    let head = MessageParser::default().parse_headers(bytes);
    let head =
        head.ok_or_else(|| IntakeError::Broken { form: Form::Mail, why: "it has no headers".to_owned() })?;
    Ok(Incoming {
        title: head.subject().and_then(label),
        byline: head.from().and_then(sender),
        days: head.header_raw("Date").and_then(|day| Day::read(day, "the mail's Date")).into_iter().collect(),
        unread: body.unread,
        ..Incoming::new(Form::Mail, texts.join("\n"))
    })
}

/// Plain text without what it quotes, and without what stands behind the line `-- `.
fn written(text: &str) -> String {
    let mut layout = Layout::default();
    for line in text.lines() {
        // Some programs lose the blank behind it.
        if line.trim_end() == "--" {
            break;
        }
        if line.trim().is_empty() || line.starts_with('>') {
            layout.end_paragraph();
        } else {
            layout.text(line);
            layout.text("\n");
        }
    }
    layout.finish()
}

fn sender(from: &Address<'_>) -> Option<String> {
    let first = from.first()?;
    label(first.name().filter(|name| !name.trim().is_empty()).or(first.address())?)
}
