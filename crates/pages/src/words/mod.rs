//! How what the record knows is called on pages.

mod suggested;
mod values;

pub use suggested::{event, slot, slot_label};
pub use values::{
    caucus_rule, departure, person_role, person_roles, release_meaning, release_tag, release_value,
    release_word, reveal, reveals, stance, stances, standing, trend, verdict, verdicts,
};

use maud::{Markup, html};
use mediant_record::Compartment;
use mediant_record::actor::Role;
use mediant_record::item::{Audience, Release};
use mediant_words::{Speaks, say};
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
            Self::Agreed => "agreed",
            Self::Partly => "partly",
            Self::Blocked => "blocked",
            Self::Open => "open",
            Self::Held => "held",
            Self::Ended => "ended",
        }
    }
}

/// A status by sign, word and colour.
pub fn status(tone: Tone, word: impl AsRef<str>) -> Markup {
    html! { span.status.(tone.class()) { (word.as_ref()) } }
}

/// Where something stands, as a label in front of it.
pub fn place_tag(
    language: impl Speaks,
    place: &Compartment,
    party: impl Fn(&mediant_model::PartyId) -> String,
) -> Markup {
    let (is_public, is_table) = (*place == Compartment::Public, *place == Compartment::Table);
    html! { span.kind.public[is_public].held[!is_public && !is_table] { bdi { (known_to(language, place, party)) } } " " }
}

/// The releases, from the narrowest.
pub const RELEASES: [Release; 4] = [Release::Held, Release::Substance, Release::Verbatim, Release::Public];

/// The role somebody reads as.
pub fn role(language: impl Speaks, role: &Role, party: impl Fn(&mediant_model::PartyId) -> String) -> String {
    match role {
        Role::Mediator => say!(language, words.role_mediator).into_owned(),
        Role::Team => say!(language, words.role_team).into_owned(),
        Role::Principal(of) => say!(language, words.role_principal, party = party(of)).into_owned(),
        Role::Delegate(of) => say!(language, words.role_delegate, party = party(of)).into_owned(),
        Role::Adviser(of) => say!(language, words.role_adviser, party = party(of)).into_owned(),
        Role::Observer => say!(language, words.role_observer).into_owned(),
    }
}

/// Who may know what stands in a compartment.
pub fn known_to(
    language: impl Speaks,
    compartment: &Compartment,
    party: impl Fn(&mediant_model::PartyId) -> String,
) -> String {
    match compartment {
        Compartment::Public => say!(language, words.known_to_public).into_owned(),
        Compartment::Table => say!(language, words.known_to_table).into_owned(),
        Compartment::Caucus(of) => say!(language, words.known_to_caucus, party = party(of)).into_owned(),
        Compartment::Delegation(of) => {
            say!(language, words.known_to_delegation, party = party(of)).into_owned()
        }
        Compartment::Mediator | Compartment::Report(_) => {
            say!(language, words.known_to_mediator).into_owned()
        }
    }
}

/// Who hears what is passed on.
pub fn audience(
    language: impl Speaks,
    to: &Audience,
    party: impl Fn(&mediant_model::PartyId) -> String,
) -> String {
    match to {
        Audience::Party(of) => party(of),
        Audience::Table => say!(language, words.heard_by_table).into_owned(),
        Audience::Public => say!(language, words.heard_by_everybody).into_owned(),
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
pub fn listed(language: impl Speaks, parts: impl IntoIterator<Item = Markup>) -> Markup {
    row(parts, &say!(&language, words.comma), &say!(&language, words.and))
}

/// `a, b, c`.
pub fn strung(language: impl Speaks, parts: impl IntoIterator<Item = Markup>) -> Markup {
    row(parts, &say!(&language, words.comma), &say!(&language, words.comma))
}

/// Parts in a row, with these words between two of them and before the last.
pub fn row(parts: impl IntoIterator<Item = Markup>, between: &str, before_last: &str) -> Markup {
    let parts: Vec<Markup> = parts.into_iter().collect();
    let last = parts.len().saturating_sub(1);
    html! {
        @for (at, part) in parts.iter().enumerate() {
            @if at > 0 { (if at == last { before_last } else { between }) }
            (part)
        }
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
