//! Answers made from a reader's state alone.

use jiff::civil::Date;
use mediant_model::PartyId;
use mediant_record::{Compartment, State};
use serde_json::{Map, Value, json, to_value};

type Made = serde_json::Result<Value>;

pub(super) fn case(state: &State, today: Date) -> Made {
    let opening = state.opening.as_ref();
    Ok(json!({
        "title": opening.map(|opening| &opening.title),
        "reference": opening.and_then(|opening| opening.reference.as_ref()),
        "agreement": to_value(opening.map(|opening| &opening.agreement))?,
        "caucus_rule": to_value(opening.map(|opening| opening.caucus_rule))?,
        "stage": to_value(&state.stage)?,
        "parties": to_value(state.parties.iter().map(|party| json!({
            "id": party.id.as_str(), "name": party.name, "negotiates": state.negotiating().any(|known| known.id == party.id),
        })).collect::<Vec<_>>())?,
        "today": today.to_string(),
        "seen": state.seen,
    }))
}

pub(super) fn issues(state: &State, _: Date) -> Made {
    Ok(json!({ "issues": to_value(&state.issues)?, "split": to_value(&state.split)? }))
}

pub(super) fn statements(state: &State, _: Date) -> Made {
    Ok(json!({ "statements": to_value(&state.statements)? }))
}

pub(super) fn people(state: &State, today: Date) -> Made {
    let parties = state.parties.iter().map(|party| {
        let people = party.people.iter().map(|person| {
            let mut shown = to_value(person)?;
            if let Value::Object(fields) = &mut shown {
                fields.insert("speaks".to_owned(), json!(state.speaks(&party.id, &person.id, today)));
                let left = state.left.get(&(party.id.clone(), person.id.clone()));
                if let Some(left) = left {
                    fields.insert("left".to_owned(), to_value(left)?);
                }
            }
            Ok(shown)
        });
        let people = people.collect::<serde_json::Result<Vec<Value>>>()?;
        Ok(json!({ "party": party.id.as_str(), "people": people }))
    });
    Ok(json!({ "parties": parties.collect::<serde_json::Result<Vec<Value>>>()? }))
}

pub(super) fn mandates(state: &State, today: Date) -> Made {
    let mandates = state.mandates.iter().map(|(id, given)| {
        let mut shown = to_value(given)?;
        if let Value::Object(fields) = &mut shown {
            fields.insert("id".to_owned(), json!(id.as_str()));
            fields.insert("live".to_owned(), json!(given.is_live(today)));
        }
        Ok(shown)
    });
    Ok(json!({ "mandates": mandates.collect::<serde_json::Result<Vec<Value>>>()? }))
}

pub(super) fn sessions(state: &State, _: Date) -> Made {
    Ok(json!({ "sessions": to_value(&state.sessions)? }))
}

pub(super) fn heard(state: &State, _: Date) -> Made {
    Ok(json!({ "heard": to_value(&state.heard)? }))
}

pub(super) fn text(state: &State, _: Date) -> Made {
    let drafts = state.drafts.iter().map(|(id, draft)| {
        let clauses = state.clauses(draft).into_iter().map(|clause| {
            Ok(json!({
                "id": clause.clause.id.as_str(),
                "standing": format!("{:?}", clause.standing).to_lowercase(),
                "accepted": to_value(&clause.tally.accepted)?,
                "ad_referendum": to_value(&clause.tally.ad_referendum)?,
                "refused": to_value(&clause.tally.refused)?,
                "answers": to_value(&clause.answers)?,
            }))
        });
        let clauses = clauses.collect::<serde_json::Result<Vec<Value>>>()?;
        Ok(json!({ "id": id.as_str(), "draft": to_value(draft)?, "clauses": clauses }))
    });
    Ok(json!({ "drafts": drafts.collect::<serde_json::Result<Vec<Value>>>()? }))
}

pub(super) fn packages(state: &State, _: Date) -> Made {
    Ok(json!({ "packages": to_value(&state.packages)? }))
}

/// Answers that nobody may read are no part of a round.
pub(super) fn rounds(state: &State, _: Date) -> Made {
    Ok(json!({ "rounds": to_value(&state.rounds)? }))
}

pub(super) fn communiques(state: &State, _: Date) -> Made {
    Ok(json!({ "communiques": to_value(&state.communiques)? }))
}

pub(super) fn conclusions(state: &State, _: Date) -> Made {
    Ok(json!({
        "agreements": to_value(&state.agreements)?,
        "signatures": to_value(&state.signatures)?,
        "ratifications": to_value(&state.ratifications)?,
    }))
}

/// For each party: what it knows already, and every item of the others with how far it may travel.
pub(super) fn may_say(state: &State, _: Date) -> Made {
    let to = state.negotiating().map(|hearer| {
        let own = Compartment::Caucus(hearer.id.clone());
        let knows = |compartment: &Compartment| {
            *compartment == own || matches!(compartment, Compartment::Public | Compartment::Table)
        };
        let statements = state.statements.iter().filter(|(_, stated)| knows(&stated.trace.compartment));
        let items = state.items.iter().filter(|(_, item)| item.party != hearer.id);
        let items = items.map(|(id, item)| {
            Ok(json!({
                "item": id.as_str(),
                "party": item.party.as_str(),
                "release": to_value(item.release)?,
                "passed_on": item.passed_on.iter().any(|passed| passed.to.compartment() == own),
            }))
        });
        Ok(json!({
            "party": hearer.id.as_str(),
            "statements": statements.map(|(id, _)| id.as_str()).collect::<Vec<_>>(),
            "items": items.collect::<serde_json::Result<Vec<Value>>>()?,
        }))
    });
    Ok(json!({ "to": to.collect::<serde_json::Result<Vec<Value>>>()? }))
}

pub(super) fn caucus(state: &State, party: &PartyId) -> Made {
    let here = Compartment::Caucus(party.clone());
    fn within<'s, K: std::fmt::Display + 's, V: serde::Serialize + 's>(
        all: impl Iterator<Item = (&'s K, &'s V)>,
    ) -> serde_json::Result<Map<String, Value>> {
        all.map(|(id, value)| Ok((id.to_string(), to_value(value)?))).collect()
    }
    Ok(json!({
        "party": party.as_str(),
        "items": within(state.items.iter().filter(|(_, item)| item.trace.compartment == here))?,
        "notes": within(state.notes.iter().filter(|(_, note)| note.trace.compartment == here))?,
        "heard": within(state.heard.iter().filter(|(_, heard)| heard.trace.compartment == here))?,
    }))
}

pub(super) fn briefs(state: &State, party: &PartyId) -> Made {
    Ok(json!({ "party": party.as_str(), "briefs": to_value(state.briefs.get(party))? }))
}

/// All of the above.
pub(super) fn everything(state: &State, today: Date) -> Made {
    let mut all = Map::new();
    for make in [
        case,
        issues,
        statements,
        people,
        mandates,
        sessions,
        heard,
        text,
        packages,
        rounds,
        communiques,
        conclusions,
    ] {
        if let Value::Object(part) = make(state, today)? {
            all.extend(part);
        }
    }
    Ok(Value::Object(all))
}
