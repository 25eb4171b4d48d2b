//! `mediant read`: what reports state, suggested with their words.

mod case;
mod json;
mod names;
mod page;
pub mod pdf;
mod review;
pub mod source;
mod text;

use crate::arguments::Listing;
use crate::arguments::read::Read;
use crate::failure::CliError;
use crate::suggester::{self, Claimed, Suggester, replies::Replies};
use crate::{failure, output_file, screen, threads};
use mediant_formats::Diagnostic;
use mediant_reader::report::Options;
use mediant_reader::suggest::{Reading, Suggestion};
use names::Names;
use rayon::prelude::*;
use source::Source;
use std::path::Path;

/// Reports that are read before any of them is printed: what is kept in memory does not grow with their number.
const AT_ONCE: usize = 64;

/// Reads the reports and prints or writes what they are suggested to state, in the order of the arguments.
///
/// A report that cannot be read keeps no other from being read; all such are told at the end.
pub fn run(arguments: &Read) -> Result<(), CliError> {
    let names = Names::new(&arguments.reports, arguments.out.as_deref())?;
    threads::use_at_most(arguments.threads)?;
    if arguments.review {
        return review::run(arguments);
    }
    if let Some(place) = &arguments.case {
        return case::run(arguments, place);
    }
    if arguments.text {
        return text::run(arguments);
    }
    let suggester = Suggester::from_arguments(arguments)?;
    let with = With { names: &names, suggester: suggester.as_ref() };
    names.make_folder()?;
    let mut told = Told::new(arguments);
    let (mut problems, mut warnings) = (Vec::new(), Vec::new());
    for some in arguments.reports.chunks(AT_ONCE) {
        let read: Vec<Vec<_>> = some.par_iter().map(|path| of_file(path, arguments, &with)).collect();
        for answer in read.into_iter().flatten() {
            match answer {
                Ok(answer) => {
                    warnings.extend(answer.warnings.iter().cloned());
                    told.add(answer)?;
                }
                Err(CliError::Input(more)) => problems.extend(more),
                Err(failure) => return Err(failure),
            }
        }
    }
    told.end()?;
    failure::warn(&warnings);
    if problems.is_empty() { Ok(()) } else { Err(CliError::Input(problems)) }
}

/// What one report gives.
struct Answer {
    /// What is printed of it.
    text: String,
    /// Whether it is one of a feed.
    is_item: bool,
    warnings: Vec<Diagnostic>,
    /// Suggestions above the default line.
    above: usize,
    /// Suggestions below it.
    below: usize,
}

/// What the reports of a file give.
fn of_file(path: &Path, arguments: &Read, with: &With<'_>) -> Vec<Result<Answer, CliError>> {
    match Source::open(path) {
        Ok(sources) => sources.par_iter().map(|source| one(source, path, arguments, with)).collect(),
        Err(problem) => vec![Err(CliError::Input(vec![problem]))],
    }
}

fn one(source: &Source, path: &Path, arguments: &Read, with: &With<'_>) -> Result<Answer, CliError> {
    let names = with.names;
    let (reading, claimed) = read(source, path, arguments, with.suggester)?;
    let wanted: Vec<&Suggestion<'_>> =
        reading.suggestions.iter().filter(|suggestion| suggestion.shown || arguments.all).collect();
    let told = Suggested { reading: &reading, wanted: &wanted, claimed: &claimed };
    let written = |error: serde_json::Error| CliError::Internal(error.to_string());
    let item = source.incoming.item;
    let text = match (names.place(path, item), arguments.format) {
        (Some(place), _) => {
            let text = json::written(&told, source).map_err(written)? + "\n";
            output_file::write_whole(&place, text.as_bytes())
                .map_err(|error| CliError::unwritten(&place, &error))?;
            String::new()
        }
        (None, Listing::Json) => json::written(&told, source).map_err(written)?,
        (None, Listing::Text) => page::rendered(&told, source, screen::width()),
    };
    let above = reading.suggestions.iter().filter(|suggestion| suggestion.shown).count();
    let below = reading.suggestions.len() - above;
    let mut warnings = source.warnings();
    if text.is_empty() {
        warnings.extend(source.unseen());
    }
    Ok(Answer { text, is_item: item.is_some(), warnings, above, below })
}

/// What the reader suggests of a report, and what models claim of it: one that is asked now, or all that were asked before.
fn read<'t>(
    source: &'t Source,
    path: &Path,
    arguments: &Read,
    suggester: Option<&Suggester>,
) -> Result<(Reading<'t>, Vec<Claimed<'t>>), CliError> {
    let options = Options { date: arguments.date, ..Options::default() };
    let refused = |problem: Diagnostic| CliError::Input(vec![problem]);
    if !arguments.replies && suggester.is_none() {
        return Ok((Reading::new(source.report(&options).map_err(refused)?), Vec::new()));
    }
    let reading = source.reading_for_a_model(&options).map_err(refused)?;
    let place = Replies::place(path, source.incoming.item);
    let kept = Replies::kept(&place, &source.sha256).map_err(refused)?;
    let mut replies = kept.unwrap_or_else(|| Replies::none(&source.file, &source.sha256));
    if let Some(suggester) = suggester {
        suggester.ask(&reading, &mut replies)?;
        replies.keep(&place)?;
    }
    let claimed = suggester::claimed(&reading, &replies);
    Ok((reading, claimed))
}

/// What reading needs beside a report.
struct With<'a> {
    names: &'a Names<'a>,
    suggester: Option<&'a Suggester>,
}

/// What is told of a report.
pub struct Suggested<'a, 't> {
    /// The report and what the reader suggests.
    pub reading: &'a Reading<'t>,
    /// Of that what is told.
    pub wanted: &'a [&'a Suggestion<'t>],
    /// What models suggest.
    pub claimed: &'a [Claimed<'t>],
}

/// What has been printed so far.
struct Told<'a> {
    arguments: &'a Read,
    /// Whether JSON on standard output is one object with a list of reports: of several files, and of a feed, however many could be read.
    is_list: bool,
    reports: usize,
    above: usize,
    below: usize,
}

impl<'a> Told<'a> {
    fn new(arguments: &'a Read) -> Self {
        Self { arguments, is_list: arguments.reports.len() > 1, reports: 0, above: 0, below: 0 }
    }

    fn add(&mut self, answer: Answer) -> Result<(), CliError> {
        let first = self.reports == 0;
        self.is_list |= answer.is_item;
        self.reports += 1;
        self.above += answer.above;
        self.below += answer.below;
        if self.arguments.out.is_some() {
            return Ok(());
        }
        match self.arguments.format {
            Listing::Text if first => screen::print(&answer.text),
            Listing::Text => screen::print(&format!("\n\n{}", answer.text)),
            Listing::Json if self.is_list => {
                let before = if first { json::LIST_BEGINS } else { json::LIST_GOES_ON };
                screen::print(&format!("{before}{}", json::set_in(&answer.text)))
            }
            Listing::Json => screen::print(&format!("{}\n", answer.text)),
        }
    }

    fn end(&self) -> Result<(), CliError> {
        match (&self.arguments.out, self.arguments.format) {
            (Some(folder), Listing::Text) => screen::print(&self.summary(folder)),
            (None, Listing::Json) if self.is_list => {
                let begun = if self.reports == 0 { json::LIST_BEGINS } else { "" };
                screen::print(&format!("{begun}{}", json::LIST_ENDS))
            }
            _ => Ok(()),
        }
    }

    fn summary(&self, folder: &Path) -> String {
        let below =
            if self.arguments.all { format!(" and {} below the line", self.below) } else { String::new() };
        format!(
            "{}, {}{below}, written into {}\n",
            page::counted(self.reports, "report", "reports"),
            page::counted(self.above, "suggestion", "suggestions"),
            screen::plain(&folder.display().to_string()),
        )
    }
}
