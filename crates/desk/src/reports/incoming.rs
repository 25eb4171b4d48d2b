//! Reports as somebody brings them: a text that was pasted, or a file that was dropped.

use jiff::civil::Date;
use mediant_reader::report::{Fault, Options, Report, decode, english};

/// A report that was brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// Its text as the record keeps it.
    pub text: String,
    /// The day it is of.
    pub on: Date,
}

/// The text of a file, by its name and its bytes.
///
/// # Errors
/// Why it cannot be taken, and what to do.
pub fn file(name: &str, bytes: &[u8]) -> Result<String, String> {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end).to_lowercase();
    if !matches!(end.as_str(), "" | "txt" | "text" | "md" | "markdown") {
        return Err(format!("files that end in .{end} are not read here; paste the text of the report"));
    }
    decode(bytes).map(str::to_owned).map_err(|fault| fault.to_string())
}

/// A report with its day: the one that is given, else the one that the text says.
///
/// # Errors
/// Why the reader cannot read it, and what to do.
pub fn brought(text: &str, on: Option<Date>) -> Result<Brought, String> {
    let text = plain(text);
    let options = Options { date: on, ..Options::default() };
    let told = |fault: Fault| match fault {
        Fault::NoDate => "the text does not say which day the report is of; give the day".to_owned(),
        other => other.to_string(),
    };
    let report = Report::read(&text, &options).map_err(told)?;
    english(&report).map_err(told)?;
    let on = report.date();
    Ok(Brought { text, on })
}

/// The text without marks of byte order, and with one sort of line ends.
fn plain(text: &str) -> String {
    let lines = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    lines.replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n").trim().to_owned()
}
