//! The agreement as its reader may have it: the words, who accepted them and when, who signed and ratified. From the reader's state
//! alone, as text and as JSON; with the signatures of keys it is the file of `signing::agreement` of the desk.

use mediant_model::{Date, IssueId, OptionId, PartyId};
use mediant_record::agreement::{Agreed, Agreement, Deed};
use mediant_record::state::Trace;
use mediant_record::wording::{Stretch, stretches};
use mediant_record::{Compartment, State};
use mediant_words::{Language, say};
use serde::Serialize;
use std::fmt::Write;

/// The agreement on the whole, as far as its reader may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgreedWords {
    /// The title of the case.
    pub case: String,
    /// The title of the text; of a package nothing.
    pub title: Option<String>,
    /// The words; nothing where they are not the reader's to know.
    pub words: Vec<AgreedPart>,
    /// The moment at which it was declared, in UTC.
    pub declared: String,
    /// Those who accepted it.
    pub accepted: Vec<Acceptance>,
    /// Those who signed it since it was declared, oldest first.
    pub signed: Vec<AgreedDeed>,
    /// Those who ratified it since, oldest first.
    pub ratified: Vec<AgreedDeed>,
}

/// A clause, or an issue with its option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgreedPart {
    /// The clause's heading, or the issue's name.
    pub heading: String,
    /// Its words, or the option's.
    pub text: String,
}

/// A party that accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Acceptance {
    /// The party's name.
    pub party: String,
    /// Who accepted for it, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// When it accepted last, where the reader may know, in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Whether it was recorded on its word by the mediator, and not confirmed when the agreement was declared.
    pub reported: bool,
}

/// A signature or ratification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgreedDeed {
    /// The party's name.
    pub party: String,
    /// Who signed, or by which act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The day.
    pub on: String,
    /// On whose word it is on record, where it is not the party's own act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whose_word: Option<String>,
}

impl AgreedWords {
    /// The agreement that a state holds, in the words of a language where they are ours; `None` where it holds none. Costs a pass over
    /// the text and its answers.
    pub fn of(state: &State, language: Language) -> Option<Self> {
        let agreement = state.agreement_on_the_whole()?;
        let (title, words) = words(state, &agreement.about, language);
        Some(Self {
            case: state.opening.as_ref().map(|opening| opening.title.clone()).unwrap_or_default(),
            title,
            words,
            declared: moment(agreement.trace.at),
            accepted: agreement.accepted_by.iter().map(|party| acceptance(state, agreement, party)).collect(),
            signed: deeds(state, agreement, &state.signatures, true),
            ratified: deeds(state, agreement, &state.ratifications, false),
        })
    }

    /// It as plain text, to be read and printed.
    pub fn text(&self, language: Language) -> String {
        let mut text = format!("{}\n", self.case);
        if let Some(title) = &self.title {
            let _ = writeln!(text, "{title}");
        }
        let _ = writeln!(text, "{}\n", say!(language, agreed_words.agreed_on, moment = self.declared));
        if self.words.is_empty() {
            let _ = writeln!(text, "{}\n", say!(language, agreed_words.its_words_are_not_public));
        }
        for (at, part) in self.words.iter().enumerate() {
            let _ = writeln!(text, "{}. {}\n\n{}\n", at + 1, part.heading, part.text);
        }
        for one in &self.accepted {
            let person = one.person.as_ref().map(|person| format!(" ({person})")).unwrap_or_default();
            let at = one.at.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
            let by = format!("{}{person}{at}", one.party);
            let said = match one.reported {
                true => say!(language, agreed_words.accepted_and_recorded_on_its_word, by = by),
                false => say!(language, agreed_words.accepted_by, by = by),
            };
            let _ = writeln!(text, "{said}");
        }
        for deed in &self.signed {
            let _ = writeln!(text, "{}", say!(language, agreed_words.signed_by, by = deed.line()));
        }
        for deed in &self.ratified {
            let _ = writeln!(text, "{}", say!(language, agreed_words.ratified_by, by = deed.line()));
        }
        text
    }

    /// It as JSON.
    pub fn json(&self) -> Option<String> {
        serde_json::to_string_pretty(self).ok()
    }
}

impl AgreedDeed {
    /// Whose it is, who did it, the day, and on whose word that is known.
    fn line(&self) -> String {
        let by = self.by.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
        let word = self.whose_word.as_ref().map(|word| format!(": {word}")).unwrap_or_default();
        format!("{}{by}, {}{word}", self.party, self.on)
    }
}

fn words(state: &State, about: &Agreed, language: Language) -> (Option<String>, Vec<AgreedPart>) {
    match about {
        Agreed::Draft { draft, clauses } => {
            let Some(draft) = state.drafts.get(draft) else { return (None, Vec::new()) };
            let wanted = draft
                .clauses
                .iter()
                .filter(|clause| clauses.as_ref().is_none_or(|some| some.contains(&clause.id)));
            let parts = wanted
                .map(|clause| AgreedPart { heading: clause.heading.clone(), text: plain(&clause.text) });
            (Some(draft.title.clone()), parts.collect())
        }
        Agreed::Package(package) => {
            let Some(package) = state.packages.get(package) else { return (None, Vec::new()) };
            let parts = package.options.iter().map(|(issue, option)| part(state, issue, option, language));
            (None, parts.collect())
        }
    }
}

fn part(state: &State, issue: &IssueId, option: &OptionId, language: Language) -> AgreedPart {
    let known = state.issues.iter().find(|known| &known.id == issue);
    let heading = known.map_or_else(|| issue.to_string(), |known| known.name.clone());
    let text = match option.is_left_open() {
        true => say!(language, view.left_open).into_owned(),
        false => known.and_then(|known| known.option_name(option)).unwrap_or_else(|| option.to_string()),
    };
    AgreedPart { heading, text }
}

/// A clause's words without the signs of the editor.
fn plain(text: &str) -> String {
    stretches(text).map_or_else(|_| text.to_owned(), |found| without_authors(&found))
}

fn without_authors(stretches: &[Stretch]) -> String {
    let word = |stretch: &Stretch| match stretch {
        Stretch::Plain(words) => words.clone(),
        Stretch::Bracket { words, .. } => format!("[{}]", without_authors(words)),
    };
    stretches.iter().map(word).collect()
}

fn acceptance(state: &State, agreement: &Agreement, party: &PartyId) -> Acceptance {
    let given: Vec<(&Trace, Option<String>)> = match &agreement.about {
        Agreed::Draft { draft, clauses } => {
            let of_draft = state.drafts.get(draft).map(|draft| draft.clauses.as_slice()).unwrap_or_default();
            let wanted = of_draft
                .iter()
                .filter(|clause| clauses.as_ref().is_none_or(|some| some.contains(&clause.id)));
            let answers =
                wanted.filter_map(|clause| state.clause_answers.get(&(clause.id.clone(), party.clone())));
            answers.map(|answer| (&answer.trace, answer.person.as_ref().map(ToString::to_string))).collect()
        }
        Agreed::Package(package) => {
            let package = state.packages.get(package);
            let answer = package.and_then(|package| package.answers.get(party));
            let proposed =
                package.filter(|package| answer.is_none() && package.party.as_ref() == Some(party));
            let answer =
                answer.map(|answer| (&answer.trace, answer.person.as_ref().map(ToString::to_string)));
            let proposed = proposed
                .map(|package| (&package.trace, package.trace.by.person.as_ref().map(ToString::to_string)));
            answer.or(proposed).into_iter().collect()
        }
    };
    // What was answered in confidence is not told on by the agreement: that the party accepted is.
    let open = |trace: &Trace| matches!(trace.compartment, Compartment::Table | Compartment::Public);
    let last = given.into_iter().filter(|(trace, _)| open(trace)).max_by_key(|(trace, _)| trace.index);
    Acceptance {
        party: name(state, party),
        person: last
            .as_ref()
            .and_then(|(_, person)| person.as_deref())
            .map(|person| person_name(state, person)),
        at: last.map(|(trace, _)| moment(trace.at)),
        reported: agreement.reported.contains(party),
    }
}

fn deeds(state: &State, agreement: &Agreement, deeds: &[Deed], by_person: bool) -> Vec<AgreedDeed> {
    let since = deeds.iter().filter(|deed| deed.trace.index > agreement.trace.index);
    since.map(|one| deed(state, one, by_person)).collect()
}

fn deed(state: &State, deed: &Deed, by_person: bool) -> AgreedDeed {
    let whose_word = state.reported_at(&deed.trace).map(|act| act.text(state));
    let by = deed.by.as_deref().map(|by| if by_person { person_name(state, by) } else { by.to_owned() });
    AgreedDeed { party: name(state, &deed.party), by, on: day(deed.on), whose_word }
}

fn name(state: &State, party: &PartyId) -> String {
    state.party(party).map_or_else(|| party.to_string(), |known| known.name.clone())
}

fn person_name(state: &State, person: &str) -> String {
    let mut people = state.parties.iter().flat_map(|party| &party.people);
    people
        .find(|known| known.id.as_str() == person)
        .map_or_else(|| person.to_owned(), |known| known.name.clone())
}

fn day(day: Date) -> String {
    day.to_string()
}

/// A moment to the minute.
fn moment(at: jiff::Timestamp) -> String {
    jiff::tz::TimeZone::UTC.to_datetime(at).strftime("%Y-%m-%d %H:%M UTC").to_string()
}
