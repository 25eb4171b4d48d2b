//! Standard output.

use crate::failure::Failure;
use mediant_record::unseen::turns_text;
use std::borrow::Cow;
use std::io::{IsTerminal, Write};

/// Columns of a report that does not go to a terminal.
const WIDTH: usize = 92;

/// How wide a report should be: the terminal's width, within 60 and 100 columns.
pub fn width() -> usize {
    if !std::io::stdout().is_terminal() {
        return WIDTH;
    }
    terminal_size::terminal_size().map_or(WIDTH, |(columns, _)| usize::from(columns.0).clamp(60, 100))
}

/// Prints all of it. Colours are stripped unless a terminal that wants them is listening.
///
/// # Errors
/// [`Failure::Closed`] when the reader has gone, as `head` does.
pub fn print(text: &str) -> Result<(), Failure> {
    let text = seen(text);
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(unprinted)
}

/// Prints what is made while it is printed: plain text without colours, such as JSON.
///
/// # Errors
/// As [`print`].
pub fn print_by(make: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), Failure> {
    let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    make(&mut out).and_then(|()| out.flush()).map_err(unprinted)
}

fn unprinted(error: std::io::Error) -> Failure {
    match error.kind() {
        std::io::ErrorKind::BrokenPipe => Failure::Closed,
        _ => Failure::Internal(format!("the answer could not be printed: {error}")),
    }
}

/// The text without characters that turn the direction of a terminal's line: they are written as JSON and TOML write them, so
/// that a file printed here still says the same.
pub fn seen(text: &str) -> Cow<'_, str> {
    if !text.chars().any(turns_text) {
        return Cow::Borrowed(text);
    }
    let mut seen = String::with_capacity(text.len());
    for character in text.chars() {
        if turns_text(character) {
            seen.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            seen.push(character);
        }
    }
    Cow::Owned(seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_a_line_is_written_out() {
        assert_eq!(seen("a\u{202e}b\u{2066}"), "a\\u202eb\\u2066");
        assert_eq!(seen("שלום, mediator"), "שלום, mediator");
        let json = serde_json::to_string("a\u{202e}b").unwrap();
        assert_eq!(serde_json::from_str::<String>(&seen(&json)).unwrap(), "a\u{202e}b");
    }
}

/// The text without characters that turn the direction of a terminal's line: they are written as JSON and TOML write them, so
/// that a file printed here still says the same.
pub fn seen(text: &str) -> Cow<'_, str> {
    if !text.chars().any(turns_text) {
        return Cow::Borrowed(text);
    }
    let mut seen = String::with_capacity(text.len());
    for character in text.chars() {
        if turns_text(character) {
            seen.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            seen.push(character);
        }
    }
    Cow::Owned(seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_a_line_is_written_out() {
        assert_eq!(seen("a\u{202e}b\u{2066}"), "a\\u202eb\\u2066");
        assert_eq!(seen("שלום, mediator"), "שלום, mediator");
        let json = serde_json::to_string("a\u{202e}b").unwrap();
        assert_eq!(serde_json::from_str::<String>(&seen(&json)).unwrap(), "a\u{202e}b");
    }
}
