//! One suggestion: what it says, what it goes on record as, and what can be decided about it.

use super::{Shown, Stands};
use crate::actions::DECIDE;
use crate::field::Form;
use crate::reads::names;
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
                " " strong { (words::event(fields.event())) }
                " " (standing(shown, stands, decided))
            }
            p.suggestion-says { (says(&fields)) }
            blockquote.suggestion-words dir="auto" { "“" (written::quoted(&suggested.proposal.key.words)) "”" }
            p { small {
                a href=(format!("#p-{}", suggested.proposal.paragraph)) data-to-text { "P" (suggested.proposal.paragraph) }
                @match suggested.proposal.confidence {
                    Some(share) => { " · of a hundred like it, " (share) " were right" },
                    None => { " · suggested by " bdi { (suggested.proposal.key.author.name()) } },
                }
                @if decided.is_some_and(|decided| decided.after.is_some()) { " · edited" }
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
        span.kind { (written::value(decided, written::KIND)) } " " (words::event(written::value(decided, "what"))) " "
        (standing(shown, stands, Some(decided)))
        small { "“" (words::said(written::value(decided, written::WORDS))) "”" }
    }
}

fn standing(shown: &Shown<'_, '_>, stands: Stands, decided: Option<&Decided>) -> Markup {
    let to = decided.and_then(|decided| decided.to.as_ref());
    match stands {
        Stands::Open => html! {},
        Stands::Accepted => html! {
            (words::status(Tone::Partly, "accepted"))
            @if let Some(to) = to { " for " (readers(shown, to)) }
        },
        Stands::Rejected => words::status(Tone::Blocked, "rejected"),
        Stands::Skipped => words::status(Tone::Open, "skipped"),
        Stands::OnRecord => {
            html! { (words::status(Tone::Agreed, "on record")) " " (entered(shown, decided)) }
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
        Entered::Statement(_) => ("/timeline", "a statement"),
        Entered::Session(_) => ("/sessions", "a session"),
        Entered::Departure { .. } => ("/people", "a departure"),
        Entered::Note(_) => ("/timeline", "a note that you and your team read"),
    };
    html! {
        "as " a href=(view.link(page)) { (what) } " since " (when::moment(trace.at, &view.who.zone)) ", recorded by the "
        bdi { (words::role(&trace.by.role, |party| view.party_name(party))) }
        @if !matches!(entered, Entered::Note(_)) { @if let Some(to) = decided.and_then(|decided| decided.to.as_ref()) { ", for " (readers(shown, to)) } }
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
fn says(fields: &Fields) -> Markup {
    let named = |slot: Slot| fields.value(slot);
    let parts: Vec<(&str, String)> = fields
        .slots()
        .iter()
        .filter(|slot| **slot != Slot::Event && **slot != Slot::About)
        .map(|slot| (words::slot(fields, *slot), named(*slot)))
        .collect();
    html! {
        @for (at, (name, value)) in parts.iter().enumerate() {
            @if at > 0 { " · " }
            span.quiet { (name) " " }
            @if value.is_empty() { em.quiet { "not said" } }
            @else if let Some(day) = value.parse().ok().filter(|_| *name == "on" || *name == "falls on") { (when::day(day)) }
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
                Act::Entry(entry) => { "Goes on record as " (entry_words(shown, &entry)) "." },
                Act::Note(why) => { "Goes on record as a note that you and your team read: " (words::said(&why)) "." },
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
            @if held.is_some() { "a session that took place, of " } @else { "a planned session of " } (view.parties(&plan.parties))
        },
        Entry::SessionHeld { on, .. } => { "that the session of " (when::day(*on)) " took place" },
        Entry::SessionCancelled { .. } => "that the planned session of that day will not take place",
        Entry::Departure { party, person, .. } => {
            "that " (view.person(person)) " no longer speaks for " (view.party(party)) ", which ends their mandates"
        },
        Entry::Note { .. } => "a note that you and your team read",
    } }
}

fn statement_words(shown: &Shown<'_, '_>, statement: &Statement) -> Markup {
    let view = shown.view;
    let issues: Vec<_> = statement.issues().into_iter().collect();
    let kind = match statement {
        Statement::Remark(_) => "a remark",
        Statement::Position(_) => "a position",
        Statement::Interest(_) => "an interest",
        Statement::Answer(answer) => {
            return html! {
                "the answer “" (words::stance(answer.stance)) "” of " (view.party(&answer.party)) " on " (view.issues(issues))
                ", as you record it from the report"
            };
        }
        Statement::Alternative(_) => "what a party has without a deal, for",
        Statement::Confidence(_) => "an agreement not to disclose",
        Statement::Deadline(_) => "a deadline",
        Statement::RedLine(_) => "a red line",
        Statement::Precondition(_) => "a precondition",
        Statement::Linkage(_) => "a linkage",
    };
    html! {
        (kind)
        @if let Some(party) = statement.party() { @if !matches!(statement, Statement::Alternative(_)) { " of" } " " (view.party(party)) }
        @if !issues.is_empty() { " on " (view.issues(issues)) }
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
        (form.choice("to", "Who will read it once it is on record", &places, &usual.name(), ""))
    };
    let buttons = html! {
        button.primary type="submit" name="resolution" value="accept" { "Accept" } " "
        button.quiet type="submit" name="resolution" value="reject" { "Reject" } " "
        button.quiet type="submit" name="resolution" value="skip" { "Skip" }
    };
    let quick = form.ends_in(quick, buttons);
    let form = begin();
    let edit = html! {
        (fixed(&form))
        @for slot in fields.slots() { (edit_field(shown, &form, fields, *slot)) }
        (form.choice("slot.as", "Goes on record as", &crate::field::pairs(&[
            ("act", "what it says, where the record has an act for it"), ("note", "a note that you and your team read"),
        ]), decided.map_or("act", |decided| if written::value(decided, written::AS) == written::NOTE { "note" } else { "act" }), ""))
        (form.choice("to", "Who will read it once it is on record", &places, &usual.name(), ""))
        (form.fixed("resolution", "accept"))
    };
    html! {
        div.decide data-decide { (quick) }
        details.fold data-edit { summary { "Edit" span.hidden { " suggestion " (at + 1) } } (form.ends(edit, "Accept as edited")) }
    }
}

fn edit_field(shown: &Shown<'_, '_>, form: &Form<'_>, fields: &Fields, slot: Slot) -> Markup {
    let (name, value) = (format!("slot.{}", slot.name()), fields.value(slot));
    let label = words::slot_label(fields, slot);
    let state = shown.view.state;
    let mut listed: Vec<(String, String)> = match slot {
        Slot::Event => {
            let all = fields.choices(slot).unwrap_or_default();
            return form.choice(
                &name,
                label,
                &all.iter()
                    .map(|word| ((*word).to_owned(), words::event(word).to_owned()))
                    .collect::<Vec<_>>(),
                &value,
                "",
            );
        }
        Slot::Party => state.parties.iter().map(|party| (party.name.clone(), party.name.clone())).collect(),
        Slot::About => state.issues.iter().map(|issue| (issue.id.to_string(), issue.name.clone())).collect(),
        Slot::On => return form.typed("date", &name, label, &value, false, ""),
        Slot::Participants => {
            return form.line_with(
                &name,
                label,
                &value,
                false,
                "parties and people of the case, with ; between them",
            );
        }
        Slot::Speaker | Slot::Who | Slot::Place => return form.line_with(&name, label, &value, false, ""),
    };
    // A party that is called otherwise here keeps its name until somebody chooses one.
    if !listed.iter().any(|(known, _)| *known == value) && !value.is_empty() {
        listed.insert(0, (value.clone(), format!("{value} (not of this case)")));
    }
    listed.insert(0, (String::new(), "none in particular".to_owned()));
    form.choice(&name, label, &listed, &value, "")
}
