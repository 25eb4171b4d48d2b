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
use mediant_words::{Speaks, say};
use std::borrow::Cow;
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

/// How far an item may travel, as a label.
pub fn release_tag(language: impl Speaks, release: Release) -> Markup {
    html! { span.kind.(release_value(release)) { (release_word(language, release)) } " " }
}

/// The word for a release.
pub fn release_word(language: impl Speaks, release: Release) -> Cow<'static, str> {
    match release {
        Release::Held => say!(language, words.release_held),
        Release::Substance => say!(language, words.release_substance),
        Release::Verbatim => say!(language, words.release_verbatim),
        Release::Public => say!(language, words.release_public),
    }
}

/// A release in a sentence.
pub fn release_meaning(language: impl Speaks, release: Release) -> Cow<'static, str> {
    match release {
        Release::Held => say!(language, words.release_means_held),
        Release::Substance => say!(language, words.release_means_substance),
        Release::Verbatim => say!(language, words.release_means_verbatim),
        Release::Public => say!(language, words.release_means_public),
    }
}

/// The releases, from the narrowest.
pub const RELEASES: [Release; 4] = [Release::Held, Release::Substance, Release::Verbatim, Release::Public];

/// What a form sends for a release.
pub fn release_value(release: Release) -> &'static str {
    match release {
        Release::Held => "held",
        Release::Substance => "substance",
        Release::Verbatim => "verbatim",
        Release::Public => "public",
    }
}

/// What a caucus's words may do.
pub fn caucus_rule(language: impl Speaks, rule: CaucusRule) -> Cow<'static, str> {
    match rule {
        CaucusRule::NothingWithoutRelease => say!(language, words.caucus_rule_nothing_without_release),
        CaucusRule::SubstanceUnlessMarked => say!(language, words.caucus_rule_substance_unless_marked),
    }
}

/// A verdict in a sentence.
pub fn verdict(language: impl Speaks, verdict: Verdict) -> (Cow<'static, str>, Tone) {
    match verdict {
        Verdict::Accept => (say!(language, words.verdict_accept), Tone::Agreed),
        Verdict::AcceptAdReferendum => (say!(language, words.verdict_accept_ad_referendum), Tone::Partly),
        Verdict::Reject => (say!(language, words.verdict_reject), Tone::Blocked),
    }
}

/// The verdicts with their words in forms and on pages.
pub fn verdicts(language: impl Speaks) -> [(&'static str, Cow<'static, str>); 3] {
    [
        ("accept", say!(&language, words.choose_accept)),
        ("accept_ad_referendum", say!(&language, words.choose_accept_ad_referendum)),
        ("reject", say!(&language, words.choose_reject)),
    ]
}

/// An answer to an issue as a whole.
pub fn stance(language: impl Speaks, stance: Stance) -> Cow<'static, str> {
    match stance {
        Stance::Accepts => say!(language, words.stance_accepts),
        Stance::AcceptsInPart => say!(language, words.stance_accepts_in_part),
        Stance::AcceptsAdReferendum => say!(language, words.stance_accepts_ad_referendum),
        Stance::NearlyAgreed => say!(language, words.stance_nearly_agreed),
        Stance::Open => say!(language, words.stance_open),
        Stance::Rejects => say!(language, words.stance_rejects),
    }
}

/// The stances with their words in forms.
pub fn stances(language: impl Speaks) -> [(&'static str, Cow<'static, str>); 6] {
    [
        ("accepts", say!(&language, words.choose_stance_accepts)),
        ("accepts_in_part", say!(&language, words.choose_stance_accepts_in_part)),
        ("accepts_ad_referendum", say!(&language, words.choose_stance_accepts_ad_referendum)),
        ("nearly_agreed", say!(&language, words.choose_stance_nearly_agreed)),
        ("open", say!(&language, words.choose_stance_open)),
        ("rejects", say!(&language, words.choose_stance_rejects)),
    ]
}

/// A red line or precondition, with how firmly it is known: where it stands its label says.
pub fn standing(language: impl Speaks, standing: Standing, what: &str) -> String {
    match standing {
        Standing::Public => what.to_owned(),
        Standing::Told => say!(language, words.standing_told, what = what).into_owned(),
        Standing::Inferred => say!(language, words.standing_inferred, what = what).into_owned(),
    }
}

/// Where an alternative goes, with its sign.
pub fn trend(language: impl Speaks, trend: Option<Trend>) -> Cow<'static, str> {
    match trend {
        Some(Trend::Improving) => say!(language, words.trend_improving),
        Some(Trend::Worsening) => say!(language, words.trend_worsening),
        Some(Trend::Steady) => say!(language, words.trend_steady),
        None => say!(language, words.trend_none),
    }
}

/// A person's place on a party's side.
pub fn person_role(language: impl Speaks, role: PersonRole) -> Cow<'static, str> {
    match role {
        PersonRole::Principal => say!(language, words.person_role_principal),
        PersonRole::Delegate => say!(language, words.person_role_delegate),
        PersonRole::Adviser => say!(language, words.person_role_adviser),
        PersonRole::Envoy => say!(language, words.person_role_envoy),
        PersonRole::Voice => say!(language, words.person_role_voice),
    }
}

/// The roles of people in forms.
pub fn person_roles(language: impl Speaks) -> [(&'static str, Cow<'static, str>); 5] {
    [
        ("delegate", say!(&language, words.choose_person_role_delegate)),
        ("principal", say!(&language, words.choose_person_role_principal)),
        ("adviser", say!(&language, words.choose_person_role_adviser)),
        ("envoy", say!(&language, words.choose_person_role_envoy)),
        ("voice", say!(&language, words.choose_person_role_voice)),
    ]
}

/// How somebody stopped speaking.
pub fn departure(
    language: impl Speaks,
    how: &Departure,
    person: impl Fn(&mediant_model::PersonId) -> Markup,
) -> Markup {
    match how {
        Departure::Resigned => html! { (say!(language, words.resigned)) },
        Departure::ReplacedBy(other) => html! { (say!(language, words.replaced_by, person = person(other))) },
        Departure::Dismissed => html! { (say!(language, words.dismissed)) },
    }
}

/// What shows when a round closes.
pub fn reveal(language: impl Speaks, reveal: Reveal) -> Cow<'static, str> {
    match reveal {
        Reveal::Overlap => say!(language, words.reveal_overlap),
        Reveal::AnswersToMediator => {
            say!(language, words.reveal_answers_to_mediator)
        }
        Reveal::AnswersToTable => say!(language, words.reveal_answers_to_table),
    }
}

/// What shows when a round closes, in forms.
pub fn reveals(language: impl Speaks) -> [(&'static str, Cow<'static, str>); 3] {
    [
        ("overlap", say!(&language, words.choose_reveal_overlap)),
        ("answers_to_mediator", say!(&language, words.choose_reveal_answers_to_mediator)),
        ("answers_to_table", say!(&language, words.choose_reveal_answers_to_table)),
    ]
}

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

/// What a suggestion says of its kind, as a person would.
pub fn event(language: impl Speaks, word: &str) -> Cow<'_, str> {
    match word {
        "none" => say!(language, words.event_none),
        "accepts" => say!(language, words.event_accepts),
        "precondition" => say!(language, words.event_precondition),
        "open" => say!(language, words.event_open),
        "interest" => say!(language, words.event_interest),
        "held" => say!(language, words.event_held),
        "planned" => say!(language, words.event_planned),
        "cancelled" => say!(language, words.event_cancelled),
        "moved" => say!(language, words.event_moved),
        "hurdle" => say!(language, words.event_hurdle),
        "agreed" => say!(language, words.event_agreed),
        "stalled" => say!(language, words.event_stalled),
        "confidentiality" => say!(language, words.event_confidentiality),
        "deadline" => say!(language, words.event_deadline),
        "improves" => say!(language, words.event_improves),
        "worsens" => say!(language, words.event_worsens),
        "died" => say!(language, words.event_died),
        other => Cow::Borrowed(other),
    }
}

/// What a field of a suggestion is called where its value stands beside it.
pub fn slot(language: impl Speaks, fields: &Fields, slot: Slot) -> Cow<'static, str> {
    match (slot, fields) {
        (Slot::Event, _) => say!(language, words.slot_what),
        (Slot::Speaker, _) => say!(language, words.slot_by),
        (Slot::Who, _) => say!(language, words.slot_who),
        (Slot::Party, Fields::Alternative { .. }) => say!(language, words.slot_without_a_deal),
        (Slot::Party, _) => say!(language, words.slot_for),
        (Slot::On, Fields::Status { kind: StatusKind::Deadline, .. }) => say!(language, words.slot_falls_on),
        (Slot::On, _) => say!(language, words.slot_on),
        (Slot::About, _) => say!(language, words.slot_about),
        (Slot::Participants, _) => say!(language, words.slot_of),
        (Slot::Place, _) => say!(language, words.slot_at),
    }
}

/// The same where it is asked for.
pub fn slot_label(language: impl Speaks, fields: &Fields, slot: Slot) -> Cow<'static, str> {
    match (slot, fields) {
        (Slot::Event, Fields::Statement { .. }) => say!(language, words.ask_how_the_party_stands),
        (Slot::Event, Fields::Session { .. }) => say!(language, words.ask_what_becomes_of_the_session),
        (Slot::Event, _) => say!(language, words.ask_what),
        (Slot::Speaker, _) => say!(language, words.ask_who_said_it),
        (Slot::Who, _) => say!(language, words.ask_who),
        (Slot::Party, _) => say!(language, words.ask_the_party),
        (Slot::On, Fields::Status { kind: StatusKind::Deadline, .. }) => {
            say!(language, words.ask_the_day_it_falls_on)
        }
        (Slot::On, _) => say!(language, words.ask_the_day),
        (Slot::About, _) => say!(language, words.ask_the_issue),
        (Slot::Participants, _) => say!(language, words.ask_who_met),
        (Slot::Place, _) => say!(language, words.ask_where),
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
