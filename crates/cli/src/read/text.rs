//! `mediant read --text`: the text that is read, for people to look at and to correct.

use super::source::Source;
use crate::arguments::read::Read;
use crate::failure::CliError;
use crate::{failure, screen};
use mediant_reader::report::Options;

/// Prints the text of each report, behind its day where that stands beside the text: a report that can be read again. Of several each
/// begins with its name.
pub fn run(arguments: &Read) -> Result<(), CliError> {
    let options = Options { date: arguments.date, ..Options::default() };
    let (mut problems, mut warnings, mut printed) = (Vec::new(), Vec::new(), 0);
    for path in &arguments.reports {
        let sources = match Source::open(path) {
            Ok(sources) => sources,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        for source in &sources {
            if arguments.reports.len() > 1 || source.incoming.item.is_some() {
                let gap = if printed > 0 { "\n" } else { "" };
                screen::print(&format!("{gap}== {} ==\n", source.file))?;
            }
            printed += 1;
            warnings.extend(source.warnings());
            screen::print(&text(source, &options))?;
        }
    }
    failure::warn(&warnings);
    if problems.is_empty() { Ok(()) } else { Err(CliError::Input(problems)) }
}

/// The text, whatever else may be wrong with it. What would steer a terminal is shown as a mark.
fn text(source: &Source, options: &Options) -> String {
    let text = source.incoming.text.trim_start_matches('\u{feff}');
    let beside = source.report(options).ok().filter(|report| report.dated().is_none());
    let day = beside.map(|report| format!("date {}\n\n", report.date())).unwrap_or_default();
    let steers = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    let seen = text
        .replace("\r\n", "\n")
        .chars()
        .map(|c| if steers(c) { '\u{fffd}' } else { c })
        .collect::<String>();
    let end = if seen.ends_with('\n') { "" } else { "\n" };
    format!("{day}{seen}{end}")
}
