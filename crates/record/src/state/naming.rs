//! Which parts of the record name a party or a person.
//!
//! Held against the state as it is written down, so that no part of it can be forgotten: whatever comes to be kept there is asked, too.

use super::State;
use serde_json::Value;
use std::collections::BTreeSet;

/// What says that something is known, or was called otherwise, and nothing more: nobody is kept by it.
const ASIDE: [&str; 7] = ["reader", "latest", "requests", "homes", "clocks", "reworded", "taken_out"];

impl State {
    /// The parts that name a party, or a person, by this id: in any field, or as what a compartment is called. Their own entry
    /// among the parties is not asked, but for the people in it.
    ///
    /// Cost: that of writing the state down.
    pub(crate) fn parts_naming(&self, id: &str, is_party: bool) -> BTreeSet<String> {
        let Ok(Value::Object(mut whole)) = serde_json::to_value(self) else { return BTreeSet::new() };
        for aside in ASIDE {
            whole.remove(aside);
        }
        for party in whole.get_mut("parties").and_then(Value::as_array_mut).into_iter().flatten() {
            let is_own = party.get("id").and_then(Value::as_str) == Some(id);
            let Some(party) = party.as_object_mut() else { continue };
            if is_party && is_own {
                party.remove("id");
                party.remove("name");
                if party.get("people").and_then(Value::as_array).is_some_and(|people| !people.is_empty()) {
                    party.insert("id".to_owned(), Value::from(id));
                }
            } else if !is_party && let Some(people) = party.get_mut("people").and_then(Value::as_array_mut) {
                people.retain(|person| person.get("id").and_then(Value::as_str) != Some(id));
            }
        }
        let names = |text: &str| {
            text == id
                || is_party
                    && text
                        .split_once(':')
                        .is_some_and(|(kind, of)| matches!(kind, "caucus" | "delegation") && of == id)
        };
        whole.into_iter().filter(|(_, part)| holds(part, &names)).map(|(name, _)| name).collect()
    }
}

fn holds(value: &Value, names: &impl Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => names(text),
        Value::Array(list) => list.iter().any(|entry| holds(entry, names)),
        Value::Object(fields) => fields.iter().any(|(name, entry)| names(name) || holds(entry, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
