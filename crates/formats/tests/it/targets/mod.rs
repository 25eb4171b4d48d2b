//! One function per parser: whatever bytes come in, it answers, and what it accepts can be compiled,
//! written in every format, and read again.
//!
//! Called by the mutation test of this crate and by the fuzz targets in `fuzz/`.

use mediant_formats::{Diagnostic, Format, InputFile, Negotiation, convert, read};
use mediant_model::Problem;
use mediant_model::problem::Options;

/// A Genius domain that mutated profiles are read with, and a profile for mutated domains.
pub const DOMAIN: &str = include_str!("../../seeds/domain.xml");
/// A Genius profile that mutated domains are read with.
pub const PROFILE: &str = include_str!("../../seeds/profile.xml");
/// A NegMAS outcome space that mutated utility functions are read with, and a utility function for mutated spaces.
pub const SPACE: &str = include_str!("../../seeds/negmas-domain.yml");
/// A NegMAS utility function that mutated outcome spaces are read with.
pub const FUNCTION: &str = include_str!("../../seeds/negmas-profile.yml");
/// A case that mutated certificates are about.
pub const CASE: &str = include_str!("../../seeds/lunch.json");

/// Mediant's own case and brief files.
pub fn native(bytes: &[u8]) {
    answer(&[InputFile::new("case.toml", bytes)]);
}

/// Genius XML: the bytes as a domain and as a profile.
pub fn genius(bytes: &[u8]) {
    answer(&[InputFile::new("domain.xml", bytes), InputFile::new("ann.xml", PROFILE)]);
    answer(&[InputFile::new("domain.xml", DOMAIN), InputFile::new("ann.xml", bytes)]);
}

/// GeniusWeb JSON: the bytes as the only profile.
pub fn geniusweb(bytes: &[u8]) {
    answer(&[InputFile::new("ann.json", bytes)]);
}

/// NegMAS YAML: the bytes as an outcome space and as a utility function.
pub fn negmas(bytes: &[u8]) {
    answer(&[InputFile::new("domain.yml", bytes), InputFile::new("ann.yml", FUNCTION)]);
    answer(&[InputFile::new("domain.yml", SPACE), InputFile::new("ann.yml", bytes)]);
}

/// NegoLog JSON: the bytes as both profiles.
pub fn negolog(bytes: &[u8]) {
    answer(&[InputFile::new("profileA.json", bytes), InputFile::new("profileB.json", bytes)]);
}

/// Reads the bytes as `case/1` JSON.
pub fn case1(bytes: &[u8]) {
    answer(&[InputFile::new("case.json", bytes)]);
}

/// Certificates, against a case that is sound.
pub fn certificate(bytes: &[u8]) {
    let Ok((negotiation, _)) = read(&[InputFile::new("lunch.json", CASE)]) else { return };
    let Ok(problem) = compile(&negotiation) else { return };
    let subject = mediant_check::Subject::new(&negotiation.case, &negotiation.briefs, None);
    if let (Ok(text), Ok(subject)) = (std::str::from_utf8(bytes), subject) {
        let _ = mediant_check::verify_json(&problem, text);
        let _ = subject.verify_json(text, &|| false);
    }
}

fn answer(files: &[InputFile]) {
    match read(files) {
        Ok((negotiation, _)) => accepted(&negotiation),
        Err(found) => assert!(found.iter().any(Diagnostic::is_error), "a refusal says why"),
    }
}

/// What was read is small enough to be written: a range of a million values takes its time.
fn accepted(negotiation: &Negotiation) {
    let options: usize = negotiation.case.issues.iter().map(|issue| issue.option_ids().len()).sum();
    if options > 1000 {
        return;
    }
    let Ok(_) = compile(negotiation) else { return };
    for format in Format::ALL {
        // What a format cannot hold is refused; what is written was read again before it came out.
        let Ok(converted) = convert(negotiation, format) else { continue };
        let files = converted.files.iter().map(|(name, text)| InputFile::new(name, text.as_str()));
        assert!(read(&files.collect::<Vec<_>>()).is_ok(), "{format}");
    }
}

fn compile(negotiation: &Negotiation) -> Result<Problem, ()> {
    Problem::compile(&negotiation.case, &negotiation.briefs, &Options::default()).map_err(|_| ())
}
