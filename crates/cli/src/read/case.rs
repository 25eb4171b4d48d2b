//! `mediant read --case`: what reports are suggested to state, entered into a case.

use super::source::Source;
use super::{AT_ONCE, page};
use crate::arguments::read::Read;
use crate::failure::Failure;
use crate::{failure, output_file, screen};
use mediant_draft::{Drafted, draft};
use mediant_formats::Diagnostic;
use mediant_reader::report::{Options, Report};
use mediant_reader::suggest::Reading;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// Enters the reports into the case, the earliest first, whatever the order of the arguments.
///
/// A report that cannot be read keeps no other from being entered; all such are told at the end.
pub fn run(arguments: &Read, place: &Path) -> Result<(), Failure> {
    let existing = existing(place)?;
    let options = Options { date: arguments.date, ..Options::default() };
    let opened: Vec<Result<Vec<Source>, Diagnostic>> =
        arguments.reports.par_iter().map(|path| Source::open(path)).collect();
    let mut problems = Vec::new();
    let mut sources: Vec<Source> = Vec::new();
    for opened in opened {
        match opened {
            Ok(several) => sources.extend(several),
            Err(problem) => problems.push(problem),
        }
    }
    let warnings: Vec<Diagnostic> =
        sources.iter().flat_map(|source| source.warnings().into_iter().chain(source.unseen())).collect();
    let mut reports: Vec<(String, String, Report<'_>)> = Vec::new();
    for source in &sources {
        match source.report(&options) {
            Ok(report) => reports.push((source.file.clone(), source.sha256.clone(), report)),
            Err(problem) => problems.push(problem),
        }
    }
    // What changes from day to day can only be followed in the order of the days.
    reports.sort_by(|(a, _, one), (b, _, other)| (one.date(), a).cmp(&(other.date(), b)));
    let mut all = Drafted { text: existing.clone().unwrap_or_default(), ..Drafted::default() };
    let mut before = existing.clone();
    let count = reports.len();
    let entered = match &existing {
        Some(text) => mediant_draft::entered(text).map_err(|problems| of_case(place, problems))?,
        None => BTreeSet::new(),
    };
    reports.retain(|(_, hash, _)| !entered.contains(hash));
    all.known = count - reports.len();
    while !reports.is_empty() {
        let rest = reports.split_off(AT_ONCE.min(reports.len()));
        let some = std::mem::replace(&mut reports, rest);
        let readings: Vec<(String, String, Reading<'_>)> =
            some.into_par_iter().map(|(file, hash, report)| (file, hash, Reading::of(report))).collect();
        let read: Vec<mediant_draft::Read<'_>> = readings
            .iter()
            .map(|(file, sha256, reading)| mediant_draft::Read { file, sha256, reading })
            .collect();
        let some = draft(before.as_deref(), &read).map_err(|problems| of_case(place, problems))?;
        before = Some(some.text.clone());
        all = Drafted {
            text: some.text,
            entered: all.entered + some.entered,
            noted: all.noted + some.noted,
            unplaced: all.unplaced + some.unplaced,
            known: all.known + some.known,
        };
    }
    if count > 0 && existing.as_deref() != Some(&all.text) {
        output_file::write_whole(place, all.text.as_bytes())
            .map_err(|error| Failure::unwritten(place, &error))?;
    }
    screen::print(&told(place, count, &all))?;
    failure::warn(&warnings);
    if problems.is_empty() { Ok(()) } else { Err(Failure::Input(problems)) }
}

/// The case's text, where there is one.
fn existing(place: &Path) -> Result<Option<String>, Failure> {
    let of_file = |message: &str, help: &str| {
        Failure::Input(vec![Diagnostic::of_file(shown(place), message).help(help)])
    };
    if place.is_dir() {
        return Err(of_file("this is a folder", "name the case's file, such as `FOLDER/case.toml`"));
    }
    if !place.try_exists().map_err(|error| Failure::unread(place, &error))? {
        return Ok(None);
    }
    let files = mediant_files::read(&[place]).map_err(Failure::Input)?;
    match files.as_slice() {
        [file] => {
            file.text().map(|text| Some(text.to_owned())).map_err(|problem| Failure::Input(vec![problem]))
        }
        _ => Err(of_file("this is no single file", "name the case's file")),
    }
}

/// Problems of the case's file under its name.
fn of_case(place: &Path, problems: Vec<Diagnostic>) -> Failure {
    let name = shown(place);
    Failure::Input(problems.into_iter().map(|problem| Diagnostic { file: name.clone(), ..problem }).collect())
}

fn shown(place: &Path) -> String {
    screen::plain(&place.display().to_string())
}

fn told(place: &Path, reports: usize, drafted: &Drafted) -> String {
    let new = reports - drafted.known.min(reports);
    let name = shown(place);
    let mut lines = Vec::new();
    if drafted.known > 0 {
        let what = page::counted(drafted.known, "report", "reports");
        lines.push(format!("{what} had been entered into {name} before"));
    }
    if new > 0 {
        let what = page::counted(drafted.entered, "suggestion", "suggestions");
        let from = page::counted(new, "report", "reports");
        lines.push(format!("{what} of {from} entered into {name}, each marked `not reviewed`"));
    }
    if drafted.noted > 0 {
        let what = page::counted(drafted.noted, "suggestion", "suggestions");
        lines.push(format!("{what} noted beside what the case says already"));
    }
    if drafted.unplaced > 0 {
        let what = page::counted(drafted.unplaced, "suggestion", "suggestions");
        lines.push(format!("{what} in comments at the end: something about them is not clear"));
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}
