//! Drafts a case from what reports are suggested to state.
//!
//! Readings of reports and the text of a case go in, the text of a case comes out. What the case says already stays as it is, comments
//! and order included; what is new is entered behind it, each entry with its source, the report's words and the mark `not reviewed`. A
//! report that the case knows by its hash is passed over, so that nothing is entered twice and what a person took out stays out. Of a
//! report that somebody reviewed only what was accepted is entered, with the fields that were accepted, and says by whom.
//!
//! Nothing is guessed: what belongs to no party, has no day or is about nothing that is named stands in a comment. An issue that is
//! drafted always has the option [`NOT_YET`], which nothing rules out, so that no draft proves that there is no deal.
//!
//! ```
//! use mediant_draft::{Read, draft};
//! use mediant_reader::report::{Options, Report};
//! use mediant_reader::suggest::Reading;
//!
//! let text = "date 2031-05-14 Veldria's president, Ilse Marand, ruled out any sale of the harbour on Monday.";
//! let reading = Reading::new(Report::read(text, &Options::default())?);
//! let hash = "0f".repeat(32);
//! let read = [Read { file: "a.txt", sha256: &hash, reading: &reading, accepted: None }];
//! let case = "mediant = 1\ntitle = \"The harbour\"\n\n[parties.veldria] # of the east\n";
//! let first = draft(Some(case), &read).map_err(|problems| format!("{problems:?}"))?;
//! let again = draft(Some(&first.text), &read).map_err(|problems| format!("{problems:?}"))?;
//! assert!(first.text.starts_with(case));
//! assert_eq!(again.text, first.text);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod enter;
mod group;
mod index;
mod page;
mod same;
mod topic;
mod whose;

use index::Index;
use mediant_formats::native::read_case;
use mediant_formats::{Diagnostic, InputFile};
use mediant_reader::review::Accepted;
use mediant_reader::suggest::Reading;
use page::Page;
use std::collections::BTreeSet;

/// The option that every drafted issue has: something that is not yet on the table.
pub const NOT_YET: &str = "not_yet";

/// A report that was read.
#[derive(Clone, Copy, Debug)]
pub struct Read<'a> {
    /// The name of its file.
    pub file: &'a str,
    /// SHA-256 of the file, 64 hexadecimal digits in lower case.
    pub sha256: &'a str,
    /// What it is suggested to state.
    pub reading: &'a Reading<'a>,
    /// What somebody accepted of it, of the reader's suggestions and of a model's. `None`: nobody has reviewed it, and what is above
    /// the default line is entered as not reviewed.
    pub accepted: Option<&'a [Accepted<'a>]>,
}

/// A case that was written or extended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafted {
    /// The case file as it should be: what stood there to the byte, and what was added.
    pub text: String,
    /// How many suggestions became entries.
    pub entered: usize,
    /// How many became a further source of an entry, or only a comment beside it.
    pub noted: usize,
    /// How many stand in comments because something about them is missing.
    pub unplaced: usize,
    /// Reports that the case knew already.
    pub known: usize,
}

/// The hashes of the reports that a case knows: they need not be read again.
///
/// # Errors
/// Every problem of the case.
pub fn entered(case: &str) -> Result<BTreeSet<String>, Vec<Diagnostic>> {
    let (case, _) = read_case(&InputFile::new("the case", case.as_bytes()))?;
    Ok(case.sources.into_iter().filter_map(|source| source.sha256).collect())
}

/// Writes a case, or extends one, from what is above the default line of each report, the earliest first.
///
/// Costs the sum of what the reports suggest times the number of statements of the case.
///
/// # Errors
/// Every problem of the existing case; that there is none, and the reports state nothing.
pub fn draft(existing: Option<&str>, reports: &[Read<'_>]) -> Result<Drafted, Vec<Diagnostic>> {
    let parsed = |text: &str| read_case(&InputFile::new("the case", text.as_bytes())).map(|(case, _)| case);
    let (mut page, case) = match existing {
        Some(text) => (Page::from_text(text)?, parsed(text)?),
        None => Page::begun(reports),
    };
    let mut index = Index::new(&case);
    let mut told = Drafted::default();
    let mut in_order: Vec<&Read<'_>> = reports.iter().collect();
    in_order.sort_by_key(|read| read.reading.scene.document.report.date());
    for report in in_order {
        if index.knows(report.sha256) {
            told.known += 1;
        } else {
            enter::report(&mut page, &mut index, report, &mut told);
        }
    }
    if index.negotiating().next().is_none() {
        if told.entered + told.noted + told.unplaced == 0 {
            let message = "nothing was found in the reports that a case could state";
            let help = "`mediant read --all` shows what the reader is less sure of; `mediant new FOLDER` begins a case";
            return Err(vec![Diagnostic::of_file("the case", message).help(help)]);
        }
        enter::nobody(&mut page, &mut index, reports);
    }
    // Nothing was touched: not a byte of it.
    told.text = match existing {
        Some(text) if told.known == reports.len() => text.to_owned(),
        _ => page.text(),
    };
    parsed(&told.text)?;
    Ok(told)
}
