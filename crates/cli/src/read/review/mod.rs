//! `mediant read --review`: a person goes through what is suggested, one key each, and every decision is kept at once.

mod blocks;
mod editor;
mod kept;
mod panel;
mod screen;
mod spans;
mod terminal;

use super::page::counted;
use super::read;
use super::source::Source;
use crate::arguments::read::Read;
use crate::failure::CliError;
use crate::screen as out;
use crate::suggester::Suggester;
use kept::Kept;
use mediant_formats::Diagnostic;
use mediant_reader::review::{Author, Proposal, Review, Sitting};
use mediant_reader::suggest::Suggestion;
use panel::{Leaves, Mode, Panel};
use std::path::Path;
use terminal::Terminal;

/// Goes through the reports in the order of the arguments.
///
/// A report that cannot be read keeps no other from being reviewed; all such are told at the end.
pub fn run(arguments: &Read) -> Result<(), CliError> {
    terminal::usable()?;
    let mut told = Vec::new();
    let mut problems = Vec::new();
    let mut left = None;
    let suggester = Suggester::from_arguments(arguments)?;
    let mut sources = Vec::new();
    for path in &arguments.reports {
        match Source::open(path) {
            Ok(several) => sources.extend(several.into_iter().map(|source| (path, source))),
            Err(problem) => problems.push(problem),
        }
    }
    for (number, (path, source)) in sources.iter().enumerate() {
        let more = sources.len() - number - 1;
        match one(path, source, arguments, suggester.as_ref(), more) {
            Ok((line, leaves)) => {
                told.push(line);
                if leaves != Leaves::ForNext {
                    left = Some(leaves);
                    break;
                }
            }
            Err(CliError::Input(more)) => problems.extend(more),
            Err(failure) => return Err(failure),
        }
    }
    out::print(&told.concat())?;
    match left {
        _ if !problems.is_empty() => Err(CliError::Input(problems)),
        Some(Leaves::Stopped(code)) => Err(CliError::Unfinished {
            message: "the review was stopped; every decision is kept".to_owned(),
            help: "the same command goes on where it was".to_owned(),
            code,
        }),
        _ => Ok(()),
    }
}

/// Reviews one report. Answers what is said of it at the end, and why it was left.
fn one(
    path: &Path,
    source: &Source,
    arguments: &Read,
    suggester: Option<&Suggester>,
    more: usize,
) -> Result<(String, Leaves), CliError> {
    let refused = |problem| CliError::Input(vec![problem]);
    let (reading, claimed) = read(source, path, arguments, suggester)?;
    let (file, sha256) = (&source.file, &source.sha256);
    let (mut kept, review) = Kept::open(path, source.incoming.item).map_err(refused)?;
    let mut wanted: Vec<Suggestion<'_>> =
        reading.suggestions.iter().filter(|found| found.shown || arguments.all).cloned().collect();
    let mut proposals = Proposal::all(&reading, &wanted, &Author::Reader);
    for claimed in &claimed {
        let author = Author::Model(claimed.model.clone());
        proposals.extend(Proposal::all(&reading, &claimed.proposed.suggestions, &author));
        wanted.extend(claimed.proposed.suggestions.iter().cloned());
    }
    let review = review.unwrap_or_else(|| Review::new(file, sha256));
    let question = (!review.is_of(sha256)).then(|| {
        let text = reading.scene.document.report.text();
        Mode::Other(review.changed(text), review.carried_over(sha256, &proposals))
    });
    let sitting = Sitting::open(review, proposals);
    let mut panel = Panel::new(file, &reading, &wanted, sitting, arguments.by.clone(), more);
    panel.mode = question.unwrap_or(Mode::Looking);
    let leaves = Terminal::enter()?.run(&mut panel, &mut kept)?;
    Ok((summary(file, &kept, &panel.sitting), leaves))
}

fn summary(file: &str, kept: &Kept, sitting: &Sitting) -> String {
    let progress = sitting.progress();
    let edited = if progress.edited > 0 { format!(" ({} edited)", progress.edited) } else { String::new() };
    let open = match progress.left + progress.skipped {
        0 => "everything is decided".to_owned(),
        open => format!("{open} not decided: the same command goes on"),
    };
    let place = if sitting.review().decisions().is_empty() {
        String::new()
    } else {
        format!("; kept in {}", kept.shown())
    };
    format!(
        "{file}: {}, {} accepted{edited}, {} rejected, {open}{place}\n",
        counted(progress.of, "suggestion", "suggestions"),
        progress.accepted,
        progress.rejected,
    )
}

/// The review of a report, to be drafted from; `None` where nobody reviewed it.
///
/// # Errors
/// The file beside the report is no review, or one of another text.
pub fn of_report(path: &Path, source: &Source, text: &str) -> Result<Option<Review>, Diagnostic> {
    let (kept, review) = Kept::open(path, source.incoming.item)?;
    let Some(review) = review else { return Ok(None) };
    let told = |message: &str, help: &str| Diagnostic::of_file(kept.shown(), message).help(help);
    if !review.is_of(&source.sha256) {
        let help =
            "look at it again with `mediant read FILE --review`, which keeps the decisions that still fit";
        return Err(told("the report has changed since it was reviewed", help));
    }
    let changed = review.changed(text);
    if changed.elsewhere + changed.gone > 0 {
        let help = "put the file back as it was written, or move it away to begin anew";
        return Err(told("some of the words that it quotes do not stand in the report where it says", help));
    }
    Ok(Some(review))
}
