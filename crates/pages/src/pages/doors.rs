//! Who comes in for a party: its doors, and to whoever lets people in the accounts, invitations and sign-ins.

use super::record::{Account, Facts, NewLink};
use crate::assets;
use crate::field::{Form, folded};
use crate::shell::{Here, Page};
use crate::view::View;
use crate::when;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_model::{PartyId, PersonId};
use mediant_record::authority::Authority;
use mediant_record::door::{AgreeToDoor, Announced, CloseDoor, Door, DoorId, OpenedBy};
use mediant_record::{Command, Compartment, Role};

/// The page of a party: everybody of it reads who comes in, and a principal lets people in and out.
pub fn page(view: &View<'_>, facts: &Facts, own: &PartyId) -> Page {
    let decides = matches!(&view.who.role, Role::Principal(_)) && view.has(&Authority::Office(own.clone()));
    let main = html! {
        p.lede { "Who comes in by a door of " (view.party(own)) ". Whoever is let in or closed out shows here at once, whoever did it." }
        (doors(view, own))
        @if decides { (access(view, facts)) (sign_ins(view, facts)) }
        @else { p.quiet { "A principal of the party lets people in and out, and sees their sign-ins." } }
    };
    Page { title: "Who comes in".to_owned(), here: Here::Doors, main, aside: None }
}

/// The page of the mediator: who may sign in, who is invited, who is not yet, and what happened to accounts.
pub fn of_mediator(view: &View<'_>, facts: &Facts) -> Page {
    let main = html! {
        p.lede { "Nobody comes in without an invitation: a link that works once and is bound to a role and a person." }
        (access(view, facts))
        (sign_ins(view, facts))
    };
    Page { title: "Who comes in".to_owned(), here: Here::Doors, main, aside: None }
}

fn doors(view: &View<'_>, own: &PartyId) -> Markup {
    let doors = view.state.doors_of(own);
    html! {
        @if doors.is_empty() { p.empty { "No door is on record." } }
        @else {
            table {
                caption { "Doors, in the order in which they were put on record." }
                thead { tr { th scope="col" { "For" } th scope="col" { "On whose word" } th scope="col" { "State" } } }
                tbody { @for (_, door) in doors {
                    tr {
                        th scope="row" { (whom(view, door.person.as_ref(), &door.role)) }
                        td data-of="On whose word" { (word_of(view, door)) }
                        td data-of="State" { (state_of(view, door)) }
                    }
                } }
            }
        }
    }
}

/// Somebody in a place, such as "Anna (A, principal)".
pub fn whom(view: &View<'_>, person: Option<&PersonId>, role: &Role) -> Markup {
    let role = words::role(role, |party| view.party_name(party));
    html! {
        @match person { Some(person) => (view.person(person)), None => "nobody in particular" }
        " (" bdi { (role) } ")"
    }
}

fn word_of(view: &View<'_>, door: &Door) -> Markup {
    let by = |trace: &mediant_record::state::Trace| match &trace.by.person {
        Some(person) => view.person(person),
        None => html! { bdi { (words::role(&trace.by.role, |party| view.party_name(party))) } },
    };
    html! {
        @match (&door.opened, &door.announced) {
            (Some((OpenedBy::Mediator, _)), _) => "the mediator’s, before a principal had come",
            (Some((OpenedBy::Principal, trace)), _) => (by(trace)),
            (Some((OpenedBy::Before, _)), _) => "not known: the account is from before doors were kept",
            (Some((OpenedBy::Announced, _)) | None, Some(announced)) => {
                "the mediator’s, who announced it "
                (when::moment(announced.trace.at, &view.who.zone))
                @if let Some(agreed) = &announced.agreed { "; " (by(agreed)) " agreed" }
            }
            (Some((OpenedBy::Announced, _)) | None, None) => "the mediator’s",
        }
    }
}

fn state_of(view: &View<'_>, door: &Door) -> Markup {
    html! {
        @if let Some(closed) = &door.closed {
            (words::status(Tone::Ended, if door.opened.is_some() { "closed" } else { "shut" })) " " (when::moment(closed.at, &view.who.zone))
        } @else if let Some((_, trace)) = &door.opened {
            (words::status(Tone::Agreed, "open")) " since " (when::moment(trace.at, &view.who.zone))
        } @else if let Some(waiting) = door.waiting() {
            (words::status(Tone::Blocked, "waits")) " " (opens(view, waiting))
        }
    }
}

fn opens(view: &View<'_>, waiting: &Announced) -> Markup {
    html! {
        @if waiting.agreed.is_some() { "your party agreed: whoever has the link can come in by it now" }
        @else { "from " (when::moment(waiting.opens(), &view.who.zone)) " on whoever has the link can come in by it" }
    }
}

/// What everybody of a party is told on every page as long as a new door waits.
pub fn notices(view: &View<'_>) -> Markup {
    let Some(own) = view.own_party() else { return html! {} };
    html! {
        @for (id, door, waiting) in view.state.doors_waiting(&own) {
            section.notice role="alert" aria-label="A new door" data-door=(id) {
                p {
                    (words::status(Tone::Blocked, "A new door."))
                    " The mediator wants to let somebody in for " (view.party(&own)) ": " (whom(view, door.person.as_ref(), &door.role)) ". "
                    @if waiting.agreed.is_some() { "Your party agreed: whoever has the link can come in by it now." }
                    @else { "From " (when::moment(waiting.opens(), &view.who.zone)) " on whoever has the link can come in by it, reads what your party reads, and acts for it. Shut it if your party did not ask for it." }
                }
                (answers(view, id, waiting))
            }
        }
    }
}

fn answers(view: &View<'_>, id: &DoorId, waiting: &Announced) -> Markup {
    let own: Vec<Compartment> = view.own_party().map(Compartment::Caucus).into_iter().collect();
    let shut = Command::CloseDoor(CloseDoor { door: id.clone() });
    let agree = Command::AgreeToDoor(AgreeToDoor { door: id.clone() });
    html! {
        @if view.offers(&shut) {
            ({
                let form = view.form("close_door").read_by_all(view, &own);
                let fields = html! { (form.fixed("door", id.as_str())) };
                form.ends_quietly(fields, "Shut the door")
            })
        }
        @if waiting.agreed.is_none() && view.offers(&agree) {
            ({
                let form = view.form("agree_to_door").confirm("Let this person in for your party, without waiting?").read_by_all(view, &own);
                let fields = html! { (form.fixed("door", id.as_str())) };
                form.ends_quietly(fields, "Agree: it opens at once")
            })
        }
    }
}

/// Accounts and invitations, for whoever lets people in.
pub fn access(view: &View<'_>, facts: &Facts) -> Markup {
    let role = |role: &Role| words::role(role, |party| view.party_name(party));
    html! {
        h2 { "Who may sign in" }
        (new_links(view, facts))
        (uninvited(view, facts))
        @if facts.accounts.is_empty() && facts.invitations.is_empty() { p.empty { "No invitation is open." } }
        @else {
            table {
                caption { "Accounts and open invitations." }
                thead { tr { th scope="col" { "Who" } th scope="col" { "As" } th scope="col" { "State" } th scope="col" { "Act" } } }
                tbody {
                    @for account in &facts.accounts {
                        tr {
                            th scope="row" { bdi { (account.name) } }
                            td data-of="As" { bdi { (role(&account.role)) } }
                            td data-of="State" { (account_state(account)) }
                            td data-of="Act" { @if account.is_closed || account.is_own || !is_ours(view, &account.role) { span.quiet { "none" } } @else {
                                ({
                                    let form = view.form("close_account").to("/accounts/close").confirm("Close the account? Its sessions end at once.");
                                    let form = who_reads(view, form, account.role.party());
                                    let fields = html! { (form.fixed("id", &account.id)) };
                                    form.ends_quietly(fields, "Close")
                                })
                            } }
                        }
                    }
                    @for invitation in &facts.invitations {
                        tr {
                            th scope="row" { bdi { (invitation.person.as_deref().unwrap_or("whoever has the link")) } }
                            td data-of="As" { bdi { (role(&invitation.role)) } }
                            td data-of="State" {
                                @if invitation.waits {
                                    (words::status(Tone::Blocked, "a new door")) " that opens in its time, or when somebody of the party agrees; the link is good"
                                } @else { (words::status(Tone::Open, "invited")) }
                                " until " (when::moment(invitation.expires, &view.who.zone))
                            }
                            td data-of="Act" { ({
                                let form = view.form("withdraw_invitation").to("/invitations/withdraw");
                                let form = who_reads(view, form, invitation.role.party());
                                let fields = html! { (form.fixed("id", &invitation.id)) };
                                form.ends_quietly(fields, "Withdraw")
                            }) }
                        }
                    }
                }
            }
        }
        (folded("Invite somebody", invite(view)))
        @if view.own_party().is_none() && view.state.negotiating().any(|party| view.state.has_come(&party.id)) {
            (folded("Announce a new door", announce(view)))
        }
    }
}

/// Links that were just made, each with ways to hand it over. What goes by mail names no talks.
fn new_links(view: &View<'_>, facts: &Facts) -> Markup {
    html! {
        @if !facts.new_links.is_empty() {
            div.notice role="status" {
                p { (words::status(Tone::Agreed, "Invited.")) " Hand each link over to the person it is for, and to nobody else. It works once, and is not shown again." }
                ul.items { @for made in &facts.new_links { li { (new_link(view, made)) } } }
            }
            script type="module" src=(assets::path("begin.js")) {}
        }
    }
}

fn new_link(view: &View<'_>, made: &NewLink) -> Markup {
    let role = words::role(&made.role, |party| view.party_name(party));
    let whom = made.whom.as_deref().unwrap_or("whoever has the link");
    html! {
        strong { bdi { (whom) } } " (" bdi { (role) } ")"
        @match &made.link {
            Ok(link) => {
                ": " code.link data-link="" data-whom=(whom) { (link) }
                p.act {
                    button type="button" class="quiet" data-copy="" aria-label=(format!("Copy the link for {whom}")) hidden { "Copy" } " "
                    a href=(mail(link)) aria-label=(format!("Send by mail: the link for {whom}")) { "Send by mail" }
                    @if let Some(expires) = made.expires { " " small { "until " (when::moment(expires, &view.who.zone)) } }
                }
            }
            Err(why) => { ": " (words::status(Tone::Blocked, "not invited")) " " (words::said(why)) }
        }
    }
}

/// A mail that is begun with a link: neither whose it is nor which talks it leads to.
fn mail(link: &str) -> String {
    let encoded = crate::percent::encoded;
    let body = format!("This link is for you alone, and works once:\n\n{link}\n");
    format!("mailto:?subject={}&body={}", encoded("An invitation"), encoded(&body))
}

/// Those who were named and cannot come in yet: each with a button, and one for all.
fn uninvited(view: &View<'_>, facts: &Facts) -> Markup {
    html! {
        @if !facts.uninvited.is_empty() {
            h3 { "Not invited yet" }
            ul.items {
                @for wanted in &facts.uninvited {
                    li {
                        bdi { (wanted.name) } " (" bdi { (words::role(&wanted.role, |party| view.party_name(party))) } ") "
                        ({
                            let form = view.form("invite").to("/invite").back("/accounts");
                            let form = who_reads(view, form, wanted.role.party());
                            let fields = html! {
                                (form.fixed("role:json", &serde_json::to_string(&wanted.role).unwrap_or_default()))
                                (form.fixed("person", wanted.person.as_str()))
                            };
                            form.ends_in(fields, html! { button type="submit" class="quiet" aria-label=(format!("Invite {}", wanted.name)) { "Invite" } })
                        })
                    }
                }
            }
            @if facts.uninvited.len() > 1 {
                ({
                    let form = view.form("invite_everybody").to("/invite/everybody").back("/accounts");
                    let form = form.telling("Who will read who comes in: for each of them their own party, and the mediator with the team.");
                    form.ends(html! {}, &format!("Invite all {}", facts.uninvited.len()))
                })
            }
        }
    }
}

/// Says beside a button who reads what changes about those who come in: in a party everybody of it and the mediator, else the
/// mediator alone.
fn who_reads<'v>(view: &View<'_>, form: Form<'v>, party: Option<&PartyId>) -> Form<'v> {
    match party {
        Some(party) => form.saying(view, "Who will read who comes in", &[Compartment::Caucus(party.clone())]),
        None => form.telling("Who will read who comes in: you alone."),
    }
}

fn account_state(account: &Account) -> Markup {
    html! {
        @if account.is_closed { (words::status(Tone::Ended, "closed")) }
        @else if let Some(on) = account.left { (words::status(Tone::Ended, "left")) " " (when::day(on)) ": nobody signs in to it" }
        @else { (words::status(Tone::Agreed, "account")) @if account.is_nobody { small { "nobody in particular: it speaks and binds nobody; close it when its holder leaves" } } }
        @match &account.let_in_by {
            None => {}
            Some(OpenedBy::Mediator) => { small { "let in by the mediator" } }
            Some(OpenedBy::Principal) => { small { "let in by a principal" } }
            Some(OpenedBy::Announced) => { small { "let in by a new door of the mediator" } }
            Some(OpenedBy::Before) => { small { "from before doors were kept" } }
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
        h2 { "Signing in" }
        table {
            caption {
                "What happened to accounts in the last 30 days, newest first."
                @if view.is_mediators() { " A name in quotation marks stands for one that no account has." }
            }
            thead { tr { th scope="col" { "When" } th scope="col" { "Name" } th scope="col" { "From" } th scope="col" { "What" } } }
            tbody { @for sign_in in &facts.sign_ins {
                tr {
                    th scope="row" { (when::moment(sign_in.at, &view.who.zone)) }
                    td data-of="Name" { bdi { (sign_in.name) } }
                    td data-of="From" { (sign_in.from) }
                    td data-of="What" { (words::status(if sign_in.refused { Tone::Blocked } else { Tone::Open }, sign_in.what)) }
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
    let (mut roles, mut people) = (Vec::new(), vec![(String::new(), "nobody in particular".to_owned())]);
    for party in view.state.negotiating().filter(|party| lets_in(&party.id)) {
        let words = ["principal", "delegate", "adviser"];
        roles.extend(words.iter().map(|word| (value(word, &party.id), format!("{}, {word}", party.name))));
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
        None => form.telling(
            "Who will read who comes in: everybody of the party you choose, and you with the team; of the team and of observers, you alone.",
        ),
    };
    let (mut of, people) = choices(view, |party| match &own {
        Some(own) => own == party,
        None => !view.state.has_come(party),
    });
    if own.is_none() {
        of.insert(0, ("\"team\"".to_owned(), "mediator’s team".to_owned()));
        of.push(("\"observer\"".to_owned(), "observer: reads what is public".to_owned()));
    }
    let fields = html! {
        (form.choice("role:json", "As", &of, "", ""))
        (form.choice("person", "Which person it is", &people, "", "whose mandates count for what is accepted; nobody in particular speaks, and binds nobody"))
        @if own.is_none() { p.quiet { "A party whose principal has come invites its people itself." } }
    };
    form.ends(fields, "Make the invitation")
}

fn announce(view: &View<'_>) -> Markup {
    let form = view
        .form("announce_door")
        .to("/doors/announce")
        .back("/accounts")
        .confirm("Announce a new door? Everybody of the party is told, and can shut it.")
        .telling("Who will read it: everybody of the party you choose, at once, and you with the team.");
    let (of, people) = choices(view, |party| view.state.has_come(party));
    let fields = html! {
        p { "For a delegation that lost its accounts. The link opens after 48 hours, or as soon as somebody of the party agrees; everybody of the party is told on every page, and can shut it." }
        (form.choice("role:json", "As", &of, "", ""))
        (form.choice("person", "Which person it is", &people, "", ""))
    };
    form.ends(fields, "Announce the door")
}
