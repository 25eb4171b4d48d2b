//! One suggestion: what it says, what it goes on record as, and what can be decided about it.

use super::{Shown, Stands};
use crate::actions::DECIDE;
use crate::field::Form;
use crate::reads::names;
use crate::view::View;
use crate::when;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_insight::reports::act::{self, Act};
use mediant_insight::reports::fields as written;
use mediant_insight::reports::{Suggested, to};
use mediant_reader::review::{Fields, Slot};
use mediant_record::Compartment;
use mediant_record::report::{Decided, Entered, Entry, Resolution};
use mediant_record::statement::Statement;
use mediant_words::say;
use std::borrow::Cow;

pub(super) fn item(shown: &Shown<'_, '_>, at: usize, suggested: &Suggested) -> Markup {
    let decided = shown.decisions.get(suggested.key.as_str()).copied();
    let stands = shown.stands(&suggested.key);
    let fields = decided
        .and_then(|decided| written::decided(decided, Some(&suggested.proposal.fields)).ok())
        .unwrap_or_else(|| suggested.proposal.fields.clone());
    html! {
        li.suggestion id=(format!("s-{at}")) data-at=(at) data-key=(suggested.key) data-stands=(stands.word()) tabindex="-1" {
            p.suggestion-head {
                span.kind { (suggested.proposal.fields.kind()) }
                " " strong { (words::event(shown.view, fields.event())) }
                " " (standing(shown, stands, decided))
            }
            p.suggestion-says { (says(shown.view, &fields)) }
            blockquote.suggestion-words dir="auto" { "“" (written::quoted(&suggested.proposal.key.words)) "”" }
            p { small {
                a href=(format!("#p-{}", suggested.proposal.paragraph)) data-to-text { "P" (suggested.proposal.paragraph) }
                @match suggested.proposal.confidence {
                    Some(share) => { " · " (say!(shown.view, suggestion.of_a_hundred_like, share = share)) },
                    None => { " · " (say!(shown.view, suggestion.suggested_by, name = html! { bdi { (suggested.proposal.key.author.name()) } })) },
                }
                @if decided.is_some_and(|decided| decided.after.is_some()) { " · " (say!(shown.view, suggestion.edited)) }
            } }
            @if stands != Stands::OnRecord { (becomes(shown, suggested, decided)) }
            @if shown.view.mediates() && stands != Stands::OnRecord { (decide(shown, at, suggested, decided, &fields)) }
        }
    }
}

/// What was decided about a suggestion that is not made any more.
pub(super) fn decided_before(shown: &Shown<'_, '_>, decided: &Decided) -> Markup {
    let stands = super::stands(shown.report, &decided.suggestion, Some(decided));
    html! {
        span.kind { (written::value(decided, written::KIND)) } " " (words::event(shown.view, written::value(decided, "what"))) " "
        (standing(shown, stands, Some(decided)))
        small { "“" (words::said(written::value(decided, written::WORDS))) "”" }
    }
}

fn standing(shown: &Shown<'_, '_>, stands: Stands, decided: Option<&Decided>) -> Markup {
    let to = decided.and_then(|decided| decided.to.as_ref());
    match stands {
        Stands::Open => html! {},
        Stands::Accepted => {
            let status = words::status(Tone::Partly, say!(shown.view, suggestion.accepted));
            match to {
                Some(to) => {
                    say!(shown.view, suggestion.accepted_for, status = status, readers = readers(shown, to))
                }
                None => status,
            }
        }
        Stands::Rejected => words::status(Tone::Blocked, say!(shown.view, suggestion.rejected)),
        Stands::Skipped => words::status(Tone::Open, say!(shown.view, suggestion.skipped)),
        Stands::OnRecord => {
            html! { (words::status(Tone::Agreed, say!(shown.view, suggestion.on_record))) " " (entered(shown, decided)) }
        }
    }
}

/// Where what went on record is to be found.
fn entered(shown: &Shown<'_, '_>, decided: Option<&Decided>) -> Markup {
    let Some((entered, trace)) = decided.and_then(|decided| shown.report.entered.get(&decided.suggestion))
    else {
        return html! {};
    };
    let view = shown.view;
    let (page, what) = match entered {
        Entered::Statement(_) => ("/timeline", say!(view, suggestion.a_statement)),
        Entered::Session(_) => ("/sessions", say!(view, suggestion.a_session)),
        Entered::Departure { .. } => ("/people", say!(view, suggestion.a_departure)),
        Entered::Note(_) => ("/timeline", say!(view, suggestion.a_note)),
    };
    let link = html! { a href=(view.link(page)) { (what) } };
    let since = when::moment(trace.at, &view.who.zone);
    let role = html! { bdi { (words::role(view, &trace.by.role, |party| view.party_name(party))) } };
    let to = decided.and_then(|decided| decided.to.as_ref()).filter(|_| !matches!(entered, Entered::Note(_)));
    match to {
        Some(to) => {
            let readers = readers(shown, to);
            say!(view, suggestion.entered_for, link = link, since = since, role = role, readers = readers)
        }
        None => say!(view, suggestion.entered, link = link, since = since, role = role),
    }
}

/// Who may know, as a person says it.
pub(super) fn readers(shown: &Shown<'_, '_>, to: &Compartment) -> Markup {
    names(&shown.view.readers(to))
}

/// The same for a list: the party comes first, so that typing its name finds it.
fn readers_text(shown: &Shown<'_, '_>, to: &Compartment) -> String {
    let readers = shown.view.readers(to).text();
    match to {
        Compartment::Caucus(party) => format!("{}: {readers}", shown.view.party_name(party)),
        _ => readers,
    }
}

/// Who, when, where: what the reader made of the words.
fn says(view: &View<'_>, fields: &Fields) -> Markup {
    let named = |slot: Slot| fields.value(slot);
    let parts: Vec<(Slot, Cow<'static, str>, String)> = fields
        .slots()
        .iter()
        .filter(|slot| **slot != Slot::Event && **slot != Slot::About)
        .map(|slot| (*slot, words::slot(view, fields, *slot), named(*slot)))
        .collect();
    html! {
        @for (at, (slot, name, value)) in parts.iter().enumerate() {
            @if at > 0 { " · " }
            span.quiet { (name) " " }
            @if value.is_empty() { em.quiet { (say!(view, suggestion.not_said)) } }
            @else if let Some(day) = value.parse().ok().filter(|_| *slot == Slot::On) { (when::day(day)) }
            @else { bdi { (value) } }
        }
    }
}

/// What it goes on record as, once it is accepted.
fn becomes(shown: &Shown<'_, '_>, suggested: &Suggested, decided: Option<&Decided>) -> Markup {
    let view = shown.view;
    let draft = Decided {
        suggestion: suggested.key.clone(),
        resolution: Resolution::Accept,
        to: Some(to::usual(view.state, shown.report, suggested)),
        rule: suggested.proposal.rule.clone(),
        confidence: suggested.proposal.confidence,
        before: written::suggested(suggested),
        after: None,
    };
    let decided = decided.filter(|decided| decided.resolution == Resolution::Accept).unwrap_or(&draft);
    html! {
        p.becomes { small {
            @match act::of_decision(view.state, view.today, decided, shown.found) {
                Act::Entry(entry) => { (say!(view, suggestion.goes_on_record_as, entry_words = entry_words(shown, &entry))) },
                Act::Note(why) => { (say!(view, suggestion.goes_on_record_as_a_note, said = words::said(&why))) },
            }
        } }
    }
}

/// An act in a few words.
pub(super) fn entry_words(shown: &Shown<'_, '_>, entry: &Entry) -> Markup {
    let view = shown.view;
    html! { @match entry {
        Entry::Statement { statement } => (statement_words(shown, statement)),
        Entry::Session { plan, held } => {
            @if held.is_some() { (say!(view, suggestion.a_session_held, parties = view.parties(&plan.parties))) } @else { (say!(view, suggestion.a_session_planned, parties = view.parties(&plan.parties))) }
        },
        Entry::SessionHeld { on, .. } => { (say!(view, suggestion.that_the_session_of_took_place, day = when::day(*on))) },
        Entry::SessionCancelled { .. } => (say!(view, suggestion.that_the_planned_session)),
        Entry::Departure { party, person, .. } => {
            (say!(view, suggestion.that_no_longer_speaks, person = view.person(person), party = view.party(party)))
        },
        Entry::Note { .. } => (say!(view, suggestion.a_note_that_you_and_your)),
    } }
}

fn statement_words(shown: &Shown<'_, '_>, statement: &Statement) -> Markup {
    let view = shown.view;
    let issues: Vec<_> = statement.issues().into_iter().collect();
    let kind = match statement {
        Statement::Remark(_) => say!(view, suggestion.a_remark),
        Statement::Position(_) => say!(view, suggestion.a_position),
        Statement::Interest(_) => say!(view, suggestion.an_interest),
        Statement::Answer(answer) => {
            return html! {
                (say!(view, suggestion.the_answer_of_on_as_you, stance = words::stance(view, answer.stance), party = view.party(&answer.party), issues = view.issues(issues)))
            };
        }
        Statement::Alternative(alternative) => {
            return say!(view, suggestion.an_alternative, party = view.party(&alternative.party));
        }
        Statement::Confidence(_) => say!(view, suggestion.a_confidence),
        Statement::Deadline(_) => say!(view, suggestion.a_deadline),
        Statement::RedLine(_) => say!(view, suggestion.a_red_line),
        Statement::Precondition(_) => say!(view, suggestion.a_precondition),
        Statement::Linkage(_) => say!(view, suggestion.a_linkage),
    };
    match (statement.party(), issues.is_empty()) {
        (Some(party), true) => say!(view, suggestion.kind_of, kind = kind, party = view.party(party)),
        (Some(party), false) => {
            say!(
                view,
                suggestion.kind_of_on,
                kind = kind,
                party = view.party(party),
                issues = view.issues(issues)
            )
        }
        (None, true) => html! { (kind) },
        (None, false) => say!(view, suggestion.kind_on, kind = kind, issues = view.issues(issues)),
    }
}

/// What can be decided: one form, so that it works without script; the fields are folded away until they are wanted.
fn decide(
    shown: &Shown<'_, '_>,
    at: usize,
    suggested: &Suggested,
    decided: Option<&Decided>,
    fields: &Fields,
) -> Markup {
    let view = shown.view;
    let usual = decided
        .and_then(|decided| decided.to.clone())
        .unwrap_or_else(|| to::usual(view.state, shown.report, suggested));
    let places: Vec<(String, String)> =
        to::all(view.state).iter().map(|place| (place.name(), readers_text(shown, place))).collect();
    let begin = || view.form(DECIDE).to("/reports/decide").back(shown.path());
    let form = begin();
    let fixed = |form: &Form<'_>| {
        html! {
            (form.fixed("report", shown.id.as_str()))
            (form.fixed("suggestion", &suggested.key))
        }
    };
    let quick = html! {
        (fixed(&form))
        (form.choice("to", &say!(view, suggestion.who_will_read_it_once), &places, &usual.name(), ""))
    };
    let buttons = html! {
        button.primary type="submit" name="resolution" value="accept" { (say!(view, suggestion.accept)) } " "
        button.quiet type="submit" name="resolution" value="reject" { (say!(view, suggestion.reject)) } " "
        button.quiet type="submit" name="resolution" value="skip" { (say!(view, suggestion.skip)) }
    };
    let quick = form.ends_in(quick, buttons);
    let form = begin();
    let edit = html! {
        (fixed(&form))
        @for slot in fields.slots() { (edit_field(shown, &form, fields, *slot)) }
        (form.choice("slot.as", &say!(view, suggestion.goes_on_record_as_2), &crate::field::pairs(&[
            ("act", say!(view, suggestion.as_what_it_says)), ("note", say!(view, suggestion.a_note)),
        ]), decided.map_or("act", |decided| if written::value(decided, written::AS) == written::NOTE { "note" } else { "act" }), ""))
        (form.choice("to", &say!(view, suggestion.who_will_read_it_once), &places, &usual.name(), ""))
        (form.fixed("resolution", "accept"))
    };
    html! {
        div.decide data-decide { (quick) }
        details.fold data-edit { summary { (say!(view, suggestion.edit, said = html! { span.hidden { " " (say!(view, suggestion.suggestion, what = at + 1)) } })) } (form.ends(edit, &say!(view, suggestion.accept_as_edited))) }
    }
}

fn edit_field(shown: &Shown<'_, '_>, form: &Form<'_>, fields: &Fields, slot: Slot) -> Markup {
    let (name, value) = (format!("slot.{}", slot.name()), fields.value(slot));
    let label = words::slot_label(form, fields, slot);
    let state = shown.view.state;
    let mut listed: Vec<(String, String)> = match slot {
        Slot::Event => {
            let all = fields.choices(slot).unwrap_or_default();
            return form.choice(
                &name,
                &label,
                &all.iter()
                    .map(|word| ((*word).to_owned(), words::event(form, word).into_owned()))
                    .collect::<Vec<_>>(),
                &value,
                "",
            );
        }
        Slot::Party => state.parties.iter().map(|party| (party.name.clone(), party.name.clone())).collect(),
        Slot::About => state.issues.iter().map(|issue| (issue.id.to_string(), issue.name.clone())).collect(),
        Slot::On => return form.typed("date", &name, &label, &value, false, ""),
        Slot::Participants => {
            return form.line_with(
                &name,
                &label,
                &value,
                false,
                &say!(form, suggestion.parties_and_people_of_the_case),
            );
        }
        Slot::Speaker | Slot::Who | Slot::Place => return form.line_with(&name, &label, &value, false, ""),
    };
    // A party that is called otherwise here keeps its name until somebody chooses one.
    if !listed.iter().any(|(known, _)| *known == value) && !value.is_empty() {
        listed
            .insert(0, (value.clone(), say!(form, suggestion.not_of_this_case, value = value).into_owned()));
    }
    listed.insert(0, (String::new(), say!(form, suggestion.none_in_particular).into_owned()));
    form.choice(&name, &label, &listed, &value, "")
}
