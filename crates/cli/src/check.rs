//! `mediant check`: every problem of a negotiation at once.

use crate::failure::{self, Failure};
use crate::input;
use crate::screen;
use mediant_formats::Diagnostic;
use mediant_model::Problem;
use mediant_model::problem::Options;
use std::path::PathBuf;

/// Reports errors and warnings; succeeds where there is no error.
pub fn run(paths: &[PathBuf]) -> Result<(), Failure> {
    let (negotiation, warnings) = input::negotiation(&input::files(paths)?)?;
    let (case, briefs) = (&negotiation.case, &negotiation.briefs);
    if let Err(errors) = Problem::compile(case, briefs, &Options::default()) {
        let errors = errors.iter().map(|error| Diagnostic::of_file("", error.to_string()));
        return Err(Failure::Input(warnings.into_iter().chain(errors).collect()));
    }
    failure::warn(&warnings);
    let warned = if warnings.is_empty() {
        String::new()
    } else {
        format!(", {}", counted(warnings.len(), "warning", "warnings"))
    };
    screen::print(&format!(
        "no errors{warned}: {}, {}, {}\n",
        counted(case.negotiating_parties().count(), "party", "parties"),
        counted(case.issues.len(), "issue", "issues"),
        counted(briefs.len(), "brief", "briefs"),
    ))
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
