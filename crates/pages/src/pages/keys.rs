//! Keys that acts are signed with: everybody's twelve words, one's own key, and the files for whoever checks.

use crate::field::folded;
use crate::scripts::Script;
use crate::shell::{Here, Page};
use crate::view::View;
use crate::when;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_attest::{Line, PublicKey};
use mediant_model::PartyId;
use mediant_record::key::{
    ConfirmKey, KeyId, KeyOnRecord, KeyRole, RegisterKey, RevokeKey, VouchForKey, Vouched,
};
use mediant_record::{Command, Compartment};
use mediant_words::say;

/// Everybody's keys, and what the reader may do about them.
pub fn page(view: &View<'_>) -> Page {
    let mut all: Vec<(&KeyId, &KeyOnRecord)> = view.state.keys.iter().collect();
    all.sort_by_key(|(_, key)| key.trace.index);
    let main = html! {
        p.lede {
            (say!(view, keys.who_has_a_key_here_signs))
        }
        @if all.is_empty() { p.empty { (say!(view, keys.nobody_has_a_key_yet)) } }
        @else {
            p {
                (say!(view, keys.a_key_is_worth_what_you))
            }
            ul.items { @for (id, key) in &all { (one(view, id, key)) } }
        }
        @if let Some(own) = view.own_party().filter(|own| may_register(view, own)) { (register(view, &own)) }
        (files(view))
        (Script::Keys.element(view))
    };
    Page { title: say!(view, keys.keys).into_owned(), here: Here::Keys, main, aside: None }
}

fn one(view: &View<'_>, id: &KeyId, key: &KeyOnRecord) -> Markup {
    html! {
        li {
            (say!(view, keys.as_word, strong = html! { strong { (view.person(&key.person)) } }, party = view.party(&key.party), role = role(key.role), standing = standing(view, key)))
            p { code.link data-key=(id) { (twelve(key)) } }
            small {
                @let since = when::moment(key.trace.at, &view.who.zone);
                @if key.site.is_some() { (say!(view, keys.passkey_since, since = since)) } @else { (say!(view, keys.file_since, since = since)) }
                @if !key.confirmed_by.is_empty() { " · " (say!(view, keys.words_read_and_confirmed_by, parties = view.parties(key.confirmed_by.keys()))) }
                @if let Some((reason, trace)) = &key.revoked {
                    " · " (say!(view, keys.revoked, moment = when::moment(trace.at, &view.who.zone)))
                    @if let Some(reason) = reason { ": " (words::said(reason)) }
                }
            }
            @if key.revoked.is_none() { (acts(view, id, key)) }
        }
    }
}

fn twelve(key: &KeyOnRecord) -> String {
    let line = |text: &str| Line::new(text).ok();
    let site = key.site.as_ref().and_then(|site| line(&site.relying_party).zip(line(&site.origin)));
    // Nothing but a key is registered.
    PublicKey::parse(&key.public, site).map(|key| key.words()).unwrap_or_default()
}

fn role(role: KeyRole) -> &'static str {
    match role {
        KeyRole::Principal => "principal",
        KeyRole::Delegate => "delegate",
    }
}

fn standing(view: &View<'_>, key: &KeyOnRecord) -> Markup {
    if key.revoked.is_some() {
        return words::status(Tone::Ended, say!(view, keys.revoked_2));
    }
    if view.state.departed(&key.party, &key.person, view.today).is_some() {
        return words::status(Tone::Ended, say!(view, keys.its_holder_left));
    }
    match view.state.vouched(key) {
        Vouched::First => words::status(Tone::Open, say!(view, keys.first_key_of_its_party)),
        Vouched::By(voucher) => html! {
            @let status = words::status(Tone::Agreed, say!(view, keys.vouched_for));
            @match view.state.keys.get(&voucher) {
                Some(known) => (say!(view, keys.vouched_for_by, status = status, person = view.person(&known.person))),
                None => (status),
            }
        },
        Vouched::Confirmed => words::status(Tone::Agreed, say!(view, keys.confirmed_by_every_side)),
        Vouched::Nobody => words::status(Tone::Partly, say!(view, keys.not_vouched_for)),
    }
}

/// What the reader may do about a key.
fn acts(view: &View<'_>, id: &KeyId, key: &KeyOnRecord) -> Markup {
    let confirms = view.own_party().filter(|own| {
        let confirm = Command::ConfirmKey(ConfirmKey { key: id.clone(), party: own.clone() });
        !key.confirmed_by.contains_key(own) && view.offers(&confirm)
    });
    let revoke = Command::RevokeKey(RevokeKey { key: id.clone(), reason: None });
    html! {
        @if let Some(own) = confirms {
            (folded(&say!(view, keys.we_read_the_words_to_each), {
                let form = view.form("confirm_key").read_by(view, &Compartment::Table);
                let fields = html! {
                    p { (say!(view, keys.say_so_only_if_the_person)) }
                    (form.fixed("key", id.as_str()))
                    (form.fixed("party", own.as_str()))
                };
                form.ends(fields, &say!(view, keys.they_are_the_same))
            }))
        }
        @if let Some(by) = voucher(view, id, key) {
            (folded(&say!(view, keys.stand_up_for_this_key), {
                let form = view.form("vouch_for_key").read_by(view, &Compartment::Table);
                let fields = html! {
                    p { (say!(view, keys.you_sign_that_this_key)) }
                    (form.fixed("key", id.as_str()))
                    (form.fixed("by", by.as_str()))
                };
                form.ends(fields, &say!(view, keys.sign_for_it))
            }))
        }
        @if view.offers(&revoke) {
            (folded(&say!(view, keys.revoke_this_key), {
                let form = view.form("revoke_key").confirm(say!(view, keys.revoke_the_key_it_never_comes)).read_by(view, &Compartment::Table);
                let fields = html! {
                    p { (say!(view, keys.for_a_key_that_is_lost)) }
                    (form.fixed("key", id.as_str()))
                    (form.line("reason", &say!(view, keys.why), false, ""))
                };
                form.ends_quietly(fields, &say!(view, keys.revoke_it))
            }))
        }
    }
}

/// The reader's own key that may stand up for another one, where it is not stood up for yet.
fn voucher(view: &View<'_>, id: &KeyId, key: &KeyOnRecord) -> Option<KeyId> {
    if view.state.vouched(key) != Vouched::Nobody {
        return None;
    }
    let (party, person) = (view.who.role.party()?, view.who.person.as_ref()?);
    let own = view.state.keys_of(party, person).into_iter().find(|(own, known)| {
        *own != id
            && known.party == key.party
            && KeyRole::of(&view.who.role) == Some(known.role)
            && view.state.vouched(known) != Vouched::Nobody
            && (known.role == KeyRole::Principal || (known.person == key.person && known.role == key.role))
    });
    let (by, _) = own?;
    let vouch = Command::VouchForKey(VouchForKey { key: id.clone(), by: by.clone() });
    view.offers(&vouch).then(|| by.clone())
}

fn may_register(view: &View<'_>, own: &PartyId) -> bool {
    let register = RegisterKey { party: own.clone(), public: String::new(), site: None };
    view.who.person.is_some() && view.offers(&Command::RegisterKey(register))
}

fn register(view: &View<'_>, own: &PartyId) -> Markup {
    let form = view.form("register_key").read_by(view, &Compartment::Table);
    let fields = html! {
        p { (say!(view, keys.made_on_your_own_machine_mediant)) }
        (form.fixed("party", own.as_str()))
        (form.line("public", &say!(view, keys.the_line_behind_key), true, &say!(view, keys.such_as_ed25519_mcowbqydk2vwayea)))
    };
    let key_file = form.ends(fields, &say!(view, keys.register_the_key_file));
    html! {
        h2 { (say!(view, keys.a_key_of_your_own)) }
        p { (say!(view, keys.from_then_on_you_sign_acceptance)) }
        div data-register="" { (folded(&say!(view, keys.a_key_file), key_file)) }
        p data-passkey="" hidden { (say!(view, keys.or_a_passkey_made)) }
        p.act { button type="button" data-make-passkey=(view.who.name) hidden { (say!(view, keys.make_a_passkey)) } }
        p.hint role="status" data-passkey-said="" { (say!(view, keys.passkeys_need_script_and_a_desk)) }
    }
}

/// What there is for whoever checks elsewhere.
fn files(view: &View<'_>) -> Markup {
    html! {
        @if !view.preview {
            h2 { (say!(view, keys.to_take_along)) }
            ul {
                li { (say!(view, keys.compare_the_words_and_keep_it, link = html! { a href="/api/v1/keys.txt" download="keys.txt" { (say!(view, keys.all_keys_as_keys_txt)) } })) }
                @if !view.state.agreements.is_empty() {
                    li { (say!(view, keys.mediant_verify_agreement_agreement_json_keys, link = html! { a href="/api/v1/agreement" download="agreement.json" { (say!(view, keys.the_agreement_in_one_file)) } })) }
                }
            }
        }
    }
}
