//! Sentences of the timeline about agreements, signatures and keys.

use super::{Told, why};
use crate::view::View;
use crate::{when, whose_word};
use maud::{Markup, html};
use mediant_record::agreement::{AgreementReached, Ratified, Signed};
use mediant_record::key::{ActSigned, KeyId, KeyRegistered, KeyRevoked, KeyVouched, Vouching};
use mediant_words::say;

impl Told for AgreementReached {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { accepted_by, reported, .. } = self;
        html! {
            (say!(view, timeline.there_is_an_agreement_accepted_by, parties = view.parties(accepted_by), only_recorded = whose_word::only_recorded(view, reported)))
        }
    }
}

impl Told for Signed {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { party, on, .. } = self;
        html! { (say!(view, timeline.signed_on, party = view.party(party), day = when::day(*on))) }
    }
}

impl Told for Ratified {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { party, on, by_act_of } = self;
        html! { (say!(view, timeline.ratified_on, party = view.party(party), day = when::day(*on), why = why(by_act_of))) }
    }
}

impl Told for KeyRegistered {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { party, person, .. } = self;
        html! { (say!(view, timeline.of_registered_a_key_to_sign, person = view.person(person), party = view.party(party))) }
    }
}

impl Told for KeyVouched {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { key, voucher } = self;
        match voucher {
            Vouching::Key(_) => {
                html! { (say!(view, timeline.somebody_of_the_party_signed, key_holder = key_holder(view, key))) }
            }
            Vouching::Party { party, .. } => {
                html! { (say!(view, timeline.says_that_the_twelve_words, party = view.party(party), key_holder = key_holder(view, key))) }
            }
        }
    }
}

impl Told for KeyRevoked {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { key, reason } = self;
        html! { (say!(view, timeline.the_key_of_was_revoked, key_holder = key_holder(view, key), why = why(reason))) }
    }
}

impl Told for ActSigned {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { key, .. } = self;
        html! { (say!(view, timeline.signed_this_with_a_key, key_holder = key_holder(view, key))) }
    }
}

fn key_holder(view: &View<'_>, key: &KeyId) -> Markup {
    match view.state.keys.get(key) {
        Some(known) => html! { (view.person(&known.person)) },
        None => html! { (say!(view, timeline.somebody)) },
    }
}
