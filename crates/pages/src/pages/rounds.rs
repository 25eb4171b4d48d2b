//! Rounds: questions whose answers nobody reads before the end.

use super::advice;
use crate::field::folded;
use crate::scripts::Script;
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
use mediant_words::say;

/// The rounds: what is asked, who has answered, and what came of those that are over.
pub fn page(view: &View<'_>) -> Page {
    let mut all: Vec<(&RoundId, &Round)> = view.state.rounds.iter().collect();
    all.sort_by_key(|(_, round)| (round.state != RoundState::Open, std::cmp::Reverse(round.trace.index)));
    let all = Stretch::new(view, "rounds", all);
    let main = html! {
        p.lede { (say!(view, rounds.in_a_round_everybody_answers)) }
        @if view.mediates() && view.state.negotiating().next().is_some() { (folded(&say!(view, rounds.open_a_round), open(view))) }
        @if all.is_empty() { p.empty { (say!(view, rounds.there_was_no_round_yet)) } }
        @for (id, round) in &all.shown { (article(view, id, round)) }
        (all.links(view))
    };
    Page { title: say!(view, rounds.rounds).into_owned(), here: Here::Rounds, main, aside: None }
}

fn article(view: &View<'_>, id: &RoundId, round: &Round) -> Markup {
    html! {
        article.card {
            h2 { bdi { (round.title) } " " (state(view, round)) }
            p {
                @match &round.state {
                    RoundState::Open => { (say!(view, rounds.closes_at_the_latest, strong = html! { strong { (when::moment(round.closes, &view.who.zone)) } })) " " }
                    RoundState::Closed { trace, .. } => { (say!(view, rounds.closed, moment = when::moment(trace.at, &view.who.zone))) " " }
                    RoundState::Cancelled { reason } => {
                        @let why = html! { @if let Some(reason) = reason { ": " (words::said(reason)) } };
                        (say!(view, rounds.called_off_for_good, why = why)) " "
                    }
                }
                @if !matches!(round.state, RoundState::Cancelled { .. }) { (say!(view, rounds.what_shows, reveal = words::reveal(view, round.reveal))) }
            }
            ol.questions { @for question in &round.questions { li { (self::question(view, id, round, question)) } } }
            @if round.state == RoundState::Open {
                (received(view, round))
                @for party in view.state.negotiating().filter(|party| view.acts_for(&party.id)) {
                    @if view.offers(&answering(id, &party.id)) { (answer(view, id, round, &party.id)) }
                    @else { p.notice { (say!(view, rounds.answering_takes_a_live_mandate, status = words::status(Tone::Blocked, say!(view, rounds.no_mandate)))) } }
                }
                @if view.mediates() {
                    @let everybody = view.state.negotiating().all(|party| round.received.contains_key(&party.id));
                    @if everybody || round.closes <= view.now { (close(view, id)) }
                    @else { p.quiet { (say!(view, rounds.it_can_be_closed_once_every)) } }
                    (folded(&say!(view, rounds.call_it_off), cancel(view, id)))
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

fn state(view: &View<'_>, round: &Round) -> Markup {
    match &round.state {
        RoundState::Open => words::status(Tone::Open, say!(view, rounds.open)),
        RoundState::Closed { overlap, .. } if overlap.is_empty() => {
            words::status(Tone::Blocked, say!(view, rounds.closed_no_overlap))
        }
        RoundState::Closed { .. } => words::status(Tone::Agreed, say!(view, rounds.closed_2)),
        RoundState::Cancelled { .. } => words::status(Tone::Ended, say!(view, rounds.called_off)),
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
            Some(true) => div data-overlap="yes" { (words::status(Tone::Agreed, say!(view, rounds.enough_parties_accepted_it))) },
            Some(false) => div data-overlap="no" { (words::status(Tone::Open, say!(view, rounds.not_enough_parties_accepted_it))) },
            None => {}
        }
        @if !shown.is_empty() {
            ul.answers { @for (party, verdict) in shown {
                @let (word, tone) = words::verdict(view, *verdict);
                li { strong { (view.party(party)) } " " (words::status(tone, word)) }
            } }
        }
    }
}

/// What a question asks about.
pub(super) fn matter(view: &View<'_>, matter: &Matter) -> Markup {
    match matter {
        Matter::Package(options) => {
            html! { (say!(view, rounds.the_package, as_list = super::packages::as_list(view, options))) }
        }
        Matter::Clause { draft, clause } => {
            let known = view.state.drafts.get(draft);
            let found = known.and_then(|known| known.clauses.iter().find(|other| &other.id == clause));
            html! {
                @match found {
                    Some(found) => { (say!(view, rounds.the_clause, heading = html! { bdi { (found.heading) } }, shown = html! { span.words dir="auto" { (crate::bracketed::shown(view, &found.text)) } })) }
                    None => (say!(view, rounds.a_clause_of_a_draft)),
                }
            }
        }
        Matter::Words { text, issues } => html! {
            (words::said(text))
            @if !issues.is_empty() { small { (say!(view, rounds.on_accepting_needs_a_mandate, issues = view.issues(issues))) } }
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
                    Some((_, trace)) => { (words::status(Tone::Agreed, say!(view, rounds.answer_is_in))) small { (when::moment(trace.at, &view.who.zone)) } }
                    None => (words::status(Tone::Open, say!(view, rounds.no_answer_yet))),
                } }
        } }
    }
}

fn answer(view: &View<'_>, id: &RoundId, round: &Round, party: &PartyId) -> Markup {
    if round.closes <= view.now {
        return html! { p { (say!(view, rounds.its_time_is_over)) } };
    }
    let answered = round.received.contains_key(party);
    let own = Compartment::Caucus(party.clone());
    let form =
        view.form("answer_round").saying(view, &say!(view, rounds.who_will_read_that_we_answered), &[own]);
    let form = form.keeps(&format!("answer of {party} in round {id}"), "");
    let fields = html! {
        (form.fixed("round", id.as_str()))
        (form.fixed("party", party.as_str()))
        @for (at, question) in round.questions.iter().enumerate() {
            (form.radios(&format!("answers.{}", form::key(question.id.as_str())), &say!(view, rounds.question_number, number = at + 1), &words::verdicts(view), None))
        }
        @for question in &round.questions {
            (form.fixed("of[]", question.id.as_str()))
            @if let Some(known) = recommended(view, id, question) {
                (form.fixed(&format!("advised.{}", form::key(question.id.as_str())), &verdict_word(known)))
            }
        }
        (Script::Brief.element(view))
        p { small { (say!(view, rounds.kept_sealed_nobody_reads_it_before)) } }
    };
    let is_advised = round.questions.iter().any(|question| recommended(view, id, question).is_some());
    let buttons = html! {
        button type="submit" class="primary" { (if answered { say!(view, rounds.replace_our_answer) } else { say!(view, rounds.answer_in_secret) }) } " "
        button type="submit" class="quiet" name="left" value="accept" formnovalidate data-confirm=(say!(view, rounds.confirm_accept_rest)) { (say!(view, rounds.accept_all_that_is_left)) } " "
        @if is_advised {
            button type="submit" class="quiet" name="left" value="advised" formnovalidate data-confirm=(say!(view, rounds.confirm_advised_rest)) { (say!(view, rounds.answer_all_that_is_left)) }
        }
    };
    let form = form.ends_in(fields, buttons);
    if answered {
        html! { p { (say!(view, rounds.our_answer)) } (folded(&say!(view, rounds.answer_anew_in_its_place), form)) }
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
    form.ends(fields, &say!(view, rounds.close_the_round))
}

fn cancel(view: &View<'_>, id: &RoundId) -> Markup {
    let form = view
        .form("cancel_round")
        .confirm(say!(view, rounds.call_the_round_off_its_answers))
        .read_by(view, &Compartment::Table);
    let fields = html! { (form.fixed("round", id.as_str())) (form.line("reason", &say!(view, rounds.why), false, "")) };
    form.ends(fields, &say!(view, rounds.call_it_off))
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
            (
                value,
                say!(view, rounds.clause_of_draft, heading = clause.heading, number = draft.number)
                    .into_owned(),
            )
        }));
    }
    offered.extend(packages.map(|package| {
        (
            serde_json::json!({ "package": package.options }).to_string(),
            format!("package: {}", super::packages::in_words(view, &package.options)),
        )
    }));
    let fields = html! {
        (form.line("title", &say!(view, rounds.title), true, ""))
        @for at in 0..IN_WORDS {
            fieldset {
                legend { @if at > 0 { (say!(view, rounds.one_more_question, number = at + 1)) } @else { (say!(view, rounds.question, number = at + 1)) } }
                (form.text(&format!("questions[{at}].words.text"), &say!(view, rounds.question_in_words, number = at + 1), false, &say!(view, rounds.something_to_accept_or_reject)))
                @if !issues.is_empty() { (form.ticks_of_page(&format!("questions[{at}].words.issues[]"), &say!(view, rounds.question_is_about, number = at + 1), &issues)) }
            }
        }
        @if !offered.is_empty() {
            fieldset.options {
                legend { (say!(view, rounds.or_about_what)) }
                @for (at, (value, label)) in offered.iter().enumerate() {
                    (form.tick_value(&format!("questions[{}]:json", IN_WORDS + at), value, label))
                }
            }
        }
        (form.typed("datetime-local", "closes:local", &say!(view, rounds.closes_at_the_latest_in, zone = view.who.zone.label()), "", true, &say!(view, rounds.it_closes_earlier_once_you_close)))
        (form.choice("reveal", &say!(view, rounds.what_shows_then), &crate::field::pairs(&words::reveals(view)), "overlap", ""))
    };
    form.confirm(say!(view, rounds.open_the_round)).ends(fields, &say!(view, rounds.open_the_round_2))
}
