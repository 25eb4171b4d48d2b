//! From the names that a story uses to the ids that a record gave.

use super::Step;
use mediant_record::round::QuestionId;
use mediant_record::{Command, Compartment, State};
use serde_json::Value;
use std::collections::BTreeMap;

/// The fields of a command that name something which the record gave an id.
const REFERENCES: [&str; 13] = [
    "clause",
    "communique",
    "draft",
    "heard",
    "item",
    "mandate",
    "mediation",
    "package",
    "replaces",
    "report",
    "round",
    "session",
    "statement",
];

/// The draft that counts in its place.
pub(super) const LATEST: &str = "latest";

impl Step {
    /// The command with ids in the place of names, as the record has them for whoever asks: labels of earlier steps, titles
    /// of rounds and mediations, headings of clauses, `latest` for a draft, and the numbers of a round's questions from 0 on. What
    /// nothing is known by stays: the record then says that there is no such thing.
    ///
    /// # Errors
    /// The command cannot be written as JSON, which no command of a story is.
    pub fn resolved(
        &self,
        ids: &BTreeMap<String, String>,
        state: &State,
    ) -> Result<Command, serde_json::Error> {
        let mut command = serde_json::to_value(&self.command)?;
        let place = command.get("in").and_then(Value::as_str).and_then(Compartment::named);
        let latest = place.as_ref().and_then(|place| state.latest_draft(place));
        let clause = |heading: &str| {
            let clauses = latest.iter().flat_map(|(_, draft)| &draft.clauses);
            let mut found = clauses.filter(|clause| clause.heading == heading);
            found.next().map(|clause| clause.id.to_string())
        };
        let questions = asked(&command, state);
        let fields = command.as_object_mut().into_iter().flatten();
        for (field, value) in fields {
            if field == "clauses" {
                let requests = value.as_array_mut().into_iter().flatten();
                for id in requests.filter_map(|request| request.get_mut("id")) {
                    put(id, clause);
                }
            }
            if field == "answers" {
                number(value, &questions);
            }
            if REFERENCES.contains(&field.as_str()) {
                put(value, |name| {
                    ids.get(name).cloned().or_else(|| match field.as_str() {
                        "clause" => clause(name),
                        "round" => titled(state.rounds.iter().map(|(id, round)| (id, &round.title)), name),
                        "mediation" => {
                            titled(state.mediations.iter().map(|(id, asked)| (id, &asked.title)), name)
                        }
                        _ if name == LATEST => latest.map(|(id, _)| id.to_string()),
                        _ => None,
                    })
                });
            }
        }
        serde_json::from_value(command)
    }
}

/// Puts an id in the place of a name, where one is found.
fn put(value: &mut Value, find: impl Fn(&str) -> Option<String>) {
    if let Some(id) = value.as_str().and_then(find) {
        *value = Value::String(id);
    }
}

/// The id under a title.
fn titled<'s, I: ToString + 's>(
    mut all: impl Iterator<Item = (&'s I, &'s String)>,
    title: &str,
) -> Option<String> {
    all.find(|(_, known)| *known == title).map(|(id, _)| id.to_string())
}

/// The questions of the round that a command is about, in their order.
fn asked(command: &Value, state: &State) -> Vec<QuestionId> {
    let title = command.get("round").and_then(Value::as_str);
    let round = state.rounds.values().find(|round| Some(round.title.as_str()) == title);
    let questions = round.iter().flat_map(|round| &round.questions);
    questions.map(|question| question.id.clone()).collect()
}

/// Answers under the ids of their questions instead of their numbers.
fn number(answers: &mut Value, questions: &[QuestionId]) {
    let Some(given) = answers.as_object_mut() else { return };
    *given = std::mem::take(given)
        .into_iter()
        .map(|(number, answer)| {
            let question = number.parse::<usize>().ok().and_then(|number| questions.get(number));
            (question.map_or(number, ToString::to_string), answer)
        })
        .collect();
}
