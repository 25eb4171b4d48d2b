//! Signing in, accepting an invitation, and the reader's own account.

use super::problem::capital;
use crate::actions::{PASSWORD_MIN, SIGN_IN_WITH_PASSKEY};
use crate::shell::{Here, Page};
use crate::view::View;
use crate::{assets, when, words};
use jiff::Timestamp;
use maud::{Markup, html};
use mediant_record::Role;

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
    let form = view.form("sign_in").to(SIGN_IN_WITH_PASSKEY).back(back);
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
    /// The role itself.
    pub as_what: &'a Role,
    /// The name of the person it is for, where it is for one.
    pub person: Option<&'a str>,
    /// The title of the talks, where whoever comes in may know it.
    pub talks: Option<String>,
    /// Who invites: the name on the account and the role in words. `None` where whoever runs the desk does.
    pub by: Option<(String, String)>,
    /// Until when the link can be used.
    pub until: Timestamp,
}

/// What somebody in a role reads, and who reads what they say.
fn readers(role: &Role) -> &'static [&'static str] {
    match role {
        Role::Mediator => &[
            "You will read everything on record, apart from what a side keeps within its own delegation.",
            "What you write says beside it who will read it.",
        ],
        Role::Team => {
            &["You will read what the mediator reads.", "What you write says beside it who will read it."]
        }
        Role::Principal(_) | Role::Delegate(_) | Role::Adviser(_) => &[
            "You will read what is public, what is said at the table, what your side tells the mediator in confidence, and what your side keeps to itself.",
            "What you say at the table, the mediator and every side read.",
            "What you tell in confidence, your side, the mediator and the mediator’s team read, and no other side.",
            "What you write for your own side, your side alone reads.",
        ],
        Role::Observer => &["You will read what is public, and nothing else."],
    }
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
        p.lede {
            @match &invited.by {
                Some((name, role)) => { strong { bdi { (name) } } " (" bdi { (role) } ") invites " },
                None => "Whoever runs this desk invites ",
            }
            @match invited.person { Some(person) => strong { bdi { (person) } }, None => "you" }
            @if let Some(talks) = &invited.talks { " to the talks “" bdi { (talks) } "”" }
            ", as " strong { bdi { (invited.role) } } "."
        }
        ul { @for line in readers(invited.as_what) { li { (line) } } }
        p.quiet { "The link works once, until " (when::moment(invited.until, &view.who.zone)) ". Looking at this page does not use it up." }
        div.narrow { (form.ends(fields, "Accept the invitation")) }
    };
    Page { title: "Invitation".to_owned(), here: Here::Elsewhere, main, aside: None }
}

fn zone_field(form: &crate::field::Form<'_>, zone: &str) -> Markup {
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
