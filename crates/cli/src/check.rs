//! `mediant check`: every problem of a negotiation at once.

use crate::arguments::{Check, Listing};
use crate::failure::{self, CliError};
use crate::input;
use crate::read::source::Source;
use crate::screen;
use mediant_formats::native::quoted::{Report, misquotations};
use mediant_formats::{Diagnostic, InputFile, Negotiation, locate};
use mediant_model::problem::Options;
use mediant_model::{Problem, Severity};
use serde_json::{Value, json};
use std::path::Path;

/// Reports errors and warnings; succeeds where there is no error.
pub fn run(arguments: &Check) -> Result<(), CliError> {
    let paths = &arguments.input.paths;
    let checked = match mediant_files::read(paths) {
        Err(problems) => Checked { negotiation: None, problems },
        Ok(files) => {
            let mut checked = check(&files, arguments.input.lenient);
            checked.problems.extend(mediant_files::unread(paths));
            if let Some(folder) = &arguments.reports {
                checked.problems.extend(misquoted(&files, folder)?);
            }
            if checked.problems.iter().any(Diagnostic::is_error) {
                checked.negotiation = None;
            }
            checked
        }
    };
    match arguments.format {
        Listing::Text => tell(checked),
        Listing::Json => list(&checked),
    }
}

/// What was read, where it could be, and everything found about it.
struct Checked {
    negotiation: Option<Negotiation>,
    problems: Vec<Diagnostic>,
}

/// Words that the cases among the files quote, and that do not stand in the reports of the folder.
fn misquoted(files: &[InputFile], folder: &Path) -> Result<Vec<Diagnostic>, CliError> {
    let reports = mediant_files::all_in(folder).map_err(|problem| CliError::Input(vec![problem]))?;
    let reports: Vec<Source> =
        reports.iter().flat_map(|report| Source::in_bytes(&report.name, &report.bytes)).collect();
    let reports: Vec<Report<'_>> = reports
        .iter()
        .map(|report| Report { name: &report.file, sha256: &report.sha256, text: &report.incoming.text })
        .collect();
    Ok(files.iter().flat_map(|file| misquotations(file, &reports)).collect())
}

fn check(files: &[InputFile], lenient: bool) -> Checked {
    let (negotiation, problems) = match input::read(files, lenient) {
        Ok(read) => read,
        Err(problems) => return Checked { negotiation: None, problems },
    };
    match Problem::compile(&negotiation.case, &negotiation.briefs, &Options::default()) {
        Ok(_) => Checked { negotiation: Some(negotiation), problems },
        Err(errors) => {
            let errors = errors.iter().map(|error| locate(files, error));
            Checked { negotiation: None, problems: problems.into_iter().chain(errors).collect() }
        }
    }
}

fn tell(checked: Checked) -> Result<(), CliError> {
    let Some(negotiation) = &checked.negotiation else { return Err(CliError::Input(checked.problems)) };
    failure::warn(&checked.problems);
    let warned = match checked.problems.len() {
        0 => String::new(),
        count => format!(", {}", counted(count, "warning", "warnings")),
    };
    screen::print(&format!(
        "no errors{warned}: {}, {}, {}\n",
        counted(negotiation.case.negotiating_parties().count(), "party", "parties"),
        counted(negotiation.case.issues.len(), "issue", "issues"),
        counted(negotiation.briefs.len(), "brief", "briefs"),
    ))
}

/// Everything as one JSON document; the exit code says whether there are errors.
fn list(checked: &Checked) -> Result<(), CliError> {
    let count = |severity: Severity| checked.problems.iter().filter(|x| x.severity == severity).count();
    let of = |count: fn(&Negotiation) -> usize| checked.negotiation.as_ref().map(count);
    let document = json!({
        "mediant": 1,
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
        "parties": of(|negotiation| negotiation.case.negotiating_parties().count()),
        "issues": of(|negotiation| negotiation.case.issues.len()),
        "briefs": of(|negotiation| negotiation.briefs.len()),
        "problems": checked.problems.iter().map(problem).collect::<Vec<Value>>(),
    });
    let text =
        serde_json::to_string_pretty(&document).map_err(|error| CliError::Internal(error.to_string()))?;
    screen::print(&format!("{text}\n"))?;
    if checked.negotiation.is_some() { Ok(()) } else { Err(CliError::Told) }
}

fn problem(of: &Diagnostic) -> Value {
    json!({
        "severity": match of.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "file": of.file,
        "line": of.spot.as_ref().map(|spot| spot.line),
        "column": of.spot.as_ref().map(|spot| spot.column),
        "width": of.spot.as_ref().map(|spot| spot.width),
        "message": of.message,
        "help": of.help,
    })
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
