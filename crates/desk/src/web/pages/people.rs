//! Who speaks for whom, and under which mandate.

use super::opening;
use crate::web::field::{Form, folded, pairs};
use crate::web::shell::{Here, Page};
use crate::web::view::View;
use crate::web::when;
use crate::web::words::{self, Tone};
use maud::{Markup, html};
use mediant_model::party::PersonRole;
use mediant_model::{Party, PartyId, PartyRole, Person};
use mediant_record::id::MandateId;
use mediant_record::state::GivenMandate;

/// The page.
pub fn page(view: &View<'_>) -> Page {
    let main = html! {
        p.lede { "Acceptance counts only from somebody with a live mandate on the issue; a resignation ends every mandate at once." }
        @for party in &view.state.parties { (of_party(view, party)) }
        @if view.state.parties.is_empty() { p.empty { "No party has joined yet." } }
        @if view.mediates() { (folded("Add a party", add_party(view))) (folded("Name a source", name_source(view))) }
        (opening::rules(view))
    };
    Page { title: "People and mandates".to_owned(), here: Here::People, main, aside: None }
}

fn of_party(view: &View<'_>, party: &Party) -> Markup {
    html! {
        section.party aria-label=(party.name) {
            h2 { bdi { (party.name) } @if party.role == PartyRole::Third { " " span.kind { "third party" } } }
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
                (folded("Name a person", name_person(view, party)))
                @if may_give(view, party) && !party.people.is_empty() { (folded("Give a mandate", give(view, party))) }
                (super::stating::general(view, &party.id))
            }
        }
    }
}

fn may_change(view: &View<'_>, party: &Party) -> bool {
    view.speaks_for(&party.id)
}

/// Only a principal gives and takes authority; the mediator records what was reported.
fn may_give(view: &View<'_>, party: &Party) -> bool {
    let principal = matches!(&view.who.role, mediant_record::actor::Role::Principal(own) if own == &party.id);
    view.mediates() || (principal && view.acts_for(&party.id))
}

fn row(view: &View<'_>, party: &Party, person: &Person) -> Markup {
    let left = view.state.left.get(&(party.id.clone(), person.id.clone()));
    let mut mandates: Vec<_> = view.state.mandates_of(&party.id, &person.id).collect();
    mandates.sort_by_key(|(_, given)| std::cmp::Reverse(given.trace.index));
    html! {
        tr {
            th scope="row" {
                bdi { (person.name) }
                @if let Some(office) = &person.office { small { (words::said(office)) } }
            }
            td data-of="Place" {
                (words::person_role(person.role))
                @if person.leads { " · leads" }
                @if let Some(left) = left {
                    div { (words::status(Tone::Ended, "left")) " " (when::day(left.on)) ": "
                        (words::departure(&left.how, |other| view.person(other)))
                        @if let Some(reason) = &left.reason { small { (words::said(reason)) } }
                        @if let Some(source) = &left.source { small { (view.citation(source)) } } }
                }
            }
            td data-of="Mandates" {
                @if mandates.is_empty() {
                    @if person.role == PersonRole::Principal { "decides for the party" } @else { span.quiet { "none" } }
                }
                @for (id, given) in mandates { div.voice { (mandate(view, party, id, given)) } }
            }
            @if may_change(view, party) {
                td data-of="Act" {
                    @if left.is_none() && may_record_departure(view, party, person) { (folded("Record leaving", leaving(view, party, person))) }
                    @else { span.quiet { "none" } }
                }
            }
        }
    }
}

fn may_record_departure(view: &View<'_>, party: &Party, person: &Person) -> bool {
    may_give(view, party) || view.who.person.as_ref() == Some(&person.id)
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
        }
        @if given.ended.is_none() && may_give(view, party) {
            (folded("Limit or widen", limit(view, id, given)))
            (folded("Revoke", revoke(view, id)))
        }
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
    of.extend(people.iter().map(|person| (person.id.to_string(), person.name.clone())));
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
    let mut of = vec![("table".to_owned(), "everybody at the table".to_owned())];
    if opening::home(view) == "public" {
        of.push(("public".to_owned(), "everybody".to_owned()));
    }
    if party.role == PartyRole::Negotiating {
        let words = if view.mediates() {
            format!("{} and the mediator", party.name)
        } else {
            "we and the mediator".to_owned()
        };
        of.push((format!("caucus:{}", party.id), words));
    }
    form.choice("in", "Who may know", &of, opening::home(view), "")
}

fn name_person(view: &View<'_>, party: &Party) -> Markup {
    let form = view.form("name_person");
    let fields = html! {
        (form.fixed("party", party.id.as_str()))
        (form.line("person.name", "Name", true, ""))
        (form.line("person.id", "Short name", true, "the same short name again changes what is known of the person"))
        (form.line("person.office", "Office", false, ""))
        (form.choice("person.role", "Place", &pairs(&words::PERSON_ROLES), "delegate", ""))
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
    let form = view.form("give_mandate");
    let fields = html! {
        (form.fixed("party", party.id.as_str()))
        (form.choice("person", "To", &choice_of_people(view, &party.id, None), "", ""))
        (issue_ticks(view, &form, &[]))
        div.row { (form.day("from", "First day", "from now where empty")) (form.day("until", "Last day", "without end where empty")) }
        (party_places(view, party, &form))
    };
    form.ends(fields, "Give the mandate")
}

fn limit(view: &View<'_>, id: &MandateId, given: &GivenMandate) -> Markup {
    let form = view.form("limit_mandate");
    let ticked: Vec<String> = given.issues.iter().flatten().map(ToString::to_string).collect();
    let fields = html! {
        (form.fixed("mandate", id.as_str()))
        (issue_ticks(view, &form, &ticked))
        (form.typed("date", "until", "Last day", &given.until.map(|day| day.to_string()).unwrap_or_default(), false, "without end where empty"))
    };
    form.ends(fields, "Change the mandate")
}

fn revoke(view: &View<'_>, id: &MandateId) -> Markup {
    let form = view.form("revoke_mandate").confirm("Revoke the mandate?");
    let fields = html! {
        (form.fixed("mandate", id.as_str()))
        (form.day("on", "From", "today where empty"))
        (form.line("reason", "Why", false, ""))
    };
    form.ends(fields, "Revoke the mandate")
}

fn leaving(view: &View<'_>, party: &Party, person: &Person) -> Markup {
    let form = view.form("record_departure").confirm("Record this? Every mandate of the person ends.");
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

fn add_party(view: &View<'_>) -> Markup {
    let form = view.form("add_party");
    let fields = html! {
        (form.line("party.name", "Name", true, ""))
        (form.line("party.id", "Short name", true, "as briefs and brackets write it"))
        (form.choice("party.role", "At the table", &pairs(&[("negotiating", "negotiates: its acceptance counts"), ("third", "third party: it mediates")]), "negotiating", ""))
        (opening::who_knows(view, &form, false))
    };
    form.ends(fields, "Add the party")
}

fn name_source(view: &View<'_>) -> Markup {
    let form = view.form("name_source");
    let fields = html! {
        (form.line("source.title", "Title", true, ""))
        (form.line("source.id", "Short name", true, "as citations write it"))
        (form.day("source.date", "Date", ""))
        (form.line("source.url", "Address", false, ""))
        (opening::who_knows(view, &form, true))
    };
    form.ends(fields, "Name the source")
}
