//! Signing in, accepting an invitation, and the reader's own account.

use super::problem::capital;
use crate::actions::{PASSWORD_MIN, SIGN_IN_WITH_PASSKEY};
use crate::scripts::Script;
use crate::shell::{Here, Page};
use crate::view::View;
use crate::{when, words};
use jiff::Timestamp;
use maud::{Markup, html};
use mediant_record::Role;
use mediant_words::say;
use std::borrow::Cow;

/// What went wrong with what was typed, in a sentence.
fn notice(view: &View<'_>, problem: Option<&str>) -> Markup {
    html! { @if let Some(problem) = problem { p.notice role="alert" { (words::status(words::Tone::Blocked, say!(view, account.not_done))) " " (words::said(&capital(problem))) } } }
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
        (form.user_name("name", &say!(view, account.name), name, &say!(view, account.as_on_your_account)))
        (form.password("password", &say!(view, account.password), false, ""))
        @for (name, value) in kept.into_iter().flatten() { (form.fixed(name, value)) }
    };
    let main = html! {
        (notice(view, problem))
        div.narrow { (form.ends(fields, &say!(view, account.sign_in))) }
        (with_passkey(view, back, kept))
        p.quiet { (say!(view, account.there_is_no_account_without)) }
    };
    Page { title: say!(view, account.sign_in).into_owned(), here: Here::Elsewhere, main, aside: None }
}

/// The other way in, for whoever registered a passkey: it shows where there is script that can use it.
fn with_passkey(view: &View<'_>, back: &str, kept: Option<&[(String, String)]>) -> Markup {
    let form = view.form("sign_in").to(SIGN_IN_WITH_PASSKEY).back(back);
    let fields = html! {
        @for (name, value) in kept.into_iter().flatten() { (form.fixed(name, value)) }
    };
    let button =
        html! { button type="button" data-passkey-enter="" { (say!(view, account.sign_in_with_a_passkey)) } };
    html! {
        div.narrow data-passkey="" hidden {
            (form.ends_in(fields, button))
            p.hint role="status" data-passkey-said="" {}
        }
        (Script::Keys.element(view))
    }
}

fn password_hint(view: &View<'_>) -> Cow<'static, str> {
    say!(view, account.at_least_characters, count = PASSWORD_MIN)
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
fn readers(view: &View<'_>, role: &Role) -> Vec<Cow<'static, str>> {
    match role {
        Role::Mediator => {
            vec![say!(view, account.mediator_reads), say!(view, account.what_you_write_says_who_reads_it)]
        }
        Role::Team => {
            vec![say!(view, account.team_reads), say!(view, account.what_you_write_says_who_reads_it)]
        }
        Role::Principal(_) | Role::Delegate(_) | Role::Adviser(_) => vec![
            say!(view, account.side_reads),
            say!(view, account.what_you_say_at_the_table),
            say!(view, account.what_you_tell_in_confidence),
            say!(view, account.what_you_write_for_your_side),
        ],
        Role::Observer => vec![say!(view, account.observer_reads)],
    }
}

/// The page on which an invitation is accepted.
pub fn invitation(view: &View<'_>, invited: &Invited<'_>, name: &str, problem: Option<&str>) -> Page {
    let form =
        view.form("accept_invitation").to(format!("/invitation/{}", words::step(invited.token))).back("/");
    let name = if name.is_empty() { invited.person.unwrap_or("") } else { name };
    let fields = html! {
        (form.user_name("name", &say!(view, account.name_to_sign_in_with), name, ""))
        (form.password("password", &say!(view, account.password), true, &password_hint(view)))
        (form.password("again", &say!(view, account.password_again), true, ""))
        (zone_field(&form, view.who.zone.name()))
    };
    let main = html! {
        (notice(view, problem))
        p.lede {
            @let by = invited.by.as_ref().map(|(name, role)| say!(view, account.named_inviter, name = html! { strong { bdi { (name) } } }, role = html! { bdi { (role) } }));
            @let person = invited.person.map(|person| html! { strong { bdi { (person) } } });
            @let role = html! { strong { bdi { (invited.role) } } };
            @let by = by.unwrap_or_else(|| html! { (say!(view, account.whoever_runs_this_desk)) });
            @match (person, &invited.talks) {
                (Some(person), Some(talks)) => (say!(view, account.invites_person_to_talks, by = by, person = person, talks = html! { bdi { (talks) } }, role = role)),
                (Some(person), None) => (say!(view, account.invites_person, by = by, person = person, role = role)),
                (None, Some(talks)) => (say!(view, account.invites_you_to_talks, by = by, talks = html! { bdi { (talks) } }, role = role)),
                (None, None) => (say!(view, account.invites_you, by = by, role = role)),
            }
        }
        ul { @for line in readers(view, invited.as_what) { li { (line) } } }
        p.quiet { (say!(view, account.the_link_works_once_until_looking, moment = when::moment(invited.until, &view.who.zone))) }
        div.narrow { (form.ends(fields, &say!(view, account.accept_the_invitation))) }
    };
    Page { title: say!(view, account.invitation).into_owned(), here: Here::Elsewhere, main, aside: None }
}

fn zone_field(form: &crate::field::Form<'_>, zone: &str) -> Markup {
    html! {
        div data-browser-zone="" { (form.zone("zone", &say!(form, account.time_zone), zone, true, &say!(form, account.such_as_europe_kyiv_days))) }
    }
}

/// The page of the reader's own account.
pub fn account(view: &View<'_>, done: Option<&str>, problem: Option<&str>) -> Page {
    let form = view.form("account").to("/account").back("/account");
    let own = html! {
        p { (say!(view, account.you_sign_in_as, strong = html! { strong { bdi { (view.who.name) } } })) }
        (zone_field(&form, view.who.zone.name()))
    };
    let own = form.ends(own, &say!(view, account.keep));
    let form = view.form("password").to("/account/password").back("/account");
    let password = html! {
        (form.password("current", &say!(view, account.current_password), false, ""))
        (form.password("password", &say!(view, account.new_password), true, &password_hint(view)))
        (form.password("again", &say!(view, account.new_password_again), true, ""))
    };
    let password = form.ends(password, &say!(view, account.change_the_password));
    let form = view.form("sign_out_everywhere").to("/sign-out-everywhere").back("/sign-in");
    let everywhere = form.confirm(say!(view, account.sign_out_everywhere)).ends_quietly(
        html! { p { (say!(view, account.ends_every_session_of_yours)) } },
        &say!(view, account.sign_out_everywhere_2),
    );
    let main = html! {
        (notice(view, problem))
        @if let Some(done) = done { p.done role="status" { (words::status(words::Tone::Agreed, say!(view, account.done))) " " (done) } }
        p.lede { (say!(view, account.you_read_as, role = html! { bdi { (words::role(view, &view.who.role, |party| view.party_name(party))) } })) }
        div.columns {
            section.card { h2 { (say!(view, account.time_zone)) } (own) }
            section.card { h2 { (say!(view, account.password)) } (password) }
            section.card { h2 { (say!(view, account.sessions)) } (everywhere) }
        }
    };
    Page { title: say!(view, account.account).into_owned(), here: Here::Account, main, aside: None }
}
