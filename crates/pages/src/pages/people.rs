//! Who speaks for whom, and under which mandate.

use super::{beginning, opening};
use crate::field::{Form, folded, pairs, short_name};
use crate::reads::Readership;
use crate::shell::{Here, Page};
use crate::view::View;
use crate::words::{self, Tone};
use crate::{when, whose_word};
use maud::{Markup, html};
use mediant_model::party::PersonRole;
use mediant_model::{Party, PartyId, PartyRole, Person};
use mediant_record::authority::Authority;
use mediant_record::mandate::{GivenMandate, MandateId};
use mediant_record::mending::Subject;
use mediant_record::person::RecordReturn;
use mediant_record::{Command, Compartment, Event, Role};

/// Who speaks for whom, under which mandate.
pub fn page(view: &View<'_>) -> Page {
    let main = html! {
        p.lede { "Acceptance counts only from somebody with a live mandate on the issue. Whoever leaves acts and reads for the party no more, every mandate ends at once, and what they accepted is asked anew." }
        @for party in &view.state.parties { (of_party(view, party)) }
        @if view.state.parties.is_empty() { p.empty { "No party has joined yet." } }
        (beginning::ways(view))
        @if view.who.role == Role::Mediator && view.mediates() { p { a href="/accounts" { "Who comes in: invite people" } } }
        @if view.mediates() { (folded("Add a party", add_party(view))) (folded("Name a source", name_source(view))) }
        @if view.who.session.is_some() && !view.preview { p { a href="/mend" { "Put names and words right" } } }
        (opening::rules(view))
    };
    Page { title: "People and mandates".to_owned(), here: Here::People, main, aside: None }
}

fn of_party(view: &View<'_>, party: &Party) -> Markup {
    html! {
        section.party aria-label=(party.name) {
            h2 { bdi { (party.name) } @if party.role == PartyRole::Third { ", third party" } (super::mending::link(view, &Subject::Party(party.id.clone()))) }
            @if party.people.is_empty() { p.empty { "Nobody was named yet." } }
            @else {
                table {
                    caption { "Who speaks for " bdi { (party.name) } "." }
                    thead { tr {
                        th scope="col" { "Person" } th scope="col" { "Place" } th scope="col" { "Mandates" }
                        @if may_change(view, party) { th scope="col" { "Act" } }
                    } }
                    tbody { @for person in &party.people { (row(view, party, person)) } }
                }
            }
            @if !party.factions.is_empty() {
                p { "Voices within: " (words::listed(party.factions.iter().map(|faction| html! { bdi { (faction.name) } @if faction.veto { " (veto)" } }))) "." }
            }
            @if may_change(view, party) {
                @if may_give(view, party) { (folded("Name a person", name_person(view, party))) }
                @if may_give(view, party) && !of_whom(view, party).is_empty() { (folded("Give a mandate", give(view, party))) }
                (super::stating::general(view, &party.id))
            }
        }
    }
}

fn may_change(view: &View<'_>, party: &Party) -> bool {
    view.speaks_for(&party.id)
}

/// Only a principal in office gives and takes authority; the mediator records what was reported.
fn may_give(view: &View<'_>, party: &Party) -> bool {
    view.speaks_for(&party.id) && view.has(&Authority::Office(party.id.clone()))
}

/// Those to whom the reader may give a mandate: whoever speaks for the party, and not oneself.
fn of_whom<'p>(view: &View<'_>, party: &'p Party) -> Vec<&'p Person> {
    let may = |person: &&Person| {
        view.state.speaks(&party.id, &person.id, view.today)
            && view.has(&Authority::OfficeOver(party.id.clone(), person.id.clone()))
    };
    party.people.iter().filter(may).collect()
}

fn row(view: &View<'_>, party: &Party, person: &Person) -> Markup {
    let left = view.state.left.get(&(party.id.clone(), person.id.clone()));
    let mut mandates: Vec<_> = view.state.mandates_of(&party.id, &person.id).collect();
    mandates.sort_by_key(|(_, given)| std::cmp::Reverse(given.trace.index));
    html! {
        tr {
            th scope="row" {
                bdi { (person.name) } (super::mending::link(view, &Subject::Person { party: party.id.clone(), person: person.id.clone() }))
                @if let Some(office) = &person.office { small { (words::said(office)) } }
            }
            td data-of="Place" {
                (words::person_role(person.role))
                @if person.leads { " · leads" }
                @if let Some(left) = left {
                    div { (words::status(Tone::Ended, if left.back.is_some() { "had left" } else { "left" })) " " (when::day(left.on)) ": "
                        (words::departure(&left.how, |other| view.person(other)))
                        @if let Some(reason) = &left.reason { small { (words::said(reason)) } }
                        @if let Some(source) = &left.source { small { (view.citation(source)) } }
                        small { (whose_word::at(view, &left.trace)) } }
                    @if let Some(back) = &left.back {
                        div { (words::status(Tone::Open, "back")) " from " (when::day(back.on))
                            @if let Some(reason) = &back.reason { ": " small { (words::said(reason)) } }
                            @if let Some(source) = &back.source { small { (view.citation(source)) } }
                            small { (whose_word::at(view, &back.trace)) } }
                    }
                }
            }
            td data-of="Mandates" {
                @if mandates.is_empty() {
                    @if person.role == PersonRole::Principal { "decides for the party" } @else { span.quiet { "none" } }
                }
                @for (id, given) in mandates { div.voice { (mandate(view, party, id, given)) } }
                (whose_word::besides(view, |event| matches!(event, Event::MandateGiven(given) if given.party == party.id && given.person == person.id)))
            }
            @if may_change(view, party) {
                td data-of="Act" {
                    @let gone = left.is_some_and(|left| left.back.is_none());
                    @if !gone && may_record_departure(view, party, person) { (folded("Record leaving", leaving(view, party, person))) }
                    @else if gone && may_record_return(view, party, person) { (folded("Record the return", returning(view, party, person))) }
                    @else { span.quiet { "none" } }
                }
            }
        }
    }
}

fn may_record_departure(view: &View<'_>, party: &Party, person: &Person) -> bool {
    let is_not_the_teams =
        view.who.role == Role::Team && person.role == PersonRole::Principal && view.state.has_come(&party.id);
    view.speaks_for(&party.id)
        && !is_not_the_teams
        && view.has(&Authority::OneselfOr(party.id.clone(), person.id.clone()))
}

fn may_record_return(view: &View<'_>, party: &Party, person: &Person) -> bool {
    !view.state.is_the_partys_own_to_say(&party.id, &view.who.role, view.today)
        && view.offers(&coming_back(party, person))
}

/// The command that the form makes by which somebody is back.
fn coming_back(party: &Party, person: &Person) -> Command {
    let (party, person) = (party.id.clone(), person.id.clone());
    Command::RecordReturn(RecordReturn { party, person, on: None, reason: None, source: None })
}

fn mandate(view: &View<'_>, party: &Party, id: &MandateId, given: &GivenMandate) -> Markup {
    html! {
        (mandate_status(view, given)) " "
        @match &given.issues { None => "all issues", Some(issues) => (view.issues(issues)) }
        small {
            @if let Some(from) = given.from { "from " (when::day(from)) " · " }
            @if let Some(until) = given.until { "until " (when::day(until)) " · " }
            @if let Some((on, reason)) = &given.ended {
                "ended " (when::day(*on)) @if let Some(reason) = reason { ": " (words::said(reason)) } " · "
            }
            @if let Some(source) = &given.source { (view.citation(source)) " · " }
            (words::known_to(&given.trace.compartment, |party| view.party_name(party)))
            (whose_word::at(view, &given.trace))
        }
        // What changed it leaves no other trace.
        (whose_word::all(view, |event| match event {
            Event::MandateLimited(limited) => limited.mandate == *id,
            Event::MandateCorrected(corrected) => corrected.mandate == *id,
            Event::MandateRevoked(revoked) => revoked.mandate == *id,
            _ => false,
        }))
        (super::mending::mandate_link(view, id))
        @let changes = Authority::OfficeOver(party.id.clone(), given.person.clone());
        @if given.ended.is_none() && may_give(view, party) && view.has(&changes) { (folded("Limit or widen", limit(view, id, given))) }
        @if given.ended.as_ref().is_none_or(|(on, _)| view.today < *on) && may_give(view, party) { (folded("Revoke", revoke(view, id, given))) }
    }
}

fn mandate_status(view: &View<'_>, given: &GivenMandate) -> Markup {
    if given.is_live(view.today) {
        words::status(Tone::Agreed, "live")
    } else if given.ended.as_ref().is_none_or(|(on, _)| *on > view.today)
        && given.from.is_some_and(|from| view.today < from)
    {
        words::status(Tone::Open, "not begun")
    } else {
        words::status(Tone::Ended, "ended")
    }
}

/// Whether somebody could accept something for the party today.
pub(super) fn can_somebody_accept(view: &View<'_>, party: &PartyId) -> bool {
    let Some(known) = view.state.party(party) else { return false };
    known.people.iter().any(|person| {
        let speaks = view.state.speaks(party, &person.id, view.today);
        let live = || view.state.mandates_of(party, &person.id).any(|(_, given)| given.is_live(view.today));
        speaks && (person.role == PersonRole::Principal || live())
    })
}

/// A party's people for a field, with nobody in front where that is allowed.
pub(super) fn choice_of_people(
    view: &View<'_>,
    party: &PartyId,
    nobody: Option<&str>,
) -> Vec<(String, String)> {
    let mut of: Vec<(String, String)> =
        nobody.map(|words| (String::new(), words.to_owned())).into_iter().collect();
    let people = view.state.party(party).map(|party| party.people.as_slice()).unwrap_or_default();
    let there = people.iter().filter(|person| view.state.speaks(party, &person.id, view.today));
    of.extend(there.map(|person| (person.id.to_string(), person.name.clone())));
    of
}

/// On whose word something is recorded: a field for the mediator; whoever asks, for a party.
pub(super) fn on_whose_word(view: &View<'_>, form: &Form<'_>, party: &PartyId, label: &str) -> Markup {
    if view.mediates() {
        form.choice("person", label, &choice_of_people(view, party, Some("not said")), "", "")
    } else {
        html! {}
    }
}

fn party_places(view: &View<'_>, party: &Party, form: &Form<'_>) -> Markup {
    let mut of = opening::open_audiences(view);
    if party.role == PartyRole::Negotiating {
        of.insert(0, Readership::named(Compartment::Caucus(party.id.clone()), "in confidence"));
    }
    let only = (of.len() == 1).then_some("table");
    form.audience(view, "in", "Who will read it", &of, only)
}

fn name_person(view: &View<'_>, party: &Party) -> Markup {
    let form = view.form("name_person").read_as_chosen();
    let may_name_a_principal = match view.mediates() {
        true => !view.state.is_the_partys_own_to_say(&party.id, &view.who.role, view.today),
        false => view.state.has_come(&party.id),
    };
    let mut roles = pairs(&words::PERSON_ROLES);
    roles.retain(|(role, _)| may_name_a_principal || role != "principal");
    let hint = match (may_name_a_principal, view.mediates()) {
        (true, _) => "",
        (false, true) => "who is a principal the party says itself, since one has come",
        (false, false) => "who is a principal the mediator records, until one has come",
    };
    let fields = html! {
        (form.fixed("party", party.id.as_str()))
        (form.line("person.name", "Name", true, ""))
        (short_name(&form, "person.id", "made from the name where empty; the same short name again changes what is known of the person"))
        (form.line("person.office", "Office", false, ""))
        (form.choice("person.role", "Place", &roles, "delegate", hint))
        (form.tick("person.leads", "Leads the delegation", false))
        (party_places(view, party, &form))
    };
    form.ends(fields, "Name the person")
}

fn issue_ticks(view: &View<'_>, form: &Form<'_>, ticked: &[String]) -> Markup {
    let of: Vec<(String, String)> =
        view.state.issues.iter().map(|issue| (issue.id.to_string(), issue.name.clone())).collect();
    form.ticks("issues[]", "On these issues", &of, ticked, "none ticked: on all of them")
}

fn give(view: &View<'_>, party: &Party) -> Markup {
    let form = view.form("give_mandate").read_as_chosen();
    let of: Vec<(String, String)> =
        of_whom(view, party).iter().map(|person| (person.id.to_string(), person.name.clone())).collect();
    let fields = html! {
        (form.fixed("party", party.id.as_str()))
        (form.choice("person", "To", &of, "", ""))
        (issue_ticks(view, &form, &[]))
        div.row { (form.day("from", "First day", "from now where empty")) (form.day("until", "Last day", "without end where empty")) }
        (party_places(view, party, &form))
    };
    form.ends(fields, "Give the mandate")
}

fn limit(view: &View<'_>, id: &MandateId, given: &GivenMandate) -> Markup {
    let form = view.form("limit_mandate").read_by(view, &given.trace.compartment);
    let ticked: Vec<String> = given.issues.iter().flatten().map(ToString::to_string).collect();
    let fields = html! {
        (form.fixed("mandate", id.as_str()))
        (issue_ticks(view, &form, &ticked))
        (form.typed("date", "until", "Last day", &given.until.map(|day| day.to_string()).unwrap_or_default(), false, "without end where empty"))
    };
    form.ends(fields, "Change the mandate")
}

fn revoke(view: &View<'_>, id: &MandateId, given: &GivenMandate) -> Markup {
    let form =
        view.form("revoke_mandate").confirm("Revoke the mandate? What was accepted under it is asked anew.");
    let form = form.read_by(view, &given.trace.compartment);
    let fields = html! {
        (form.fixed("mandate", id.as_str()))
        (form.day("on", "From", "today where empty"))
        (form.line("reason", "Why", false, ""))
    };
    form.ends(fields, "Revoke the mandate")
}

fn leaving(view: &View<'_>, party: &Party, person: &Person) -> Markup {
    let form = view.form("record_departure").confirm(
        "Record this? The person’s mandates and accounts end, and what they accepted is asked anew.",
    );
    let form = form.read_as_chosen();
    let mut how = vec![
        ("\"resigned\"".to_owned(), "resigned".to_owned()),
        ("\"dismissed\"".to_owned(), "was dismissed".to_owned()),
    ];
    for other in party.people.iter().filter(|other| other.id != person.id) {
        let value = serde_json::json!({ "replaced_by": other.id.as_str() }).to_string();
        how.push((value, format!("replaced by {}", other.name)));
    }
    let fields = html! {
        (form.fixed("party", party.id.as_str()))
        (form.fixed("person", person.id.as_str()))
        (form.choice("how:json", "How", &how, "", ""))
        (form.day("on", "First day without", "today where empty"))
        (form.line("reason", "Why", false, ""))
        (party_places(view, party, &form))
    };
    form.ends(fields, "Record it")
}

fn returning(view: &View<'_>, party: &Party, person: &Person) -> Markup {
    let form = view.form("record_return").confirm("Record this? The person speaks for the party again.");
    let left = view.state.left.get(&(party.id.clone(), person.id.clone()));
    let place = left.map_or(Compartment::Mediator, |left| left.trace.compartment.clone());
    let form = form.read_by(view, &place);
    let fields = html! {
        p { "Whoever read that " (view.person(&person.id)) " left reads this. Mandates are given anew, and the account is signed in to anew." }
        (form.fixed("party", party.id.as_str()))
        (form.fixed("person", person.id.as_str()))
        (form.day("on", "First day back", "today where empty"))
        (form.line("reason", "Why", false, ""))
    };
    form.ends(fields, "Record it")
}

fn add_party(view: &View<'_>) -> Markup {
    let form = view.form("add_party").read_as_chosen();
    let fields = html! {
        (form.line("party.name", "Name", true, ""))
        (short_name(&form, "party.id", "as briefs and brackets write it; made from the name where empty"))
        (form.choice("party.role", "At the table", &pairs(&[("negotiating", "negotiates: its acceptance counts"), ("third", "third party: it mediates")]), "negotiating", ""))
        (opening::who_knows(view, &form, false))
    };
    form.ends(fields, "Add the party")
}

fn name_source(view: &View<'_>) -> Markup {
    let form = view.form("name_source").read_as_chosen();
    let fields = html! {
        (form.line("source.title", "Title", true, ""))
        (short_name(&form, "source.id", "as citations write it; made from the title where empty"))
        (form.day("source.date", "Date", ""))
        (form.line("source.url", "Address", false, ""))
        (opening::who_knows(view, &form, true))
    };
    form.ends(fields, "Name the source")
}
