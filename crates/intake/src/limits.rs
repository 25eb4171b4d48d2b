//! How much of a file is looked at.

use crate::form::Form;

/// What is taken in at most. What is beyond a limit is refused, never cut off in silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file of text or Markdown.
    pub text: usize,
    /// Bytes of a file of any other form.
    pub file: usize,
    /// Bytes of text that a file may give, and bytes that a part of an archive may unpack to.
    pub unpacked: usize,
    /// Elements and texts of an HTML page.
    pub nodes: usize,
    /// Elements within one another, of HTML and XML, and parts within one another of a mail.
    pub depth: usize,
    /// Parts of a mail; files in an archive; pages of a PDF.
    pub parts: usize,
    /// Reports in one file.
    pub items: usize,
}

impl Default for Limits {
    /// One megabyte of text, 8 MB of any other form.
    fn default() -> Self {
        Self {
            text: 1_000_000,
            file: 8_000_000,
            unpacked: 16_000_000,
            nodes: 50_000,
            depth: 100,
            parts: 1_000,
            items: 1_000,
        }
    }
}

impl Limits {
    /// Bytes that a file of a form may have.
    pub fn bytes(&self, form: Form) -> usize {
        match form {
            Form::Text | Form::Markdown => self.text,
            Form::Html | Form::Mail | Form::Word | Form::Feed | Form::Pdf => self.file,
        }
    }
}
