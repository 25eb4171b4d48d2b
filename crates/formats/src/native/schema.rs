//! The shape of case and brief files as JSON Schema, for editors that complete and check TOML by one.
//!
//! The shape follows from the types below, one for each table of a file; the closed vocabularies are those that are
//! read ([`words`]). What a schema cannot say, such as that a party exists, `mediant check` says.

use super::words::{self, Vocabulary};
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The shape of a case file.
pub fn of_case() -> Schema {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<CaseFile>()
}

/// The shape of a brief file.
pub fn of_brief() -> Schema {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<BriefFile>()
}

/// A schema of its own under a name of its own.
macro_rules! shape {
    ($(#[doc = $about:literal])* $name:ident, $called:literal, $schema:expr) => {
        $(#[doc = $about])*
        struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                $called.into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let shape: fn(&mut SchemaGenerator) -> Schema = $schema;
                shape(generator)
            }
        }
    };
}

shape!(
    /// The version of the format.
    One,
    "Version",
    |_| json_schema!({ "const": 1, "description": "The version of the format" })
);
shape!(
    /// A day. TOML has dates; a text of the same form will do.
    Day,
    "Date",
    |_| json_schema!({ "type": "string", "format": "date", "description": "A day: 2025-06-01" })
);
shape!(
    /// An exact number.
    Exact,
    "Number",
    |_| json_schema!({
        "type": ["number", "string"],
        "description": "An exact number: a decimal such as 0.35, or a fraction in quotes such as \"1/3\""
    })
);
shape!(
    /// An option: its id, or a grid point.
    OptionName,
    "Option",
    |_| json_schema!({ "type": ["string", "number"], "description": "An option by its id, or a grid point" })
);
shape!(
    /// A condition on packages.
    When,
    "Condition",
    |generator| {
        let this = generator.subschema_for::<When>();
        let option = generator.subschema_for::<OptionName>();
        let number = generator.subschema_for::<Exact>();
        json_schema!({
            "type": "object",
            "description": "Every entry must hold: `issue = \"option\"`, `issue = [\"a\", \"b\"]`, `range = { min = 1, max = 2 }` (included) or `range = { above = 1, below = 2 }` (not)",
            "properties": {
                "all": { "type": "array", "items": this, "description": "Every one of these holds" },
                "any": { "type": "array", "items": this, "description": "At least one of these holds" },
                "not": this
            },
            "additionalProperties": { "anyOf": [
                option,
                { "type": "array", "items": option },
                {
                    "type": "object",
                    "properties": { "min": number, "max": number, "above": number, "below": number },
                    "additionalProperties": false
                }
            ] }
        })
    }
);

/// One of a closed list of words.
fn one_of<T>(vocabulary: Vocabulary<T>, about: &str) -> Schema {
    let known: Vec<&str> = vocabulary.iter().map(|(word, _)| *word).collect();
    json_schema!({ "type": "string", "enum": known, "description": about })
}

shape!(PartyRole, "PartyRole", |_| one_of(words::PARTY_ROLE, "What the party does at the table"));
shape!(PersonRole, "PersonRole", |_| one_of(words::PERSON_ROLE, "The person's place on the party's side"));
shape!(Kind, "Kind", |_| one_of(words::STANDING, "How firmly it is known"));
shape!(Trend, "Trend", |_| one_of(words::TREND, "Where the alternative is going"));
shape!(Stance, "Stance", |_| one_of(words::STANCE, "Where the party stands on the issue as a whole"));
shape!(Status, "Status", |_| one_of(words::SESSION_STATUS, "Whether the session took place"));
shape!(Default, "ReservationDefault", |_| one_of(
    words::RESERVATION_DEFAULT,
    "What stands where no walk-away value is stated"
));
shape!(Rule, "Rule", |_| json_schema!({ "type": "string", "enum": ["unanimity", "quorum"] }));

/// One, or a list of them.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "a shape is described, never made")]
enum OneOrMore<T> {
    One(T),
    More(Vec<T>),
}

/// A tier of a ranking: a name, or several that are equal.
type Tiers = Vec<OneOrMore<String>>;

/// A table whose keys are names, each with a shape.
type Named<T> = BTreeMap<String, T>;

/// Describes tables of a file: unknown keys are refused.
macro_rules! tables {
    ($($(#[doc = $about:literal])* $name:ident { $($(#[doc = $says:literal])* $field:ident $(as $key:literal)? : $shape:ty,)* })*) => {$(
        $(#[doc = $about])*
        #[derive(JsonSchema)]
        #[serde(deny_unknown_fields)]
        #[expect(dead_code, reason = "a shape is described, never made")]
        struct $name { $($(#[doc = $says])* $(#[serde(rename = $key)])? $field: $shape,)* }
    )*};
}

tables! {
    /// A case: what everybody at the table may know
    CaseFile {
        mediant: One,
        /// What briefs call the case; else they use its title
        id: Option<String>,
        title: String,
        /// The day described; what is dated later does not count yet
        as_of: Option<Day>,
        agreement: Option<Agreement>,
        /// What statements rest on
        sources: Option<Named<Source>>,
        parties: Named<Party>,
        issues: Option<Named<Issue>>,
        positions: Option<OneOrMore<Position>>,
        interests: Option<OneOrMore<Said>>,
        red_lines: Option<OneOrMore<RedLine>>,
        preconditions: Option<OneOrMore<Precondition>>,
        linkages: Option<OneOrMore<Linkage>>,
        alternatives: Option<OneOrMore<Alternative>>,
        answers: Option<OneOrMore<Answer>>,
        remarks: Option<OneOrMore<Remark>>,
        sessions: Option<OneOrMore<Session>>,
        confidences: Option<OneOrMore<Confidence>>,
        deadlines: Option<OneOrMore<Deadline>>,
    }

    /// A brief: the confidential instructions of one party
    BriefFile {
        mediant_brief: One,
        /// The case's id or title
        case: Option<String>,
        party: String,
        /// Issues, most important first; equal ones share a list
        importance: Option<OneOrMore<OneOrMore<String>>>,
        /// Options of an issue, best first; equal ones share a list
        ranking: Option<Named<Tiers>>,
        points: Option<Named<IssuePoints>>,
        interactions: Option<OneOrMore<Interaction>>,
        /// Points of every package
        constant: Option<Exact>,
        /// The most a package can be worth
        cap: Option<Exact>,
        reservation: Option<OneOrMore<Reservation>>,
        reservation_default: Option<Default>,
        /// What is left of utility at the deadline, above 0 and at most 1
        discount: Option<Exact>,
        interests: Option<OneOrMore<Said>>,
        red_lines: Option<OneOrMore<RedLine>>,
        preconditions: Option<OneOrMore<Precondition>>,
        linkages: Option<OneOrMore<Linkage>>,
        alternatives: Option<OneOrMore<Alternative>>,
    }

    /// When a package is a deal
    Agreement {
        rule: Option<Rule>,
        /// How many parties must accept
        quorum: Option<u32>,
        /// Parties without whose acceptance nothing passes
        veto: Option<OneOrMore<String>>,
        nothing_until_everything: Option<bool>,
        /// A deal may leave issues open
        partial: Option<bool>,
    }

    Source {
        title: Option<String>,
        date: Option<Day>,
        url: Option<String>,
        /// SHA-256 of the file that was read, 64 hexadecimal digits
        sha256: Option<String>,
    }

    Party {
        name: Option<String>,
        role: Option<PartyRole>,
        people: Option<Named<Person>>,
        factions: Option<Named<Faction>>,
    }

    Person {
        name: Option<String>,
        office: Option<String>,
        role: Option<PersonRole>,
        /// Leads the delegation
        leads: Option<bool>,
        /// The id of a faction of the party
        faction: Option<String>,
        mandate: Option<OneOrMore<Mandate>>,
    }

    /// What a person may offer or accept
    Mandate {
        /// "all", or a list of issues
        issues: Option<OneOrMore<String>>,
        from: Option<Day>,
        /// The last day
        until: Option<Day>,
        ended: Option<Ended>,
        source: Option<Citation>,
    }

    Faction {
        name: Option<String>,
        /// The party cannot accept without it
        veto: Option<bool>,
    }

    /// A matter to settle: `options`, a range, or `disclosed = false`
    Issue {
        name: Option<String>,
        /// Ids, or ids with what they mean
        options: Option<Options>,
        min: Option<Exact>,
        max: Option<Exact>,
        step: Option<Exact>,
        unit: Option<String>,
        disclosed: Option<bool>,
    }

    Position {
        party: String,
        issue: String,
        wants: Option<When>,
        by: Option<Speaker>,
        on: Option<Day>,
        until: Option<Day>,
        source: Option<Citation>,
        also: Option<OneOrMore<Citation>>,
        publicity: Option<String>,
        text: Option<String>,
    }

    /// A statement in words
    Said {
        party: Option<String>,
        by: Option<Speaker>,
        on: Option<Day>,
        until: Option<Day>,
        source: Option<Citation>,
        also: Option<OneOrMore<Citation>>,
        publicity: Option<String>,
        text: Option<String>,
    }

    /// Packages that a party declares unacceptable
    RedLine {
        party: Option<String>,
        never: When,
        kind: Option<Kind>,
        by: Option<Speaker>,
        on: Option<Day>,
        until: Option<Day>,
        source: Option<Citation>,
        also: Option<OneOrMore<Citation>>,
        publicity: Option<String>,
        text: Option<String>,
    }

    /// What must hold before a party takes a deal
    Precondition {
        party: Option<String>,
        /// Issues that a deal must not leave open
        settled: Option<OneOrMore<String>>,
        require: Option<When>,
        kind: Option<Kind>,
        by: Option<Speaker>,
        on: Option<Day>,
        until: Option<Day>,
        source: Option<Citation>,
        also: Option<OneOrMore<Citation>>,
        publicity: Option<String>,
        text: Option<String>,
    }

    /// Options that come only with others
    Linkage {
        party: Option<String>,
        when as "if": When,
        then: When,
        by: Option<Speaker>,
        on: Option<Day>,
        until: Option<Day>,
        source: Option<Citation>,
        also: Option<OneOrMore<Citation>>,
        publicity: Option<String>,
        text: Option<String>,
    }

    /// What a party does without a deal
    Alternative {
        party: Option<String>,
        trend: Option<Trend>,
        by: Option<Speaker>,
        on: Option<Day>,
        until: Option<Day>,
        source: Option<Citation>,
        also: Option<OneOrMore<Citation>>,
        publicity: Option<String>,
        text: Option<String>,
    }

    Answer {
        party: String,
        issue: String,
        answer: Stance,
        by: Option<Speaker>,
        on: Option<Day>,
        until: Option<Day>,
        source: Option<Citation>,
        also: Option<OneOrMore<Citation>>,
        publicity: Option<String>,
        text: Option<String>,
    }

    Remark {
        party: String,
        issue: Option<String>,
        by: Option<Speaker>,
        on: Option<Day>,
        until: Option<Day>,
        source: Option<Citation>,
        also: Option<OneOrMore<Citation>>,
        publicity: Option<String>,
        text: Option<String>,
    }

    Session {
        parties: Option<OneOrMore<String>>,
        people: Option<OneOrMore<String>>,
        status: Status,
        /// The day of the session
        on: Option<Day>,
        /// The day somebody told of it
        told_on: Option<Day>,
        place: Option<String>,
        by: Option<Speaker>,
        until: Option<Day>,
        source: Option<Citation>,
        also: Option<OneOrMore<Citation>>,
        publicity: Option<String>,
        text: Option<String>,
    }

    /// An agreement not to disclose the substance of issues
    Confidence {
        parties: Option<OneOrMore<String>>,
        issues: Option<OneOrMore<String>>,
        by: Option<Speaker>,
        on: Option<Day>,
        until: Option<Day>,
        source: Option<Citation>,
        also: Option<OneOrMore<Citation>>,
        publicity: Option<String>,
        text: Option<String>,
    }

    /// A day by which something is to be done
    Deadline {
        /// The last day
        on: Day,
        /// Who set it
        party: Option<String>,
        issues: Option<OneOrMore<String>>,
        /// The day somebody told of it
        told_on: Option<Day>,
        by: Option<Speaker>,
        until: Option<Day>,
        source: Option<Citation>,
        also: Option<OneOrMore<Citation>>,
        publicity: Option<String>,
        text: Option<String>,
    }

    /// What an issue's options are worth: `options`, or for a range a `curve`
    IssuePoints {
        weight: Option<Exact>,
        options: Option<Named<Exact>>,
        /// Pairs [value, points], joined by straight lines
        curve: Option<Vec<Pair>>,
        /// The points of leaving the issue open
        left_open: Option<Exact>,
    }

    /// Points for the packages that satisfy a condition
    Interaction {
        when: When,
        points: Exact,
        text: Option<String>,
    }

    /// The utility below which the party walks away
    Reservation {
        from: Option<Day>,
        value: Option<Exact>,
        /// From the least that might be accepted to what is certain to be
        range: Option<Pair>,
        because: Option<String>,
    }

    CitationTable {
        id: String,
        place: Option<String>,
        /// The source's own words, at most 25
        words: Option<String>,
    }

    SpeakerTable {
        person: Option<String>,
        described: Option<String>,
    }

    EndedTable {
        on: Day,
        reason: Option<String>,
    }
}

shape!(Pair, "Pair", |generator| {
    let number = generator.subschema_for::<Exact>();
    json_schema!({ "type": "array", "items": number, "minItems": 2, "maxItems": 2 })
});

/// One of two shapes.
macro_rules! either {
    ($name:ident, $called:literal, $about:literal, $one:ty, $other:ty) => {
        shape!($name, $called, |generator| {
            let (one, other) = (generator.subschema_for::<$one>(), generator.subschema_for::<$other>());
            json_schema!({ "anyOf": [one, other], "description": $about })
        });
    };
}

either!(
    Citation,
    "Citation",
    "Where it is recorded: `report`, or `report:P6` with the place",
    String,
    CitationTable
);
either!(
    Speaker,
    "Speaker",
    "Who said it: a person's id, or a description in several words",
    String,
    SpeakerTable
);
either!(Ended, "Ended", "The day from which a mandate no longer holds", Day, EndedTable);
either!(
    Options,
    "Options",
    "Ids of options, or ids with what they mean",
    OneOrMore<OptionName>,
    Named<String>
);
