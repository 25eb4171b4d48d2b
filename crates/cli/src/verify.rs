//! `mediant verify`: a certificate held against the files it is about, without any solver.

use crate::arguments::Verify;
use crate::failure::CliError;
use crate::patience::Patience;
use crate::{input, screen};
use mediant_check::{CertificateError, Subject};
use mediant_engine::Control;
use mediant_formats::Diagnostic;
use mediant_render::text;

/// Of a frontier so many points are told unless all are asked for.
const POINTS_TOLD: usize = 100;

/// Prints every claim that holds; refuses the certificate as a whole where one does not.
pub fn run(arguments: &Verify) -> Result<(), CliError> {
    let name = arguments.certificate.display().to_string();
    let certificate = input::certificate(&arguments.certificate)?;
    let report = arguments.report.as_ref().map(|path| input::certificate(path)).transpose()?;
    let posed = input::posed(&arguments.input, None, arguments.date)?;
    let subject = Subject::new(&posed.case, &posed.briefs, posed.case.as_of).map_err(|errors| {
        CliError::Input(errors.into_iter().map(|error| Diagnostic::of_file("", error)).collect())
    })?;
    let patience = Patience::new(arguments.budget);
    let refused = |file: &str, refused: CertificateError| {
        let help = if refused.out_of_time {
            "give it more time with `--budget`, such as `--budget 10m`"
        } else {
            "the certificate is damaged, or it is about other files or another date"
        };
        CliError::Input(vec![Diagnostic::of_file(file, refused.to_string()).help(help)])
    };
    let accepted =
        subject.verify_json(&certificate, &|| patience.should_stop()).map_err(|why| refused(&name, why))?;
    patience.finish();
    drop(certificate);
    let statements = match (&arguments.report, &report) {
        (Some(path), Some(report)) => {
            let file = path.display().to_string();
            accepted.held_against(report).map_err(|why| refused(&file, why))?
        }
        _ => Vec::new(),
    };
    let told = if arguments.full { usize::MAX } else { POINTS_TOLD };
    let width = screen::width();
    screen::print_by(|out| {
        for claim in accepted.claims() {
            let mut lines = accepted.told(claim, told).into_iter();
            let lead = format!("proven: {}", lines.next().unwrap_or_default());
            let mut wrapped = text::wrapped(&lead, width.saturating_sub(2)).into_iter();
            writeln!(out, "{}", wrapped.next().unwrap_or_default())?;
            wrapped.try_for_each(|line| writeln!(out, "  {line}"))?;
            for line in lines {
                let wrapped = text::wrapped(&line, width.saturating_sub(4));
                for (index, line) in wrapped.iter().enumerate() {
                    // A line that goes on is set further in than one that begins.
                    writeln!(out, "{}{line}", if index == 0 { "  " } else { "    " })?;
                }
            }
        }
        let count = accepted.claims().len();
        let claims = if count == 1 { "claim" } else { "claims" };
        writeln!(out, "the certificate holds: {count} {claims} checked")?;
        if report.is_some() {
            writeln!(out, "the report:")?;
        }
        statements.iter().try_for_each(|statement| writeln!(out, "  {statement}"))
    })
}
