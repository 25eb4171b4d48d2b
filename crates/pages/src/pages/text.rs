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
        Compartment::Table | Compartment::Public => "on the table".to_owned(),
        Compartment::Mediator | Compartment::Report(_) | Compartment::Delegation(_) => {
            "yours alone".to_owned()
        }
        Compartment::Caucus(party) if view.is_mediators() => {
            format!("shown to {} alone", view.party_name(party))
        }
        Compartment::Caucus(_) => "shown to us alone".to_owned(),
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
            p.empty { "There is no draft yet." }
            @if view.mediates() { p { a.button href="/text/new?in=mediator" { "Begin a draft" } } }
            (conclusion::declare(view))
        };
        return Some(Page { title: "The text".to_owned(), here: Here::Text, main, aside: Some(aside) });
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
            "Draft " (content.number) ", " (place_words(view, place)) ", " (when::moment(content.trace.at, &view.who.zone)) ". "
            (words::counted(clauses.len(), "clause", "clauses")) ", " (agreed) " agreed, " (brackets) " in brackets."
            @if view.state.opening.as_ref().is_some_and(|opening| opening.agreement.nothing_until_everything) { " Nothing is agreed until everything is agreed." }
        }
        @if !is_latest { p { (words::status(Tone::Ended, "replaced")) " This is not the latest draft " (place_words(view, place)) "." } }
        @if let Some(note) = &content.note { div.note { (words::prose(note)) } }
        @if is_latest { (advice::clauses(view, place, id, &clauses)) }
        @for (at, state) in clauses.iter().enumerate() { (clause(view, place, id, state, Some(at + 1), is_latest)) }
        @if let Some((before_id, before)) = content.replaces.as_ref().and_then(|before| view.state.drafts.get_key_value(before)) {
            h2 { "What changed since draft " (before.number) }
            (changes(view, before, content))
            p { a href=(view.link(&format!("/text/compare?from={}&to={}", words::step(before_id.as_str()), words::step(id.as_str())))) { "Side by side" } }
        }
        (conclusion::declare(view))
    };
    // What a browser puts above a printed page is the title: it names no draft that is not the table's.
    let title = if is_open { content.title.clone() } else { format!("A draft {}", place_words(view, place)) };
    if all {
        let back = view.link(&format!("/text?draft={}", words::step(id.as_str())));
        let main = html! { (shown) p.not-printed { a href=(back) { "Print the table’s text alone" } } };
        return Some(Page { title, here: Here::Text, main, aside: Some(aside) });
    }
    let more = view.link(&format!("/text?draft={}&print=all", words::step(id.as_str())));
    let main = html! {
        div.not-printed {
            (shown)
            p { small { "Printed, this page gives the text on the table and nothing else. " a href=(more) { "Print all that stands here" } } }
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
                    h2 { "Drafts " (place_words(view, &place)) }
                    @if drafts.is_empty() { p.empty { "None." } }
                    ul { @for (id, draft) in drafts.iter().rev() {
                        li {
                            a href=(view.link(&format!("/text?draft={}", words::step(id.as_str())))) { (draft.number) " · " bdi { (draft.title) } }
                            small { (when::moment(draft.trace.at, &view.who.zone)) }
                        }
                    } }
                    @if let [.., (before, _), (after, _)] = drafts.as_slice() {
                        p { a href=(view.link(&format!("/text/compare?from={}&to={}", words::step(before.as_str()), words::step(after.as_str())))) { "Compare the last two" } }
                    }
                    @if view.mediates() {
                        p { a.button href=(format!("/text/new?in={}", words::step(&place.name()))) { "New draft here" } }
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
                h2 { "Compare" }
                form method="get" action=(view.link("/text/compare")) {
                    @for (name, label, chosen) in [("from", "This draft", of.first()), ("to", "with this one", of.last())] {
                        @let field = format!("compare-{name}");
                        div.field {
                            label for=(field) { (label) }
                            select id=(field) name=(name) {
                                @for (id, words) in &of { option value=(id) selected[Some(id) == chosen.map(|(id, _)| id)] dir="auto" { (words) } }
                            }
                        }
                    }
                    p.act { button type="submit" class="quiet" { "Side by side" } }
                }
            }
        }
    }
}

/// How a clause stands.
pub(super) fn standing(of: ClauseStanding) -> Markup {
    match of {
        ClauseStanding::Accepted => words::status(Tone::Agreed, "agreed"),
        ClauseStanding::AcceptedAdReferendum => words::status(Tone::Partly, "agreed ad referendum"),
        ClauseStanding::Bracketed => words::status(Tone::Partly, "bracketed"),
        ClauseStanding::Rejected => words::status(Tone::Blocked, "rejected"),
        ClauseStanding::Open => words::status(Tone::Open, "open"),
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
                Some(number) => h2 { (number) " · " bdi { (clause.heading) } " " (standing(state.standing)) },
                None => h3 { bdi { (clause.heading) } " " (standing(state.standing)) " " small { (place_words(view, place)) } },
            }
            div.words dir="auto" { (bracketed::shown(view, &clause.text)) }
            (bracketed::as_each_would_have_it(view, &clause.text))
            @if let Some(issue) = &clause.issue { p { small { "settles " (view.issue(issue)) } } }
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
                li.outdated { (answer_line(view, state, party, answer)) small { (why_outdated(state, answer)) } }
            }
            @let silent: Vec<&PartyId> = state.tally.silent.iter().filter(|party| !state.outdated.contains_key(*party)).collect();
            @if !silent.is_empty() && !view.is_public() { li.quiet { "No answer " @if !view.is_mediators() { "known to us " } "from " (view.parties(silent)) } }
        }
    }
}

/// Why an answer counts no more: a party that accepted is asked anew.
fn why_outdated(state: &ClauseState<'_>, answer: &AnsweredClause) -> &'static str {
    let now = state.clause;
    if answer.footing.taken_away {
        crate::mended::why_fallen(&answer.footing)
    } else if answer.clause == *now {
        "to these words, which were changed since and came back: the party is asked anew"
    } else if answer.clause.text != now.text {
        "to earlier words: it counts no more"
    } else if answer.clause.heading != now.heading {
        "under an earlier heading: the party is asked anew"
    } else {
        "when it settled something else: the party is asked anew"
    }
}

fn answer_line(view: &View<'_>, state: &ClauseState<'_>, party: &PartyId, answer: &AnsweredClause) -> Markup {
    let (word, tone) = answer_word(&answer.answer);
    html! {
        strong { (view.party(party)) } " " (words::status(tone, word))
        @match &answer.answer {
            ClauseAnswer::Bracket { words } => { ": [" (words::said(words)) "]" }
            ClauseAnswer::Amend { text } => { div.amended dir="auto" { (diff::marked(&with_authors(view, &state.clause.text), &with_authors(view, text))) } }
            ClauseAnswer::Accept | ClauseAnswer::AcceptAdReferendum | ClauseAnswer::Reject => {}
        }
        small {
            @if let Some(person) = &answer.person { (view.person(person)) " · " }
            (when::moment(answer.trace.at, &view.who.zone)) " · " (words::known_to(&answer.trace.compartment, |party| view.party_name(party)))
            @if let Some(note) = &answer.note { " · “" (words::said(note)) "”" }
            (whose_word::at(view, &answer.trace))
        }
    }
}

fn answer_word(answer: &ClauseAnswer) -> (&'static str, Tone) {
    match answer {
        ClauseAnswer::Accept => ("accepts", Tone::Agreed),
        ClauseAnswer::AcceptAdReferendum => ("accepts ad referendum", Tone::Partly),
        ClauseAnswer::Bracket { .. } => ("puts in brackets", Tone::Partly),
        ClauseAnswer::Amend { .. } => ("asks for other words", Tone::Partly),
        ClauseAnswer::Reject => ("rejects", Tone::Blocked),
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
            @if before.clauses == after.clauses { li { "Nothing: the clauses are the same." } }
        }
    }
}

/// Two drafts side by side.
pub fn compare(view: &View<'_>, from: &DraftId, to: &DraftId) -> Option<Page> {
    let (before, after) = (view.state.drafts.get(from)?, view.state.drafts.get(to)?);
    let gone =
        before.clauses.iter().filter(|clause| !after.clauses.iter().any(|other| other.id == clause.id));
    let heading =
        |draft: &Draft| format!("Draft {}, {}", draft.number, place_words(view, &draft.trace.compartment));
    let (left, right) = (heading(before), heading(after));
    let main = html! {
        p.lede { "Words that are gone are struck through on the left, new words underlined on the right. "
            a href=(view.link(&format!("/text?draft={}", words::step(to.as_str())))) { "Back to the text" } }
        table.versions {
            caption { "Two versions of the text." }
            thead { tr { th scope="col" { "Clause" } th scope="col" { (left) } th scope="col" { (right) } } }
            tbody {
                @for clause in &after.clauses {
                    @let old = before.clauses.iter().find(|other| other.id == clause.id);
                    @let runs = diff::runs(&old.map(|old| with_authors(view, &old.text)).unwrap_or_default(), &with_authors(view, &clause.text));
                    tr {
                        th scope="row" { bdi { (clause.heading) } }
                        td data-of=(left) dir="auto" { @if old.is_some() { (diff::side(&runs, false)) } @else { span.quiet { "not in it" } } }
                        td data-of=(right) dir="auto" { (diff::side(&runs, true)) }
                    }
                }
                @for clause in gone {
                    tr {
                        th scope="row" { bdi { (clause.heading) } }
                        td data-of=(left) { del dir="auto" { (with_authors(view, &clause.text)) } }
                        td data-of=(right) { span.quiet { "not in it" } }
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
