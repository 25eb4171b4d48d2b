//! Standard output.

use crate::failure::CliError;
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
/// [`CliError::Closed`] when the reader has gone, as `head` does.
pub fn print(text: &str) -> Result<(), CliError> {
    let text = seen(text);
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(unprinted)
}

/// Prints what is made while it is printed: plain text without colours, such as JSON.
///
/// # Errors
/// As [`print()`].
pub fn print_by(make: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), CliError> {
    let screen = Seen { out: std::io::stdout().lock(), rest: Vec::new() };
    let mut out = std::io::BufWriter::with_capacity(1 << 16, screen);
    make(&mut out).and_then(|()| out.flush()).map_err(unprinted)
}

fn unprinted(error: std::io::Error) -> CliError {
    match error.kind() {
        std::io::ErrorKind::BrokenPipe => CliError::Closed,
        _ => CliError::Internal(format!("the answer could not be printed: {error}")),
    }
}

/// Words of others in one line: white space is one blank each, and what would steer a terminal is shown as a mark.
pub fn plain(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ").chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// Whether a character turns the direction of a terminal's line, or steers the terminal and is no colour or line end of ours.
fn misleads(character: char) -> bool {
    turns_text(character) || matches!(character, '\u{7f}'..='\u{9f}')
}

/// The text without characters that turn a terminal's line or steer it: they are written as JSON and TOML write them, so that a
/// file printed here still says the same.
pub fn seen(text: &str) -> Cow<'_, str> {
    if !text.chars().any(misleads) {
        return Cow::Borrowed(text);
    }
    let mut seen = String::with_capacity(text.len());
    for character in text.chars() {
        if misleads(character) {
            seen.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            seen.push(character);
        }
    }
    Cow::Owned(seen)
}

/// Writes text as [`seen`] gives it, piece by piece.
struct Seen<W> {
    out: W,
    /// The beginning of a character whose end did not come yet.
    rest: Vec<u8>,
}

impl<W: Write> Write for Seen<W> {
    fn write(&mut self, piece: &[u8]) -> std::io::Result<usize> {
        self.rest.extend_from_slice(piece);
        let whole = match std::str::from_utf8(&self.rest) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(error) => return Err(std::io::Error::new(std::io::ErrorKind::InvalidData, error)),
        };
        let rest = self.rest.split_off(whole);
        let text = String::from_utf8(std::mem::replace(&mut self.rest, rest))
            .map_err(|error| std::io::Error::new(std::io::ErrorKind::InvalidData, error))?;
        self.out.write_all(seen(&text).as_bytes())?;
        Ok(piece.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_any_size_are_seen_as_the_whole() {
        let text = "{\"a\u{202e}b\": \"שלום €\u{2066}\"}";
        for size in 1..8 {
            let mut screen = Seen { out: Vec::new(), rest: Vec::new() };
            text.as_bytes().chunks(size).for_each(|piece| screen.write_all(piece).unwrap());
            assert_eq!(String::from_utf8(screen.out).unwrap(), seen(text));
        }
    }

    #[test]
    fn what_turns_a_line_is_written_out() {
        assert_eq!(seen("a\u{202e}b\u{2066}"), "a\\u202eb\\u2066");
        assert_eq!(seen("a\u{9b}31mb\u{85}\u{7f}"), "a\\u009b31mb\\u0085\\u007f");
        assert_eq!(seen("שלום, mediator"), "שלום, mediator");
        let json = serde_json::to_string("a\u{202e}b").unwrap();
        assert_eq!(serde_json::from_str::<String>(&seen(&json)).unwrap(), "a\u{202e}b");
    }
}
