//! Who has an account, who is invited, and the forms that let somebody in.

use super::qr;
use crate::field::{Form, folded};
use crate::pages::record::{Account, Facts, Invitation, NewLink};
use crate::scripts::Script;
use crate::view::View;
use crate::when;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_model::PartyId;
use mediant_record::door::OpenedBy;
use mediant_record::{Compartment, Role};
use mediant_words::say;

/// Accounts and invitations, for whoever lets people in.
pub fn access(view: &View<'_>, facts: &Facts) -> Markup {
    let role = |role: &Role| words::role(view, role, |party| view.party_name(party));
    html! {
        h2 { (say!(view, doors.who_may_sign_in)) }
        (new_links(view, facts))
        (uninvited(view, facts))
        @if facts.accounts.is_empty() && facts.invitations.is_empty() { p.empty { (say!(view, doors.no_invitation_is_open)) } }
        @else {
            table {
                caption { (say!(view, doors.accounts_and_open_invitations)) }
                thead { tr { th scope="col" { (say!(view, doors.who)) } th scope="col" { (say!(view, doors.as_word)) } th scope="col" { (say!(view, doors.state)) } th scope="col" { (say!(view, doors.act)) } } }
                tbody {
                    @for account in &facts.accounts {
                        tr {
                            th scope="row" { bdi { (account.name) } }
                            td data-of=(say!(view, doors.as_word)) { bdi { (role(&account.role)) } }
                            td data-of=(say!(view, doors.state)) { (account_state(view, account)) }
                            td data-of=(say!(view, doors.act)) { @if account.is_closed || account.is_own || !is_ours(view, &account.role) { span.quiet { (say!(view, doors.none)) } } @else {
                                ({
                                    let form = view.form("close_account").to("/accounts/close").confirm(say!(view, doors.close_the_account_its_sessions_end));
                                    let form = who_reads(view, form, account.role.party());
                                    let fields = html! { (form.fixed("id", &account.id)) };
                                    form.ends_quietly(fields, &say!(view, doors.close))
                                })
                            } }
                        }
                    }
                    @for invitation in &facts.invitations {
                        tr {
                            th scope="row" { (invited(view, invitation)) }
                            td data-of=(say!(view, doors.as_word)) { bdi { (role(&invitation.role)) } }
                            td data-of=(say!(view, doors.state)) {
                                @let until = when::moment(invitation.expires, &view.who.zone);
                                @if invitation.waits {
                                    (say!(view, doors.new_door_until, status = words::status(Tone::Blocked, say!(view, doors.is_new_door)), until = until))
                                } @else {
                                    (say!(view, doors.invited_until, status = words::status(Tone::Open, say!(view, doors.is_invited)), until = until))
                                }
                            }
                            td data-of=(say!(view, doors.act)) { ({
                                let form = view.form("withdraw_invitation").to("/invitations/withdraw");
                                let form = who_reads(view, form, invitation.role.party());
                                let fields = html! { (form.fixed("id", &invitation.id)) };
                                form.ends_quietly(fields, &say!(view, doors.withdraw))
                            }) }
                        }
                    }
                }
            }
        }
        (folded(&say!(view, doors.invite_somebody), invite(view)))
        @if view.own_party().is_none() && view.state.negotiating().any(|party| view.state.has_come(&party.id)) {
            (folded(&say!(view, doors.announce_a_new_door), announce(view)))
        }
    }
}

/// Whom an invitation is for.
fn invited(view: &View<'_>, invitation: &Invitation) -> Markup {
    match (&invitation.person, &invitation.name) {
        (Some(person), _) => view.person(person),
        (None, Some(name)) => html! { bdi { (name) } },
        (None, None) => html! { (say!(view, doors.whoever_has_the_link)) },
    }
}

/// Links that were just made, each with ways to hand it over. What goes by mail names no talks.
fn new_links(view: &View<'_>, facts: &Facts) -> Markup {
    html! {
        @if !facts.new_links.is_empty() {
            div.notice role="status" {
                p { (say!(view, doors.hand_each_link_over, status = words::status(Tone::Agreed, say!(view, doors.invited)))) }
                ul.items { @for made in &facts.new_links { li { (new_link(view, made)) } } }
            }
            (Script::Begin.element(view))
        }
    }
}

fn new_link(view: &View<'_>, made: &NewLink) -> Markup {
    let role = words::role(view, &made.role, |party| view.party_name(party));
    let whoever = say!(view, doors.whoever_has_the_link);
    let whom = made.whom.as_deref().unwrap_or(&whoever);
    html! {
        strong { bdi { (whom) } } " (" bdi { (role) } ")"
        @match &made.link {
            Ok(link) => {
                ": " code.link data-link="" data-whom=(whom) { (link) }
                p.act {
                    button type="button" class="quiet" data-copy="" data-copied=(say!(view, doors.copied)) data-marked=(say!(view, doors.marked_copy_it_now)) aria-label=(say!(view, doors.copy_the_link_for, whom = whom)) hidden { (say!(view, doors.copy)) } " "
                    a href=(mail(view, link)) aria-label=(say!(view, doors.send_by_mail_for, whom = whom)) { (say!(view, doors.send_by_mail)) }
                    @if let Some(expires) = made.expires { " " small { (say!(view, doors.until, moment = when::moment(expires, &view.who.zone))) } }
                }
                @if let Some(code) = qr::code(link, &say!(view, doors.qr_code_for, whom = whom)) {
                    (folded(&say!(view, doors.show_as_a_qr_code), code))
                }
            }
            Err(why) => { ": " (words::status(Tone::Blocked, say!(view, doors.not_invited))) " " (words::said(why)) }
        }
    }
}

/// A mail that is begun with a link: neither whose it is nor which talks it leads to.
fn mail(view: &View<'_>, link: &str) -> String {
    let encoded = crate::percent::encoded;
    let body = format!("{}\n\n{link}\n", say!(view, doors.mail_this_link_is_for_you));
    format!("mailto:?subject={}&body={}", encoded(&say!(view, doors.an_invitation)), encoded(&body))
}

/// Those who were named and cannot come in yet: each with a button, and one for all.
fn uninvited(view: &View<'_>, facts: &Facts) -> Markup {
    html! {
        @if !facts.uninvited.is_empty() {
            h3 { (say!(view, doors.not_invited_yet)) }
            ul.items {
                @for wanted in &facts.uninvited {
                    li {
                        bdi { (wanted.name) } " (" bdi { (words::role(view, &wanted.role, |party| view.party_name(party))) } ") "
                        ({
                            let form = view.form("invite").to("/invite").back("/accounts");
                            let form = who_reads(view, form, wanted.role.party());
                            let fields = html! {
                                (form.fixed("role:json", &serde_json::to_string(&wanted.role).unwrap_or_default()))
                                (form.fixed("person", wanted.person.as_str()))
                            };
                            form.ends_in(fields, html! { button type="submit" class="quiet" aria-label=(say!(view, doors.invite_whom, whom = wanted.name)) { (say!(view, doors.invite)) } })
                        })
                    }
                }
            }
            @if facts.uninvited.len() > 1 {
                ({
                    let form = view.form("invite_everybody").to("/invite/everybody").back("/accounts");
                    let form = form.telling(say!(view, doors.who_will_read_who_comes));
                    form.ends(html! {}, &say!(view, doors.invite_all, count = facts.uninvited.len()))
                })
            }
        }
    }
}

/// Says beside a button who reads what changes about those who come in: in a party everybody of it and the mediator, else the
/// mediator alone.
fn who_reads<'v>(view: &View<'_>, form: Form<'v>, party: Option<&PartyId>) -> Form<'v> {
    match party {
        Some(party) => form.saying(
            view,
            &say!(view, doors.who_will_read_who_comes_in),
            &[Compartment::Caucus(party.clone())],
        ),
        None => form.telling(say!(view, doors.who_will_read_who_comes_in_you)),
    }
}

fn account_state(view: &View<'_>, account: &Account) -> Markup {
    html! {
        @if account.is_closed { (words::status(Tone::Ended, say!(view, doors.closed))) }
        @else if let Some(on) = account.left { (say!(view, doors.left_on, status = words::status(Tone::Ended, say!(view, doors.left)), day = when::day(on))) }
        @else { (words::status(Tone::Agreed, say!(view, doors.account))) @if account.is_nobody { small { (say!(view, doors.nobody_in_particular_it_speaks)) } } }
        @match &account.let_in_by {
            None => {}
            Some(OpenedBy::Mediator) => { small { (say!(view, doors.let_in_by_the_mediator)) } }
            Some(OpenedBy::Principal) => { small { (say!(view, doors.let_in_by_a_principal)) } }
            Some(OpenedBy::Announced) => { small { (say!(view, doors.let_in_by_a_new_door)) } }
            Some(OpenedBy::Before) => { small { (say!(view, doors.from_before_doors_were_kept)) } }
        }
    }
}

/// Whether the reader closes accounts of a role: a party's own, once a principal of it has come.
fn is_ours(view: &View<'_>, role: &Role) -> bool {
    view.own_party().is_some() || role.party().is_none_or(|party| !view.state.has_come(party))
}

/// Sign-ins, for whoever lets people in.
pub fn sign_ins(view: &View<'_>, facts: &Facts) -> Markup {
    html! {
        h2 { (say!(view, doors.signing_in)) }
        table {
            caption {
                (say!(view, doors.what_happened_to_accounts))
                @if view.is_mediators() { " " (say!(view, doors.a_name_in_quotation_marks_stands)) }
            }
            thead { tr { th scope="col" { (say!(view, doors.when)) } th scope="col" { (say!(view, doors.name)) } th scope="col" { (say!(view, doors.from)) } th scope="col" { (say!(view, doors.what)) } } }
            tbody { @for sign_in in &facts.sign_ins {
                tr {
                    th scope="row" { (when::moment(sign_in.at, &view.who.zone)) }
                    td data-of=(say!(view, doors.name)) { bdi { (sign_in.name) } }
                    td data-of=(say!(view, doors.from)) { (sign_in.from) }
                    td data-of=(say!(view, doors.what)) { (words::status(if sign_in.refused { Tone::Blocked } else { Tone::Open }, &sign_in.what)) }
                }
            } }
        }
    }
}

/// What can be chosen: each value with its words.
type Choices = Vec<(String, String)>;

/// The choices of a role and of a person, of parties that the reader lets people in for.
fn choices(view: &View<'_>, lets_in: impl Fn(&PartyId) -> bool) -> (Choices, Choices) {
    let value = |word: &str, id: &PartyId| serde_json::json!({ word: id.as_str() }).to_string();
    let (mut roles, mut people) =
        (Vec::new(), vec![(String::new(), say!(view, doors.nobody_in_particular).into_owned())]);
    for party in view.state.negotiating().filter(|party| lets_in(&party.id)) {
        let name = &party.name;
        roles.extend([
            (value("principal", &party.id), say!(view, words.role_principal, party = name).into_owned()),
            (value("delegate", &party.id), say!(view, words.role_delegate, party = name).into_owned()),
            (value("adviser", &party.id), say!(view, words.role_adviser, party = name).into_owned()),
        ]);
        let there = party.people.iter().filter(|person| view.state.speaks(&party.id, &person.id, view.today));
        let others =
            there.filter(|person| view.own_party().is_none() || view.who.person.as_ref() != Some(&person.id));
        people.extend(
            others.map(|person| (person.id.to_string(), format!("{} ({})", person.name, party.name))),
        );
    }
    (roles, people)
}

fn invite(view: &View<'_>) -> Markup {
    let own = view.own_party();
    let form = view.form("invite").to("/invite").back("/accounts");
    let form = match &own {
        Some(own) => who_reads(view, form, Some(own)),
        None => form.telling(say!(view, doors.who_will_read_who_comes_in_everybody)),
    };
    let (mut of, people) = choices(view, |party| match &own {
        Some(own) => own == party,
        None => !view.state.has_come(party),
    });
    if own.is_none() {
        of.insert(0, ("\"team\"".to_owned(), say!(view, doors.mediators_team).into_owned()));
        of.push(("\"observer\"".to_owned(), say!(view, doors.observer_reads_what_is_public).into_owned()));
    }
    let fields = html! {
        (form.choice("role:json", &say!(view, doors.as_word), &of, "", ""))
        (form.choice("person", &say!(view, doors.which_person_it_is), &people, "", &say!(view, doors.whose_mandates_count_for_what)))
        @if own.is_none() { p.quiet { (say!(view, doors.a_party_whose_principal_has_come)) } }
    };
    form.ends(fields, &say!(view, doors.make_the_invitation))
}

fn announce(view: &View<'_>) -> Markup {
    let form = view
        .form("announce_door")
        .to("/doors/announce")
        .back("/accounts")
        .confirm(say!(view, doors.announce_a_new_door_everybody))
        .telling(say!(view, doors.who_will_read_it_everybody));
    let (of, people) = choices(view, |party| view.state.has_come(party));
    let fields = html! {
        p { (say!(view, doors.for_a_delegation_that_lost)) }
        (form.choice("role:json", &say!(view, doors.as_word), &of, "", ""))
        (form.choice("person", &say!(view, doors.which_person_it_is), &people, "", ""))
    };
    form.ends(fields, &say!(view, doors.announce_the_door))
}
