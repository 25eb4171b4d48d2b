//! Writing a negotiation in another format, with what is lost said in words.
//!
//! What is written is read again before it is handed out: nothing comes from here that the readers refuse, or that
//! has other packages than what was given.

use crate::diagnostic::Diagnostic;
use crate::native::readable;
use crate::negotiation::{InputFile, Negotiation};
use crate::{case1, genius, geniusweb, native, negolog, recognise};
use mediant_model::problem::Options;
use mediant_model::{Brief, Case, PartyId, Problem};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// A format that negotiations can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Mediant TOML: a case and one brief per party.
    Mediant,
    /// Genius XML: a domain and one profile per party.
    Genius,
    /// GeniusWeb JSON: a domain and one profile per party, as GeniusWeb for Java spells it.
    GeniusWeb,
    /// The same as GeniusWeb for Python spells it.
    GeniusWebPython,
    /// NegoLog JSON: one profile per party.
    NegoLog,
    /// `case/1` JSON: one file.
    Case1,
}

/// What a conversion gives. Confidential: it holds the briefs; its `Debug` names the files only.
#[derive(Clone, PartialEq, Eq)]
pub struct Converted {
    /// File names without folder, and contents.
    pub files: Vec<(String, String)>,
    /// What the format could not hold or holds in another form, in sentences. Empty: reading the files
    /// gives the same problem.
    pub losses: Vec<String>,
}

/// Why a negotiation cannot be written in a format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ConvertError {
    /// What the format cannot say, in one sentence in lower case.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl ConvertError {
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// Writes a negotiation in a format. Linear in the size of what is written, which is read once more, but for
/// GeniusWeb, which looks for a package that is worth the walk-away value.
///
/// # Errors
/// The format cannot hold what matters: a party that accepts nothing would accept something there, or what is written
/// would not be read again.
///
/// ```
/// use mediant_formats::{Format, InputFile, convert, read};
///
/// let case = r#"
///     mediant = 1
///     title = "A fence"
///     [parties]
///     north = { name = "North" }
///     south = { name = "South" }
///     [issues.height]
///     options = { low = "one metre", high = "two metres" }
/// "#;
/// let brief = |party: &str, low: u32| format!(
///     "mediant_brief = 1\nparty = \"{party}\"\n[points.height.options]\nlow = {low}\nhigh = 5\n"
/// );
/// let files = [
///     InputFile::new("case.toml", case),
///     InputFile::new("north.toml", brief("north", 2)),
///     InputFile::new("south.toml", brief("south", 9)),
/// ];
/// let (negotiation, _) = read(&files).map_err(|all| format!("{all:?}"))?;
/// let written = convert(&negotiation, Format::Genius).map_err(|refused| refused.to_string())?;
/// // A domain and a profile for each party; what the format cannot hold is said.
/// assert_eq!(written.files.len(), 3);
/// # Ok::<(), String>(())
/// ```
pub fn convert(negotiation: &Negotiation, format: Format) -> Result<Converted, ConvertError> {
    let (case, briefs) = (&negotiation.case, negotiation.briefs.as_slice());
    if !format.holds_parties_without_points() && briefs.iter().all(|brief| brief.points.is_none()) {
        return Err(ConvertError::new(
            "no party states points, and this format knows a party by nothing else",
            "add briefs with points, or write the `mediant` format",
        ));
    }
    let converted = match format {
        Format::Mediant => own(case, briefs),
        Format::Genius => genius::write(case, briefs),
        Format::GeniusWeb => geniusweb::write(case, briefs, geniusweb::Spelling::Java)?,
        Format::GeniusWebPython => geniusweb::write(case, briefs, geniusweb::Spelling::Python)?,
        Format::NegoLog => negolog::write(case, briefs),
        Format::Case1 => case1::write(case, briefs),
    };
    hold_against(negotiation, &converted)?;
    Ok(converted)
}

/// Reads what was written, and compares its packages with what was to be written.
fn hold_against(negotiation: &Negotiation, converted: &Converted) -> Result<(), ConvertError> {
    let files = converted.files.iter().map(|(name, text)| InputFile::new(name, text.as_str()));
    let files: Vec<InputFile> = files.collect();
    let compiled = |from: &Negotiation| Problem::compile(&from.case, &from.briefs, &Options::default());
    let help = "`mediant check` shows what the case holds";
    let Ok(before) = compiled(negotiation) else {
        return Err(ConvertError::new(
            "this negotiation has errors and cannot be written in another format",
            help,
        ));
    };
    let (again, _) = recognise::read(&files).map_err(|found| unreadable(&found))?;
    match compiled(&again) {
        Ok(after) if after.package_count() == before.package_count() => Ok(()),
        Ok(_) => {
            Err(ConvertError::new("names that this format cannot tell apart would make other packages", help))
        }
        Err(errors) => {
            let why = errors.first().map(ToString::to_string).unwrap_or_default();
            Err(ConvertError::new(format!("what would be written could not be read again: {why}"), help))
        }
    }
}

fn unreadable(found: &[Diagnostic]) -> ConvertError {
    let why = found.iter().find(|problem| problem.is_error());
    let why = why.map(|problem| format!("{}: {}", problem.file, problem.message)).unwrap_or_default();
    let help = "give names to what has none, or choose another format";
    ConvertError::new(format!("what would be written could not be read again: {why}"), help)
}

/// The case as `case.toml`, and every brief in a file named by its party.
fn own(case: &Case, briefs: &[Brief]) -> Converted {
    let (case, briefs, mut losses) = readable::made(case, briefs);
    let mut names = FileNames::new("toml");
    let mut files = vec![(names.of("case"), native::write_case(&case))];
    for brief in briefs {
        // A brief that comes from a scenario does not say which case it is for; in a file of its own it must.
        let reference = brief.case.clone().or_else(|| Some(case.reference().to_owned()));
        let mut brief = Brief { case: reference, ..brief };
        if brief.discount.take_if(|discount| discount.is_zero()).is_some() {
            losses.push(format!(
                "the discount of `{}` is left out: it is 0, which leaves nothing",
                brief.party
            ));
        }
        files.push((names.of(&format!("brief-{}", brief.party)), native::write_brief(&brief)));
    }
    Converted { files, losses }
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Mediant, Self::Genius, Self::GeniusWeb, Self::GeniusWebPython, Self::NegoLog, Self::Case1];

    fn holds_parties_without_points(self) -> bool {
        matches!(self, Self::Mediant | Self::Case1)
    }

    /// The name by which a user asks for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mediant => "mediant",
            Self::Genius => "genius",
            Self::GeniusWeb => "geniusweb",
            Self::GeniusWebPython => "geniusweb-python",
            Self::NegoLog => "negolog",
            Self::Case1 => "case",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|format| format.name() == text);
        known.ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|format| format.name()).collect();
            format!("`{text}` is no format that is written; the formats are {}", names.join(", "))
        })
    }
}

impl fmt::Debug for Converted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.files.iter().map(|(name, _)| name.as_str()).collect();
        write!(f, "Converted({names:?}, {} losses, confidential)", self.losses.len())
    }
}

/// File names, each used once.
pub(crate) struct FileNames {
    ending: &'static str,
    used: BTreeSet<String>,
}

impl FileNames {
    pub(crate) fn new(ending: &'static str) -> Self {
        Self { ending, used: BTreeSet::new() }
    }

    /// A name from this stem, which is made safe for every file system and not used before.
    pub(crate) fn of(&mut self, stem: &str) -> String {
        let safe = |c: char| if c.is_alphanumeric() || "-_.+ ()".contains(c) { c } else { '_' };
        let mut stem: String = stem.trim().trim_start_matches('.').chars().map(safe).take(100).collect();
        if stem.is_empty() {
            stem.push('_');
        }
        // Some file systems do not tell capitals from small letters.
        while !self.used.insert(stem.to_lowercase()) {
            stem.push('_');
        }
        format!("{stem}.{}", self.ending)
    }

    /// The name of a party's file, from which the party's name will be read; says when they differ.
    pub(crate) fn of_party(&mut self, party: &PartyId, losses: &mut Vec<String>) -> String {
        let name = self.of(party.as_str());
        let stem = recognise::stem(&name);
        if stem != party.as_str() {
            losses.push(format!("`{party}` is called `{stem}` there"));
        }
        name
    }
}
