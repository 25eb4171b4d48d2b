//! `mediant analyze`: from files to a proven, explained answer.

use crate::arguments::{Analyze, Format};
use crate::failure::Failure;
use crate::patience::Patience;
use crate::{input, output_file, picture_file, screen, threads};
use mediant_engine::Analysis;
use mediant_engine::judgement::Judgement;
use mediant_engine::ordinal::Findings;
use mediant_engine::report::Report;
use mediant_render::picture::{self, DealSpace};
use mediant_render::{Found, Posed, json, markdown, named_package, text};
use std::path::Path;

/// Answers, or says why it cannot; nothing is printed or written before everything is there.
pub fn run(arguments: &Analyze) -> Result<(), Failure> {
    if arguments.reader.is_some() && arguments.certificate.is_some() {
        let message =
            "a certificate proves what follows from every brief, and cannot be written for one party";
        return Err(Failure::usage(message, "leave out either `--for` or `--certificate`"));
    }
    picture_file::expect(arguments.picture.as_deref())?;
    if arguments.plot && arguments.format == Format::Json {
        return Err(Failure::usage(
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
    let analysis = mediant_engine::analyze(&posed.problem, &settings, &patience);
    let ordinal = Findings::of(&posed.problem, &posed.briefs, &patience);
    let judgement =
        named.and_then(|named| Judgement::of(&posed.problem, &posed.briefs, &analysis, &named, &patience));
    let found = Found { analysis: &analysis, ordinal: ordinal.as_ref(), judgement: judgement.as_ref() };
    let elapsed = patience.elapsed();
    patience.finish();
    // Time taken may depend on what a party may not know.
    let elapsed_ms = arguments.reader.is_none().then_some(elapsed.as_secs_f64() * 1000.0);
    let mut output = rendered(arguments, &posed, &found, elapsed_ms)?;
    let space = if arguments.picture.is_some() || arguments.plot {
        Some(deal_space(&posed, &analysis)?)
    } else {
        None
    };
    if let (Some(space), true) = (&space, arguments.plot) {
        output.push('\n');
        output.push_str(&picture::terminal(space, screen::width()));
    }
    // Everything is made before anything is written.
    let mut files: Vec<(&Path, Vec<u8>)> = Vec::new();
    if let (Some(space), Some(path)) = (&space, &arguments.picture) {
        files.push((path, picture_file::drawn(&space.scene(), path)?));
    }
    if let Some(path) = &arguments.certificate {
        let proof = serde_json::to_string(&analysis.certificate)
            .map_err(|error| Failure::Internal(error.to_string()))?;
        files.push((path, proof.into_bytes()));
    }
    for (path, content) in files {
        output_file::write_whole(path, &content).map_err(|error| {
            Failure::Internal(format!("`{}` could not be written: {error}", path.display()))
        })?;
    }
    screen::print(&output)
}

fn deal_space(posed: &Posed, analysis: &Analysis) -> Result<DealSpace, Failure> {
    DealSpace::new(&posed.case.title, &posed.problem, analysis).ok_or_else(|| {
        let message =
            "a picture of the deal space needs points from at least two parties, and from every one of them";
        Failure::usage(message, "leave out `--picture` and `--plot`, or give every brief with points")
    })
}

fn rendered(
    arguments: &Analyze,
    posed: &Posed,
    found: &Found<'_>,
    elapsed_ms: Option<f64>,
) -> Result<String, Failure> {
    if arguments.format == Format::Json {
        let rounded = elapsed_ms.map(|ms| (ms * 1000.0).round() / 1000.0);
        return json::render(posed, found, rounded).map_err(|error| Failure::Internal(error.to_string()));
    }
    let report = Report::new(&posed.subject(found));
    let proof = proof(arguments, &report, elapsed_ms);
    if arguments.format == Format::Markdown {
        return Ok(format!("{}\n{proof}\n", markdown::render(&report)));
    }
    let width = screen::width();
    let mut page = text::render(&report, width);
    page.push('\n');
    for line in text::wrapped(&proof, width) {
        page.push_str(&line);
        page.push('\n');
    }
    Ok(page)
}

/// The line that says what was checked, how long it took, and where the proof is.
fn proof(arguments: &Analyze, report: &Report, elapsed_ms: Option<f64>) -> String {
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
        (Some(path), None) => format!(" Proof in {}: check it with `mediant verify`.", path.display()),
        (None, None) => {
            " Proof: add --certificate FILE, then check it with `mediant verify FILE …`.".to_owned()
        }
    };
    format!("Checked: {}{}.{proof}", report.checked, time.unwrap_or_default())
}
