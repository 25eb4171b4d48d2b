//! The page on which something is signed: the act as it is, whole, and the two ways to sign it.

use super::problem::{NotDone, capital};
use crate::assets;
use crate::form::Sent;
use crate::shell::{Here, Page};
use crate::view::View;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_record::Compartment;
use mediant_record::key::{KeyId, Site};

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
                (words::status(Tone::Blocked, "Not signed.")) " " (words::said(&capital(&wrong.message)))
                @if let Some(help) = &wrong.help { " " (words::said(&capital(help))) }
            }
        }
        p.lede { "Nothing is on record yet. You have a key, so this takes your signature: what you sign is the text below, and nothing else." }
        pre.act-text tabindex="0" aria-label="The act" data-act="" { @for line in act.text.split_inclusive('\n') { span { (line) } } }
        @if act.site.is_some() { (with_passkey(view, kind, sent, act, &back)) }
        @else { (with_key_file(view, kind, sent, act, &back)) }
        p { a href=(back) { "Go back without signing" } }
        script type="module" src=(assets::path("keys.js")) {}
    };
    Page { title: "Sign".to_owned(), here: Here::Elsewhere, main, aside: None }
}

fn with_key_file(view: &View<'_>, kind: &'static str, sent: &Sent, act: &Filled, back: &str) -> Markup {
    // What is signed stands at the table, and its signature with it.
    let form = view.form(kind).back(back).request(sent.request.clone()).read_by(view, &Compartment::Table);
    let fields = html! {
        (asked_for(sent))
        ol {
            li { a href=(address(kind, sent, act)) download="act.txt" { "Keep the act as a file" } "." }
            li { "On your own machine: " code { "mediant sign act.txt --key YOUR.key" } ". It shows the act, asks, and writes an envelope." }
            li { "Give the envelope here: its whole text." }
        }
        div.field data-envelope="" {}
        (form.file("signed", "The envelope", "", 8, true, "the file that “mediant sign” wrote, from the first { to the last }"))
    };
    form.ends(fields, "Send it signed")
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
        p.hint role="status" data-passkey-said="" { "Signing with a passkey needs script." }
    };
    let buttons = html! {
        button type="button" class="primary" data-sign-passkey=(site.credential) data-relying-party=(site.relying_party) hidden { "Sign with the passkey" }
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
