//! The files of a tournament's results, as bytes.

use crate::report;
use crate::results::{Results, csv, parquet};
use crate::summary::{Summary, text};

/// A file: its name, and its content.
pub type File = (&'static str, Vec<u8>);

/// All files of results, made together: both tables, the summary as text and JSON, and the report.
///
/// # Errors
/// A fault of ours, in words.
pub fn all(results: &Results<'_>) -> Result<(Summary, Vec<File>), String> {
    let (summary, (csv, parquet)) = rayon::join(
        || Summary::from_results(results),
        || rayon::join(|| csv::written(results), || parquet::written(results)),
    );
    let parquet = parquet.map_err(|error| error.to_string())?;
    let json = summary.to_json().map_err(|error| error.to_string())?;
    let files = vec![
        ("results.csv", csv.into_bytes()),
        ("results.parquet", parquet),
        ("summary.txt", text::written(&summary).into_bytes()),
        ("summary.json", json.into_bytes()),
        ("report.html", report::written(&summary).into_bytes()),
    ];
    Ok((summary, files))
}
