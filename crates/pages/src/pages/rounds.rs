//! Rounds: questions whose answers nobody reads before the end.

use super::advice;
use crate::field::folded;
use crate::shell::{Here, Page};
use crate::stretch::Stretch;
use crate::view::View;
use crate::words::{self, Tone};
use crate::{form, when};
use maud::{Markup, html};
use mediant_model::PartyId;
use mediant_record::advice::Advised;
use mediant_record::package::Verdict;
use mediant_record::round::{AnswerRound, Matter, Question, Round, RoundId, RoundState};
use mediant_record::{Command, Compartment};

/// The rounds: what is asked, who has answered, and what came of those that are over.
pub fn page(view: &View<'_>) -> Page {
    let mut all: Vec<(&RoundId, &Round)> = view.state.rounds.iter().collect();
    all.sort_by_key(|(_, round)| (round.state != RoundState::Open, std::cmp::Reverse(round.trace.index)));
    let all = Stretch::new(view, "rounds", all);
    let main = html! {
        p.lede { "In a round everybody answers at the same time. Nobody reads an answer before the round closes, the mediator included." }
        @if view.mediates() && view.state.negotiating().next().is_some() { (folded("Open a round", open(view))) }
        @if all.is_empty() { p.empty { "There was no round yet." } }
        @for (id, round) in &all.shown { (article(view, id, round)) }
        (all.links(view))
    };
    Page { title: "Rounds".to_owned(), here: Here::Rounds, main, aside: None }
}

fn article(view: &View<'_>, id: &RoundId, round: &Round) -> Markup {
    html! {
        article.card {
            h2 { bdi { (round.title) } " " (state(round)) }
            p {
                @match &round.state {
                    RoundState::Open => { "Closes at the latest " strong { (when::moment(round.closes, &view.who.zone)) } ". " }
                    RoundState::Closed { trace, .. } => { "Closed " (when::moment(trace.at, &view.who.zone)) ". " }
                    RoundState::Cancelled { reason } => { "Called off" @if let Some(reason) = reason { ": " (words::said(reason)) } ". Its answers are never shown. " }
                }
                @if !matches!(round.state, RoundState::Cancelled { .. }) { "What shows: " (words::reveal(round.reveal)) "." }
            }
            ol.questions { @for question in &round.questions { li { (self::question(view, id, round, question)) } } }
            @if round.state == RoundState::Open {
                (received(view, round))
                @for party in view.state.negotiating().filter(|party| view.acts_for(&party.id)) {
                    @if view.offers(&answering(id, &party.id)) { (answer(view, id, round, &party.id)) }
                    @else { p.notice { (words::status(Tone::Blocked, "no mandate")) " Answering takes a live mandate on everything that the round asks about: a principal answers, or gives you one." } }
                }
                @if view.mediates() {
                    @let everybody = view.state.negotiating().all(|party| round.received.contains_key(&party.id));
                    @if everybody || round.closes <= view.now { (close(view, id)) }
                    @else { p.quiet { "It can be closed once every answer is in, or when its time is over." } }
                    (folded("Call it off", cancel(view, id)))
                }
            }
        }
    }
}

/// The command that the form of a party makes, without the answers.
fn answering(round: &RoundId, party: &PartyId) -> Command {
    Command::AnswerRound(AnswerRound {
        round: round.clone(),
        party: party.clone(),
        person: None,
        answers: Default::default(),
    })
}

fn state(round: &Round) -> Markup {
    match &round.state {
        RoundState::Open => words::status(Tone::Open, "open"),
        RoundState::Closed { overlap, .. } if overlap.is_empty() => {
            words::status(Tone::Blocked, "closed, no overlap")
        }
        RoundState::Closed { .. } => words::status(Tone::Agreed, "closed"),
        RoundState::Cancelled { .. } => words::status(Tone::Ended, "called off"),
    }
}

fn question(view: &View<'_>, id: &RoundId, round: &Round, question: &Question) -> Markup {
    let overlap = match &round.state {
        RoundState::Closed { overlap, .. } => Some(overlap.contains(&question.id)),
        RoundState::Open | RoundState::Cancelled { .. } => None,
    };
    let shown: Vec<_> = round
        .shown
        .iter()
        .filter_map(|(party, answers)| Some((party, answers.0.get(&question.id)?)))
        .collect();
    html! {
        (matter(view, &question.matter))
        @if round.state == RoundState::Open {
            @let on = Advised::Question { round: id.clone(), question: question.id.clone() };
            (advice::said(view, &on)) (advice::form(view, &on))
        }
        @match overlap {
            Some(true) => div data-overlap="yes" { (words::status(Tone::Agreed, "enough parties accepted it")) },
            Some(false) => div data-overlap="no" { (words::status(Tone::Open, "not enough parties accepted it")) },
            None => {}
        }
        @if !shown.is_empty() {
            ul.answers { @for (party, verdict) in shown {
                @let (word, tone) = words::verdict(*verdict);
                li { strong { (view.party(party)) } " " (words::status(tone, word)) }
            } }
        }
    }
}

/// What a question asks about.
pub(super) fn matter(view: &View<'_>, matter: &Matter) -> Markup {
    match matter {
        Matter::Package(options) => html! { "The package: " (super::packages::as_list(view, options)) },
        Matter::Clause { draft, clause } => {
            let known = view.state.drafts.get(draft);
            let found = known.and_then(|known| known.clauses.iter().find(|other| &other.id == clause));
            html! {
                @match found {
                    Some(found) => { "The clause “" bdi { (found.heading) } "”: " span.words dir="auto" { (crate::bracketed::shown(view, &found.text)) } }
                    None => "A clause of a draft",
                }
            }
        }
        Matter::Words { text, issues } => html! {
            (words::said(text))
            @if !issues.is_empty() { small { "on " (view.issues(issues)) ": accepting needs a mandate on it" } }
        },
    }
}

/// Whose answers are in: to the mediator of everybody, to a party its own.
fn received(view: &View<'_>, round: &Round) -> Markup {
    let shown = view
        .state
        .negotiating()
        .filter(|party| view.is_mediators() || view.own_party().as_ref() == Some(&party.id));
    html! {
        ul.answers { @for party in shown {
            li { strong { bdi { (party.name) } } " "
                @match round.received.get(&party.id) {
                    Some((_, trace)) => { (words::status(Tone::Agreed, "answer is in")) small { (when::moment(trace.at, &view.who.zone)) } }
                    None => (words::status(Tone::Open, "no answer yet")),
                } }
        } }
    }
}

fn answer(view: &View<'_>, id: &RoundId, round: &Round, party: &PartyId) -> Markup {
    if round.closes <= view.now {
        return html! { p { "Its time is over." } };
    }
    let answered = round.received.contains_key(party);
    let own = Compartment::Caucus(party.clone());
    let form = view.form("answer_round").saying(view, "Who will read that we answered, and not what", &[own]);
    let form = form.keeps(&format!("answer of {party} in round {id}"), "");
    let fields = html! {
        (form.fixed("round", id.as_str()))
        (form.fixed("party", party.as_str()))
        @for (at, question) in round.questions.iter().enumerate() {
            (form.radios(&format!("answers.{}", form::key(question.id.as_str())), &format!("Question {}", at + 1), &words::VERDICTS, None))
        }
        @for question in &round.questions {
            (form.fixed("of[]", question.id.as_str()))
            @if let Some(known) = recommended(view, id, question) {
                (form.fixed(&format!("advised.{}", form::key(question.id.as_str())), &verdict_word(known)))
            }
        }
        script type="module" src=(crate::assets::path("brief.js")) {}
        p { small { "Kept sealed: nobody reads it before the round closes, neither the mediator nor we ourselves." } }
    };
    let is_advised = round.questions.iter().any(|question| recommended(view, id, question).is_some());
    let buttons = html! {
        button type="submit" class="primary" { (if answered { "Replace our answer" } else { "Answer in secret" }) } " "
        button type="submit" class="quiet" name="left" value="accept" formnovalidate data-confirm="Accept every question that is not answered here, and send it?" { "Accept all that is left" } " "
        @if is_advised {
            button type="submit" class="quiet" name="left" value="advised" formnovalidate data-confirm="Answer every question that is not answered here as recommended, and send it?" { "Answer all that is left as recommended by our delegate" }
        }
    };
    let form = form.ends_in(fields, buttons);
    if answered {
        html! { p { "Our answer is in. It is sealed, and cannot be looked at before the round closes." } (folded("Answer anew, in its place", form)) }
    } else {
        form
    }
}

/// What our delegate recommends to answer.
fn recommended(view: &View<'_>, round: &RoundId, question: &Question) -> Option<Verdict> {
    let on = Advised::Question { round: round.clone(), question: question.id.clone() };
    view.state.recommended(&on).map(|known| known.verdict)
}

/// A verdict as a form sends it.
fn verdict_word(verdict: Verdict) -> String {
    serde_json::json!(verdict).as_str().unwrap_or_default().to_owned()
}

fn close(view: &View<'_>, id: &RoundId) -> Markup {
    let form = view.form("close_round").read_by(view, &Compartment::Table);
    let fields = html! { (form.fixed("round", id.as_str())) };
    form.ends(fields, "Close the round")
}

fn cancel(view: &View<'_>, id: &RoundId) -> Markup {
    let form = view
        .form("cancel_round")
        .confirm("Call the round off? Its answers are never shown.")
        .read_by(view, &Compartment::Table);
    let fields = html! { (form.fixed("round", id.as_str())) (form.line("reason", "Why", false, "")) };
    form.ends(fields, "Call it off")
}

/// Questions in words that the form offers.
const IN_WORDS: usize = 3;

fn open(view: &View<'_>) -> Markup {
    let form = view.form("open_round").read_by(view, &Compartment::Table);
    let issues: Vec<(String, String)> =
        view.state.issues.iter().map(|issue| (issue.id.to_string(), issue.name.clone())).collect();
    let draft = view.state.latest_draft(&Compartment::Table);
    let packages =
        view.state.packages.values().filter(|package| package.trace.compartment == Compartment::Table);
    let mut offered: Vec<(String, String)> = Vec::new();
    if let Some((id, draft)) = draft {
        offered.extend(draft.clauses.iter().map(|clause| {
            let value =
                serde_json::json!({ "clause": { "draft": id.as_str(), "clause": clause.id.as_str() } })
                    .to_string();
            (value, format!("clause “{}” of draft {}", clause.heading, draft.number))
        }));
    }
    offered.extend(packages.map(|package| {
        (
            serde_json::json!({ "package": package.options }).to_string(),
            format!("package: {}", super::packages::in_words(view, &package.options)),
        )
    }));
    let fields = html! {
        (form.line("title", "Title", true, ""))
        @for at in 0..IN_WORDS {
            fieldset {
                legend { "Question " (at + 1) @if at > 0 { " (if there is one more)" } }
                (form.text(&format!("questions[{at}].words.text"), &format!("Question {} in words", at + 1), false, "something to accept or reject"))
                @if !issues.is_empty() { (form.ticks_of_page(&format!("questions[{at}].words.issues[]"), &format!("Question {} is about", at + 1), &issues)) }
            }
        }
        @if !offered.is_empty() {
            fieldset.options {
                legend { "Or about what is on the table" }
                @for (at, (value, label)) in offered.iter().enumerate() {
                    (form.tick_value(&format!("questions[{}]:json", IN_WORDS + at), value, label))
                }
            }
        }
        (form.typed("datetime-local", "closes:local", &format!("Closes at the latest ({})", view.who.zone.label()), "", true, "it closes earlier once you close it with every answer in"))
        (form.choice("reveal", "What shows then", &crate::field::pairs(&words::REVEALS), "overlap", ""))
    };
    form.confirm("Open the round?").ends(fields, "Open the round")
}
