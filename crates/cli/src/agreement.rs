//! `mediant verify-agreement`: who agreed to which words, with which key, and what a file does not prove.

mod told;
mod unpacked;

use crate::arguments::attest::VerifyAgreement;
use crate::copy;
use crate::failure::CliError;
use crate::screen::plain;
use crate::sign::refused;
use crate::{input, screen};
use mediant_attest::agreement::{AGREEMENT_BYTES_MAX, Agreement, Report, verify};
use mediant_attest::keys::KEYS_BYTES_MAX;
use mediant_attest::{AttestError, Envelope, Keys, Line};
use mediant_formats::Diagnostic;
use std::path::Path;

/// Says what is proven, and on standard error what is wrong.
pub fn run(arguments: &VerifyAgreement) -> Result<(), CliError> {
    let text = input::within(&arguments.file, AGREEMENT_BYTES_MAX)?;
    let listed = input::within(&arguments.keys, KEYS_BYTES_MAX)?;
    let keys = Keys::parse(&listed).map_err(|why| {
        refused(&arguments.keys, &why, "give `keys.txt` as the desk wrote it, or as you keep it")
    })?;
    let mut copies = Vec::new();
    for path in &arguments.copies {
        let copy = copy::read(path)?;
        let unsound = copy::unsound(path, &copy);
        if !unsound.is_empty() {
            return Err(CliError::Input(unsound));
        }
        copies.push(copy);
    }
    let no_agreement =
        |why: AttestError| refused(&arguments.file, &why, "give an agreement file as the desk wrote it");
    let report = verify(&text, &keys, &copies).map_err(no_agreement)?;
    let without: Vec<&str> = arguments.without.iter().map(String::as_str).collect();
    if let Some(stranger) =
        without.iter().find(|id| report.parties.iter().all(|party| party.party.id.as_str() != **id))
    {
        return Err(CliError::usage(
            format!("`{stranger}` is not at the table"),
            "give the id of a party of the agreement",
        ));
    }
    let asked = |party: &Line| !without.contains(&party.as_str());
    screen::print(&told::report(&report, &asked, screen::width()))?;
    let (file, _) = Agreement::from_json(&text).map_err(no_agreement)?;
    if let Some(folder) = &arguments.unpack {
        unpacked::write(folder, &file)?;
    }
    if report.is_proven_for(asked) {
        return Ok(());
    }
    Err(CliError::Input(problems(&arguments.file, &report, file.acts(), asked)))
}

/// What is wrong with the file; or, where it is sound, which parties are bound by nothing in it.
fn problems(
    path: &Path,
    report: &Report,
    acts: &[Envelope],
    asked: impl Fn(&Line) -> bool,
) -> Vec<Diagnostic> {
    let name = path.display().to_string();
    let problem = |message: String| Diagnostic::of_file(&name, message);
    if report.faults.is_empty() {
        let open = report.parties.iter().filter(|party| asked(&party.party.id));
        let open = open.filter_map(|party| Some((party, party.hold.as_ref().err()?)));
        let message = |name: &str, why: String| format!("not proven for {}: {why}", plain(name));
        return open
            .map(|(party, why)| problem(message(party.party.name.as_str(), why.to_string())))
            .collect();
    }
    let fault = |fault: &AttestError| {
        let within = fault.field.strip_prefix("acts.").map(|rest| rest.split_once('.').unwrap_or((rest, "")));
        let act = within.and_then(|(index, field)| Some((index.parse::<usize>().ok()?, field)));
        let Some((index, field)) = act else { return problem(fault.to_string()) };
        // In the file acts are counted from 0; a person counts from 1.
        let mut place = format!("act {}", index + 1);
        if !field.is_empty() {
            place.push_str(&format!(", `{}`", plain(field)));
        }
        if let Some(heading) = acts.get(index).and_then(|act| act.heading(field)) {
            place.push_str(&format!(" ({})", plain(heading)));
        }
        problem(format!("{place}: {}", fault.why))
    };
    let mut problems: Vec<Diagnostic> = report.faults.iter().map(fault).collect();
    if let Some(last) = problems.pop() {
        problems
            .push(last.help("nothing is proven by this file: ask the other side, and the desk, for theirs"));
    }
    problems
}
