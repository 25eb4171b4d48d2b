//! `mediant analyze`: from files to a proven, explained answer.

use crate::arguments::{Analyze, Format};
use crate::failure::CliError;
use crate::patience::Patience;
use crate::{input, output_file, picture_file, screen, threads};
use mediant_check::About;
use mediant_engine::Analysis;
use mediant_engine::judgement::Judgement;
use mediant_engine::ordinal::Findings;
use mediant_engine::report::Report;
use mediant_formats::Diagnostic;
use mediant_model::{Problem, Severity};
use mediant_render::picture::{self, DealSpace};
use mediant_render::{Found, Posed, json, markdown, named_package, text};
use std::path::Path;

/// Answers, or says why it cannot; nothing is printed or written before everything is there.
pub fn run(arguments: &Analyze) -> Result<(), CliError> {
    if arguments.reader.is_some() && arguments.certificate.is_some() {
        let message =
            "a certificate proves what follows from every brief, and cannot be written for one party";
        return Err(CliError::usage(message, "leave out either `--for` or `--certificate`"));
    }
    picture_file::expect(arguments.picture.as_deref())?;
    if arguments.plot && arguments.format == Format::Json {
        return Err(CliError::usage(
            "`--plot` draws below a report, not into JSON",
            "leave out `--plot`, or use `--picture FILE`",
        ));
    }
    threads::use_at_most(arguments.threads)?;
    // Reading counts: a budget is what somebody is ready to wait.
    let patience = Patience::new(arguments.budget);
    let posed = input::posed(&arguments.input, arguments.reader.as_deref(), arguments.date)?;
    let named = arguments.package.as_deref();
    let named = named.map(|text| named_package::parse(text, &posed.case, &posed.problem)).transpose()?;
    let settings = mediant_engine::Settings {
        all: arguments.all,
        certify: arguments.certificate.is_some(),
        ..mediant_engine::Settings::default()
    };
    let mut analysis = mediant_engine::analyze(&posed.problem, &settings, &patience);
    let ordinal = Findings::new(&posed.problem, &posed.briefs, &patience);
    let judgement =
        named.and_then(|named| Judgement::new(&posed.problem, &posed.briefs, &analysis, &named, &patience));
    if let Some(judgement) = judgement.as_ref().filter(|_| settings.certify) {
        let claim = judgement.claim(&posed.problem, &analysis);
        analysis.certificate.claims.push(claim);
    }
    if settings.certify {
        let claims = ordinal.iter().flat_map(|findings| findings.claims(&posed.problem));
        analysis.certificate.claims.extend(claims);
    }
    let found = Found { analysis: &analysis, ordinal: ordinal.as_ref(), judgement: judgement.as_ref() };
    let elapsed = patience.elapsed();
    patience.finish();
    // Time taken may depend on what a party may not know.
    let elapsed_ms = arguments.reader.is_none().then_some(elapsed.as_secs_f64() * 1000.0);
    let mut output = rendered(arguments, &posed, &found, elapsed_ms);
    let space = if arguments.picture.is_some() || arguments.plot {
        Some(deal_space(&posed, &analysis)?)
    } else {
        None
    };
    if let (Some(space), true, Some(output)) = (&space, arguments.plot, &mut output) {
        output.push('\n');
        output.push_str(&picture::terminal(space, screen::width()));
    }
    let unwritten = |path: &Path, error: &std::io::Error| {
        CliError::Internal(format!("`{}` could not be written: {error}", path.display()))
    };
    // Everything is made before anything is written, but for the two that can be longer than memory.
    let drawn = match (&space, &arguments.picture) {
        (Some(space), Some(path)) => Some((path, picture_file::drawn(&space.scene(), path)?)),
        _ => None,
    };
    let proof = certificate_of(arguments, &posed, &found)?;
    if let Some((path, content)) = drawn {
        output_file::write_whole(path, &content).map_err(|error| unwritten(path, &error))?;
    }
    if let Some((path, about)) = proof {
        let write = |file: &mut dyn std::io::Write| {
            analysis.certificate.write_about(&about, file).map_err(std::io::Error::from)
        };
        output_file::write_whole_by(path, write).map_err(|error| unwritten(path, &error))?;
    }
    match output {
        Some(output) => screen::print(&output),
        None => screen::print_by(|out| {
            let rounded = elapsed_ms.map(|ms| (ms * 1000.0).round() / 1000.0);
            json::write(&posed, &found, rounded, out).map_err(std::io::Error::from)
        }),
    }
}

/// Where the certificate goes and what it is about; nothing where nothing is proven, and that is said.
fn certificate_of<'a>(
    arguments: &'a Analyze,
    posed: &Posed,
    found: &Found<'_>,
) -> Result<Option<(&'a Path, About)>, CliError> {
    let Some(path) = arguments.certificate.as_deref() else { return Ok(None) };
    if found.analysis.certificate.claims.is_empty() {
        let message = format!("nothing is proven here, so `{}` is not written", path.display());
        crate::failure::warn(&[Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::of_file("", message)
        }]);
        return Ok(None);
    }
    let about = mediant_render::about(posed, found).map_err(CliError::Internal)?;
    Ok(Some((path, about)))
}

fn deal_space(posed: &Posed, analysis: &Analysis) -> Result<DealSpace, CliError> {
    DealSpace::new(&posed.case.title, &posed.problem, analysis).ok_or_else(|| {
        let message =
            "a picture of the deal space needs points from at least two parties, and from every one of them";
        CliError::usage(message, "leave out `--picture` and `--plot`, or give every brief with points")
    })
}

/// The report laid out for a person; `None` where it is JSON, which is written part by part.
fn rendered(
    arguments: &Analyze,
    posed: &Posed,
    found: &Found<'_>,
    elapsed_ms: Option<f64>,
) -> Option<String> {
    if arguments.format == Format::Json {
        return None;
    }
    let report = Report::new(&posed.subject(found));
    let proof = proof(arguments, &posed.problem, &report, found, elapsed_ms);
    if arguments.format == Format::Markdown {
        return Some(format!("{}\n{proof}\n", markdown::render(&report)));
    }
    let width = screen::width();
    let mut page = text::render(&report, width);
    page.push('\n');
    for line in text::wrapped(&proof, width) {
        page.push_str(&line);
        page.push('\n');
    }
    Some(page)
}

/// Whether a certificate could claim anything: that there is a deal or none, what is best, or what was asked of a package.
fn may_be_certified(problem: &Problem, found: &Found<'_>) -> bool {
    let analysis = found.analysis;
    analysis.zopa.exists.is_some()
        || analysis.frontier.is_some()
        || analysis.solutions.is_some()
        || found.judgement.is_some()
        || found.ordinal.is_some_and(|findings| !findings.claims(problem).is_empty())
}

/// The line that says what was checked, how long it took, and where the proof is.
fn proof(
    arguments: &Analyze,
    problem: &Problem,
    report: &Report,
    found: &Found<'_>,
    elapsed_ms: Option<f64>,
) -> String {
    let time = elapsed_ms.map(|ms| {
        if ms < 1.0 {
            ", under 1 ms".to_owned()
        } else if ms < 1000.0 {
            format!(", {ms:.0} ms")
        } else {
            format!(", {:.1} s", ms / 1000.0)
        }
    });
    let proof = match (&arguments.certificate, &arguments.reader) {
        (_, Some(_)) => String::new(),
        (Some(_), None) if found.analysis.certificate.claims.is_empty() => " Nothing is proven.".to_owned(),
        (None, None) if !may_be_certified(problem, found) => " Nothing is proven.".to_owned(),
        (Some(path), None) => format!(" Proof in {}: check it with `mediant verify`.", path.display()),
        (None, None) => {
            " Proof: add --certificate FILE, then check it with `mediant verify FILE …`.".to_owned()
        }
    };
    format!("Checked: {}{}.{proof}", report.checked, time.unwrap_or_default())
}
