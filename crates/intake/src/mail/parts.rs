//! The parts of a mail that hold its text.

use mail_parser::{ContentType, MessageParser, MimeHeaders, PartType};

use crate::fault::IntakeError;
use crate::form::{Form, find};
use crate::layout::label;
use crate::limits::Limits;

/// A text of a mail.
pub enum Text {
    /// Text as it was typed, without markup.
    Plain(String),
    /// A page, which is read as a web page is.
    Html(String),
}

/// What a mail is made of.
#[derive(Default)]
pub struct Body {
    /// Its texts in order. Of one text in several forms, the plain one if there is one.
    pub texts: Vec<Text>,
    /// What was not read, for people.
    pub unread: Vec<String>,
    parts: usize,
}

/// Parts within one another. Mail programs need three or four.
const DEEPEST: usize = 12;

impl Body {
    /// That of a mail.
    pub fn from_bytes(bytes: &[u8], limits: &Limits) -> Result<Self, IntakeError> {
        let mut body = Self::default();
        body.part(bytes, limits, limits.depth.min(DEEPEST))?;
        Ok(body)
    }

    /// A part with its headers, as deep as `left` allows.
    fn part(&mut self, bytes: &[u8], limits: &Limits, left: usize) -> Result<(), IntakeError> {
        self.parts += 1;
        if self.parts > limits.parts {
            return Err(IntakeError::TooMany {
                form: Form::Mail,
                what: "parts".to_owned(),
                limit: limits.parts,
            });
        }
        let parser = MessageParser::default();
        // No headers at all are those of a plain text.
        let head = parser.parse_headers(bytes);
        let kind = head.as_ref().and_then(|head| head.content_type());
        let is_attached =
            head.as_ref().and_then(|head| head.content_disposition()).is_some_and(ContentType::is_attachment);
        let name = head.as_ref().and_then(|head| head.attachment_name()).map(str::to_owned);
        let (major, minor) = match kind {
            Some(kind) => {
                (kind.ctype().to_ascii_lowercase(), kind.subtype().unwrap_or_default().to_ascii_lowercase())
            }
            None => ("text".to_owned(), "plain".to_owned()),
        };
        match (major.as_str(), minor.as_str()) {
            ("multipart", "encrypted") | ("application", "pkcs7-mime" | "x-pkcs7-mime") => {
                Err(IntakeError::Encrypted(Form::Mail))
            }
            ("message", "rfc822" | "global") | ("multipart", "digest") => Err(IntakeError::HoldsMail),
            ("multipart", _) => {
                let boundary = kind.and_then(|kind| kind.attribute("boundary")).unwrap_or_default();
                let inner = split(bytes, boundary).ok_or_else(|| IntakeError::Broken {
                    form: Form::Mail,
                    why: "it does not say where its parts end".to_owned(),
                })?;
                if left == 0 {
                    return Err(IntakeError::TooDeep { form: Form::Mail, limit: DEEPEST.min(limits.depth) });
                }
                self.several(&inner, minor == "alternative", limits, left - 1)
            }
            ("text", "plain" | "html") if !is_attached => {
                self.texts.extend(decoded(&parser, bytes));
                Ok(())
            }
            // Pictures that belong to the text, and calendar entries or signatures of keys, say nothing.
            ("image", _) if !is_attached => Ok(()),
            ("application", "pgp-signature" | "pkcs7-signature" | "x-pkcs7-signature") => Ok(()),
            _ => {
                let name = name.as_deref().and_then(label).or_else(|| label(&format!("{major}/{minor}")));
                self.unread.push(format!("the attachment {}", name.unwrap_or_default()));
                Ok(())
            }
        }
    }

    fn several(
        &mut self,
        parts: &[&[u8]],
        one_text: bool,
        limits: &Limits,
        left: usize,
    ) -> Result<(), IntakeError> {
        if !one_text {
            return parts.iter().try_for_each(|part| self.part(part, limits, left));
        }
        let before = std::mem::take(&mut self.texts);
        let mut forms: Vec<Vec<Text>> = Vec::new();
        for part in parts {
            self.part(part, limits, left)?;
            forms.push(std::mem::take(&mut self.texts));
        }
        forms.retain(|texts| !texts.is_empty());
        let plain = |texts: &Vec<Text>| {
            texts.iter().any(|text| matches!(text, Text::Plain(words) if !words.trim().is_empty()))
        };
        // The forms stand in order of faithfulness; the plain one is what the reader wants, else the last.
        let chosen = forms.iter().position(plain).or(forms.len().checked_sub(1));
        self.texts = before;
        if let Some(chosen) = chosen {
            self.texts.extend(forms.swap_remove(chosen));
        }
        Ok(())
    }
}

/// The text of a part that is one.
fn decoded(parser: &MessageParser, bytes: &[u8]) -> Option<Text> {
    match parser.parse(bytes)?.parts.into_iter().next()?.body {
        PartType::Text(words) => Some(Text::Plain(words.into_owned())),
        PartType::Html(html) => Some(Text::Html(html.into_owned())),
        _ => None,
    }
}

/// What stands between the lines `--boundary` of a part's body; `None` where no boundary is named or none stands there.
fn split<'b>(bytes: &'b [u8], boundary: &str) -> Option<Vec<&'b [u8]>> {
    if boundary.is_empty() {
        return None;
    }
    let mark = [b"--", boundary.as_bytes()].concat();
    let mut parts = Vec::new();
    let (mut begun, mut at) = (None, body(bytes));
    while at < bytes.len() {
        let line = &bytes[at..];
        let end = line.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| at + end + 1);
        if let Some(behind) = line.strip_prefix(mark.as_slice())
            && behind.first().is_none_or(|byte| matches!(byte, b'\r' | b'\n' | b' ' | b'\t' | b'-'))
        {
            parts.extend(begun.map(|from| &bytes[from..at]));
            begun = Some(end);
            if behind.starts_with(b"--") {
                return Some(parts);
            }
        }
        at = end;
    }
    // A mail that was cut off has no last mark.
    parts.extend(begun.map(|from| &bytes[from..]));
    begun.map(|_| parts)
}

/// Where the body begins: behind the first empty line.
fn body(bytes: &[u8]) -> usize {
    let empty = [b"\n\r\n".as_slice(), b"\n\n"].into_iter().filter_map(|mark| find(bytes, mark));
    empty.min().map_or(0, |at| at + 1)
}
