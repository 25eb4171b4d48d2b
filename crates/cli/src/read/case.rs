//! `mediant read --case`: what reports are suggested to state, entered into a case.

use super::source::Source;
use super::{AT_ONCE, page, review};
use crate::arguments::read::Read;
use crate::failure::CliError;
use crate::{failure, output_file, screen};
use mediant_draft::{Drafted, draft};
use mediant_formats::Diagnostic;
use mediant_reader::report::{Options, Report};
use mediant_reader::review::{Accepted, Author, Proposal, Review, Sitting};
use mediant_reader::suggest::Reading;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// Enters the reports into the case, the earliest first, whatever the order of the arguments.
///
/// A report that cannot be read keeps no other from being entered; all such are told at the end.
pub fn run(arguments: &Read, place: &Path) -> Result<(), CliError> {
    let existing = existing(place)?;
    let options = Options { date: arguments.date, ..Options::default() };
    let opened: Vec<Result<Vec<Source>, Diagnostic>> =
        arguments.reports.par_iter().map(|path| Source::open(path)).collect();
    let mut problems = Vec::new();
    let mut sources: Vec<(&Path, Source)> = Vec::new();
    for (path, opened) in arguments.reports.iter().zip(opened) {
        match opened {
            Ok(several) => sources.extend(several.into_iter().map(|source| (path.as_path(), source))),
            Err(problem) => problems.push(problem),
        }
    }
    let warnings: Vec<Diagnostic> =
        sources.iter().flat_map(|(_, source)| source.warnings().into_iter().chain(source.unseen())).collect();
    let mut reports: Vec<Dated<'_>> = Vec::new();
    for (path, source) in &sources {
        match Dated::new(path, source, &options) {
            Ok(dated) => reports.push(dated),
            Err(problem) => problems.push(problem),
        }
    }
    // What changes from day to day can only be followed in the order of the days.
    reports.sort_by(|one, other| (one.report.date(), &one.file).cmp(&(other.report.date(), &other.file)));
    let entered = match &existing {
        Some(text) => mediant_draft::entered(text).map_err(|problems| of_case(place, problems))?,
        None => BTreeSet::new(),
    };
    let mut told = Told { known: reports.len(), ..Told::default() };
    reports.retain(|dated| !entered.contains(&dated.sha256));
    told.known -= reports.len();
    let mut case = existing.clone();
    while !reports.is_empty() {
        let rest = reports.split_off(AT_ONCE.min(reports.len()));
        let some = std::mem::replace(&mut reports, rest);
        let some: Vec<Result<Reviewed<'_>, Diagnostic>> =
            some.into_par_iter().map(Reviewed::from_dated).collect();
        let mut ready = Vec::new();
        for one in some {
            match one {
                Ok(one) => ready.push(one),
                Err(problem) => problems.push(problem),
            }
        }
        if !ready.is_empty() {
            let drafted = enter(case.as_deref(), &ready).map_err(|problems| of_case(place, problems))?;
            told.add(&drafted, &ready);
            case = Some(drafted.text);
        }
    }
    if let Some(text) = case.filter(|text| existing.as_ref() != Some(text)) {
        output_file::write_whole(place, text.as_bytes())
            .map_err(|error| CliError::unwritten(place, &error))?;
    }
    screen::print(&told.lines(place))?;
    failure::warn(&warnings);
    if problems.is_empty() { Ok(()) } else { Err(CliError::Input(problems)) }
}

/// A report with its review, where there is one.
struct Dated<'t> {
    /// Its path, as it may be shown.
    shown: String,
    file: String,
    sha256: String,
    report: Report<'t>,
    /// Of a report in another language than English, which only a model can have suggested anything of.
    language: Option<&'static str>,
    review: Option<Review>,
}

impl<'t> Dated<'t> {
    fn new(path: &Path, source: &'t Source, options: &Options) -> Result<Self, Diagnostic> {
        let (mut report, language) = source.in_any_language(options)?;
        let review = review::of_report(path, source, report.text())?;
        if review.is_none() {
            report = source.report(options)?;
        }
        let (file, sha256) = (source.file.clone(), source.sha256.clone());
        Ok(Self { shown: source.name.clone(), file, sha256, report, language, review })
    }
}

/// A report that was read, with its review.
struct Reviewed<'t> {
    file: String,
    sha256: String,
    reading: Reading<'t>,
    review: Option<Review>,
}

impl<'t> Reviewed<'t> {
    /// Refuses a review that is not finished: a report is entered once, and what is decided later would stay out.
    fn from_dated(dated: Dated<'t>) -> Result<Self, Diagnostic> {
        let Dated { shown, file, sha256, report, language, review } = dated;
        let reading = match language {
            Some(language) => Reading::unread(report, language),
            None => Reading::new(report),
        };
        if let Some(review) = &review {
            let above: Vec<_> = reading.suggestions.iter().filter(|found| found.shown).cloned().collect();
            let proposals = Proposal::all(&reading, &above, &Author::Reader);
            let progress = Sitting::open(review.clone(), proposals).progress();
            let open = progress.left + progress.skipped;
            if open > 0 {
                let what = page::counted(open, "suggestion is", "suggestions are");
                let help = "decide with `mediant read FILE --review`: a report is entered once, and what is open now would stay out";
                return Err(Diagnostic::of_file(shown, format!("{what} not decided yet")).help(help));
            }
        }
        Ok(Self { file, sha256, reading, review })
    }

    /// What the review accepts; `None` where there is none.
    fn accepted(&self) -> Option<Vec<Accepted<'_>>> {
        self.review.as_ref().map(|review| review.accepted(&self.reading))
    }
}

/// The case with these reports in it.
fn enter(case: Option<&str>, reports: &[Reviewed<'_>]) -> Result<Drafted, Vec<Diagnostic>> {
    let accepted: Vec<Option<Vec<Accepted<'_>>>> = reports.iter().map(Reviewed::accepted).collect();
    let read = reports.iter().zip(&accepted).map(|(one, accepted)| mediant_draft::Read {
        file: &one.file,
        sha256: &one.sha256,
        reading: &one.reading,
        accepted: accepted.as_deref(),
    });
    draft(case, &read.collect::<Vec<_>>())
}

/// The case's text, where there is one.
fn existing(place: &Path) -> Result<Option<String>, CliError> {
    let of_file = |message: &str, help: &str| {
        CliError::Input(vec![Diagnostic::of_file(shown(place), message).help(help)])
    };
    if place.is_dir() {
        return Err(of_file("this is a folder", "name the case's file, such as `FOLDER/case.toml`"));
    }
    if !place.try_exists().map_err(|error| CliError::unread(place, &error))? {
        return Ok(None);
    }
    let files = mediant_files::read(&[place]).map_err(CliError::Input)?;
    match files.as_slice() {
        [file] => {
            file.text().map(|text| Some(text.to_owned())).map_err(|problem| CliError::Input(vec![problem]))
        }
        _ => Err(of_file("this is no single file", "name the case's file")),
    }
}

/// Problems of the case's file under its name.
fn of_case(place: &Path, problems: Vec<Diagnostic>) -> CliError {
    let name = shown(place);
    CliError::Input(
        problems.into_iter().map(|problem| Diagnostic { file: name.clone(), ..problem }).collect(),
    )
}

fn shown(place: &Path) -> String {
    screen::plain(&place.display().to_string())
}

/// What became of the reports.
#[derive(Default)]
struct Told {
    /// Reports that the case had before.
    known: usize,
    /// Reports that were entered.
    new: usize,
    /// Of these, those that somebody reviewed.
    reviewed: usize,
    entered: usize,
    noted: usize,
    unplaced: usize,
}

impl Told {
    fn add(&mut self, drafted: &Drafted, reports: &[Reviewed<'_>]) {
        // The same report named twice is known the second time.
        self.known += drafted.known;
        self.new += reports.len().saturating_sub(drafted.known);
        let mut hashes = BTreeSet::new();
        let first = reports.iter().filter(|one| hashes.insert(&one.sha256));
        self.reviewed += first.filter(|one| one.review.is_some()).count();
        self.entered += drafted.entered;
        self.noted += drafted.noted;
        self.unplaced += drafted.unplaced;
    }

    fn lines(&self, place: &Path) -> String {
        let name = shown(place);
        let what = |count| page::counted(count, "suggestion", "suggestions");
        let reports = |count| page::counted(count, "report", "reports");
        let mut lines = Vec::new();
        if self.known > 0 {
            lines.push(format!("{} had been entered into {name} before", reports(self.known)));
        }
        if self.new > 0 {
            let marks = match self.new - self.reviewed.min(self.new) {
                0 => "as accepted in review".to_owned(),
                _ if self.reviewed == 0 => "each marked `not reviewed`".to_owned(),
                rest => format!("those of {} without a review marked `not reviewed`", reports(rest)),
            };
            let (entered, new) = (what(self.entered), reports(self.new));
            lines.push(format!("{entered} of {new} entered into {name}, {marks}"));
        }
        if self.noted > 0 {
            lines.push(format!("{} noted beside what the case says already", what(self.noted)));
        }
        if self.unplaced > 0 {
            let open = what(self.unplaced);
            lines.push(format!("{open} in comments at the end: something about them is not clear"));
        }
        lines.iter().map(|line| format!("{line}\n")).collect()
    }
}
