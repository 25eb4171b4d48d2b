//! Suggestions for a program: one JSON object a report.

use super::Suggested as Told;
use super::source::Source;
use crate::suggester::Claimed;
use mediant_intake::{Form, Incoming};
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

/// The object of a report. Ranges are bytes of its file; where that is more than text, of `text`.
pub fn written(told: &Told<'_, '_>, source: &Source) -> serde_json::Result<String> {
    let reading = told.reading;
    let report = &reading.scene.document.report;
    let parties = Parties::new(reading);
    let of_reader = told.wanted.iter().map(|found| Suggested::new(&parties, found, None));
    let of_models = told.claimed.iter().flat_map(|claimed| {
        claimed.proposed.suggestions.iter().map(|found| Suggested::new(&parties, found, Some(&claimed.model)))
    });
    serde_json::to_string_pretty(&Report {
        report: &source.file,
        date: report.date().to_string(),
        dated: report.dated().map(Range::from_excerpt),
        taken: (source.incoming.form != Form::Text).then(|| Taken::from_incoming(&source.incoming)),
        parties: parties.counting().map(party_of).collect(),
        people: reading.scene.cast.people.iter().map(|person| person_of(reading, person)).collect(),
        suggestions: of_reader.chain(of_models).collect(),
        language: reading.language,
        models: told.claimed.iter().map(ModelOf::from_claimed).collect(),
    })
}

#[derive(Serialize)]
struct Report<'t> {
    report: &'t str,
    date: String,
    /// Where the report says its day; null where that was given.
    dated: Option<Range>,
    #[serde(flatten)]
    taken: Option<Taken<'t>>,
    parties: Vec<PartyOf<'t>>,
    people: Vec<PersonOf<'t>>,
    suggestions: Vec<Suggested<'t>>,
    /// Of a report in another language, of which the reader suggests nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    models: Vec<ModelOf<'t>>,
}

/// What became of a model's reply.
#[derive(Serialize)]
struct ModelOf<'t> {
    name: &'t str,
    suggestions: usize,
    refused: Vec<RefusedClaim>,
}

#[derive(Serialize)]
struct RefusedClaim {
    /// The claim's number in the reply, from 1; null of the whole reply.
    claim: Option<usize>,
    cause: &'static str,
}

impl<'t> ModelOf<'t> {
    fn from_claimed(claimed: &'t Claimed<'_>) -> Self {
        let refused = claimed.proposed.refused.iter();
        Self {
            name: &claimed.model,
            suggestions: claimed.proposed.suggestions.len(),
            refused: refused.map(|one| RefusedClaim { claim: one.claim, cause: one.why.cause() }).collect(),
        }
    }
}

/// What was taken out of a file that is more than text.
#[derive(Serialize)]
struct Taken<'t> {
    form: &'static str,
    title: Option<&'t str>,
    byline: Option<&'t str>,
    /// The text that ranges count in.
    text: &'t str,
}

impl<'t> Taken<'t> {
    fn from_incoming(incoming: &'t Incoming) -> Self {
        Self {
            form: match incoming.form {
                Form::Text => "text",
                Form::Markdown => "markdown",
                Form::Html => "html",
                Form::Mail => "eml",
                Form::Word => "docx",
                Form::Feed => "feed",
                Form::Pdf => "pdf",
            },
            title: incoming.title.as_deref(),
            byline: incoming.byline.as_deref(),
            text: &incoming.text,
        }
    }
}

/// Bytes from and to.
#[derive(Clone, Copy, Serialize)]
struct Range([usize; 2]);

impl Range {
    fn from_excerpt(excerpt: Excerpt<'_>) -> Self {
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
        at: person.at.iter().map(|at| Range::from_excerpt(*at)).collect(),
    }
}

#[derive(Serialize)]
struct Suggested<'t> {
    kind: &'static str,
    at: Range,
    also: Vec<Range>,
    /// The words at `at`.
    words: &'t str,
    paragraph: usize,
    #[serde(flatten)]
    fields: Fields<'t>,
    /// Of each field that was found, what it was computed from.
    from: BTreeMap<&'static str, Origin>,
    rule: &'static str,
    author: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
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
    /// Of the reader, or of a model by its name, which says nothing of how sure it is.
    fn new(parties: &Parties<'a>, found: &'a Suggestion<'_>, model: Option<&'a str>) -> Self {
        let mut from = Origins::default();
        Self {
            kind: found.fact.kind(),
            at: Range::from_excerpt(found.at),
            also: found.also.iter().map(|at| Range::from_excerpt(*at)).collect(),
            words: found.at.as_str(),
            paragraph: found.paragraph + 1,
            fields: fields(parties, &found.fact, &mut from),
            from: from.0,
            rule: found.rule,
            author: model.unwrap_or("reader"),
            confidence: model.is_none().then(|| f64::from(found.confidence) / 100.0),
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
            From::Words(words) => Origin::Words(Range::from_excerpt(words)),
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
            self.0.insert(name, Origin::Each(all.iter().map(|words| Range::from_excerpt(*words)).collect()));
        }
        all.iter().map(|words| words.as_str()).collect()
    }

    fn day(&mut self, field: Option<Field<'_, mediant_model::Date>>) -> Option<String> {
        let field = field?;
        self.note("on", field.from);
        Some(field.value.to_string())
    }
}
