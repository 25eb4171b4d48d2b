//! A story played on a desk.

use super::Step;
use crate::{AskError, Desk};
use jiff::Timestamp;
use mediant_record::State;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where a story stops, and why.
#[derive(Debug, thiserror::Error)]
#[error("the story stops at `{kind}`, {at}: {cause}")]
pub struct StoryError {
    /// What was asked for.
    kind: &'static str,
    /// The time of the story.
    at: Timestamp,
    cause: String,
}

/// Asks for every step in turn. `clock` is told the time of each before it is asked for; the ids of what has a label come back.
///
/// # Errors
/// A step is refused, or the store does not answer.
pub async fn play(
    desk: &Arc<Desk>,
    steps: &[Step],
    clock: impl Fn(Timestamp),
) -> Result<BTreeMap<String, String>, StoryError> {
    let mut ids = BTreeMap::new();
    for step in steps {
        clock(step.at);
        let stopped = |cause: String| StoryError { kind: step.command.kind(), at: step.at, cause };
        let reader = step.actor.role.reader();
        let resolved = |state: &State| step.resolved(&ids, state);
        let command = desk.read(&reader, resolved).unwrap_or_else(|| resolved(&State::new(&reader)));
        let command = command.map_err(|error| stopped(error.to_string()))?;
        let asked: Result<_, AskError> = desk.ask(&step.actor, command, None).await;
        let receipt = asked.map_err(|error| stopped(error.to_string()))?;
        if let (Some(label), Some(made)) = (step.label, receipt.made) {
            ids.insert(label.to_owned(), made);
        }
    }
    Ok(ids)
}
