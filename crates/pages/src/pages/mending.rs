//! Mistakes put right: what each change touches is shown before it is made.

mod correcting;

use crate::field::{Form, folded};
use crate::mended;
use crate::percent;
use crate::reads::Readership;
use crate::shell::{Here, Page};
use crate::view::View;
use crate::{when, words};
use maud::{Markup, html};
use mediant_model::issue::IssueKind;
use mediant_model::{PartyId, PartyRole};
use mediant_record::mending::{Retire, Reword, Subject};
use mediant_record::{Command, Compartment};
use mediant_words::say;
use std::borrow::Cow;

/// The page under these steps; `None` where there is nothing that the reader may put right.
pub fn page(view: &View<'_>, steps: &[&str]) -> Option<Page> {
    match steps {
        [] => Some(index(view)),
        ["title"] => of_words(view, &Subject::Title),
        ["party", id] => of_words(view, &Subject::Party((*id).into())),
        ["person", party, person] => {
            of_words(view, &Subject::Person { party: (*party).into(), person: (*person).into() })
        }
        ["issue", id] => of_words(view, &Subject::Issue((*id).into())),
        ["option", issue, option] => {
            of_words(view, &Subject::Option { issue: (*issue).into(), option: (*option).into() })
        }
        ["source", id] => of_words(view, &Subject::Source((*id).into())),
        [kind, rest @ ..] => correcting::page(view, kind, rest),
    }
}

/// A link to where something is put right; nothing where the reader may not.
pub(super) fn link(view: &View<'_>, what: &Subject) -> Markup {
    html! { @if offered(view, what) { " " a.mend href=(path(what)) { (say!(view, mending.put_right)) } } }
}

pub(super) use correcting::{clause_link, mandate_link, session_link, statement_link};

/// Whether the reader may put something into other words.
fn offered(view: &View<'_>, what: &Subject) -> bool {
    let Some(home) = view.state.home_of(what) else { return false };
    let (r#in, what) = (home.clone(), what.clone());
    view.state.words_of(&what).is_some()
        && view.offers(&Command::Reword(Reword { r#in, what, name: None, reason: None, touches: None }))
}

fn path(what: &Subject) -> String {
    let steps: Vec<&str> = match what {
        Subject::Title => vec!["title"],
        Subject::Party(id) => vec!["party", id.as_str()],
        Subject::Person { party, person } | Subject::Office { party, person } => {
            vec!["person", party.as_str(), person.as_str()]
        }
        Subject::Issue(id) => vec!["issue", id.as_str()],
        Subject::Option { issue, option } => vec!["option", issue.as_str(), option.as_str()],
        Subject::Source(id) => vec!["source", id.as_str()],
    };
    address(&steps)
}

fn address(steps: &[&str]) -> String {
    let steps: Vec<String> = steps.iter().map(|step| percent::encoded(step)).collect();
    format!("/mend/{}", steps.join("/"))
}

/// Everything that the reader may put right and that is not reached from where it stands.
fn index(view: &View<'_>) -> Page {
    let state = view.state;
    let mut found = vec![Subject::Title];
    found.extend(state.parties.iter().map(|party| Subject::Party(party.id.clone())));
    for party in &state.parties {
        let person = |person: &mediant_model::Person| Subject::Person {
            party: party.id.clone(),
            person: person.id.clone(),
        };
        found.extend(party.people.iter().map(person));
    }
    for issue in &state.issues {
        found.push(Subject::Issue(issue.id.clone()));
        if let IssueKind::Discrete(options) = &issue.kind {
            let option = |option: &mediant_model::issue::IssueOption| Subject::Option {
                issue: issue.id.clone(),
                option: option.id.clone(),
            };
            found.extend(options.iter().map(option));
        }
    }
    found.extend(state.sources.iter().map(|source| Subject::Source(source.id.clone())));
    found.retain(|what| offered(view, what));
    let main = html! {
        p.lede { (say!(view, mending.names_and_words_that_were_entered)) }
        @if found.is_empty() { p.empty { (say!(view, mending.there_is_nothing_here_that_you)) } }
        ul { @for what in &found {
            li { (mended::sort(view, what)) " " a href=(path(what)) { bdi { (state.words_of(what).flatten().unwrap_or_default()) } } }
        } }
        (correcting::list(view))
    };
    Page { title: say!(view, mending.put_right).into_owned(), here: Here::Elsewhere, main, aside: None }
}

fn of_words(view: &View<'_>, what: &Subject) -> Option<Page> {
    if !offered(view, what) {
        return None;
    }
    let now = view.state.words_of(what)?;
    let main = html! {
        p.lede { (say!(view, mending.what_it_was_before_stays)) }
        h2 { (say!(view, mending.what_this_touches)) }
        (mended::touched(view, &view.state.touched(&reword(view, what)?)))
        h2 { (say!(view, mending.other_words)) }
        (rewording(view, what, &say!(view, mending.how_it_reads))?)
        @if let Subject::Person { party, person } = what {
            (rewording(view, &Subject::Office { party: party.clone(), person: person.clone() }, &say!(view, mending.office))?)
        }
        @if view.mediates() { (removing(view, what)) }
        (before(view, what))
    };
    let title = say!(view, mending.title, what = now.unwrap_or_default()).into_owned();
    Some(Page { title, here: Here::Elsewhere, main, aside: None })
}

fn reword(view: &View<'_>, what: &Subject) -> Option<Command> {
    let r#in = view.state.home_of(what)?.clone();
    Some(Command::Reword(Reword { r#in, what: what.clone(), name: None, reason: None, touches: None }))
}

/// The form for other words.
fn rewording(view: &View<'_>, what: &Subject, label: &str) -> Option<Markup> {
    let now = view.state.words_of(what)?.unwrap_or_default();
    let is_office = matches!(what, Subject::Office { .. });
    let home = view.state.home_of(what)?;
    // Whoever knows the thing reads the new words. What is new of a person may be for fewer, and nobody is chosen beforehand.
    let form = view.form("reword");
    let (form, in_choice) = match what {
        Subject::Person { party, .. } | Subject::Office { party, .. } => {
            let within = places(view, party).into_iter().filter(|place| place.is_within(home));
            let of: Vec<Readership> = within.map(|place| Readership::named(place, "")).collect();
            let choice = form.audience(view, "in", &say!(view, mending.who_reads_the_new_words), &of, None);
            (form.read_as_chosen(), choice)
        }
        _ => {
            let fixed = form.fixed("in", &home.name());
            (form.read_by(view, home), fixed)
        }
    };
    let hint = if is_office { say!(view, mending.empty_no_longer_said) } else { Cow::Borrowed("") };
    let fields = html! {
        (subject(&form, what))
        (form.line_with("name", label, &now, !is_office, &hint))
        (in_choice)
        (form.line("reason", &say!(view, mending.why), false, &say!(view, mending.whoever_reads_the_new_words_reads)))
        (seen(view, &form, &reword(view, what)?))
    };
    Some(form.ends(fields, &say!(view, mending.put_these_words_in_its_place)))
}

fn subject(form: &Form<'_>, what: &Subject) -> Markup {
    form.fixed("what:json", &serde_json::to_string(what).unwrap_or_default())
}

/// That what is touched stood on the page: where it is another by the time the form is sent, the desk asks anew.
fn seen(view: &View<'_>, form: &Form<'_>, command: &Command) -> Markup {
    let touched = view.state.touched(command);
    html! { @if !touched.is_empty() { (form.fixed("touches", &touched.mark())) } }
}

fn places(view: &View<'_>, party: &PartyId) -> Vec<Compartment> {
    let mut places = vec![Compartment::Public, Compartment::Table];
    if view.state.party(party).is_some_and(|known| known.role == PartyRole::Negotiating) {
        places.push(Compartment::Caucus(party.clone()));
    }
    places
}

/// To take it out where nothing rests on it, and to retire it.
fn removing(view: &View<'_>, what: &Subject) -> Markup {
    if matches!(what, Subject::Title | Subject::Source(_) | Subject::Office { .. }) {
        return html! {};
    }
    let Some(home) = view.state.home_of(what) else { return html! {} };
    let resting = view.state.resting_on(what);
    let retire = Command::Retire(Retire { what: what.clone(), reason: None, touches: None });
    html! {
        h2 { (say!(view, mending.entered_by_mistake)) }
        @if resting.is_empty() {
            (folded(&say!(view, mending.take_it_out), {
                let form = view.form("take_out").back("/mend").read_by(view, home);
                let fields = html! { (subject(&form, what)) (form.line("reason", &say!(view, mending.why), false, "")) };
                form.ends(fields, &say!(view, mending.take_it_out))
            }))
        } @else {
            p { (say!(view, mending.it_cannot_be_taken_out_something)) }
            @if matches!(what, Subject::Party(_) | Subject::Person { .. }) { (mended::touched(view, &resting)) }
        }
        @match what {
            Subject::Option { issue, option } if view.state.is_retired(issue, option) => {
                p { (say!(view, mending.it_can_no_longer_be_chosen, status = words::status(words::Tone::Ended, say!(view, mending.retired)))) }
            }
            Subject::Issue(_) | Subject::Option { .. } => (folded(&say!(view, mending.retire_it), {
                let form = view.form("retire").back("/mend").read_by(view, home);
                let fields = html! {
                    p { (say!(view, mending.it_can_no_longer_be_chosen_what)) }
                    (subject(&form, what))
                    (form.line("reason", &say!(view, mending.why), false, &say!(view, mending.whoever_knows_it_reads_this)))
                    (seen(view, &form, &retire))
                };
                form.ends(fields, &say!(view, mending.retire_it))
            })),
            Subject::Person { .. } => p { small { (say!(view, mending.somebody_who_no_longer_speaks, link = html! { a href="/people" { (say!(view, mending.people_and_mandates)) } })) } },
            _ => {},
        }
    }
}

/// How it read before.
fn before(view: &View<'_>, what: &Subject) -> Markup {
    let changes: Vec<_> = view.state.reworded.iter().rev().filter(|former| former.what == *what).collect();
    html! {
        @if !changes.is_empty() {
            h2 { (say!(view, mending.before)) }
            ul { @for former in changes {
                li { "“" bdi { (former.was.as_deref().unwrap_or(&say!(view, mending.nothing_said))) } "” "
                    small { (say!(view, mending.until, moment = when::moment(former.trace.at, &view.who.zone)))
                        @if let Some(reason) = &former.reason { ": " (words::said(reason)) } } }
            } }
        }
    }
}
