//! What is wrong with a form that was sent, in its sender's words.

use crate::pages::problem::capital;
use crate::view::View;
use crate::words::Tone;
use mediant_model::IssueKind;
use std::borrow::Cow;

/// What is to be said about a form that comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What became of it, in two or three words.
    pub lead: Cow<'static, str>,
    /// How that looks.
    pub tone: Tone,
    /// The cause, in one sentence.
    pub cause: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The path of the field it is about, where it is about one: as the command or the form names it.
    pub field: Option<String>,
}

impl Fault {
    /// Cause and advice in whole sentences, with the names of what they mention.
    pub(super) fn sentences(&self, view: &View<'_>) -> String {
        let mut said = capital(&named(view, &self.cause));
        if let Some(help) = &self.help {
            said.push(' ');
            said.push_str(&capital(&named(view, help)));
        }
        said
    }
}

/// A sentence that names things by their ids, with the names that the reader knows them by.
pub fn named(view: &View<'_>, sentence: &str) -> String {
    let mut said = String::new();
    for (at, part) in sentence.split('`').enumerate() {
        if at % 2 == 0 {
            said.push_str(part);
        } else {
            let name = name_of(view, part, said.trim_end()).unwrap_or_else(|| part.to_owned());
            said.push_str(&format!("“{name}”"));
        }
    }
    said
}

/// What the reader calls something by this id. `before` says what it is, where one id stands for several.
fn name_of(view: &View<'_>, id: &str, before: &str) -> Option<String> {
    if let Some((place, of)) = id.split_once(':') {
        let party = view.state.parties.iter().find(|party| party.id.as_str() == of)?;
        return Some(format!("the {place} of {}", party.name));
    }
    let state = view.state;
    let issues = || state.issues.iter().chain(state.split.iter().map(|split| &split.issue));
    let issue = || issues().find(|issue| issue.id.as_str() == id).map(|issue| issue.name.clone());
    let option = || {
        let mut options = issues().flat_map(|issue| match &issue.kind {
            IssueKind::Discrete(options) => options.as_slice(),
            IssueKind::Range(_) | IssueKind::Withheld => &[],
        });
        options.find(|option| option.id.as_str() == id).map(|option| option.name.clone())
    };
    let party = || state.parties.iter().find(|party| party.id.as_str() == id).map(|party| party.name.clone());
    let person = || {
        let mut people = state.parties.iter().flat_map(|party| &party.people);
        people.find(|person| person.id.as_str() == id).map(|person| person.name.clone())
    };
    let source = || {
        let found = state.sources.iter().find(|source| source.id.as_str() == id);
        found.map(|source| source.title.clone())
    };
    let first = match before.rsplit(' ').next() {
        Some("option") => option(),
        Some("party") => party(),
        Some("person") => person(),
        Some("source") => source(),
        _ => None,
    };
    first.or_else(issue).or_else(party).or_else(person).or_else(option).or_else(source)
}
