//! How what the record knows is called on pages.

use maud::{Markup, html};
use mediant_model::party::PersonRole;
use mediant_model::statement::{Stance, Standing, Trend};
use mediant_reader::review::{Fields, Slot};
use mediant_reader::suggest::StatusKind;
use mediant_record::Compartment;
use mediant_record::actor::Role;
use mediant_record::case::CaucusRule;
use mediant_record::item::{Audience, Release};
use mediant_record::package::Verdict;
use mediant_record::person::Departure;
use mediant_record::round::Reveal;
use std::fmt::Write;

/// How something stands: a class that gives it sign and colour, beside its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Settled in full: agreed, accepted, in force.
    Agreed,
    /// Settled in part.
    Partly,
    /// Excluded by somebody, or standing in the way.
    Blocked,
    /// Neither settled nor excluded so far.
    Open,
    /// Kept in confidence.
    Held,
    /// Over, and shown for the record.
    Ended,
}

impl Tone {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Agreed => "status agreed",
            Self::Partly => "status partly",
            Self::Blocked => "status blocked",
            Self::Open => "status open",
            Self::Held => "status held",
            Self::Ended => "status ended",
        }
    }
}

/// A status by sign, word and colour.
pub fn status(tone: Tone, word: &str) -> Markup {
    html! { span class=(tone.class()) { (word) } }
}

/// Where something stands, as a label in front of it.
pub fn place_tag(place: &Compartment, party: impl Fn(&mediant_model::PartyId) -> String) -> Markup {
    let class = match place {
        Compartment::Public => "kind public",
        Compartment::Table => "kind",
        Compartment::Caucus(_)
        | Compartment::Delegation(_)
        | Compartment::Mediator
        | Compartment::Report(_) => "kind held",
    };
    html! { span class=(class) { bdi { (known_to(place, party)) } } " " }
}

/// How far an item may travel, as a label.
pub fn release_tag(release: Release) -> Markup {
    let class = match release {
        Release::Held => "kind held",
        Release::Substance => "kind substance",
        Release::Verbatim => "kind verbatim",
        Release::Public => "kind public",
    };
    html! { span class=(class) { (release_word(release)) } " " }
}

/// The word for a release.
pub fn release_word(release: Release) -> &'static str {
    match release {
        Release::Held => "held",
        Release::Substance => "substance",
        Release::Verbatim => "verbatim",
        Release::Public => "public",
    }
}

/// A release in a sentence.
pub fn release_meaning(release: Release) -> &'static str {
    match release {
        Release::Held => "nothing of it may pass",
        Release::Substance => "its substance may pass, in other words and without saying whose it is",
        Release::Verbatim => "its words may pass, and whose they are",
        Release::Public => "everybody may know it, word for word",
    }
}

/// The releases, from the narrowest.
pub const RELEASES: [Release; 4] = [Release::Held, Release::Substance, Release::Verbatim, Release::Public];

/// The word of a release in a form.
pub fn release_value(release: Release) -> &'static str {
    release_word(release)
}

/// What a caucus's words may do.
pub fn caucus_rule(rule: CaucusRule) -> &'static str {
    match rule {
        CaucusRule::NothingWithoutRelease => "nothing told in a caucus passes without release",
        CaucusRule::SubstanceUnlessMarked => "the substance of a caucus may pass unless it is marked as held",
    }
}

/// A verdict in a sentence.
pub fn verdict(verdict: Verdict) -> (&'static str, Tone) {
    match verdict {
        Verdict::Accept => ("accepts", Tone::Agreed),
        Verdict::AcceptAdReferendum => ("accepts ad referendum", Tone::Partly),
        Verdict::Reject => ("rejects", Tone::Blocked),
    }
}

/// The verdicts with their words in forms and on pages.
pub const VERDICTS: [(&str, &str); 3] = [
    ("accept", "Accept"),
    ("accept_ad_referendum", "Accept ad referendum (subject to our principal)"),
    ("reject", "Reject"),
];

/// An answer to an issue as a whole.
pub fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Accepts => "accepts",
        Stance::AcceptsInPart => "accepts in part",
        Stance::AcceptsAdReferendum => "accepts ad referendum",
        Stance::NearlyAgreed => "nearly agreed",
        Stance::Open => "not agreed",
        Stance::Rejects => "rejects",
    }
}

/// The stances with their words in forms.
pub const STANCES: [(&str, &str); 6] = [
    ("accepts", "accepts"),
    ("accepts_in_part", "accepts in part"),
    ("accepts_ad_referendum", "accepts ad referendum"),
    ("nearly_agreed", "nearly agreed"),
    ("open", "not agreed, still talking"),
    ("rejects", "rejects"),
];

/// A red line or precondition, with how firmly it is known: where it stands its label says.
pub fn standing(standing: Standing, what: &str) -> String {
    match standing {
        Standing::Public => what.to_owned(),
        Standing::Told => format!("{what}, told"),
        Standing::Inferred => format!("{what}, inferred"),
    }
}

/// Where an alternative goes, with its sign.
pub fn trend(trend: Option<Trend>) -> &'static str {
    match trend {
        Some(Trend::Improving) => "▲ improving",
        Some(Trend::Worsening) => "▼ worsening",
        Some(Trend::Steady) => "▬ steady",
        None => "not said",
    }
}

/// A person's place on a party's side.
pub fn person_role(role: PersonRole) -> &'static str {
    match role {
        PersonRole::Principal => "principal",
        PersonRole::Delegate => "delegate",
        PersonRole::Adviser => "adviser",
        PersonRole::Envoy => "envoy",
        PersonRole::Voice => "voice",
    }
}

/// The roles of people in forms.
pub const PERSON_ROLES: [(&str, &str); 5] = [
    ("delegate", "delegate: speaks under a mandate"),
    ("principal", "principal: decides and gives mandates"),
    ("adviser", "adviser: speaks for nobody"),
    ("envoy", "envoy: shuttles for the third party"),
    ("voice", "voice: speaks in public without a seat"),
];

/// How somebody stopped speaking.
pub fn departure(how: &Departure, person: impl Fn(&mediant_model::PersonId) -> Markup) -> Markup {
    match how {
        Departure::Resigned => html! { "resigned" },
        Departure::ReplacedBy(other) => html! { "replaced by " (person(other)) },
        Departure::Dismissed => html! { "dismissed" },
    }
}

/// What shows when a round closes.
pub fn reveal(reveal: Reveal) -> &'static str {
    match reveal {
        Reveal::Overlap => "only what enough parties accepted shows, to anybody, the mediator included",
        Reveal::AnswersToMediator => {
            "the table sees what enough parties accepted; the mediator sees every answer"
        }
        Reveal::AnswersToTable => "every answer shows to the table",
    }
}

/// What shows when a round closes, in forms.
pub const REVEALS: [(&str, &str); 3] = [
    ("overlap", "only what enough parties accepted, to everybody at the table"),
    ("answers_to_mediator", "the overlap to the table, every answer to the mediator"),
    ("answers_to_table", "every answer to the table"),
];

/// The role somebody reads as.
pub fn role(role: &Role, party: impl Fn(&mediant_model::PartyId) -> String) -> String {
    match role {
        Role::Mediator => "mediator".to_owned(),
        Role::Team => "mediator’s team".to_owned(),
        Role::Principal(of) => format!("{}, principal", party(of)),
        Role::Delegate(of) => format!("{}, delegate", party(of)),
        Role::Adviser(of) => format!("{}, adviser", party(of)),
        Role::Observer => "observer".to_owned(),
    }
}

/// Who may know what stands in a compartment.
pub fn known_to(compartment: &Compartment, party: impl Fn(&mediant_model::PartyId) -> String) -> String {
    match compartment {
        Compartment::Public => "public".to_owned(),
        Compartment::Table => "at the table".to_owned(),
        Compartment::Caucus(of) => format!("caucus with {}", party(of)),
        Compartment::Delegation(of) => format!("{}’s delegation alone", party(of)),
        Compartment::Mediator | Compartment::Report(_) => "mediator alone".to_owned(),
    }
}

/// Who hears what is passed on.
pub fn audience(to: &Audience, party: impl Fn(&mediant_model::PartyId) -> String) -> String {
    match to {
        Audience::Party(of) => party(of),
        Audience::Table => "everybody at the table".to_owned(),
        Audience::Public => "everybody".to_owned(),
    }
}

/// Somebody's words: whatever the script, in its own direction.
pub fn said(text: &str) -> Markup {
    html! { span dir="auto" { (text) } }
}

/// Somebody's text of one or more paragraphs.
pub fn prose(text: &str) -> Markup {
    html! {
        @for paragraph in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
            p dir="auto" { (paragraph) }
        }
    }
}

/// `a`, `a and b`, `a, b and c`.
pub fn listed(parts: impl IntoIterator<Item = Markup>) -> Markup {
    let parts: Vec<Markup> = parts.into_iter().collect();
    let last = parts.len().saturating_sub(1);
    html! {
        @for (at, part) in parts.iter().enumerate() {
            @if at > 0 { @if at == last { " and " } @else { ", " } }
            (part)
        }
    }
}

/// What a suggestion says of its kind, as a person would.
pub fn event(word: &str) -> &str {
    match word {
        "none" => "says",
        "accepts" => "accepts",
        "precondition" => "makes a condition",
        "open" => "would talk about it",
        "interest" => "says what it needs",
        "held" => "took place",
        "planned" => "is planned",
        "cancelled" => "is cancelled",
        "moved" => "is moved",
        "hurdle" => "what stands in the way",
        "agreed" => "what is settled",
        "stalled" => "nothing moves",
        "confidentiality" => "what is kept from others",
        "deadline" => "by when",
        "improves" => "gets better",
        "worsens" => "gets worse",
        "died" => "died",
        other => other,
    }
}

/// What a field of a suggestion is called where its value stands beside it.
pub fn slot(fields: &Fields, slot: Slot) -> &'static str {
    match (slot, fields) {
        (Slot::Event, _) => "what",
        (Slot::Speaker, _) => "by",
        (Slot::Who, _) => "who",
        (Slot::Party, Fields::Alternative { .. }) => "without a deal",
        (Slot::Party, _) => "for",
        (Slot::On, Fields::Status { kind: StatusKind::Deadline, .. }) => "falls on",
        (Slot::On, _) => "on",
        (Slot::About, _) => "about",
        (Slot::Participants, _) => "of",
        (Slot::Place, _) => "at",
    }
}

/// The same where it is asked for.
pub fn slot_label(fields: &Fields, slot: Slot) -> &'static str {
    match (slot, fields) {
        (Slot::Event, Fields::Statement { .. }) => "How the party stands",
        (Slot::Event, Fields::Session { .. }) => "What becomes of the session",
        (Slot::Event, _) => "What",
        (Slot::Speaker, _) => "Who said it",
        (Slot::Who, _) => "Who",
        (Slot::Party, _) => "The party",
        (Slot::On, Fields::Status { kind: StatusKind::Deadline, .. }) => "The day it falls on",
        (Slot::On, _) => "The day",
        (Slot::About, _) => "The issue",
        (Slot::Participants, _) => "Who met",
        (Slot::Place, _) => "Where",
    }
}

/// A number with its thousands apart: `100,000`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 item`, `3 items`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}

/// Where the mediator looks at what a party sees.
pub fn preview(party: &mediant_model::PartyId) -> String {
    format!("/preview/of-{}", step(party.as_str()))
}

/// A name as a step of a path, whatever characters it holds.
pub fn step(name: &str) -> String {
    let mut written = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') {
            written.push(char::from(byte));
        } else {
            let _ = write!(written, "%{byte:02X}");
        }
    }
    written
}
