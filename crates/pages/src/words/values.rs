//! The words for values of the record: releases, verdicts, stances, roles, what a round shows.

use super::Tone;
use maud::{Markup, html};
use mediant_model::party::PersonRole;
use mediant_model::statement::{Stance, Standing, Trend};
use mediant_record::case::CaucusRule;
use mediant_record::item::Release;
use mediant_record::package::Verdict;
use mediant_record::person::Departure;
use mediant_record::round::Reveal;
use mediant_words::{Speaks, say};
use std::borrow::Cow;

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
