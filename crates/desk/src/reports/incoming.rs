//! Reports as somebody brings them: a text that was pasted, or a file that was dropped.

use jiff::civil::Date;
use mediant_intake::{self as intake, Limits, open};
use mediant_reader::report::{Options, Report, ReportError, english};

/// A report that was brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// Its text as the record keeps it.
    pub text: String,
    /// The day it is of.
    pub on: Date,
}

/// What is taken in here: less than a file may have elsewhere, since opening one takes a place for work, and no report is so long.
const LIMITS: Limits = Limits {
    text: 1_000_000,
    file: 2_000_000,
    unpacked: 4_000_000,
    nodes: 10_000,
    depth: 100,
    parts: 200,
    items: 1_000,
};

/// The report in a file, by its name and its bytes: text, Markdown, a web page, a mail, a Word document, a feed of one.
///
/// # Errors
/// Why it cannot be taken, and what to do.
pub fn file(name: &str, bytes: &[u8], on: Option<Date>) -> Result<Brought, String> {
    let all = match open(name, bytes, &LIMITS) {
        Ok(all) => all,
        Err(intake::IntakeError::NeedsProcess) => {
            return Err("a PDF is not read here; paste its text, or save it as text".to_owned());
        }
        Err(fault) => return Err(fault.to_string()),
    };
    let [one] = all.as_slice() else {
        return Err(format!("this holds {} reports; paste each of them by itself", all.len()));
    };
    let options = Options { date: on, ..Options::default() };
    let report = one.report(&options).map_err(|fault| fault.to_string())?;
    Ok(Brought { text: plain(&one.text), on: report.date() })
}

/// A report with its day: the one that is given, else the one that the text says.
///
/// # Errors
/// Why the reader cannot read it, and what to do.
pub fn brought(text: &str, on: Option<Date>) -> Result<Brought, String> {
    let text = plain(text);
    let options = Options { date: on, ..Options::default() };
    let told = |fault: ReportError| match fault {
        ReportError::NoDate => "the text does not say which day the report is of; give the day".to_owned(),
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
