//! Standard output.

use crate::failure::Failure;
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
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| match error.kind() {
        std::io::ErrorKind::BrokenPipe => Failure::Closed,
        _ => Failure::Internal(format!("the answer could not be printed: {error}")),
    })
}
