//! `mediant outlook`: what each dated statement does to the room for a deal.

use crate::arguments::{Format, Outlook as Arguments};
use crate::failure::Failure;
use crate::patience::Patience;
use crate::{input, screen};
use mediant_engine::outlook::{Solved, outlook};
use mediant_engine::report::Report;
use mediant_engine::{Settings, Share, analyze};
use mediant_formats::Diagnostic;
use mediant_model::problem::Options;
use mediant_render::{Found, json, markdown, text};

/// Solves the case for every day on which something changes, and prints what became of the room.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let patience = Patience::new(arguments.budget);
    let posed = input::posed(&arguments.input, arguments.reader.as_deref(), None)?;
    let settings = Settings::default();
    let analysis = analyze(&posed.problem, &settings, &Share::one_of(2, &patience));
    let over_time = outlook(&posed.case, &posed.briefs, &Options::default(), &patience, |problem| {
        Solved::of(problem, &analyze(problem, &settings, &Share::one_of(4, &patience)))
    });
    let over_time = over_time.map_err(|errors| {
        Failure::Input(errors.iter().map(|error| Diagnostic::of_file("", error.to_string())).collect())
    })?;
    patience.finish();
    let found = Found::of(&analysis);
    let report = Report::over_time(&posed.subject(&found), &over_time);
    screen::print(&match arguments.format {
        Format::Json => {
            json::render_outlook(&posed, &over_time).map_err(|error| Failure::Internal(error.to_string()))?
        }
        Format::Markdown => markdown::render(&report),
        Format::Text => text::render(&report, screen::width()),
    })
}
