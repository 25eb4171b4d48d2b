//! The single text: its clauses, what is in brackets and who asks for it, what each party answers.

use super::{advice, clause_answer, conclusion, printed};
use crate::bracketed::{self, with_authors};
use crate::shell::{Here, Page};
use crate::view::View;
use crate::words::{self, Tone};
use crate::{diff, when, whose_word};
use maud::{Markup, html};
use mediant_model::PartyId;
use mediant_record::advice::Advised;
use mediant_record::draft::{AnsweredClause, ClauseAnswer, ClauseStanding, ClauseState, Draft, DraftId};
use mediant_record::{Compartment, Event};
use mediant_words::say;
use std::borrow::Cow;

/// Where drafts may stand, as far as the reader reads there: the table first.
pub(super) fn places(view: &View<'_>) -> Vec<Compartment> {
    let mut places = vec![Compartment::Table];
    if view.is_mediators() {
        places.push(Compartment::Mediator);
        places.extend(view.state.negotiating().map(|party| Compartment::Caucus(party.id.clone())));
    } else if let Some(own) = view.own_party() {
        places.push(Compartment::Caucus(own));
    }
    places
}

/// A place in words.
fn place_words(view: &View<'_>, place: &Compartment) -> String {
    match place {
        Compartment::Table | Compartment::Public => say!(view, text.on_the_table).into_owned(),
        Compartment::Mediator | Compartment::Report(_) | Compartment::Delegation(_) => {
            say!(view, text.yours_alone).into_owned()
        }
        Compartment::Caucus(party) if view.is_mediators() => {
            say!(view, text.shown_to_alone, party = view.party_name(party)).into_owned()
        }
        Compartment::Caucus(_) => say!(view, text.shown_to_us_alone).into_owned(),
    }
}

/// The page: the draft asked for, else the latest on the table, else any latest.
pub fn page(view: &View<'_>, draft: Option<&DraftId>) -> Option<Page> {
    let chosen = match draft {
        Some(id) => Some(view.state.drafts.get_key_value(id)?),
        None => places(view).iter().find_map(|place| {
            let (id, _) = view.state.latest_draft(place)?;
            view.state.drafts.get_key_value(id)
        }),
    };
    let aside = html! { (all_drafts(view)) };
    let Some((id, content)) = chosen else {
        let main = html! {
            p.empty { (say!(view, text.there_is_no_draft_yet)) }
            @if view.mediates() { p { a.button href="/text/new?in=mediator" { (say!(view, text.begin_a_draft)) } } }
            (conclusion::declare(view))
        };
        return Some(Page {
            title: say!(view, text.the_text).into_owned(),
            here: Here::Text,
            main,
            aside: Some(aside),
        });
    };
    let place = &content.trace.compartment;
    let latest = view.state.latest_draft(place).map(|(latest, _)| latest);
    let is_latest = latest == Some(id);
    let clauses = view.state.clauses(content);
    let brackets = clauses.iter().filter(|clause| clause.standing == ClauseStanding::Bracketed).count();
    let agreed = clauses
        .iter()
        .filter(|clause| {
            matches!(clause.standing, ClauseStanding::Accepted | ClauseStanding::AcceptedAdReferendum)
        })
        .count();
    let is_open = *place == Compartment::Table;
    let all = view.query().iter().any(|(name, value)| name == "print" && value == "all");
    let shown = html! {
        @if !is_open { h2 dir="auto" { (content.title) } }
        p.lede {
            (say!(view, text.draft_clauses_agreed_in_brackets, number = content.number, place_words = place_words(view, place), moment = when::moment(content.trace.at, &view.who.zone), count = clauses.len(), agreed = agreed, brackets = brackets))
            @if view.state.opening.as_ref().is_some_and(|opening| opening.agreement.nothing_until_everything) { " " (say!(view, text.nothing_is_agreed_until_everything)) }
        }
        @if !is_latest { p { (say!(view, text.this_is_not_the_latest_draft, status = words::status(Tone::Ended, say!(view, text.replaced)), place_words = place_words(view, place))) } }
        @if let Some(note) = &content.note { div.note { (words::prose(note)) } }
        @if is_latest { (advice::clauses(view, place, id, &clauses)) }
        @for (at, state) in clauses.iter().enumerate() { (clause(view, place, id, state, Some(at + 1), is_latest)) }
        @if let Some((before_id, before)) = content.replaces.as_ref().and_then(|before| view.state.drafts.get_key_value(before)) {
            h2 { (say!(view, text.what_changed_since_draft, number = before.number)) }
            (changes(view, before, content))
            p { a href=(view.link(&format!("/text/compare?from={}&to={}", words::step(before_id.as_str()), words::step(id.as_str())))) { (say!(view, text.side_by_side)) } }
        }
        (conclusion::declare(view))
    };
    // What a browser puts above a printed page is the title: it names no draft that is not the table's.
    let title = if is_open { content.title.clone() } else { format!("A draft {}", place_words(view, place)) };
    if all {
        let back = view.link(&format!("/text?draft={}", words::step(id.as_str())));
        let main = html! { (shown) p.not-printed { a href=(back) { (say!(view, text.print_the_tables_text_alone)) } } };
        return Some(Page { title, here: Here::Text, main, aside: Some(aside) });
    }
    let more = view.link(&format!("/text?draft={}&print=all", words::step(id.as_str())));
    let main = html! {
        div.not-printed {
            (shown)
            p { small { (say!(view, text.printed_this_page_gives_the_text, link = html! { a href=(more) { (say!(view, text.print_all_that_stands_here)) } })) } }
        }
        (printed::printed(view))
    };
    let aside = html! { div.not-printed { (aside) } };
    Some(Page { title, here: Here::Text, main, aside: Some(aside) })
}

fn all_drafts(view: &View<'_>) -> Markup {
    html! {
        @for place in places(view) {
            @let drafts = view.state.drafts_in(&place);
            @if !drafts.is_empty() || view.mediates() {
                section {
                    h2 { (say!(view, text.drafts, place_words = place_words(view, &place))) }
                    @if drafts.is_empty() { p.empty { (say!(view, text.none)) } }
                    ul { @for (id, draft) in drafts.iter().rev() {
                        li {
                            a href=(view.link(&format!("/text?draft={}", words::step(id.as_str())))) { (draft.number) " · " bdi { (draft.title) } }
                            small { (when::moment(draft.trace.at, &view.who.zone)) }
                        }
                    } }
                    @if let [.., (before, _), (after, _)] = drafts.as_slice() {
                        p { a href=(view.link(&format!("/text/compare?from={}&to={}", words::step(before.as_str()), words::step(after.as_str())))) { (say!(view, text.compare_the_last_two)) } }
                    }
                    @if view.mediates() {
                        p { a.button href=(format!("/text/new?in={}", words::step(&place.name()))) { (say!(view, text.new_draft_here)) } }
                    }
                }
            }
        }
        (choose_two(view))
    }
}

/// A choice of any two drafts to compare.
fn choose_two(view: &View<'_>) -> Markup {
    let mut of = Vec::new();
    for place in places(view) {
        let drafts = view.state.drafts_in(&place).into_iter();
        of.extend(drafts.map(|(id, draft)| {
            (id.to_string(), format!("{} · {} ({})", draft.number, draft.title, place_words(view, &place)))
        }));
    }
    html! {
        @if of.len() > 1 {
            section {
                h2 { (say!(view, text.compare)) }
                form method="get" action=(view.link("/text/compare")) {
                    @for (name, label, chosen) in [("from", say!(view, text.compare_this_draft), of.first()), ("to", say!(view, text.compare_with_this_one), of.last())] {
                        @let field = format!("compare-{name}");
                        div.field {
                            label for=(field) { (label) }
                            select id=(field) name=(name) {
                                @for (id, words) in &of { option value=(id) selected[Some(id) == chosen.map(|(id, _)| id)] dir="auto" { (words) } }
                            }
                        }
                    }
                    p.act { button type="submit" class="quiet" { (say!(view, text.side_by_side)) } }
                }
            }
        }
    }
}

/// How a clause stands.
pub(super) fn standing(view: &View<'_>, of: ClauseStanding) -> Markup {
    match of {
        ClauseStanding::Accepted => words::status(Tone::Agreed, say!(view, text.agreed)),
        ClauseStanding::AcceptedAdReferendum => {
            words::status(Tone::Partly, say!(view, text.agreed_ad_referendum))
        }
        ClauseStanding::Bracketed => words::status(Tone::Partly, say!(view, text.bracketed)),
        ClauseStanding::Rejected => words::status(Tone::Blocked, say!(view, text.rejected)),
        ClauseStanding::Open => words::status(Tone::Open, say!(view, text.open)),
    }
}

/// A clause with its answers, and where asked for the forms to answer it.
pub(super) fn clause(
    view: &View<'_>,
    place: &Compartment,
    draft: &DraftId,
    state: &ClauseState<'_>,
    number: Option<usize>,
    forms: bool,
) -> Markup {
    let clause = state.clause;
    html! {
        article.clause {
            @match number {
                Some(number) => h2 { (number) " · " bdi { (clause.heading) } " " (standing(view, state.standing)) },
                None => h3 { bdi { (clause.heading) } " " (standing(view, state.standing)) " " small { (place_words(view, place)) } },
            }
            div.words dir="auto" { (bracketed::shown(view, &clause.text)) }
            (bracketed::as_each_would_have_it(view, &clause.text))
            @if let Some(issue) = &clause.issue { p { small { (say!(view, text.settles, issue = view.issue(issue))) } } }
            @if forms { (super::mending::clause_link(view, draft, &clause.id)) }
            @if !state.answers.is_empty() || !state.outdated.is_empty() { (answers(view, state)) }
            (whose_word::besides(view, |event| matches!(event, Event::ClauseAnswered(answered) if answered.clause == clause.id)))
            @if forms {
                @let on = Advised::Clause { draft: draft.clone(), clause: clause.id.clone() };
                (advice::said(view, &on))
                (clause_answer::answering(view, place, draft, state))
                (advice::form(view, &on))
            }
        }
    }
}

fn answers(view: &View<'_>, state: &ClauseState<'_>) -> Markup {
    html! {
        ul.answers {
            @for (party, answer) in &state.answers { li { (answer_line(view, state, party, answer)) } }
            @for (party, answer) in &state.outdated {
                li.outdated { (answer_line(view, state, party, answer)) small { (why_outdated(view, state, answer)) } }
            }
            @let silent: Vec<&PartyId> = state.tally.silent.iter().filter(|party| !state.outdated.contains_key(*party)).collect();
            @if !silent.is_empty() && !view.is_public() { li.quiet {
                @if view.is_mediators() { (say!(view, text.no_answer_from, parties = view.parties(silent))) }
                @else { (say!(view, text.no_answer_known_from, parties = view.parties(silent))) }
            } }
        }
    }
}

/// Why an answer counts no more: a party that accepted is asked anew.
fn why_outdated(view: &View<'_>, state: &ClauseState<'_>, answer: &AnsweredClause) -> Cow<'static, str> {
    let now = state.clause;
    if answer.footing.taken_away {
        crate::mended::why_fallen(view, &answer.footing)
    } else if answer.clause == *now {
        say!(view, text.outdated_to_these_words_which)
    } else if answer.clause.text != now.text {
        say!(view, text.outdated_to_earlier_words_it)
    } else if answer.clause.heading != now.heading {
        say!(view, text.outdated_under_an_earlier_heading)
    } else {
        say!(view, text.outdated_when_it_settled_something)
    }
}

fn answer_line(view: &View<'_>, state: &ClauseState<'_>, party: &PartyId, answer: &AnsweredClause) -> Markup {
    let (word, tone) = answer_word(view, &answer.answer);
    html! {
        strong { (view.party(party)) } " " (words::status(tone, word))
        @match &answer.answer {
            ClauseAnswer::Bracket { words } => { ": [" (words::said(words)) "]" }
            ClauseAnswer::Amend { text } => { div.amended dir="auto" { (diff::marked(&with_authors(view, &state.clause.text), &with_authors(view, text))) } }
            ClauseAnswer::Accept | ClauseAnswer::AcceptAdReferendum | ClauseAnswer::Reject => {}
        }
        small {
            @if let Some(person) = &answer.person { (view.person(person)) " · " }
            (when::moment(answer.trace.at, &view.who.zone)) " · " (words::known_to(view, &answer.trace.compartment, |party| view.party_name(party)))
            @if let Some(note) = &answer.note { " · “" (words::said(note)) "”" }
            (whose_word::at(view, &answer.trace))
        }
    }
}

fn answer_word(view: &View<'_>, answer: &ClauseAnswer) -> (Cow<'static, str>, Tone) {
    match answer {
        ClauseAnswer::Accept => (say!(view, text.accepts), Tone::Agreed),
        ClauseAnswer::AcceptAdReferendum => (say!(view, text.accepts_ad_referendum), Tone::Partly),
        ClauseAnswer::Bracket { .. } => (say!(view, text.puts_in_brackets), Tone::Partly),
        ClauseAnswer::Amend { .. } => (say!(view, text.asks_for_other_words), Tone::Partly),
        ClauseAnswer::Reject => (say!(view, text.rejects), Tone::Blocked),
    }
}

/// What changed from one draft to another, clause by clause.
fn changes(view: &View<'_>, before: &Draft, after: &Draft) -> Markup {
    let gone =
        before.clauses.iter().filter(|clause| !after.clauses.iter().any(|other| other.id == clause.id));
    html! {
        ul.changes {
            @for clause in &after.clauses {
                @match before.clauses.iter().find(|other| other.id == clause.id) {
                    None => li { strong { bdi { (clause.heading) } } ": " ins dir="auto" { (with_authors(view, &clause.text)) } },
                    Some(old) if old.text != clause.text || old.heading != clause.heading => {
                        li { strong dir="auto" { (diff::marked(&old.heading, &clause.heading)) } ": " span dir="auto" { (diff::marked(&with_authors(view, &old.text), &with_authors(view, &clause.text))) } }
                    }
                    Some(_) => {}
                }
            }
            @for clause in gone { li { strong { bdi { (clause.heading) } } ": " del dir="auto" { (with_authors(view, &clause.text)) } } }
            @if before.clauses == after.clauses { li { (say!(view, text.nothing_the_clauses_are_the_same)) } }
        }
    }
}

/// Two drafts side by side.
pub fn compare(view: &View<'_>, from: &DraftId, to: &DraftId) -> Option<Page> {
    let (before, after) = (view.state.drafts.get(from)?, view.state.drafts.get(to)?);
    let gone =
        before.clauses.iter().filter(|clause| !after.clauses.iter().any(|other| other.id == clause.id));
    let heading = |draft: &Draft| {
        say!(view, text.draft_in, number = draft.number, place = place_words(view, &draft.trace.compartment))
    };
    let (left, right) = (heading(before), heading(after));
    let main = html! {
        p.lede { (say!(view, text.words_that_are_gone_are_struck, link = html! { a href=(view.link(&format!("/text?draft={}", words::step(to.as_str())))) { (say!(view, text.back_to_the_text)) } })) }
        table.versions {
            caption { (say!(view, text.two_versions_of_the_text)) }
            thead { tr { th scope="col" { (say!(view, text.clause)) } th scope="col" { (left) } th scope="col" { (right) } } }
            tbody {
                @for clause in &after.clauses {
                    @let old = before.clauses.iter().find(|other| other.id == clause.id);
                    @let runs = diff::runs(&old.map(|old| with_authors(view, &old.text)).unwrap_or_default(), &with_authors(view, &clause.text));
                    tr {
                        th scope="row" { bdi { (clause.heading) } }
                        td data-of=(left) dir="auto" { @if old.is_some() { (diff::side(&runs, false)) } @else { span.quiet { (say!(view, text.not_in_it)) } } }
                        td data-of=(right) dir="auto" { (diff::side(&runs, true)) }
                    }
                }
                @for clause in gone {
                    tr {
                        th scope="row" { bdi { (clause.heading) } }
                        td data-of=(left) { del dir="auto" { (with_authors(view, &clause.text)) } }
                        td data-of=(right) { span.quiet { (say!(view, text.not_in_it)) } }
                    }
                }
            }
        }
    };
    Some(Page {
        title: format!("“{}” beside “{}”", before.title, after.title),
        here: Here::Text,
        main,
        aside: None,
    })
}
