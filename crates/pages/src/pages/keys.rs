//! Keys that acts are signed with: everybody's twelve words, one's own key, and the files for whoever checks.

use crate::assets;
use crate::field::folded;
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

/// Everybody's keys, and what the reader may do about them.
pub fn page(view: &View<'_>) -> Page {
    let mut all: Vec<(&KeyId, &KeyOnRecord)> = view.state.keys.iter().collect();
    all.sort_by_key(|(_, key)| key.trace.index);
    let main = html! {
        p.lede {
            "Who has a key here signs what binds a party at the table. With the signatures each side can show later who agreed to which words, "
            "without this desk. What is told in confidence, notes, and answers in rounds and mediations are never signed."
        }
        @if all.is_empty() { p.empty { "Nobody has a key yet." } }
        @else {
            p {
                "A key is worth what you know of it. Read the twelve words to the other side over another channel, by telephone or at the table. "
                "If they are not the same, do not sign, and tell the mediator."
            }
            ul.items { @for (id, key) in &all { (one(view, id, key)) } }
        }
        @if let Some(own) = view.own_party().filter(|own| may_register(view, own)) { (register(view, &own)) }
        (files(view))
        script type="module" src=(assets::path("keys.js")) {}
    };
    Page { title: "Keys".to_owned(), here: Here::Keys, main, aside: None }
}

fn one(view: &View<'_>, id: &KeyId, key: &KeyOnRecord) -> Markup {
    html! {
        li {
            strong { (view.person(&key.person)) } ", " (view.party(&key.party)) ", as " (role(key.role)) " "
            (standing(view, key))
            p { code.link data-key=(id) { (twelve(key)) } }
            small {
                @if key.site.is_some() { "a passkey" } @else { "a key file" }
                ", since " (when::moment(key.trace.at, &view.who.zone))
                @if !key.confirmed_by.is_empty() { " · words read and confirmed by " (view.parties(key.confirmed_by.keys())) }
                @if let Some((reason, trace)) = &key.revoked {
                    " · revoked " (when::moment(trace.at, &view.who.zone))
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
        return words::status(Tone::Ended, "revoked");
    }
    if view.state.departed(&key.party, &key.person, view.today).is_some() {
        return words::status(Tone::Ended, "its holder left");
    }
    match view.state.vouched(key) {
        Vouched::First => words::status(Tone::Open, "first key of its party"),
        Vouched::By(voucher) => html! {
            (words::status(Tone::Agreed, "vouched for"))
            @if let Some(known) = view.state.keys.get(&voucher) { " by the key of " (view.person(&known.person)) }
        },
        Vouched::Confirmed => words::status(Tone::Agreed, "confirmed by every side"),
        Vouched::Nobody => words::status(Tone::Partly, "not vouched for"),
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
            (folded("We read the words to each other", {
                let form = view.form("confirm_key").read_by(view, &Compartment::Table);
                let fields = html! {
                    p { "Say so only if the person who holds the key read these twelve words to you, or you to them, over another channel than this desk." }
                    (form.fixed("key", id.as_str()))
                    (form.fixed("party", own.as_str()))
                };
                form.ends(fields, "They are the same")
            }))
        }
        @if let Some(by) = voucher(view, id, key) {
            (folded("Stand up for this key with yours", {
                let form = view.form("vouch_for_key").read_by(view, &Compartment::Table);
                let fields = html! {
                    p { "You sign that this key is the person’s whom it names." }
                    (form.fixed("key", id.as_str()))
                    (form.fixed("by", by.as_str()))
                };
                form.ends(fields, "Sign for it")
            }))
        }
        @if view.offers(&revoke) {
            (folded("Revoke this key", {
                let form = view.form("revoke_key").confirm("Revoke the key? It never comes back.").read_by(view, &Compartment::Table);
                let fields = html! {
                    p { "For a key that is lost, or in other hands. What it signed stands; what it signs from now on does not." }
                    (form.fixed("key", id.as_str()))
                    (form.line("reason", "Why", false, ""))
                };
                form.ends_quietly(fields, "Revoke it")
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
        p { "Made on your own machine: “mediant key new”. This desk never sees the key itself. “mediant key show” prints the line that begins with “key:”, and the twelve words." }
        (form.fixed("party", own.as_str()))
        (form.line("public", "The line behind “key:”", true, "such as: ed25519 MCowBQYDK2VwAyEA…"))
    };
    let key_file = form.ends(fields, "Register the key file");
    html! {
        h2 { "A key of your own" }
        p { "From then on you sign: acceptance, communiqués, signature, ratification and mandates at the table are refused unsigned." }
        div data-register="" { (folded("A key file", key_file)) }
        p data-passkey="" hidden { "Or a passkey, made by this browser or a device that it asks: you confirm with a finger, a face or a PIN. It signs you in, too. The page shows what you sign, so it takes trust in this desk; a key file takes none." }
        p.act { button type="button" data-make-passkey=(view.who.name) hidden { "Make a passkey" } }
        p.hint role="status" data-passkey-said="" { "Passkeys need script, and a desk that has a name: under https, or http://localhost on the same machine." }
    }
}

/// What there is for whoever checks elsewhere.
fn files(view: &View<'_>) -> Markup {
    html! {
        @if !view.preview {
            h2 { "To take along" }
            ul {
                li { a href="/api/v1/keys.txt" download="keys.txt" { "All keys as keys.txt" } ": compare the words, and keep it" }
                @if !view.state.agreements.is_empty() {
                    li { a href="/api/v1/agreement" download="agreement.json" { "The agreement in one file" } ": “mediant verify-agreement agreement.json --keys keys.txt” says what it proves, without this desk" }
                }
            }
        }
    }
}
