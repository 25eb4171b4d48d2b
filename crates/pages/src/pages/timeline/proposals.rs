//! Sentences of the timeline about what is put to the parties and what they answer: drafts, packages, rounds, advice.

use super::{Told, named, why};
use crate::view::View;
use crate::{when, words};
use maud::{Markup, html};
use mediant_record::advice::Recommended;
use mediant_record::draft::{ClauseAnswer, ClauseAnswered, DraftPut};
use mediant_record::package::{PackageAnswered, PackageProposed, Verdict};
use mediant_record::round::{
    RoundAnswerReceived, RoundAnswered, RoundAnswersShown, RoundCancelled, RoundClosed, RoundOpened,
};
use mediant_words::say;

impl Told for DraftPut {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { number, title, clauses, .. } = self;
        html! { (say!(view, timeline.draft_was_put_clauses, number = number, named = named(title), count = clauses.len())) }
    }
}

impl Told for ClauseAnswered {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { clause, party, answer, note, draft, .. } = self;
        let clauses = view.state.drafts.get(draft).into_iter().flat_map(|draft| &draft.clauses);
        let heading =
            clauses.filter(|known| &known.id == clause).map(|clause| clause.heading.as_str()).next();
        let (clause, party, why) = (named(heading.unwrap_or_default()), view.party(party), why(note));
        match answer {
            ClauseAnswer::Accept => {
                say!(view, timeline.clause_accepted, party = party, clause = clause, why = why)
            }
            ClauseAnswer::AcceptAdReferendum => {
                say!(view, timeline.clause_accepted_ad_referendum, party = party, clause = clause, why = why)
            }
            ClauseAnswer::Bracket { .. } => {
                say!(view, timeline.clause_bracketed, party = party, clause = clause, why = why)
            }
            ClauseAnswer::Amend { .. } => {
                say!(view, timeline.clause_amended, party = party, clause = clause, why = why)
            }
            ClauseAnswer::Reject => {
                say!(view, timeline.clause_rejected, party = party, clause = clause, why = why)
            }
        }
    }
}

impl Told for Recommended {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { person, on, verdict, note, .. } = self;
        let by = match person {
            Some(person) => view.person(person),
            None => html! { (say!(view, timeline.somebody_of_us)) },
        };
        let (verdict, on) = (words::verdict(view, *verdict).0, crate::pages::advice::on(view, on));
        match note {
            Some(note) => {
                let note = words::said(note);
                say!(view, timeline.recommends_with_note, by = by, verdict = verdict, on = on, note = note)
            }
            None => say!(view, timeline.recommends, by = by, verdict = verdict, on = on),
        }
    }
}

impl Told for PackageProposed {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { party, options, binding, .. } = self;
        let package = html! { bdi { (crate::pages::packages::in_words(view, options)) } };
        match (party, *binding) {
            (Some(party), true) => {
                say!(view, timeline.proposed_binding, party = view.party(party), package = package)
            }
            (Some(party), false) => {
                say!(view, timeline.proposed, party = view.party(party), package = package)
            }
            (None, true) => say!(view, timeline.mediator_proposed_binding, package = package),
            (None, false) => say!(view, timeline.mediator_proposed, package = package),
        }
    }
}

impl Told for PackageAnswered {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { party, verdict, note, .. } = self;
        let (party, why) = (view.party(party), why(note));
        match verdict {
            Verdict::Accept => say!(view, timeline.accepts_a_package, party = party, why = why),
            Verdict::AcceptAdReferendum => {
                say!(view, timeline.accepts_a_package_ad_referendum, party = party, why = why)
            }
            Verdict::Reject => say!(view, timeline.rejects_a_package, party = party, why = why),
        }
    }
}

impl Told for RoundOpened {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { title, closes, .. } = self;
        html! { (say!(view, timeline.the_round_opened_it_closes, named = named(title), moment = when::moment(*closes, &view.who.zone))) }
    }
}

impl Told for RoundAnswered {
    fn told(&self, view: &View<'_>) -> Markup {
        // Sealed: nothing of it is shown, not even to whoever gave it.
        html! { (say!(view, timeline.we_answered_in_a_round)) }
    }
}

impl Told for RoundAnswerReceived {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { round, party, .. } = self;
        html! { (say!(view, timeline.the_answer_of_in_the_round, party = view.party(party), round_name = round_name(view, round))) }
    }
}

impl Told for RoundClosed {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { round, overlap } = self;
        html! { (say!(view, timeline.the_round_closed_questions_found_enough, round_name = round_name(view, round), count = overlap.len())) }
    }
}

impl Told for RoundAnswersShown {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { round, .. } = self;
        html! { (say!(view, timeline.the_answers_of_the_round, round_name = round_name(view, round))) }
    }
}

impl Told for RoundCancelled {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { round, reason } = self;
        html! { (say!(view, timeline.the_round_was_called_off, round_name = round_name(view, round), why = why(reason))) }
    }
}

fn round_name(view: &View<'_>, round: &mediant_record::round::RoundId) -> Markup {
    let title = view.state.rounds.get(round).map(|round| round.title.clone()).unwrap_or_default();
    html! { "“" bdi { (title) } "”" }
}
