//! Whose word an act is, where `record show` shows it, and what was answered.

use super::{heading, line};
use mediant_model::PartyId;
use mediant_record::Event;
use mediant_record::confirmation::{ReportStanding, ReportedAct};
use mediant_record::draft::ClauseAnswer;
use mediant_record::package::Verdict;
use mediant_record::state::{State, Trace};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Behind an act that was recorded on a party's word: whose word it is. Nothing behind a party's own.
pub(super) fn whose_word(state: &State, trace: &Trace) -> String {
    state.reported_at(trace).map(|act| format!(" ({})", line(&act.text(state)))).unwrap_or_default()
}

/// What was recorded on a party's word and stands nowhere above, each on a line of its own: it waits, was contested or
/// overtaken, or changed something that shows no trace of it.
pub(super) fn besides(page: &mut String, state: &State) -> std::fmt::Result {
    let shows = |act: &&ReportedAct| {
        let counts = matches!(act.standing, ReportStanding::Counts | ReportStanding::Confirmed { .. });
        let traceless = matches!(
            *act.event,
            Event::MandateLimited(_) | Event::MandateCorrected(_) | Event::MandateRevoked(_)
        );
        !counts || traceless
    };
    let acts: Vec<_> = state.reported().filter(shows).collect();
    heading(page, "Recorded on a party’s word", !acts.is_empty())?;
    for act in acts {
        let kind = act.event.kind().replace('_', " ");
        writeln!(page, "  {:<14} {kind}: {}  [{}]", act.party.as_str(), line(&act.text(state)), act.id)?;
    }
    Ok(())
}

/// Whose acceptance or agreement was only recorded on their word when it was declared.
pub(super) fn only_recorded(page: &mut String, what: &str, parties: &BTreeSet<PartyId>) -> std::fmt::Result {
    for party in parties {
        writeln!(
            page,
            "{what} on the word of {} as the mediator recorded it, not confirmed",
            party.as_str()
        )?;
    }
    Ok(())
}

pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accept => "accepts",
        Verdict::AcceptAdReferendum => "accepts ad referendum",
        Verdict::Reject => "rejects",
    }
}

pub(super) fn clause_answer(answer: &ClauseAnswer) -> &'static str {
    match answer {
        ClauseAnswer::Accept => "accepts",
        ClauseAnswer::AcceptAdReferendum => "accepts ad referendum",
        ClauseAnswer::Bracket { .. } => "puts words in brackets",
        ClauseAnswer::Amend { .. } => "asks for other words",
        ClauseAnswer::Reject => "rejects",
    }
}
