//! Forms about parties, their people and mandates.

use super::of_whom;
use crate::field::{Form, pairs, short_name};
use crate::pages::opening;
use crate::reads::Readership;
use crate::view::View;
use crate::words;
use maud::{Markup, html};
use mediant_model::{Party, PartyRole, Person};
use mediant_record::Compartment;
use mediant_record::mandate::{GivenMandate, MandateId};
use mediant_words::say;
use std::borrow::Cow;

fn party_places(view: &View<'_>, party: &Party, form: &Form<'_>) -> Markup {
    let mut of = opening::open_audiences(view);
    if party.role == PartyRole::Negotiating {
        of.insert(
            0,
            Readership::named(Compartment::Caucus(party.id.clone()), say!(view, people.in_confidence)),
        );
    }
    let only = (of.len() == 1).then_some("table");
    form.audience(view, "in", &say!(view, people.who_will_read_it), &of, only)
}

pub(super) fn name_person(view: &View<'_>, party: &Party) -> Markup {
    let form = view.form("name_person").read_as_chosen();
    let may_name_a_principal = match view.mediates() {
        true => !view.state.is_the_partys_own_to_say(&party.id, &view.who.role, view.today),
        false => view.state.has_come(&party.id),
    };
    let mut roles = pairs(&words::person_roles(view));
    roles.retain(|(role, _)| may_name_a_principal || role != "principal");
    let hint = match (may_name_a_principal, view.mediates()) {
        (true, _) => Cow::Borrowed(""),
        (false, true) => say!(view, people.principals_by_the_party),
        (false, false) => say!(view, people.principals_by_the_mediator),
    };
    let fields = html! {
        (form.fixed("party", party.id.as_str()))
        (form.line("person.name", &say!(view, people.name), true, ""))
        (short_name(&form, "person.id", &say!(view, people.made_from_the_name_where_empty)))
        (form.line("person.office", &say!(view, people.office), false, ""))
        (form.choice("person.role", &say!(view, people.place), &roles, "delegate", &hint))
        (form.tick("person.leads", &say!(view, people.leads_the_delegation), false))
        (party_places(view, party, &form))
    };
    form.ends(fields, &say!(view, people.name_the_person))
}

fn issue_ticks(view: &View<'_>, form: &Form<'_>, ticked: &[String]) -> Markup {
    let of: Vec<(String, String)> =
        view.state.issues.iter().map(|issue| (issue.id.to_string(), issue.name.clone())).collect();
    form.ticks(
        "issues[]",
        &say!(view, people.on_these_issues),
        &of,
        ticked,
        &say!(view, people.none_ticked_on_all_of_them),
    )
}

pub(super) fn give(view: &View<'_>, party: &Party) -> Markup {
    let form = view.form("give_mandate").read_as_chosen();
    let of: Vec<(String, String)> =
        of_whom(view, party).iter().map(|person| (person.id.to_string(), person.name.clone())).collect();
    let fields = html! {
        (form.fixed("party", party.id.as_str()))
        (form.choice("person", &say!(view, people.to), &of, "", ""))
        (issue_ticks(view, &form, &[]))
        div.row { (form.day("from", &say!(view, people.first_day), &say!(view, people.from_now_where_empty))) (form.day("until", &say!(view, people.last_day), &say!(view, people.without_end_where_empty))) }
        (party_places(view, party, &form))
    };
    form.ends(fields, &say!(view, people.give_the_mandate))
}

pub(super) fn limit(view: &View<'_>, id: &MandateId, given: &GivenMandate) -> Markup {
    let form = view.form("limit_mandate").read_by(view, &given.trace.compartment);
    let ticked: Vec<String> = given.issues.iter().flatten().map(ToString::to_string).collect();
    let fields = html! {
        (form.fixed("mandate", id.as_str()))
        (issue_ticks(view, &form, &ticked))
        (form.typed("date", "until", &say!(view, people.last_day), &given.until.map(|day| day.to_string()).unwrap_or_default(), false, &say!(view, people.without_end_where_empty)))
    };
    form.ends(fields, &say!(view, people.change_the_mandate))
}

pub(super) fn revoke(view: &View<'_>, id: &MandateId, given: &GivenMandate) -> Markup {
    let form = view.form("revoke_mandate").confirm(say!(view, people.revoke_the_mandate_what_was_accepted));
    let form = form.read_by(view, &given.trace.compartment);
    let fields = html! {
        (form.fixed("mandate", id.as_str()))
        (form.day("on", &say!(view, people.from), &say!(view, people.today_where_empty)))
        (form.line("reason", &say!(view, people.why), false, ""))
    };
    form.ends(fields, &say!(view, people.revoke_the_mandate))
}

pub(super) fn leaving(view: &View<'_>, party: &Party, person: &Person) -> Markup {
    let form = view.form("record_departure").confirm(say!(view, people.record_this_the_persons_mandates));
    let form = form.read_as_chosen();
    let mut how = vec![
        ("\"resigned\"".to_owned(), say!(view, people.has_resigned).into_owned()),
        ("\"dismissed\"".to_owned(), say!(view, people.was_dismissed).into_owned()),
    ];
    for other in party.people.iter().filter(|other| other.id != person.id) {
        let value = serde_json::json!({ "replaced_by": other.id.as_str() }).to_string();
        how.push((value, say!(view, people.was_replaced_by, person = other.name).into_owned()));
    }
    let fields = html! {
        (form.fixed("party", party.id.as_str()))
        (form.fixed("person", person.id.as_str()))
        (form.choice("how:json", &say!(view, people.how), &how, "", ""))
        (form.day("on", &say!(view, people.first_day_without), &say!(view, people.today_where_empty)))
        (form.line("reason", &say!(view, people.why), false, ""))
        (party_places(view, party, &form))
    };
    form.ends(fields, &say!(view, people.record_it))
}

pub(super) fn returning(view: &View<'_>, party: &Party, person: &Person) -> Markup {
    let form = view.form("record_return").confirm(say!(view, people.record_this_the_person_speaks));
    let left = view.state.left.get(&(party.id.clone(), person.id.clone()));
    let place = left.map_or(Compartment::Mediator, |left| left.trace.compartment.clone());
    let form = form.read_by(view, &place);
    let fields = html! {
        p { (say!(view, people.whoever_read_that_left_reads, person = view.person(&person.id))) }
        (form.fixed("party", party.id.as_str()))
        (form.fixed("person", person.id.as_str()))
        (form.day("on", &say!(view, people.first_day_back), &say!(view, people.today_where_empty)))
        (form.line("reason", &say!(view, people.why), false, ""))
    };
    form.ends(fields, &say!(view, people.record_it))
}

pub(super) fn add_party(view: &View<'_>) -> Markup {
    let form = view.form("add_party").read_as_chosen();
    let fields = html! {
        (form.line("party.name", &say!(view, people.name), true, ""))
        (short_name(&form, "party.id", &say!(view, people.as_briefs_and_brackets_write)))
        (form.choice("party.role", &say!(view, people.at_the_table), &pairs(&[("negotiating", say!(view, people.choose_negotiating)), ("third", say!(view, people.choose_third))]), "negotiating", ""))
        (opening::who_knows(view, &form, false))
    };
    form.ends(fields, &say!(view, people.add_the_party))
}

pub(super) fn name_source(view: &View<'_>) -> Markup {
    let form = view.form("name_source").read_as_chosen();
    let fields = html! {
        (form.line("source.title", &say!(view, people.title), true, ""))
        (short_name(&form, "source.id", &say!(view, people.as_citations_write_it_made)))
        (form.day("source.date", &say!(view, people.date), ""))
        (form.line("source.url", &say!(view, people.address), false, ""))
        (opening::who_knows(view, &form, true))
    };
    form.ends(fields, &say!(view, people.name_the_source))
}
