//! Whether the words that a case quotes stand in the reports that it cites.

use super::commented::commented;
use super::document;
use crate::diagnostic::{Diagnostic, SourceText};
use crate::negotiation::InputFile;
use mediant_model::spelling::quoted;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// A report that a case may cite.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The name of its file, without folders.
    pub name: &'a str,
    /// SHA-256 of the file.
    pub sha256: &'a str,
    /// What it says.
    pub text: &'a str,
}

/// Words of a source's `words` that do not stand in its report, as errors; the same of words in comments that name a source, and
/// sources whose report is not among them, as warnings.
///
/// A source's report is the one with its `sha256`, else the one whose file is called like its `title` or id. Words are compared letter
/// for letter; only where lines break does not count. Where they may stand instead is not looked for: a person decides what a
/// report says now.
///
/// ```
/// use mediant_formats::InputFile;
/// use mediant_formats::native::quoted::{Report, misquotations};
///
/// let case = "mediant = 1\ntitle = \"Talks\"\n[sources.a]\ntitle = \"a.txt\"\n[parties.v]\n\
///     [[interests]]\nparty = \"v\"\nsource = { id = \"a\", words = \"to live\" }\n";
/// let case = InputFile::new("case.toml", case.as_bytes());
/// let report = |text| Report { name: "a.txt", sha256: "", text };
/// assert!(misquotations(&case, &[report("What we need to\nlive.")]).is_empty());
/// assert_eq!(misquotations(&case, &[report("What we need.")]).len(), 1);
/// ```
pub fn misquotations(case: &InputFile, reports: &[Report<'_>]) -> Vec<Diagnostic> {
    let Ok(text) = case.text() else { return Vec::new() };
    let source = SourceText::new(&case.name, text);
    let Ok(top) = document::parse(&source) else { return Vec::new() };
    let sources = sources(top.get_ref());
    let folded: Vec<String> = reports.iter().map(|report| in_one_line(report.text)).collect();
    let mut problems = Vec::new();
    let mut missing = BTreeSet::new();
    let mut all = Vec::new();
    quotations(top.get_ref(), &mut all);
    let in_entries = all.len();
    let names: Vec<(&str, Option<&str>)> = sources.iter().map(|(id, cited)| (*id, cited.title)).collect();
    all.extend(commented(text, &names).into_iter().map(|found| (found.id, found.words, found.span)));
    for (number, (id, words, span)) in all.into_iter().enumerate() {
        let Some(cited) = sources.get(id) else { continue };
        let Some((at, is_it)) = cited.among(id, reports) else {
            if missing.insert(id) {
                let message = format!("the report of source {} is not in the folder", quoted(id));
                let help = "its words were not looked up; a report is known by its `sha256`, or by its file name as the `title`";
                problems.push(source.warning(span, message).help(help));
            }
            continue;
        };
        let report = reports.get(at).map_or("", |report| report.name);
        if folded.get(at).is_some_and(|text| text.contains(&in_one_line(words))) {
            continue;
        }
        let changed = if is_it { "" } else { ", which is not the file that was read then" };
        let message = format!("{} does not stand in {}{changed}", quoted(words), quoted(report));
        if number >= in_entries {
            let help = "read the report again; the comment is about words that it no longer has";
            problems.push(source.warning(span, message).help(help));
            continue;
        }
        let help = "read the report again and write what it says now, or take the statement out";
        problems.push(source.error(span, message).help(help));
    }
    problems
}

/// What tells a source's report.
#[derive(Default)]
struct Cited<'a> {
    title: Option<&'a str>,
    sha256: Option<&'a str>,
}

impl Cited<'_> {
    /// The place of its report, and whether that is the very file that was read.
    fn among(&self, id: &str, reports: &[Report<'_>]) -> Option<(usize, bool)> {
        if let Some(hash) = self.sha256
            && let Some(at) = reports.iter().position(|report| report.sha256 == hash)
        {
            return Some((at, true));
        }
        let stem = |name: &str| name.rsplit_once('.').map_or(name.to_owned(), |(stem, _)| stem.to_owned());
        let by_title = reports.iter().position(|report| Some(report.name) == self.title);
        let called = by_title.or_else(|| reports.iter().position(|report| stem(report.name) == id));
        called.map(|at| (at, self.sha256.is_none()))
    }
}

fn sources<'a>(top: &'a DeTable<'_>) -> BTreeMap<&'a str, Cited<'a>> {
    let Some(DeValue::Table(sources)) = top.get("sources").map(|value| value.get_ref()) else {
        return BTreeMap::new();
    };
    let cited = sources.iter().map(|(id, value)| {
        let text = |key: &str| value.get_ref().get(key).and_then(|value| value.get_ref().as_str());
        (id.get_ref().as_ref(), Cited { title: text("title"), sha256: text("sha256") })
    });
    cited.collect()
}

/// Every `source = { id = …, words = … }`, and every one of a list `also`, wherever it stands: the id, the words and their place.
fn quotations<'a>(table: &'a DeTable<'_>, found: &mut Vec<(&'a str, &'a str, Range<usize>)>) {
    for (key, value) in table.iter() {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("also", DeValue::Array(list)) => {
                list.iter().for_each(|one| found.extend(quotation(one.get_ref())))
            }
            ("source" | "also", one) => found.extend(quotation(one)),
            _ => {}
        }
        inside(value.get_ref(), found);
    }
}

fn quotation<'a>(citation: &'a DeValue<'_>) -> Option<(&'a str, &'a str, Range<usize>)> {
    let DeValue::Table(citation) = citation else { return None };
    let (id, words) = (citation.get("id")?, citation.get("words")?);
    Some((id.get_ref().as_str()?, words.get_ref().as_str()?, words.span()))
}

// Files nest no deeper than `document::parse` allows.
fn inside<'a>(value: &'a DeValue<'_>, found: &mut Vec<(&'a str, &'a str, Range<usize>)>) {
    match value {
        DeValue::Table(table) => quotations(table, found),
        DeValue::Array(list) => list.iter().for_each(|entry| inside(entry.get_ref(), found)),
        _ => {}
    }
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
