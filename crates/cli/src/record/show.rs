//! What a reader may know of the talks, as text.

use mediant_model::{Date, PartyId};
use mediant_record::Compartment;
use mediant_record::state::{RoundState, SessionState, Stage, State};
use std::fmt::Write;

/// Everything in short: where the talks stand, issues, statements, people, sessions, caucuses, text, rounds.
pub fn text(state: &State, today: Date) -> String {
    let mut page = String::new();
    // Writing to a string does not fail.
    let _ = written(&mut page, state, today);
    page
}

fn written(page: &mut String, state: &State, today: Date) -> std::fmt::Result {
    let Some(opening) = &state.opening else {
        return writeln!(page, "Nothing that you may read was recorded yet.");
    };
    writeln!(page, "{}    as of {today}, {} events", opening.title, state.seen)?;
    match &state.stage {
        Stage::NotOpened | Stage::Going => {}
        Stage::Paused { .. } => writeln!(page, "The talks rest.")?,
        Stage::BrokenOff { .. } => writeln!(page, "The talks were broken off.")?,
        Stage::Closed { .. } => writeln!(page, "The case is closed.")?,
    }
    heading(page, "Issues", !state.issues.is_empty())?;
    for issue in &state.issues {
        let options = issue.option_names();
        let options =
            if options.len() > 12 { format!("{} options", options.len()) } else { options.join(" · ") };
        let withheld = if issue.is_disclosed() { "" } else { "substance withheld" };
        writeln!(page, "  {:<20} {}: {options}{withheld}", issue.id.as_str(), issue.name)?;
    }
    said(page, state)?;
    people(page, state, today)?;
    sessions(page, state)?;
    caucuses(page, state)?;
    let mut briefs = state
        .briefs
        .iter()
        .filter(|(_, briefs)| !briefs.deposited.is_empty() || briefs.draft.is_some())
        .peekable();
    heading(page, "Briefs", briefs.peek().is_some())?;
    for (party, briefs) in briefs {
        let version =
            briefs.deposited.last().map_or("not deposited".to_owned(), |b| format!("version {}", b.version));
        writeln!(
            page,
            "  {:<20} {version}{}",
            party.as_str(),
            if briefs.draft.is_some() { ", and a draft" } else { "" }
        )?;
    }
    drafts(page, state)?;
    rounds(page, state)
}

fn heading(page: &mut String, name: &str, any: bool) -> std::fmt::Result {
    if any { writeln!(page, "\n{name}") } else { Ok(()) }
}

fn said(page: &mut String, state: &State) -> std::fmt::Result {
    let mut statements: Vec<_> = state.statements.iter().collect();
    statements.sort_by_key(|(_, stated)| stated.trace.index);
    heading(page, "Said", !statements.is_empty())?;
    for (id, stated) in statements {
        let provenance = stated.content.provenance();
        let kind = serde_json::to_value(&stated.content).ok();
        let kind =
            kind.as_ref().and_then(|value| value.get("kind")).and_then(|kind| kind.as_str()).unwrap_or("");
        let about: Vec<String> = stated.content.issues().iter().map(ToString::to_string).collect();
        let withdrawn = provenance.until.map(|until| format!(" (until {until})")).unwrap_or_default();
        writeln!(
            page,
            "  {:<12} {:<14} {:<14} {}{withdrawn}  [{} {id}]",
            provenance.on.map(|on| on.to_string()).unwrap_or_default(),
            stated.content.party().map(PartyId::as_str).unwrap_or("-"),
            kind.replace('_', " "),
            provenance.text.clone().unwrap_or_else(|| about.join(", ")),
            stated.trace.compartment.name(),
        )?;
    }
    Ok(())
}

fn people(page: &mut String, state: &State, today: Date) -> std::fmt::Result {
    heading(page, "People", state.parties.iter().any(|party| !party.people.is_empty()))?;
    for party in &state.parties {
        for person in &party.people {
            let mandates: Vec<String> = state
                .mandates_of(&party.id, &person.id)
                .map(|(id, given)| {
                    let on = given.issues.as_ref().map_or("all issues".to_owned(), |issues| {
                        issues.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
                    });
                    let how = match (&given.ended, given.is_live(today)) {
                        (Some((on, _)), _) => format!("ended {on}"),
                        (None, true) => "live".to_owned(),
                        (None, false) => "not in force".to_owned(),
                    };
                    format!("mandate on {on}, {how} [{id}]")
                })
                .collect();
            let left = state.left.get(&(party.id.clone(), person.id.clone()));
            let left = left.map(|left| format!("left {}; ", left.on)).unwrap_or_default();
            let leads = if person.leads { "leads; " } else { "" };
            writeln!(
                page,
                "  {:<14} {:<28} {leads}{left}{}",
                party.id.as_str(),
                person.name,
                mandates.join("; ")
            )?;
        }
    }
    Ok(())
}

fn sessions(page: &mut String, state: &State) -> std::fmt::Result {
    let mut sessions: Vec<_> = state.sessions.iter().collect();
    sessions.sort_by_key(|(_, session)| (session.plan.on, session.trace.index));
    heading(page, "Sessions", !sessions.is_empty())?;
    for (id, session) in sessions {
        let (word, on) = match &session.state {
            SessionState::Planned => ("planned", session.plan.on),
            SessionState::Moved { .. } => ("moved", session.plan.on),
            SessionState::Held { on, .. } => ("held", Some(*on)),
            SessionState::Cancelled { .. } => ("cancelled", session.plan.on),
        };
        let parties: Vec<&str> = session.plan.parties.iter().map(PartyId::as_str).collect();
        writeln!(
            page,
            "  {:<12} {word:<10} {}, {}  [{} {id}]",
            on.map(|on| on.to_string()).unwrap_or_default(),
            parties.join(" and "),
            session.plan.place.as_deref().unwrap_or("place not stated"),
            session.trace.compartment.name(),
        )?;
    }
    Ok(())
}

fn caucuses(page: &mut String, state: &State) -> std::fmt::Result {
    let mut items: Vec<_> = state.items.iter().collect();
    items.sort_by_key(|(_, item)| item.trace.index);
    heading(page, "Told in confidence", !items.is_empty())?;
    for (id, item) in items {
        let release = format!("{:?}", item.release).to_lowercase();
        let passed = item.passed_on.len();
        let passed = if passed == 0 { String::new() } else { format!(", passed on {passed} times") };
        writeln!(page, "  {:<14} {release:<10} {}{passed}  [{id}]", item.party.as_str(), item.text.read())?;
    }
    let mut heard: Vec<_> = state.heard.iter().collect();
    heard.sort_by_key(|(_, heard)| heard.trace.index);
    heading(page, "Said by the mediator", !heard.is_empty())?;
    for (id, heard) in heard {
        writeln!(page, "  {:<20} {}  [{id}]", heard.trace.compartment.name(), heard.wording.read())?;
    }
    let mut notes: Vec<_> = state.notes.iter().collect();
    notes.sort_by_key(|(_, note)| note.trace.index);
    heading(page, "Notes", !notes.is_empty())?;
    for (_, note) in notes {
        writeln!(page, "  {:<20} {}", note.trace.compartment.name(), note.text.read())?;
    }
    Ok(())
}

fn drafts(page: &mut String, state: &State) -> std::fmt::Result {
    let Some((id, draft)) = state.latest_draft(&Compartment::Table) else { return Ok(()) };
    writeln!(page, "\nText: draft {}, {}  [{id}]", draft.number, draft.title)?;
    for clause in state.clauses(draft) {
        let standing = format!("{:?}", clause.standing).to_lowercase();
        writeln!(
            page,
            "  {} ({standing}): {}  [{}]",
            clause.clause.heading, clause.clause.text, clause.clause.id
        )?;
    }
    Ok(())
}

fn rounds(page: &mut String, state: &State) -> std::fmt::Result {
    let mut rounds: Vec<_> = state.rounds.iter().collect();
    rounds.sort_by_key(|(_, round)| round.trace.index);
    heading(page, "Rounds", !rounds.is_empty())?;
    for (id, round) in rounds {
        let stands = match &round.state {
            RoundState::Open => format!(
                "open until {}, {} answers are in as far as you may know",
                round.closes,
                round.received.len()
            ),
            RoundState::Closed { overlap, .. } => {
                format!("closed; {} of {} questions accepted", overlap.len(), round.questions.len())
            }
            RoundState::Cancelled { .. } => "called off".to_owned(),
        };
        writeln!(page, "  {}: {stands}  [{id}]", round.title)?;
    }
    Ok(())
}
