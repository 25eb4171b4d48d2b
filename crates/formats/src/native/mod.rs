//! Mediant's own files: a case, and a brief for each party that gives one, in TOML.
//!
//! `docs/guide/case-format.md` specifies them. Reading reports every problem at once, each with its
//! place; a number is read from its digits, never through a float.

mod advice;
mod brief;
mod case;
mod commented;
mod condition;
mod document;
mod edit;
pub mod fields;
pub mod quoted;
pub(crate) mod readable;
mod remarks;
#[cfg(feature = "schema")]
pub mod schema;
mod statement;
pub mod template;
pub mod words;
mod write;

use crate::diagnostic::{Diagnostic, SourceText, sort};
use crate::negotiation::{InputFile, Negotiation, ReadResult};
pub use document::parse as parse_toml;
use fields::{Diagnostics, Fields, FromToml};
use mediant_model::spelling::quoted;
use mediant_model::validate::{validate_brief, validate_case};
use mediant_model::{Brief, Case, Finding, PartyId};
use toml::Spanned;
use toml::de::DeTable;

/// What a Mediant file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NativeKind {
    /// A case: it starts with `mediant = 1`.
    Case,
    /// A brief: it starts with `mediant_brief = 1`.
    Brief,
}

/// A value, or every problem of the file it should have come from. Warnings come with the value.
pub type Read<T> = Result<(T, Vec<Diagnostic>), Vec<Diagnostic>>;

/// Which Mediant file this text seems to be: by its first key that says so, without parsing it.
///
/// Only what stands in front of the first `[table]` is looked at.
///
/// ```
/// use mediant_formats::native::{NativeKind, kind};
///
/// assert_eq!(kind("mediant_brief = 1"), Some(NativeKind::Brief));
/// assert_eq!(kind("title = \"no format\""), None);
/// ```
pub fn kind(text: &str) -> Option<NativeKind> {
    let head = text.lines().take_while(|line| !line.starts_with('['));
    head.filter_map(|line| line.split_once('=')).find_map(|(key, _)| match key.trim() {
        "mediant" => Some(NativeKind::Case),
        "mediant_brief" => Some(NativeKind::Brief),
        _ => None,
    })
}

/// Reads one case and any number of briefs for it. Briefs come out in the order of the case's parties.
///
/// # Errors
/// Every problem of every file, sorted by file and place.
pub fn read<'f>(files: impl IntoIterator<Item = &'f InputFile>) -> ReadResult {
    let mut problems = Vec::new();
    let (mut cases, mut brief_files, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
    for file in files {
        match file.text().map(kind) {
            Ok(Some(NativeKind::Case)) => cases.push(file),
            Ok(Some(NativeKind::Brief)) => brief_files.push(file),
            Ok(None) => unknown.push(file),
            Err(problem) => problems.push(problem),
        }
    }
    for file in unknown {
        problems.push(unmarked(file));
    }
    let Some((case_file, further)) = cases.split_first() else {
        if let (Some(brief), true) = (brief_files.first(), problems.is_empty()) {
            let message = "this is a brief, and the case it is for was not given";
            problems.push(Diagnostic::of_file(&brief.name, message).help("give the case file, too"));
        }
        sort(&mut problems);
        return Err(problems);
    };
    for file in further {
        let message = format!("this is a second case, beside {}", quoted(&case_file.name));
        problems.push(Diagnostic::of_file(&file.name, message).help("give one case at a time"));
    }
    let case = match read_case(case_file) {
        Ok((case, warnings)) => {
            problems.extend(warnings);
            Some(case)
        }
        Err(errors) => {
            problems.extend(errors);
            None
        }
    };
    let mut briefs: Vec<(Brief, &InputFile)> = Vec::new();
    for file in brief_files {
        match read_brief(file, case.as_ref()) {
            Ok((brief, warnings)) => {
                problems.extend(warnings);
                if let Some((_, first)) = briefs.iter().find(|(known, _)| known.party == brief.party) {
                    problems.push(second_brief(file, &brief.party, first));
                }
                briefs.push((brief, file));
            }
            Err(errors) => problems.extend(errors),
        }
    }
    sort(&mut problems);
    match case {
        Some(case) if !problems.iter().any(Diagnostic::is_error) => {
            let place = |brief: &Brief| case.parties.iter().position(|party| party.id == brief.party);
            let mut briefs: Vec<Brief> = briefs.into_iter().map(|(brief, _)| brief).collect();
            briefs.sort_by_key(place);
            Ok((Negotiation { case, briefs, notes: Vec::new() }, problems))
        }
        _ => Err(problems),
    }
}

/// Reads and validates a case.
///
/// # Errors
/// Every problem, sorted by place.
pub fn read_case(file: &InputFile) -> Read<Case> {
    let findings = |case: &Case| {
        let mut findings = validate_case(case);
        findings.extend(remarks::of_case(case));
        findings
    };
    read_file(file, "mediant", "a case", case::case, findings)
}

/// Reads a brief, and validates it against its case where that is given.
///
/// # Errors
/// Every problem, sorted by place.
pub fn read_brief(file: &InputFile, case: Option<&Case>) -> Read<Brief> {
    let findings = |brief: &Brief| {
        let Some(case) = case else { return Vec::new() };
        let mut findings = validate_brief(case, brief);
        findings.extend(remarks::of_brief(case, brief));
        findings
    };
    read_file(file, "mediant_brief", "a brief", brief::brief, findings)
}

/// The case as a file, such as a person would have written it. Reading it gives the case again.
///
/// Ids that TOML or the condition language cannot carry (empty ones, issues called `any`, `all` or `not`)
/// are written, but not read again; [`validate_case`] tells of them.
pub fn write_case(case: &Case) -> String {
    write::case_document(case).to_string()
}

/// The brief as a file, such as a person would have written it. Reading it gives the brief again, with
/// its linkages bound to its party.
pub fn write_brief(brief: &Brief) -> String {
    write::brief_document(brief).to_string()
}

/// A case file that now says `case`, with the comments, the order and the forms of `original`.
///
/// Where that cannot be done, because the order of parties, issues or options changed, the case is written afresh.
///
/// # Errors
/// The original cannot be read.
///
/// ```
/// use mediant_formats::InputFile;
/// use mediant_formats::native::{edit_case, read_case};
///
/// let text = "# Kept.\nmediant = 1\ntitle = \"A fence\"\n[parties]\nn = { name = \"North\" }\ns = { name = \"South\" }\n\
///             [issues.height]\noptions = { low = \"one metre\", high = \"two metres\" }\n";
/// let file = InputFile::new("case.toml", text);
/// let (mut case, _) = read_case(&file).map_err(|all| format!("{all:?}"))?;
/// case.title = "A wall".to_owned();
/// let edited = edit_case(&file, &case).map_err(|all| format!("{all:?}"))?;
/// assert!(edited.starts_with("# Kept.") && edited.contains("A wall"));
/// # Ok::<(), String>(())
/// ```
pub fn edit_case(original: &InputFile, case: &Case) -> Result<String, Vec<Diagnostic>> {
    edit(original, case, parse_case, write::case_document)
}

/// A brief file that now says `brief`, with the comments, the order and the forms of `original`.
///
/// # Errors
/// The original cannot be read.
pub fn edit_brief(original: &InputFile, brief: &Brief) -> Result<String, Vec<Diagnostic>> {
    edit(original, brief, parse_brief, write::brief_document)
}

fn parse_case(file: &InputFile) -> Read<Case> {
    read_file(file, "mediant", "a case", case::case, |_| Vec::new())
}

fn parse_brief(file: &InputFile) -> Read<Brief> {
    read_file(file, "mediant_brief", "a brief", brief::brief, |_| Vec::new())
}

fn edit<T: PartialEq>(
    original: &InputFile,
    value: &T,
    parse: impl Fn(&InputFile) -> Read<T>,
    document: impl Fn(&T) -> toml_edit::DocumentMut,
) -> Result<String, Vec<Diagnostic>> {
    let (old, _) = parse(original)?;
    let text = original.text().map_err(|problem| vec![problem])?;
    if old == *value {
        return Ok(text.to_owned());
    }
    let new = document(value);
    let Ok(mut file) = text.parse::<toml_edit::DocumentMut>() else { return Ok(new.to_string()) };
    edit::apply(&mut file, &document(&old), &new);
    let mut edited = file.to_string();
    if text.contains("\r\n") {
        edited = edited.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    let says = parse(&InputFile::new(&original.name, edited.as_bytes()));
    // Better without comments than wrong.
    Ok(if says.is_ok_and(|(read, _)| read == *value) { edited } else { new.to_string() })
}

fn read_file<T>(
    file: &InputFile,
    version_key: &'static str,
    what: &'static str,
    read: impl Fn(Fields<'_, '_>) -> T,
    validate: impl Fn(&T) -> Vec<Finding>,
) -> Read<T> {
    let text = file.text().map_err(|problem| vec![problem])?;
    let source = SourceText::new(&file.name, text);
    let top = document::parse(&source)?;
    let problems = Diagnostics::new(&source);
    let fields = Fields::of_table(top.get_ref(), 0..1, what, &problems);
    check_version(&fields, version_key);
    let value = read(fields);
    let unread = problems.into_noted();
    let findings = validate(&value).into_iter().map(|finding| located(&source, &top, finding));
    // Where something could not be read, what follows from that is not worth another message.
    let follows = |found: &Diagnostic| {
        unread.iter().any(|known| known.overlaps(found)) || found.message.contains(QUOTED_UNREADABLE)
    };
    let mut diagnostics: Vec<Diagnostic> =
        findings.filter(|found| unread.is_empty() || !follows(found)).collect();
    diagnostics.extend(unread);
    sort(&mut diagnostics);
    if diagnostics.iter().any(Diagnostic::is_error) { Err(diagnostics) } else { Ok((value, diagnostics)) }
}

/// [`fields::UNREADABLE`] as a message shows it.
const QUOTED_UNREADABLE: &str = "`\u{fffd}`";

fn check_version(fields: &Fields<'_, '_>, key: &'static str) {
    let Some(value) = fields.value(key) else { return fields.missing(key) };
    match usize::from_toml(value, fields.problems()) {
        Some(1) | None => {}
        Some(other) => {
            let message = format!("`{key} = {other}` is a version of the format that is not known here");
            fields.problems().error_help(value.span(), message, "this program reads version 1");
        }
    }
}

fn located(source: &SourceText<'_>, top: &Spanned<DeTable<'_>>, finding: Finding) -> Diagnostic {
    let span = document::locate(top, &finding.place).unwrap_or(0..1);
    source.diagnostic(finding.severity, Some(span), finding.message).maybe_help(finding.help)
}

fn unmarked(file: &InputFile) -> Diagnostic {
    let message = "this says neither `mediant = 1` (a case) nor `mediant_brief = 1` (a brief)";
    Diagnostic::of_file(&file.name, message).help("write one of the two at the top of the file")
}

fn second_brief(file: &InputFile, party: &PartyId, first: &InputFile) -> Diagnostic {
    let message =
        format!("this is a second brief of {}, beside {}", quoted(party.as_str()), quoted(&first.name));
    Diagnostic::of_file(&file.name, message).help("give one brief a party")
}
