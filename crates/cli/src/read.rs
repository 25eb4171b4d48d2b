//! `mediant read`: what reports state, suggested with their words.

mod case;
mod json;
mod names;
mod page;
mod review;
mod source;

use crate::arguments::Listing;
use crate::arguments::read::Read;
use crate::failure::Failure;
use crate::{output_file, screen, threads};
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
pub fn run(arguments: &Read) -> Result<(), Failure> {
    let names = Names::of(&arguments.reports, arguments.out.as_deref())?;
    threads::use_at_most(arguments.threads)?;
    if arguments.review {
        return review::run(arguments);
    }
    if let Some(place) = &arguments.case {
        return case::run(arguments, place);
    }
    names.make_folder()?;
    let mut told = Told::new(arguments);
    let mut problems = Vec::new();
    for some in arguments.reports.chunks(AT_ONCE) {
        let read: Vec<_> = some.par_iter().map(|path| one(path, arguments, &names)).collect();
        for answer in read {
            match answer {
                Ok(answer) => told.add(answer)?,
                Err(Failure::Input(more)) => problems.extend(more),
                Err(failure) => return Err(failure),
            }
        }
    }
    told.end()?;
    if problems.is_empty() { Ok(()) } else { Err(Failure::Input(problems)) }
}

/// What one report gives.
struct Answer {
    /// What is printed of it.
    text: String,
    /// Suggestions above the default line.
    above: usize,
    /// Suggestions below it.
    below: usize,
}

fn one(path: &Path, arguments: &Read, names: &Names) -> Result<Answer, Failure> {
    let options = Options { date: arguments.date, ..Options::default() };
    let refused = |problem: Diagnostic| Failure::Input(vec![problem]);
    let source = Source::open(path, &options).map_err(refused)?;
    let reading = Reading::of(source.report(&options).map_err(refused)?);
    let wanted: Vec<&Suggestion<'_>> =
        reading.suggestions.iter().filter(|suggestion| suggestion.shown || arguments.all).collect();
    let written = |error: serde_json::Error| Failure::Internal(error.to_string());
    let file = names::file(path);
    let text = match (names.place(path), arguments.format) {
        (Some(place), _) => {
            let text = json::written(&reading, &wanted, &file).map_err(written)? + "\n";
            output_file::write_whole(&place, text.as_bytes())
                .map_err(|error| Failure::unwritten(&place, &error))?;
            String::new()
        }
        (None, Listing::Json) => json::written(&reading, &wanted, &file).map_err(written)?,
        (None, Listing::Text) => page::rendered(&reading, &wanted, &file, screen::width()),
    };
    let above = reading.suggestions.iter().filter(|suggestion| suggestion.shown).count();
    Ok(Answer { text, above, below: reading.suggestions.len() - above })
}

/// What has been printed so far.
struct Told<'a> {
    arguments: &'a Read,
    reports: usize,
    above: usize,
    below: usize,
}

impl<'a> Told<'a> {
    fn new(arguments: &'a Read) -> Self {
        Self { arguments, reports: 0, above: 0, below: 0 }
    }

    /// Whether JSON on standard output is one object with a list of reports. Depends on what was asked, not on what could be read.
    fn is_list(&self) -> bool {
        self.arguments.reports.len() > 1
    }

    fn add(&mut self, answer: Answer) -> Result<(), Failure> {
        let first = self.reports == 0;
        self.reports += 1;
        self.above += answer.above;
        self.below += answer.below;
        if self.arguments.out.is_some() {
            return Ok(());
        }
        match self.arguments.format {
            Listing::Text if first => screen::print(&answer.text),
            Listing::Text => screen::print(&format!("\n\n{}", answer.text)),
            Listing::Json if self.is_list() => {
                let before = if first { json::LIST_BEGINS } else { json::LIST_GOES_ON };
                screen::print(&format!("{before}{}", json::set_in(&answer.text)))
            }
            Listing::Json => screen::print(&format!("{}\n", answer.text)),
        }
    }

    fn end(&self) -> Result<(), Failure> {
        match (&self.arguments.out, self.arguments.format) {
            (Some(folder), Listing::Text) => screen::print(&self.summary(folder)),
            (None, Listing::Json) if self.is_list() => {
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
