//! What a certificate is about: the files, and the report that is laid out from the same findings.

use crate::{Found, Posed, json};
use mediant_check::{About, ReportPrint};

/// The files that were posed and the report in JSON, its time aside.
///
/// # Errors
/// Something of it cannot be written down; why, as a sentence.
pub fn about(posed: &Posed, found: &Found<'_>) -> Result<About, String> {
    let mut print = ReportPrint::default();
    json::write(posed, found, None, &mut print).map_err(|error| error.to_string())?;
    Ok(about_files(posed)?.with_report(print.finish()))
}

/// The files that were posed, and no report.
///
/// # Errors
/// Something of them cannot be written down; why, as a sentence.
pub fn about_files(posed: &Posed) -> Result<About, String> {
    About::new(&posed.case, &posed.briefs, posed.case.as_of)
}
