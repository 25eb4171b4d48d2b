//! What a reader may know of the talks, as text: `mediant record show`.

mod condition;
mod whose_word;

use self::whose_word::{besides, clause_answer, only_recorded, verdict, whose_word};
use mediant_model::{Date, PartyId};
use mediant_record::Compartment;
use mediant_record::draft::ClauseStanding;
use mediant_record::mediation::{LeftOut, MediationStage};
use mediant_record::round::RoundState;
use mediant_record::session::SessionState;
use mediant_record::state::State;
use mediant_record::talks::Stage;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Everything in short: where the talks stand, issues, statements, people, sessions, caucuses, text, rounds.
pub fn text(state: &State, today: Date) -> String {
    let mut page = String::new();
    // Writing to a string does not fail.
    let _ = written(&mut page, state, today);
    // Nothing that somebody wrote moves the cursor, changes a colour or looks like a line of its own.
    let inert = |c: char| if c.is_control() && c != '\n' { char::REPLACEMENT_CHARACTER } else { c };
    page.chars().map(inert).collect()
}

/// What somebody wrote, on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn written(page: &mut String, state: &State, today: Date) -> std::fmt::Result {
    let Some(opening) = &state.opening else {
        return writeln!(page, "Nothing that you may read was recorded yet.");
    };
    writeln!(page, "{}    as of {today}, {} events", line(&opening.title), state.seen)?;
    match &state.stage {
        Stage::NotOpened | Stage::Going => {}
        Stage::Paused { .. } => writeln!(page, "The talks rest.")?,
        Stage::BrokenOff { trace, .. } => {
            writeln!(page, "The talks were broken off{}.", whose_word(state, trace))?;
        }
        Stage::Closed { .. } => writeln!(page, "The case is closed.")?,
    }
    heading(page, "Issues", !state.issues.is_empty())?;
    for issue in &state.issues {
        let options = match issue.option_count() {
            count if count > 12 => format!("{count} options"),
            _ => line(&issue.option_names().join(" · ")),
        };
        let withheld = if issue.is_disclosed() { "" } else { "substance withheld" };
        writeln!(page, "  {:<20} {}: {options}{withheld}", issue.id.as_str(), line(&issue.name))?;
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
        let version = briefs.deposited.last().map_or("not deposited".to_owned(), |brief| {
            format!("version {}{}", brief.version, whose_word(state, &brief.trace))
        });
        writeln!(
            page,
            "  {:<20} {version}{}",
            party.as_str(),
            if briefs.draft.is_some() { ", and a draft" } else { "" }
        )?;
    }
    drafts(page, state)?;
    packages(page, state)?;
    rounds(page, state)?;
    mediations(page, state)?;
    communiques(page, state)?;
    reports(page, state)?;
    conclusion(page, state)?;
    besides(page, state)
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
            match (&provenance.text, condition::said(state, &stated.content)) {
                (Some(text), _) => line(text),
                (None, Some(said)) => line(&said),
                (None, None) => about.join(", "),
            },
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
                    format!("mandate on {on}, {how}{} [{id}]", whose_word(state, &given.trace))
                })
                .collect();
            let left = state.left.get(&(party.id.clone(), person.id.clone()));
            let left = left.map(|left| match &left.back {
                Some(back) => format!(
                    "left {}{}, back {}{}; ",
                    left.on,
                    whose_word(state, &left.trace),
                    back.on,
                    whose_word(state, &back.trace)
                ),
                None => format!("left {}{}; ", left.on, whose_word(state, &left.trace)),
            });
            let left = left.unwrap_or_default();
            let leads = if person.leads { "leads; " } else { "" };
            writeln!(
                page,
                "  {:<14} {:<28} {leads}{left}{}",
                party.id.as_str(),
                line(&person.name),
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
            session.plan.place.as_deref().map_or("place not stated".to_owned(), line),
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
        let release = item.release.word();
        let (party, text) = (item.party.as_str(), line(item.text.read()));
        writeln!(page, "  {party:<14} {release:<10} {text}{}  [{id}]", whose_word(state, &item.trace))?;
        for (release, _, trace) in &item.releases {
            writeln!(page, "  {:<14} released as `{}`{}", "", release.word(), whose_word(state, trace))?;
        }
        if let Some((_, _, trace)) = &item.taken_back {
            writeln!(page, "  {:<14} taken back{}", "", whose_word(state, trace))?;
        }
        for passed in &item.passed_on {
            let release = passed.release.word();
            let to = passed.to.compartment().name();
            writeln!(page, "  {:<14} -> {to} under `{release}`: {}", "", line(passed.wording.read()))?;
        }
    }
    let mut heard: Vec<_> = state.heard.iter().collect();
    heard.sort_by_key(|(_, heard)| heard.trace.index);
    heading(page, "Said by the mediator", !heard.is_empty())?;
    for (id, heard) in heard {
        writeln!(page, "  {:<20} {}  [{id}]", heard.trace.compartment.name(), line(heard.wording.read()))?;
        for (party, (_, trace)) in &heard.confirmed {
            writeln!(page, "  {:<20} heard by {}{}", "", party.as_str(), whose_word(state, trace))?;
        }
    }
    let mut notes: Vec<_> = state.notes.iter().collect();
    notes.sort_by_key(|(_, note)| note.trace.index);
    heading(page, "Notes", !notes.is_empty())?;
    for (_, note) in notes {
        writeln!(page, "  {:<20} {}", note.trace.compartment.name(), line(note.text.read()))?;
    }
    Ok(())
}

/// The latest draft of every place that the reader may look into.
fn drafts(page: &mut String, state: &State) -> std::fmt::Result {
    let places: BTreeSet<&Compartment> =
        state.drafts.values().map(|draft| &draft.trace.compartment).collect();
    for place in places {
        let Some((id, draft)) = state.latest_draft(place) else { continue };
        let (number, title) = (draft.number, line(&draft.title));
        writeln!(page, "\nText: draft {number}, {title}  [{} {id}]", place.name())?;
        for clause in state.clauses(draft) {
            let standing = match clause.standing {
                ClauseStanding::Accepted => "accepted",
                ClauseStanding::AcceptedAdReferendum => "accepted ad referendum",
                ClauseStanding::Bracketed => "bracketed",
                ClauseStanding::Rejected => "rejected",
                ClauseStanding::Open => "open",
            };
            let (heading, text) = (line(&clause.clause.heading), line(&clause.clause.text));
            writeln!(page, "  {heading} ({standing}): {text}  [{}]", clause.clause.id)?;
            for (party, answer) in &clause.answers {
                let whose = whose_word(state, &answer.trace);
                writeln!(page, "    {:<14} {}{whose}", party.as_str(), clause_answer(&answer.answer))?;
            }
        }
    }
    Ok(())
}

fn packages(page: &mut String, state: &State) -> std::fmt::Result {
    let mut packages: Vec<_> = state.packages.iter().collect();
    packages.sort_by_key(|(_, package)| package.trace.index);
    heading(page, "Packages", !packages.is_empty())?;
    for (id, package) in packages {
        let options: Vec<String> =
            package.options.iter().map(|(issue, option)| format!("{issue} = {option}")).collect();
        let by = package.party.as_ref().map_or("mediator", PartyId::as_str);
        let tally = state.package_tally(package);
        let accepted = tally.accepted.len() + tally.ad_referendum.len();
        let place = package.trace.compartment.name();
        let whose = whose_word(state, &package.trace);
        writeln!(page, "  {by:<14} {}{whose}; {accepted} accepted  [{place} {id}]", options.join(", "))?;
        for (party, answer) in &package.answers {
            let whose = whose_word(state, &answer.trace);
            writeln!(page, "    {:<14} {}{whose}", party.as_str(), verdict(answer.verdict))?;
        }
    }
    Ok(())
}

fn communiques(page: &mut String, state: &State) -> std::fmt::Result {
    let mut communiques: Vec<_> = state.communiques.iter().collect();
    communiques.sort_by_key(|(_, communique)| communique.trace.index);
    heading(page, "Communiqués", !communiques.is_empty())?;
    for (id, communique) in communiques {
        let stands = match &communique.published {
            Some(_) => "published".to_owned(),
            None => {
                format!("{} of {} agreed", communique.agreed.len(), communique.concerned.len())
            }
        };
        let text = communique.wordings.last().map(|(text, _)| line(text)).unwrap_or_default();
        writeln!(page, "  {stands}: {text}  [{id}]")?;
        for (party, (_, trace)) in &communique.agreed {
            writeln!(page, "    {:<14} agrees{}", party.as_str(), whose_word(state, trace))?;
        }
        only_recorded(page, "    agreed", &communique.reported)?;
    }
    Ok(())
}

/// Reports by name and day; their texts are read on the desk.
fn reports(page: &mut String, state: &State) -> std::fmt::Result {
    let mut reports: Vec<_> = state.reports.iter().collect();
    reports.sort_by_key(|(_, report)| (report.on, report.trace.index));
    heading(page, "Reports", !reports.is_empty())?;
    for (id, report) in reports {
        let (decided, entered) = (report.decisions().len(), report.entered.len());
        writeln!(
            page,
            "  {} {}: {decided} decided, {entered} on record  [mediator {id}]",
            report.on,
            line(&report.name)
        )?;
    }
    Ok(())
}

fn conclusion(page: &mut String, state: &State) -> std::fmt::Result {
    let deeds = state.signatures.iter().map(|deed| ("signed", deed));
    let deeds: Vec<_> = deeds.chain(state.ratifications.iter().map(|deed| ("ratified", deed))).collect();
    heading(page, "Agreed", !(state.agreements.is_empty() && deeds.is_empty()))?;
    for agreement in &state.agreements {
        let parties: Vec<&str> = agreement.accepted_by.iter().map(PartyId::as_str).collect();
        writeln!(page, "  agreed by {}", parties.join(", "))?;
        only_recorded(page, "    accepted", &agreement.reported)?;
    }
    for (what, deed) in deeds {
        let whose = whose_word(state, &deed.trace);
        writeln!(page, "  {:<14} {what} on {}{whose}", deed.party.as_str(), deed.on)?;
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
        writeln!(page, "  {}: {stands}  [{id}]", line(&round.title))?;
    }
    Ok(())
}

/// What a mediation leaves out, in a line.
fn leaving_out(left_out: &LeftOut) -> String {
    let names =
        |of: &[mediant_model::IssueId]| of.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut parts = Vec::new();
    if !left_out.issues.is_empty() {
        parts.push(names(&left_out.issues));
    }
    if !left_out.values.is_empty() {
        parts.push(format!("some values of {}", names(&left_out.values)));
    }
    if !left_out.statements.is_empty() {
        let all: Vec<String> = left_out.statements.iter().map(ToString::to_string).collect();
        parts.push(format!("what was said in {}", all.join(", ")));
    }
    if left_out.combinations {
        parts.push("combinations that count for themselves".to_owned());
    }
    parts.join("; ")
}

fn mediations(page: &mut String, state: &State) -> std::fmt::Result {
    let mut mediations: Vec<_> = state.mediations.iter().collect();
    mediations.sort_by_key(|(_, mediation)| mediation.trace.index);
    heading(page, "Mediations", !mediations.is_empty())?;
    for (id, mediation) in mediations {
        let stands = match &mediation.stage {
            MediationStage::Open => format!("open until {}", mediation.closes),
            MediationStage::Concluded { .. } => "questioning over".to_owned(),
            MediationStage::Cancelled { .. } => "called off".to_owned(),
        };
        writeln!(page, "  {}: {stands}, {}  [{id}]", line(&mediation.title), mediation.manner.word())?;
        if let Some(left_out) = mediation.left_out.as_ref().filter(|left_out| !left_out.is_empty()) {
            writeln!(page, "    leaves out: {}", leaving_out(left_out))?;
        }
        for (party, progress) in &mediation.progress {
            let (forms, questions) = (progress.forms, progress.questions);
            writeln!(page, "    {:<14} {forms} forms and {questions} questions answered", party.as_str())?;
        }
    }
    Ok(())
}
