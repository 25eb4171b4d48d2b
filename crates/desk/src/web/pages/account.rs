//! Signing in, accepting an invitation, and the reader's own account.

use super::problem::capital;
use crate::accounts::PASSWORD_MIN;
use crate::web::shell::{Here, Page};
use crate::web::view::View;
use crate::web::words;
use crate::web::{assets, passkey};
use maud::{Markup, html};

/// What went wrong with what was typed, in a sentence.
fn notice(problem: Option<&str>) -> Markup {
    html! { @if let Some(problem) = problem { p.notice role="alert" { (words::status(words::Tone::Blocked, "Not done.")) " " (words::said(&capital(problem))) } } }
}

/// The page to sign in on, and to go `back` from. `name` and `problem` where that was tried before; `kept` goes along: what was
/// typed before the session was over.
pub fn sign_in(
    view: &View<'_>,
    name: &str,
    back: &str,
    problem: Option<&str>,
    kept: Option<&[(String, String)]>,
) -> Page {
    let form = view.form("sign_in").to("/sign-in").back(back);
    let fields = html! {
        (form.user_name("name", "Name", name, "as on your account"))
        (form.password("password", "Password", false, ""))
        @for (name, value) in kept.into_iter().flatten() { (form.fixed(name, value)) }
    };
    let main = html! {
        (notice(problem))
        div.narrow { (form.ends(fields, "Sign in")) }
        (with_passkey(view, back, kept))
        p.quiet { "There is no account without an invitation: ask the mediator for a link." }
    };
    Page { title: "Sign in".to_owned(), here: Here::Elsewhere, main, aside: None }
}

/// The other way in, for whoever registered a passkey: it shows where there is script that can use it.
fn with_passkey(view: &View<'_>, back: &str, kept: Option<&[(String, String)]>) -> Markup {
    let form = view.form("sign_in").to(passkey::ACTION).back(back);
    let fields = html! {
        @for (name, value) in kept.into_iter().flatten() { (form.fixed(name, value)) }
    };
    let button = html! { button type="button" data-passkey-enter="" { "Sign in with a passkey" } };
    html! {
        div.narrow data-passkey="" hidden {
            (form.ends_in(fields, button))
            p.hint role="status" data-passkey-said="" {}
        }
        script type="module" src=(assets::path("keys.js")) {}
    }
}

fn password_hint() -> String {
    format!("at least {PASSWORD_MIN} characters")
}

/// What an invitation is for.
pub struct Invited<'a> {
    /// The secret part of its link.
    pub token: &'a str,
    /// The role it gives, in words.
    pub role: &'a str,
    /// The name of the person it is for, where it is for one.
    pub person: Option<&'a str>,
}

/// The page on which an invitation is accepted.
pub fn invitation(view: &View<'_>, invited: &Invited<'_>, name: &str, problem: Option<&str>) -> Page {
    let form =
        view.form("accept_invitation").to(format!("/invitation/{}", words::step(invited.token))).back("/");
    let name = if name.is_empty() { invited.person.unwrap_or("") } else { name };
    let fields = html! {
        (form.user_name("name", "Name to sign in with", name, ""))
        (form.password("password", "Password", true, &password_hint()))
        (form.password("again", "Password again", true, ""))
        (zone_field(&form, view.who.zone.name()))
    };
    let main = html! {
        (notice(problem))
        p.lede { "You are invited as " strong { bdi { (invited.role) } } "." }
        div.narrow { (form.ends(fields, "Accept the invitation")) }
    };
    Page { title: "Invitation".to_owned(), here: Here::Elsewhere, main, aside: None }
}

fn zone_field(form: &crate::web::field::Form<'_>, zone: &str) -> Markup {
    html! {
        div data-browser-zone="" { (form.zone("zone", "Time zone", zone, true, "such as Europe/Kyiv: days and times are shown in it")) }
    }
}

/// The page of the reader's own account.
pub fn account(view: &View<'_>, done: Option<&str>, problem: Option<&str>) -> Page {
    let form = view.form("account").to("/account").back("/account");
    let own = html! {
        p { "You sign in as " strong { bdi { (view.who.name) } } "." }
        (zone_field(&form, view.who.zone.name()))
    };
    let own = form.ends(own, "Keep");
    let form = view.form("password").to("/account/password").back("/account");
    let password = html! {
        (form.password("current", "Current password", false, ""))
        (form.password("password", "New password", true, &password_hint()))
        (form.password("again", "New password again", true, ""))
    };
    let password = form.ends(password, "Change the password");
    let form = view.form("sign_out_everywhere").to("/sign-out-everywhere").back("/sign-in");
    let everywhere = form.confirm("Sign out everywhere?").ends_quietly(
        html! { p { "Ends every session of yours, this one included." } },
        "Sign out everywhere",
    );
    let main = html! {
        (notice(problem))
        @if let Some(done) = done { p.done role="status" { (words::status(words::Tone::Agreed, "Done.")) " " (done) } }
        p.lede { "You read as " bdi { (words::role(&view.who.role, |party| view.party_name(party))) } "." }
        div.columns {
            section.card { h2 { "Time zone" } (own) }
            section.card { h2 { "Password" } (password) }
            section.card { h2 { "Sessions" } (everywhere) }
        }
    };
    Page { title: "Account".to_owned(), here: Here::Account, main, aside: None }
}
