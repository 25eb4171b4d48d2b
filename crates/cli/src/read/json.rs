//! Suggestions for a program: one JSON object a report.

use mediant_reader::names::{Party, Person};
use mediant_reader::report::Excerpt;
use mediant_reader::said::Manner;
use mediant_reader::suggest::{Event, Fact, Field, From, Parties, Reading, Suggestion};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// What stands before the first report of several.
pub const LIST_BEGINS: &str = "{\n  \"reports\": [";
/// What stands between two.
pub const LIST_GOES_ON: &str = ",";
/// What stands behind the last.
pub const LIST_ENDS: &str = "\n  ]\n}\n";

/// A report's object as a part of a list, on a line of its own.
pub fn set_in(object: &str) -> String {
    // Lines end between values alone: within a text they are written as `\n`.
    format!("\n{object}").replace('\n', "\n    ")
}

/// The object of a report. Ranges are bytes of its file.
pub fn written(reading: &Reading<'_>, wanted: &[&Suggestion<'_>], file: &str) -> serde_json::Result<String> {
    let report = &reading.scene.document.report;
    let parties = Parties::of(reading);
    serde_json::to_string_pretty(&Report {
        report: file,
        date: report.date().to_string(),
        dated: report.dated().map(Range::of),
        parties: parties.counting().map(party_of).collect(),
        people: reading.scene.cast.people.iter().map(|person| person_of(reading, person)).collect(),
        suggestions: wanted.iter().map(|suggestion| Suggested::of(&parties, suggestion)).collect(),
    })
}

#[derive(Serialize)]
struct Report<'t> {
    report: &'t str,
    date: String,
    /// Where the report says its day; null where that was given.
    dated: Option<Range>,
    parties: Vec<PartyOf<'t>>,
    people: Vec<PersonOf<'t>>,
    suggestions: Vec<Suggested<'t>>,
}

/// Bytes from and to.
#[derive(Clone, Copy, Serialize)]
struct Range([usize; 2]);

impl Range {
    fn of(excerpt: Excerpt<'_>) -> Self {
        Self([excerpt.start(), excerpt.end()])
    }
}

#[derive(Serialize)]
struct PartyOf<'t> {
    name: &'t str,
    /// As the report writes it, each once.
    forms: Vec<&'t str>,
}

#[derive(Serialize)]
struct PersonOf<'t> {
    name: &'t str,
    office: Option<&'t str>,
    party: Option<&'t str>,
    /// Every place where they are named.
    at: Vec<Range>,
}

fn party_of<'a>(party: &'a Party<'_>) -> PartyOf<'a> {
    let mut forms: Vec<&str> = Vec::new();
    for words in party.at.iter().map(|at| at.as_str()) {
        if !forms.contains(&words) {
            forms.push(words);
        }
    }
    PartyOf { name: &party.name, forms }
}

fn person_of<'a>(reading: &'a Reading<'_>, person: &'a Person<'_>) -> PersonOf<'a> {
    let party = person.party.and_then(|at| reading.scene.cast.parties.get(at));
    PersonOf {
        name: person.name.as_str(),
        office: person.office.map(|office| office.as_str()),
        party: party.map(|party| party.name.as_str()),
        at: person.at.iter().map(|at| Range::of(*at)).collect(),
    }
}

#[derive(Serialize)]
struct Suggested<'t> {
    kind: &'static str,
    at: Range,
    also: Vec<Range>,
    /// The words at `at`.
    words: &'t str,
    /// From 1.
    paragraph: usize,
    #[serde(flatten)]
    fields: Fields<'t>,
    /// Of each field that was found, what it was computed from.
    from: BTreeMap<&'static str, Origin>,
    rule: &'static str,
    author: &'static str,
    confidence: f64,
    shown: bool,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Fields<'t> {
    Statement {
        speaker: Option<&'t str>,
        attributed: bool,
        party: Option<&'t str>,
        quote: Option<&'static str>,
        stance: &'static str,
        on: Option<String>,
        cue: Option<&'t str>,
    },
    Session {
        status: &'static str,
        on: Option<String>,
        participants: Vec<&'t str>,
        place: Option<&'t str>,
    },
    Status {
        what: &'static str,
        on: Option<String>,
    },
    Alternative {
        party: Option<&'t str>,
        direction: &'static str,
    },
    Person {
        event: &'static str,
        who: Option<&'t str>,
        on: Option<String>,
        party: Option<&'t str>,
    },
}

/// What a field was computed from.
enum Origin {
    Words(Range),
    /// Of a field with several values, each value's words.
    Each(Vec<Range>),
    Memory(usize),
    Dateline,
    Person,
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Words(range) => range.serialize(to),
            Self::Each(ranges) => ranges.serialize(to),
            Self::Memory(paragraph) => to.collect_str(&format_args!("memory of P{paragraph}")),
            Self::Dateline => to.serialize_str("the report's date"),
            Self::Person => to.serialize_str("a person"),
        }
    }
}

impl<'a> Suggested<'a> {
    fn of(parties: &Parties<'a>, found: &'a Suggestion<'_>) -> Self {
        let mut from = Origins::default();
        Self {
            kind: found.fact.kind(),
            at: Range::of(found.at),
            also: found.also.iter().map(|at| Range::of(*at)).collect(),
            words: found.at.as_str(),
            paragraph: found.paragraph + 1,
            fields: fields(parties, &found.fact, &mut from),
            from: from.0,
            rule: found.rule,
            author: "reader",
            confidence: f64::from(found.confidence) / 100.0,
            shown: found.shown,
        }
    }
}

fn fields<'a>(parties: &Parties<'a>, fact: &'a Fact<'_>, from: &mut Origins) -> Fields<'a> {
    match fact {
        Fact::Statement { speaker, anonymous, party, manner, stance, on, cue } => Fields::Statement {
            speaker: from.words("speaker", *speaker),
            attributed: speaker.is_some() && !anonymous,
            party: from.party(parties, *party),
            quote: manner.map(manner_name),
            stance: stance.name(),
            on: from.day(*on),
            cue: from.excerpt("cue", *cue),
        },
        Fact::Session { state, on, participants, place } => Fields::Session {
            status: state.name(),
            on: from.day(*on),
            participants: from.each("participants", participants),
            place: from.excerpt("place", *place),
        },
        Fact::Status { kind, on } => Fields::Status { what: kind.name(), on: from.day(*on) },
        Fact::Alternative { party, way } => {
            Fields::Alternative { party: from.party(parties, *party), direction: way.name() }
        }
        Fact::Person { change, who, on, party } => Fields::Person {
            event: change.name(),
            who: from.words("who", *who),
            on: from.day(*on),
            party: from.party(parties, *party),
        },
    }
}

fn manner_name(manner: Manner) -> &'static str {
    match manner {
        Manner::Direct => "direct",
        Manner::Indirect => "indirect",
        Manner::Mixed => "mixed",
    }
}

/// What the fields of a suggestion were computed from, by their names.
#[derive(Default)]
struct Origins(BTreeMap<&'static str, Origin>);

impl Origins {
    fn note(&mut self, name: &'static str, from: From<'_>) {
        let origin = match from {
            From::Words(words) => Origin::Words(Range::of(words)),
            From::Memory(paragraph) => Origin::Memory(paragraph + 1),
            From::Dateline => Origin::Dateline,
            From::Person => Origin::Person,
        };
        self.0.insert(name, origin);
    }

    fn party<'a>(&mut self, parties: &Parties<'a>, field: Option<Field<'a, Excerpt<'a>>>) -> Option<&'a str> {
        let field = field?;
        self.note("party", field.from);
        Some(parties.name(field.value))
    }

    fn words<'t>(&mut self, name: &'static str, field: Option<Field<'t, Excerpt<'t>>>) -> Option<&'t str> {
        let field = field?;
        self.note(name, field.from);
        Some(field.value.as_str())
    }

    fn excerpt<'t>(&mut self, name: &'static str, words: Option<Excerpt<'t>>) -> Option<&'t str> {
        let words = words?;
        self.note(name, From::Words(words));
        Some(words.as_str())
    }

    fn each<'t>(&mut self, name: &'static str, all: &[Excerpt<'t>]) -> Vec<&'t str> {
        if !all.is_empty() {
            self.0.insert(name, Origin::Each(all.iter().map(|words| Range::of(*words)).collect()));
        }
        all.iter().map(|words| words.as_str()).collect()
    }

    fn day(&mut self, field: Option<Field<'_, mediant_model::Date>>) -> Option<String> {
        let field = field?;
        self.note("on", field.from);
        Some(field.value.to_string())
    }
}
