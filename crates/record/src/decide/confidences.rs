//! What was told in confidence does not come out in the mediator's words, wherever those stand.
//!
//! One place for every event: whatever text an event holds that the mediator or the team records where others read is held
//! against every item whose words may not go there. A party's own words are its own: it is not asked.

use crate::communique::CommuniquePublished;
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::event::Event;
use crate::item::{Item, Release};
use crate::quotation::Quotable;
use crate::refusal::CommandError;
use crate::state::State;
use mediant_model::spelling::quoted;
use serde::Serialize;
use serde_json::Value;

impl Decision<'_, '_> {
    /// Refuses an event in a compartment where it would repeat held words.
    pub(crate) fn keeps_confidences(
        &self,
        compartment: &Compartment,
        event: &Event,
    ) -> Result<(), CommandError> {
        if !self.actor.role.mediates()
            || matches!(compartment, Compartment::Mediator | Compartment::Report(_))
        {
            return Ok(());
        }
        let held: Vec<&Item> =
            self.state.items.values().filter(|item| !may_stand(item, compartment, event)).collect();
        if held.is_empty() {
            return Ok(());
        }
        for (path, text) in texts(event) {
            let text = Quotable::new(&text);
            for item in &held {
                let Some(words) = text.repeats(&Quotable::new(item.text.read())) else { continue };
                // Who reads them already is told nothing by them.
                if is_read(self.state, compartment, &Quotable::new(&words)) {
                    continue;
                }
                let party = quoted(item.party.as_str());
                let message = format!("this repeats what {party} told in confidence: “{words}”");
                return Err(CommandError::not_now(message).at(path).help(format!(
                    "say it in other words, or ask {party} to release the item and pass it on"
                )));
            }
        }
        Ok(())
    }
}

/// Whether an item's words may stand in an event that is recorded there.
fn may_stand(item: &Item, compartment: &Compartment, event: &Event) -> bool {
    // What another party told or deposited is its own, in whatever words, and it alone reads that it did.
    if matches!(event, Event::ItemTold(_) | Event::BriefDeposited(_)) {
        return true;
    }
    // What a party agreed to publish it has released by that.
    if matches!(event, Event::CommuniquePublished(CommuniquePublished { agreed_by, .. }) if agreed_by.contains(&item.party))
    {
        return true;
    }
    let release = if item.taken_back.is_some() { Release::Held } else { item.release };
    match compartment {
        Compartment::Public => release >= Release::Public,
        Compartment::Caucus(party) | Compartment::Delegation(party) if *party == item.party => true,
        Compartment::Table | Compartment::Caucus(_) | Compartment::Delegation(_) => {
            release >= Release::Verbatim
        }
        Compartment::Mediator | Compartment::Report(_) => true,
    }
}

/// Every text of an event, under the name of the field that the command has for it.
fn texts(event: &Event) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    collect(&serde_json::to_value(event).unwrap_or_default(), "", &mut texts);
    for (path, _) in &mut texts {
        if let Some(rest) = path.strip_prefix("content.") {
            *path = format!("statement.{rest}");
        }
    }
    texts
}

fn collect(value: &Value, path: &str, texts: &mut Vec<(String, String)>) {
    let below = |step: &str| if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") };
    match value {
        Value::String(text) => texts.push((path.to_owned(), text.clone())),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, entry)| collect(entry, &below(&at.to_string()), texts));
        }
        Value::Object(fields) => fields.iter().for_each(|(name, entry)| collect(entry, &below(name), texts)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether everybody who reads the compartment reads these words somewhere already.
fn is_read(state: &State, compartment: &Compartment, words: &Quotable) -> bool {
    let holds = |value: &Value| {
        let mut texts = Vec::new();
        collect(value, "", &mut texts);
        texts.iter().any(|(_, text)| Quotable::new(text).holds(words))
    };
    let known = state.known_in(compartment);
    let names = [known.title.clone()]
        .into_iter()
        .chain(known.issues.iter().map(|issue| issue.name.clone()))
        .chain(known.issues.iter().flat_map(|issue| issue.option_names()))
        .chain(known.parties.iter().map(|party| party.name.clone()));
    let mut names = names;
    names.any(|name| Quotable::new(&name).holds(words))
        || state
            .communiques
            .values()
            .filter(|known| known.published.is_some())
            .any(|known| known.wordings.last().is_some_and(|(text, _)| Quotable::new(text).holds(words)))
        || recorded(&state.heard, compartment).any(|value| holds(&value))
        || recorded(&state.drafts, compartment).any(|value| holds(&value))
        || recorded(&state.statements, compartment).any(|value| holds(&value))
        || recorded(&state.sessions, compartment).any(|value| holds(&value))
        || recorded(&state.packages, compartment).any(|value| holds(&value))
        || recorded(&state.rounds, compartment).any(|value| holds(&value))
        || recorded(&state.notes, compartment).any(|value| holds(&value))
}

/// What was recorded where everybody reads it who reads the compartment.
fn recorded<'s, K, T: Serialize>(
    all: &'s std::collections::BTreeMap<K, T>,
    compartment: &'s Compartment,
) -> impl Iterator<Item = Value> + 's {
    all.values().filter_map(|entry| serde_json::to_value(entry).ok()).filter(|entry| {
        let home = entry.pointer("/trace/compartment").cloned();
        let home: Option<Compartment> = home.and_then(|home| serde_json::from_value(home).ok());
        home.is_some_and(|home| compartment.is_within(&home))
    })
}
