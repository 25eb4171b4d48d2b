//! The names by which a brief's fields speak of issues, options, people and documents.

use mediant_model::statement::{Source, Speaker};
use mediant_model::{Issue, IssueId, IssueKind, OptionId, Party, PersonId, SourceId};
use mediant_record::State;
use mediant_words::{Language, Speaks};

/// What a brief's author can name.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// The matters to settle.
    pub issues: &'a [Issue],
    /// The parties with their people.
    pub parties: &'a [Party],
    /// The documents on record.
    pub sources: &'a [Source],
    /// Whether a deal may leave issues open.
    pub partial: bool,
    /// In which language its author is told what cannot be read.
    pub language: Language,
}

impl Speaks for Names<'_> {
    fn language(&self) -> Language {
        self.language
    }
}

/// What stands before the short name of something that no name tells from the rest.
const BY_ID: char = '#';

impl<'a> Names<'a> {
    /// The names that a reader of this state knows.
    pub fn of(state: &'a State, language: Language) -> Self {
        Self {
            issues: &state.issues,
            parties: &state.parties,
            sources: &state.sources,
            partial: state.opening.as_ref().is_some_and(|opening| opening.agreement.partial),
            language,
        }
    }

    /// The issues whose substance is known, in order.
    pub fn disclosed(&self) -> impl Iterator<Item = &'a Issue> + use<'a> {
        self.issues.iter().filter(|issue| issue.is_disclosed())
    }

    /// An issue that can be settled.
    pub fn issue(&self, id: &IssueId) -> Option<&'a Issue> {
        self.disclosed().find(|issue| &issue.id == id)
    }

    /// Whether the issue can be settled so.
    pub fn has_option(&self, issue: &Issue, option: &OptionId) -> bool {
        option.is_left_open() && self.partial || issue.has_option(option)
    }

    /// How an issue is written.
    pub fn issue_words(&self, id: &IssueId) -> String {
        let name = self.issues.iter().find(|issue| &issue.id == id).map(|issue| issue.name.as_str());
        words_of(name, id.as_str(), |words| self.issue_of(words).is_some_and(|found| &found == id))
    }

    /// The issue that is written so.
    pub fn issue_of(&self, words: &str) -> Option<IssueId> {
        let of = |issue: &'a Issue| (issue.name.as_str(), issue.id.as_str());
        found(words, self.issues.iter().map(of)).map(IssueId::new)
    }

    /// How an option is written.
    pub fn option_words(&self, issue: &IssueId, option: &OptionId) -> String {
        let known = self.issues.iter().find(|known| &known.id == issue);
        let name = match known.map(|known| &known.kind) {
            Some(IssueKind::Discrete(options)) => {
                options.iter().find(|known| &known.id == option).map(|known| known.name.as_str())
            }
            _ => None,
        };
        words_of(name, option.as_str(), |words| {
            self.option_of(issue, words).is_some_and(|found| &found == option)
        })
    }

    /// The option of an issue that is written so.
    pub fn option_of(&self, issue: &IssueId, words: &str) -> Option<OptionId> {
        if words == OptionId::left_open().as_str() {
            return Some(OptionId::left_open());
        }
        match &self.issues.iter().find(|known| &known.id == issue)?.kind {
            IssueKind::Discrete(options) => {
                let named = options.iter().map(|option| (option.name.as_str(), option.id.as_str()));
                found(words, named).map(OptionId::new)
            }
            IssueKind::Range(range) => {
                if let Some(id) = words.strip_prefix(BY_ID) {
                    return Some(OptionId::new(id));
                }
                let unit = range.unit.as_deref().unwrap_or_default();
                let plain = words.strip_suffix(unit).unwrap_or(words).trim();
                crate::written::number(plain).ok().map(OptionId::new)
            }
            IssueKind::Withheld => words.strip_prefix(BY_ID).map(OptionId::new),
        }
    }

    /// How somebody who speaks is written: a person by name, a description in its own words.
    pub fn speaker_words(&self, speaker: &Speaker) -> String {
        match speaker {
            Speaker::Person(id) => {
                let mut people = self.people();
                let name = people.find(|(_, known)| *known == id.as_str()).map(|(name, _)| name);
                words_of(name, id.as_str(), |words| self.speaker_of(words) == *speaker)
            }
            Speaker::Described(words) if self.speaker_of(words) == *speaker => words.clone(),
            Speaker::Described(words) => format!("“{words}”"),
        }
    }

    /// Who is written so.
    pub fn speaker_of(&self, words: &str) -> Speaker {
        let described = words.strip_prefix('“').and_then(|rest| rest.strip_suffix('”'));
        match (described, found(words, self.people())) {
            (Some(words), _) => Speaker::Described(words.to_owned()),
            (None, Some(id)) => Speaker::Person(PersonId::new(id)),
            (None, None) => Speaker::Described(words.to_owned()),
        }
    }

    /// How a document is written.
    pub fn source_words(&self, id: &SourceId) -> String {
        let name = self.sources.iter().find(|source| &source.id == id).map(|source| source.title.as_str());
        words_of(name, id.as_str(), |words| self.source_of(words).is_some_and(|found| &found == id))
    }

    /// The document that is written so.
    pub fn source_of(&self, words: &str) -> Option<SourceId> {
        let titles = self.sources.iter().map(|source| (source.title.as_str(), source.id.as_str()));
        found(words, titles).map(SourceId::new)
    }

    fn people(&self) -> impl Iterator<Item = (&'a str, &'a str)> + Clone + use<'a> {
        let people = self.parties.iter().flat_map(|party| &party.people);
        people.map(|person| (person.name.as_str(), person.id.as_str()))
    }
}

/// The name where it tells this one from the rest, else the short name, marked as one where it has to be.
fn words_of(name: Option<&str>, id: &str, is_it: impl Fn(&str) -> bool) -> String {
    let plain = [name, Some(id)].into_iter().flatten().find(|words| is_it(words));
    plain.map_or_else(|| format!("{BY_ID}{id}"), str::to_owned)
}

/// The id of what is called so: by its name, where only one has it, else by its id.
fn found<'a>(words: &str, of: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Option<String> {
    if let Some(id) = words.strip_prefix(BY_ID) {
        return Some(id.to_owned());
    }
    let only = |is_it: &dyn Fn(&str) -> bool| {
        let mut same = of.clone().filter(|(name, _)| is_it(name)).map(|(_, id)| id);
        same.next().filter(|_| same.next().is_none())
    };
    let lower = words.to_lowercase();
    only(&|name| name == words)
        .or_else(|| of.clone().map(|(_, id)| id).find(|id| *id == words))
        .or_else(|| only(&|name| name.to_lowercase() == lower))
        .map(str::to_owned)
}
