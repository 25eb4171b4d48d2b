//! `mediant outlook`: what each dated statement does to the room for a deal.

use crate::arguments::{Format, Outlook as Arguments};
use crate::failure::CliError;
use crate::patience::Patience;
use crate::{input, output_file, screen};
use mediant_check::{Certificate, Claim, ReportPrint};
use mediant_engine::outlook::{Solved, outlook};
use mediant_engine::report::Report;
use mediant_engine::{Settings, Share, analyze};
use mediant_formats::Diagnostic;
use mediant_model::problem::Options;
use mediant_render::{Found, Posed, json, markdown, text};
use std::io::Write;
use std::path::Path;

/// Solves the case for every day on which something changes, and prints what became of the room.
pub fn run(arguments: &Arguments) -> Result<(), CliError> {
    if arguments.reader.is_some() && arguments.certificate.is_some() {
        let message =
            "a certificate proves what follows from every brief, and cannot be written for one party";
        return Err(CliError::usage(message, "leave out either `--for` or `--certificate`"));
    }
    let patience = Patience::new(arguments.budget);
    let posed = input::posed(&arguments.input, arguments.reader.as_deref(), None)?;
    let settings = Settings { certify: arguments.certificate.is_some(), ..Settings::default() };
    let plain = Settings { certify: false, ..Settings::default() };
    let analysis = analyze(&posed.problem, &plain, &Share::one_of(2, &patience));
    let mut claims = Vec::new();
    let over_time = outlook(&posed.case, &posed.briefs, &Options::default(), &patience, |problem| {
        let of_day = analyze(problem, &settings, &Share::one_of(4, &patience));
        let solved = Solved::new(problem, &of_day);
        claims.push(of_day.certificate.claims);
        solved
    });
    let over_time = over_time.map_err(|errors| {
        CliError::Input(errors.iter().map(|error| Diagnostic::of_file("", error.to_string())).collect())
    })?;
    patience.finish();
    let found = Found::new(&analysis);
    let report = Report::over_time(&posed.subject(&found), &over_time);
    let document =
        json::render_outlook(&posed, &over_time).map_err(|error| CliError::Internal(error.to_string()))?;
    if let Some(path) = &arguments.certificate {
        certify(path, &posed, (claims, over_time.stopped_before.is_none()), &document)?;
    }
    screen::print(&match arguments.format {
        Format::Json => document,
        Format::Markdown => markdown::render(&report),
        Format::Text => text::render(&report, screen::width()),
    })
}

/// Writes what is proven of each row, with what it is about; `rows` says whether they are all there are.
fn certify(
    path: &Path,
    posed: &Posed,
    rows: (Vec<Vec<Claim>>, bool),
    document: &str,
) -> Result<(), CliError> {
    let internal = |error: String| CliError::Internal(error);
    let (rows, all) = rows;
    let claim = mediant_check::outlook(&posed.case, &posed.briefs, rows, all)
        .ok_or_else(|| internal("the case cannot be read as of every day".into()))?;
    let mut print = ReportPrint::default();
    print.write_all(document.as_bytes()).map_err(|error| internal(error.to_string()))?;
    let about = mediant_render::about_files(posed).map_err(internal)?.with_report(print.finish());
    let certificate = Certificate::new(&posed.problem, vec![claim]).about(about);
    let json = serde_json::to_string(&certificate).map_err(|error| internal(error.to_string()))?;
    output_file::write_whole(path, json.as_bytes()).map_err(|error| CliError::unwritten(path, &error))
}
