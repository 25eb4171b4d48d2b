//! The page on which something is signed: the act as it is, whole, and the two ways to sign it.

use super::problem::{NotDone, capital};
use crate::form::Sent;
use crate::scripts::Script;
use crate::shell::{Here, Page};
use crate::view::View;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_record::Compartment;
use mediant_record::key::{KeyId, Site};
use mediant_words::say;

/// An act that is handed out to be signed.
pub struct Filled {
    /// Its text.
    pub text: String,
    /// The key that is to sign it.
    pub key: KeyId,
    /// The passkey's site, where it is one.
    pub site: Option<Site>,
}

/// The page: what was asked for, the act of it, and what is wrong with what was sent before, where something was.
pub fn page(view: &View<'_>, kind: &'static str, sent: &Sent, act: &Filled, wrong: Option<&NotDone>) -> Page {
    let back = sent.back.clone().unwrap_or_else(|| "/".to_owned());
    let main = html! {
        @if let Some(wrong) = wrong {
            p.notice role="alert" data-part="problem" {
                (words::status(Tone::Blocked, say!(view, signing.not_signed))) " " (words::said(&capital(&wrong.message)))
                @if let Some(help) = &wrong.help { " " (words::said(&capital(help))) }
            }
        }
        p.lede { (say!(view, signing.nothing_is_on_record_yet_you)) }
        pre.act-text tabindex="0" aria-label=(say!(view, signing.the_act)) data-act="" { @for line in act.text.split_inclusive('\n') { span { (line) } } }
        @if act.site.is_some() { (with_passkey(view, kind, sent, act, &back)) }
        @else { (with_key_file(view, kind, sent, act, &back)) }
        p { a href=(back) { (say!(view, signing.go_back_without_signing)) } }
        (Script::Keys.element(view))
    };
    Page { title: say!(view, signing.sign).into_owned(), here: Here::Elsewhere, main, aside: None }
}

fn with_key_file(view: &View<'_>, kind: &'static str, sent: &Sent, act: &Filled, back: &str) -> Markup {
    // What is signed stands at the table, and its signature with it.
    let form = view.form(kind).back(back).request(sent.request.clone()).read_by(view, &Compartment::Table);
    let fields = html! {
        (asked_for(sent))
        ol {
            li { a href=(address(kind, sent, act)) download="act.txt" { (say!(view, signing.keep_the_act_as_a_file)) } "." }
            li { (say!(view, signing.on_your_own_machine_it_shows, code = html! { code { (say!(view, signing.mediant_sign_act_txt_key_your)) } })) }
            li { (say!(view, signing.give_the_envelope_here_its_whole)) }
        }
        div.field data-envelope="" {}
        (form.file("signed", &say!(view, signing.the_envelope), "", 8, true, &say!(view, signing.the_file_that_mediant_sign_wrote)))
    };
    form.ends(fields, &say!(view, signing.send_it_signed))
}

fn with_passkey(view: &View<'_>, kind: &'static str, sent: &Sent, act: &Filled, back: &str) -> Markup {
    let Some(site) = &act.site else { return html! {} };
    // What is signed stands at the table, and its signature with it.
    let form = view.form(kind).back(back).request(sent.request.clone()).read_by(view, &Compartment::Table);
    let fields = html! {
        (asked_for(sent))
        input type="hidden" name="signed.act" value=(act.text);
        input type="hidden" name="signed.client_data";
        input type="hidden" name="signed.authenticator_data";
        input type="hidden" name="signed.signature";
        p.hint role="status" data-passkey-said="" { (say!(view, signing.signing_with_a_passkey_needs_script)) }
    };
    let buttons = html! {
        button type="button" class="primary" data-sign-passkey=(site.credential) data-relying-party=(site.relying_party) hidden { (say!(view, signing.sign_with_the_passkey)) }
    };
    form.ends_in(fields, buttons)
}

/// What the form before this page asked for, unseen.
fn asked_for(sent: &Sent) -> Markup {
    html! { @for (name, value) in &sent.fields { input type="hidden" name=(name) value=(value); } }
}

/// Where the act is for whoever keeps it as a file.
fn address(kind: &str, sent: &Sent, act: &Filled) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(&sent.fields);
    query.append_pair("with", act.key.as_str());
    format!("/api/v1/acts/{kind}?{}", query.finish())
}
