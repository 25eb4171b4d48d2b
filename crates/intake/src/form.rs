//! Which form a file has: by its name and its bytes together.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::fault::IntakeError;

/// A form of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Form {
    /// Plain text, UTF-8.
    Text,
    /// Markdown, as text in UTF-8.
    Markdown,
    /// A web page as a browser saves it.
    Html,
    /// One mail with its headers, as mail programs export it (EML).
    Mail,
    /// A Word document (DOCX).
    Word,
    /// RSS or Atom.
    Feed,
    /// A PDF file, of which letters are read and pictures are not.
    Pdf,
}

impl Form {
    /// For people, without an article; every name goes with `a`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text file",
            Self::Markdown => "Markdown file",
            Self::Html => "web page",
            Self::Mail => "mail",
            Self::Word => "Word document",
            Self::Feed => "feed",
            Self::Pdf => "PDF",
        }
    }

    /// The form that a name's ending says; `None` where it says none that is known.
    fn named(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        Some(match ending.to_ascii_lowercase().as_str() {
            "txt" | "text" => Self::Text,
            "md" | "markdown" | "mdown" | "mkd" => Self::Markdown,
            "html" | "htm" | "xhtml" | "shtml" => Self::Html,
            "eml" => Self::Mail,
            "docx" => Self::Word,
            "rss" | "atom" => Self::Feed,
            "pdf" => Self::Pdf,
            _ => return None,
        })
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What bytes are by themselves.
#[derive(Debug, PartialEq, Eq)]
enum Looks {
    /// Nothing tells: text of some kind, or nothing that is known.
    Open,
    /// Has tags in it, and may be text or Markdown all the same.
    Tagged,
    /// Has header lines such as a mail's or a memo's.
    Memo,
    /// Surely of a form.
    Like(Form),
    /// Surely of a form that is not read; with its article.
    Other(&'static str),
}

/// The form of a file. Its bytes decide; its name decides between forms that bytes do not tell apart, such as text and Markdown.
///
/// # Errors
/// [`IntakeError::Contradiction`] where name and bytes say different things, [`IntakeError::OtherForm`].
///
/// ```
/// use mediant_intake::{Form, form};
///
/// assert_eq!(form("talks.md", b"# Talks"), Ok(Form::Markdown));
/// assert_eq!(form("talks", b"<!DOCTYPE html><p>Talks"), Ok(Form::Html));
/// assert!(form("talks.txt", b"%PDF-1.7").is_err());
/// ```
pub fn form(name: &str, bytes: &[u8]) -> Result<Form, IntakeError> {
    let named = Form::named(name);
    let is = looks(bytes);
    match (named, is) {
        (None, Looks::Like(form)) => Ok(form),
        (None, Looks::Open | Looks::Memo | Looks::Tagged) => Ok(Form::Text),
        (Some(named), Looks::Like(form)) if named == form => Ok(form),
        (Some(named @ (Form::Text | Form::Markdown)), Looks::Open | Looks::Memo | Looks::Tagged) => Ok(named),
        (Some(Form::Html), Looks::Tagged) => Ok(Form::Html),
        (Some(Form::Mail), Looks::Memo) => Ok(Form::Mail),
        (Some(named), Looks::Like(form)) => {
            Err(IntakeError::Contradiction { named, is: Some(format!("a {form}")) })
        }
        (None, Looks::Other(name)) => Err(IntakeError::OtherForm(name.to_owned())),
        // Word itself names a file so that it locks.
        (Some(Form::Word), Looks::Other(OLE)) => Err(IntakeError::OtherForm(OLE.to_owned())),
        (Some(named), Looks::Other(name)) => {
            Err(IntakeError::Contradiction { named, is: Some(name.to_owned()) })
        }
        (Some(named), Looks::Open | Looks::Tagged | Looks::Memo) => {
            Err(IntakeError::Contradiction { named, is: None })
        }
    }
}

/// A file of Office before 2007, or one of today's with a password.
const OLE: &str = "a file of an older Office, or one with a password";

/// Where a PDF may begin.
const PDF_HEAD: usize = 1024;

fn looks(bytes: &[u8]) -> Looks {
    const MARKS: [(&[u8], &str); 14] = [
        (&[0xd0, 0xcf, 0x11, 0xe0], OLE),
        (b"{\\rtf", "an RTF document"),
        (b"\x89PNG", "a picture"),
        (&[0xff, 0xd8, 0xff], "a picture"),
        (b"GIF8", "a picture"),
        (b"II*\0", "a picture"),
        (b"MM\0*", "a picture"),
        (b"RIFF", "a picture or a recording"),
        (b"\x1f\x8b", "an archive"),
        (b"7z\xbc\xaf", "an archive"),
        (b"Rar!", "an archive"),
        (b"BZh", "an archive"),
        (b"\xfd7zXZ", "an archive"),
        (b"\x7fELF", "a program"),
    ];
    let head = bytes.get(..PDF_HEAD).unwrap_or(bytes);
    if bytes.starts_with(b"PK\x03\x04") {
        return Looks::Like(Form::Word);
    }
    if let Some((_, name)) = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Looks::Other(name);
    }
    if find(head, b"%PDF-").is_some_and(|at| head[..at].iter().all(|byte| !byte.is_ascii_alphabetic())) {
        return Looks::Like(Form::Pdf);
    }
    let (text, _) = crate::html::decoded(head_of(bytes), None);
    markup(text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}'))
}

/// What is looked at for tags and headers: they stand in the beginning.
fn head_of(bytes: &[u8]) -> &[u8] {
    const HEAD: usize = 64_000;
    bytes.get(..HEAD).unwrap_or(bytes)
}

fn markup(text: &str) -> Looks {
    if text.starts_with('<')
        && let Some(root) = root(text)
    {
        return match root.as_str() {
            "rss" | "feed" | "rdf:rdf" | "entry" => Looks::Like(Form::Feed),
            "html" | "!doctype" | "head" | "body" => Looks::Like(Form::Html),
            _ if text.starts_with("<?xml") => Looks::Other("an XML file that is no feed"),
            _ => Looks::Tagged,
        };
    }
    match mail_headers(text) {
        (true, _) => Looks::Like(Form::Mail),
        (false, true) => Looks::Memo,
        (false, false) if has_tags(text) => Looks::Tagged,
        (false, false) => Looks::Open,
    }
}

/// The name of the first element in lower case, behind declarations and comments; `!doctype` where that says HTML.
fn root(text: &str) -> Option<String> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let tag = rest.strip_prefix('<')?;
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
        } else if tag.starts_with('?') {
            rest = tag.split_once('>')?.1;
        } else if tag.starts_with('!') {
            let (declared, behind) = tag.split_once('>')?;
            if declared.to_ascii_lowercase().starts_with("!doctype html") {
                return Some("!doctype".to_owned());
            }
            // A list of entities goes on behind its first `>`.
            rest = if declared.contains('[') { behind.split_once("]>")?.1 } else { behind };
        } else {
            let ends = |c: char| c.is_whitespace() || matches!(c, '>' | '/');
            return tag.split(ends).next().filter(|name| !name.is_empty()).map(str::to_ascii_lowercase);
        }
    }
}

/// Whether there is something such as `<p` or `</p`.
fn has_tags(text: &str) -> bool {
    text.split('<').skip(1).any(|rest| {
        let name = rest.strip_prefix('/').unwrap_or(rest);
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && rest.contains('>')
    })
}

/// Whether the first lines are surely a mail's headers, and whether they may be.
fn mail_headers(text: &str) -> (bool, bool) {
    const SURE: [&str; 5] = ["mime-version", "message-id", "received", "return-path", "delivered-to"];
    const MAYBE: [&str; 4] = ["from", "date", "subject", "to"];
    let (mut sure, mut maybe) = (false, false);
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            break;
        }
        // A header may go on in lines that begin with a blank; a mailbox puts a line of its own first.
        if line.starts_with([' ', '\t']) || number == 0 && line.starts_with("From ") {
            continue;
        }
        let Some((key, _)) = line.split_once(':').filter(|(key, _)| !key.contains(char::is_whitespace))
        else {
            return (false, false);
        };
        let key = key.to_ascii_lowercase();
        sure |= SURE.contains(&key.as_str());
        maybe |= MAYBE.contains(&key.as_str());
    }
    (sure, maybe)
}

/// The first place of `what` in `bytes`.
pub fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_name_decide_together() {
        let memo = b"From: the envoy\nDate: 14 May 2031\n\nWe met.";
        let mail = b"Received: from a by b\nFrom: a@b.example\nMIME-Version: 1.0\n\nWe met.";
        let feed = b"<?xml version='1.0'?><!-- x --><rss version='2.0'/>";
        let bombs = b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'/>";
        for (name, bytes, expected) in [
            ("a.txt", memo.as_slice(), Form::Text),
            ("a.eml", memo, Form::Mail),
            ("a", mail, Form::Mail),
            ("a.xml", feed, Form::Feed),
            ("a.rss", bombs, Form::Feed),
            ("a.html", b"\xef\xbb\xbf <!doctype HTML><p>x", Form::Html),
            ("a.html", b"We <b>met</b>.", Form::Html),
            ("a.md", b"<p align=center>We met.</p>", Form::Markdown),
            ("a.txt", b"a < b and c > d, he said", Form::Text),
            ("a.PDF", b"\n%PDF-1.4", Form::Pdf),
            ("report of 14.5.", b"We met.", Form::Text),
            ("a.docx", b"PK\x03\x04", Form::Word),
        ] {
            assert_eq!(form(name, bytes), Ok(expected), "{name}");
        }
        for (name, bytes) in [
            ("a.txt", mail.as_slice()),
            ("a.eml", b"We met."),
            ("a.eml", b"The report: we met."),
            ("a.html", b"We met."),
            ("a.pdf", b"We met."),
            ("a.docx", b"We met."),
            ("a.docx", b"%PDF-1.4"),
            ("a.md", b"<!doctype html>"),
            ("a.rss", b"<html>"),
            ("a", b"{\\rtf1 We met.}"),
            ("a.xml", b"<?xml version='1.0'?><svg/>"),
            ("a.docx", &[0xd0, 0xcf, 0x11, 0xe0]),
        ] {
            assert!(form(name, bytes).is_err(), "{name}");
        }
    }
}
