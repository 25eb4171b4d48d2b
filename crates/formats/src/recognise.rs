//! Which format files are in, by what they contain.

use crate::diagnostic::{self, Diagnostic};
use crate::negotiation::{InputFile, ReadResult};
use crate::{genius, xml};
use mediant_model::PartyId;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    GeniusDomain,
    GeniusProfile,
}

/// Reads a negotiation from the files of a folder, or from a list of files: a case and its briefs.
///
/// The format is recognised by content; files that are part of no negotiation, such as licences and
/// lists of results, are passed over. Parties of Genius, GeniusWeb and NegoLog files are named by their
/// profile's file name without its ending, in the order of the file names.
///
/// # Errors
/// Everything wrong in any of the files; no file of a known format; files of more than one format or negotiation.
pub fn read(files: &[InputFile]) -> ReadResult {
    let mut files: Vec<&InputFile> = files.iter().collect();
    files.sort_by(|a, b| (base(&a.name), &a.name).cmp(&(base(&b.name), &b.name)));
    let mut known: Vec<(Kind, &InputFile)> = Vec::new();
    for file in files {
        if let Some(kind) = kind(file) {
            known.push((kind, file));
        }
    }
    let domains: Vec<&InputFile> = of_kind(&known, Kind::GeniusDomain);
    let profiles = of_kind(&known, Kind::GeniusProfile);
    match domains.as_slice() {
        [] => Err(vec![Diagnostic::of_file("", "no file here is a negotiation")]),
        [domain] => genius::read(domain, &named(&profiles)?),
        [first, second, ..] => {
            let message = format!("this is a second domain; `{}` is one already", first.name);
            Err(vec![Diagnostic::of_file(&second.name, message)])
        }
    }
}

fn of_kind<'f>(known: &[(Kind, &'f InputFile)], kind: Kind) -> Vec<&'f InputFile> {
    known.iter().filter(|(of, _)| *of == kind).map(|(_, file)| *file).collect()
}

/// The profiles with their parties' names: the file names without ending.
fn named<'f>(profiles: &[&'f InputFile]) -> Result<Vec<(PartyId, &'f InputFile)>, Vec<Diagnostic>> {
    let named: Vec<(PartyId, &InputFile)> =
        profiles.iter().map(|file| (PartyId::new(stem(&file.name)), *file)).collect();
    let mut found = Vec::new();
    for (index, (id, file)) in named.iter().enumerate() {
        if named.iter().take(index).any(|(other, _)| other == id) {
            let message = format!("a second profile would make another party `{id}`");
            found.push(Diagnostic::of_file(&file.name, message).help("rename one of the files"));
        }
    }
    diagnostic::sort(&mut found);
    if found.is_empty() { Ok(named) } else { Err(found) }
}

fn kind(file: &InputFile) -> Option<Kind> {
    let text = file.text().ok()?;
    match xml::root_name(text) {
        Some(root) if genius::is_domain(root) => Some(Kind::GeniusDomain),
        Some(root) if genius::is_profile(root) => Some(Kind::GeniusProfile),
        _ => None,
    }
}

/// The last part of a file's name.
fn base(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// The last part of a file's name, without its ending.
pub(crate) fn stem(name: &str) -> &str {
    let base = base(name);
    base.rsplit_once('.').map_or(base, |(stem, _)| if stem.is_empty() { base } else { stem })
}
