//! Meetings: planned, moved, held, cancelled.

use crate::field::{Form, folded};
use crate::reads::Readership;
use crate::shell::{Here, Page};
use crate::stretch::Stretch;
use crate::view::View;
use crate::when;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_model::PartyRole;
use mediant_record::Compartment;
use mediant_record::session::{SessionId, SessionOnRecord, SessionState};
use mediant_words::say;

/// A session with its id.
type Entry<'a> = (&'a SessionId, &'a SessionOnRecord);

/// Meetings that were held and that are planned.
pub fn page(view: &View<'_>) -> Page {
    let (ahead, overdue) = (upcoming(view), overdue(view));
    let mut past: Vec<Entry<'_>> =
        view.state.sessions.iter().filter(|(_, session)| !is_ahead(session)).collect();
    past.sort_by_key(|(_, session)| std::cmp::Reverse((day_of(session), session.trace.index)));
    let past = Stretch::new(view, "past", past);
    let main = html! {
        h2 { (say!(view, sessions.to_come)) }
        @if ahead.is_empty() { p.empty { (say!(view, sessions.nothing_is_planned)) } }
        @for entry in &ahead { (article(view, *entry)) }
        @if !overdue.is_empty() {
            h2 { (say!(view, sessions.their_day_is_over)) }
            p { (say!(view, sessions.did_they_take_place)) }
            @for entry in &overdue { (article(view, *entry)) }
        }
        @if view.mediates() && !view.state.parties.is_empty() { (folded(&say!(view, sessions.plan_a_session), plan(view))) }
        h2 { (say!(view, sessions.held_and_cancelled)) }
        @if past.is_empty() { p.empty { (say!(view, sessions.none_yet)) } }
        @for entry in &past.shown { (article(view, *entry)) }
        (past.links(view))
    };
    Page { title: say!(view, sessions.sessions).into_owned(), here: Here::Sessions, main, aside: None }
}

fn is_ahead(session: &SessionOnRecord) -> bool {
    matches!(session.state, SessionState::Planned | SessionState::Moved { .. })
}

fn day_of(session: &SessionOnRecord) -> Option<mediant_model::Date> {
    match &session.state {
        SessionState::Held { on, .. } => Some(*on),
        SessionState::Planned | SessionState::Moved { .. } | SessionState::Cancelled { .. } => {
            session.plan.on
        }
    }
}

/// Whether a session was planned for a day that is over, and nobody recorded what became of it.
fn is_overdue(view: &View<'_>, session: &SessionOnRecord) -> bool {
    // A day is over where the session is, or was to be: with hours to spare where nobody knows.
    let zone = session.plan.time_zone.as_deref().and_then(when::Zone::named);
    let today = zone.map_or(view.today, |zone| zone.day_of(view.now));
    is_ahead(session) && session.plan.on.is_some_and(|on| on < today)
}

/// The sessions whose day is over and of which it is not on record whether they took place, the latest first.
fn overdue<'a>(view: &'a View<'_>) -> Vec<Entry<'a>> {
    let mut overdue: Vec<Entry<'a>> =
        view.state.sessions.iter().filter(|(_, session)| is_overdue(view, session)).collect();
    overdue.sort_by_key(|(_, session)| std::cmp::Reverse((session.plan.on, session.trace.index)));
    overdue
}

/// The sessions to come, the next one first; those without a day last.
pub(crate) fn upcoming<'a>(view: &'a View<'_>) -> Vec<Entry<'a>> {
    let mut ahead: Vec<Entry<'a>> = view
        .state
        .sessions
        .iter()
        .filter(|(_, session)| is_ahead(session) && !is_overdue(view, session))
        .collect();
    ahead.sort_by_key(|(_, session)| {
        (session.plan.on.is_none(), session.plan.on, session.plan.time.clone(), session.trace.index)
    });
    ahead
}

/// `Caucus with Ukraine`, `Joint session`.
pub(crate) fn title(view: &View<'_>, session: &SessionOnRecord) -> Markup {
    let negotiating = session
        .plan
        .parties
        .iter()
        .filter(|party| view.state.party(party).is_none_or(|known| known.role == PartyRole::Negotiating));
    match negotiating.collect::<Vec<_>>().as_slice() {
        [only] => html! { (say!(view, sessions.caucus_with, party = view.party(only))) },
        [] => html! { (say!(view, sessions.session_of, parties = view.parties(&session.plan.parties))) },
        several => {
            html! { (say!(view, sessions.joint_session_of, parties = view.parties(several.iter().copied()))) }
        }
    }
}

fn article(view: &View<'_>, (id, session): Entry<'_>) -> Markup {
    let plan = &session.plan;
    html! {
        article.card {
            h3 { (title(view, session)) " " (state(view, session)) @if is_overdue(view, session) { " " (words::status(Tone::Partly, say!(view, sessions.its_day_is_over))) } }
            p {
                (when::at_place(view, day_of(session).or(plan.on), plan.time.as_deref(), plan.time_zone.as_deref(), &view.who.zone))
                @if let Some(place) = &plan.place { " · " bdi { (place) } }
            }
            @match &session.state {
                SessionState::Held { people, summary, .. } => {
                    @if !people.is_empty() { p { (say!(view, sessions.there, people = view.people(people))) } }
                    @if let Some(summary) = summary { (words::prose(summary)) }
                }
                SessionState::Planned | SessionState::Moved { .. } | SessionState::Cancelled { .. } => {
                    @if !plan.people.is_empty() { p { (say!(view, sessions.to_be_there, people = view.people(&plan.people))) } }
                    @if let SessionState::Moved { reason: Some(reason) } | SessionState::Cancelled { reason: Some(reason) } = &session.state {
                        p { (say!(view, sessions.why, said = words::said(reason))) }
                    }
                }
            }
            @if !plan.agenda.is_empty() { ul { @for point in &plan.agenda { li { (words::said(point)) } } } }
            @if let Some(text) = plan.text.as_ref().filter(|text| !matches!(&session.state, SessionState::Held { summary: Some(summary), .. } if summary == *text)) { (words::prose(text)) }
            p { small {
                (words::place_tag(view, &session.trace.compartment, |party| view.party_name(party)))
                @match (&plan.told_by, plan.told_on) {
                    (Some(by), Some(on)) => { " · " (say!(view, sessions.told_by_on, speaker = view.speaker(by), day = when::day(on))) }
                    (Some(by), None) => { " · " (say!(view, sessions.told_by, speaker = view.speaker(by))) }
                    (None, Some(on)) => { " " (say!(view, sessions.on_day, day = when::day(on))) }
                    (None, None) => {}
                }
                @for source in plan.source.iter().chain(&plan.also) { " · " (view.citation(source)) }
            } }
            (super::mending::session_link(view, id))
            @if view.mediates() && is_ahead(session) {
                (folded(&say!(view, sessions.it_took_place), hold(view, id, session)))
                (folded(&say!(view, sessions.move_it_or_change_its_plan), change(view, id, session)))
                (folded(&say!(view, sessions.cancel_it), cancel(view, id, session)))
            }
        }
    }
}

fn state(view: &View<'_>, session: &SessionOnRecord) -> Markup {
    match session.state {
        SessionState::Planned => words::status(Tone::Open, say!(view, sessions.planned)),
        SessionState::Moved { .. } => words::status(Tone::Partly, say!(view, sessions.moved)),
        SessionState::Held { .. } => words::status(Tone::Agreed, say!(view, sessions.held)),
        SessionState::Cancelled { .. } => words::status(Tone::Ended, say!(view, sessions.cancelled)),
    }
}

pub(super) fn people(view: &View<'_>, form: &Form<'_>, name: &str, ticked: &[String]) -> Markup {
    let all =
        view.state.parties.iter().flat_map(|party| party.people.iter().map(move |person| (party, person)));
    let of: Vec<(String, String)> = all
        .map(|(party, person)| (person.id.to_string(), format!("{} ({})", person.name, party.name)))
        .collect();
    html! { @if !of.is_empty() { (form.ticks(name, &say!(view, sessions.people), &of, ticked, "")) } }
}

pub(super) fn plan_fields(view: &View<'_>, form: &Form<'_>, known: Option<&SessionOnRecord>) -> Markup {
    let parties: Vec<(String, String)> =
        view.state.parties.iter().map(|party| (party.id.to_string(), party.name.clone())).collect();
    let plan = known.map(|session| &session.plan);
    let ticked = |of: Option<Vec<String>>| of.unwrap_or_default();
    let text = |of: Option<&String>| of.cloned().unwrap_or_default();
    html! {
        (form.ticks("plan.parties[]", &say!(view, sessions.who_meets), &parties, &ticked(plan.map(|plan| plan.parties.iter().map(ToString::to_string).collect())), &say!(view, sessions.one_party_with_the_third_party)))
        (people(view, form, "plan.people[]", &ticked(plan.map(|plan| plan.people.iter().map(ToString::to_string).collect()))))
        div.row {
            (form.typed("date", "plan.on", &say!(view, sessions.day), &plan.and_then(|plan| plan.on).map(|day| day.to_string()).unwrap_or_default(), false, ""))
            (form.typed("time", "plan.time", &say!(view, sessions.time_there), plan.and_then(|plan| plan.time.as_deref()).unwrap_or(""), false, ""))
            (form.zone("plan.time_zone", &say!(view, sessions.time_zone_there), plan.and_then(|plan| plan.time_zone.as_deref()).unwrap_or(view.who.zone.name()), false, &say!(view, sessions.such_as_europe_kyiv)))
        }
        (form.line_with("plan.place", &say!(view, sessions.place), &text(plan.and_then(|plan| plan.place.as_ref())), false, ""))
        (form.text_with("plan.agenda:lines", &say!(view, sessions.agenda), &plan.map(|plan| plan.agenda.join("\n")).unwrap_or_default(), 3, false, &say!(view, sessions.one_point_a_line)))
        (form.text_with("plan.text", &say!(view, sessions.what_else_is_said_about_it), &text(plan.and_then(|plan| plan.text.as_ref())), 2, false, ""))
    }
}

fn plan(view: &View<'_>) -> Markup {
    let form = view.form("plan_session").read_as_chosen();
    let mut of = vec![Readership::named(Compartment::Mediator, "")];
    of.extend(
        view.state
            .negotiating()
            .map(|party| Readership::named(Compartment::Caucus(party.id.clone()), "a caucus")),
    );
    of.extend(super::opening::open_audiences(view));
    let fields = html! {
        (plan_fields(view, &form, None))
        (form.audience(view, "in", &say!(view, sessions.who_will_read_that_it_takes), &of, None))
    };
    form.ends(fields, &say!(view, sessions.plan_the_session))
}

fn change(view: &View<'_>, id: &SessionId, session: &SessionOnRecord) -> Markup {
    let form = view.form("move_session").read_by(view, &session.trace.compartment);
    let fields = html! {
        (form.fixed("session", id.as_str()))
        (plan_fields(view, &form, Some(session)))
        (form.line("reason", &say!(view, sessions.why_it_changes), false, ""))
    };
    form.ends(fields, &say!(view, sessions.change_the_plan))
}

fn hold(view: &View<'_>, id: &SessionId, session: &SessionOnRecord) -> Markup {
    let form = view.form("hold_session").read_by(view, &session.trace.compartment);
    let planned: Vec<String> = session.plan.people.iter().map(ToString::to_string).collect();
    let fields = html! {
        (form.fixed("session", id.as_str()))
        (form.day("on", &say!(view, sessions.day), &say!(view, sessions.the_planned_one_where_empty)))
        (people(view, &form, "people[]", &planned))
        (form.text("summary", &say!(view, sessions.what_can_be_said_of_it), false, ""))
    };
    form.ends(fields, &say!(view, sessions.record_that_it_took_place))
}

fn cancel(view: &View<'_>, id: &SessionId, session: &SessionOnRecord) -> Markup {
    let form = view.form("cancel_session").confirm(say!(view, sessions.cancel_the_session));
    let form = form.read_by(view, &session.trace.compartment);
    let fields = html! { (form.fixed("session", id.as_str())) (form.line("reason", &say!(view, sessions.why_2), false, "")) };
    form.ends(fields, &say!(view, sessions.cancel_the_session_2))
}
