//! What happens by itself: other processes write, and the time of rounds runs out.

use super::error::AskError;
use super::queue::RequestQueue;
use super::{Inner, writer};
use mediant_model::case::Reader;
use mediant_record::round::{CloseRound, RoundId, RoundState};
use mediant_record::{Actor, Command, Role};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// How often rounds are looked at whose time may be over.
const LOOK: Duration = Duration::from_millis(500);
/// How long to wait before asking a store again that did not answer.
const PATIENCE: Duration = Duration::from_secs(1);

/// Takes in what other processes write, as long as the desk is open.
pub(super) async fn follow(inner: Arc<Inner>) {
    loop {
        let position = inner.projection().position();
        let waited = inner.store.wait_beyond(position).await;
        let followed = match waited {
            Ok(()) => inner.catch_up().await.map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        if let Err(error) = followed {
            tracing::warn!(error, "the record cannot be followed at the moment");
            tokio::time::sleep(PATIENCE).await;
        }
    }
}

/// Closes every round whose time is over, finishes deletions and wakes whoever listens when a day begins, as long as the
/// desk is open. Where several servers try to close a round, one of them does.
pub(super) async fn close_rounds(inner: Arc<Inner>, requests: Arc<RequestQueue>) {
    let mut clock = tokio::time::interval(LOOK);
    let mut day = inner.world.today();
    loop {
        clock.tick().await;
        // Mandates end and people leave with the day, and no event says so.
        let today = inner.world.today();
        if today != day {
            day = today;
            inner.wake();
        }
        if lags(&inner)
            && let Err(error) = inner.catch_up().await
        {
            tracing::error!(%error, "a deleted compartment is not gone yet");
        }
        for round in over(&inner) {
            let (reply, answer) = oneshot::channel();
            let queued = writer::QueuedRequest {
                signature: None,
                actor: Actor::new(Role::Mediator),
                command: Command::CloseRound(CloseRound { round }),
                bytes: 0,
                request: None,
                account: None,
                worked: None,
                read: None,
                reply,
            };
            if requests.put("the desk itself", queued).is_ok() {
                match answer.await {
                    // The words of a refusal may hold what the log must not.
                    Ok(Err(AskError::Refused(refusal))) => {
                        tracing::warn!(reason = ?refusal.reason, "a round whose time is over could not be closed");
                    }
                    Ok(Err(error)) => {
                        tracing::warn!(%error, "a round whose time is over could not be closed");
                    }
                    Ok(Ok(_)) | Err(_) => {}
                }
            }
        }
    }
}

/// Whether something was deleted whose key the store has not let go of.
fn lags(inner: &Inner) -> bool {
    let projection = inner.projection();
    let Some(view) = projection.view(&Reader::Mediator) else { return false };
    let forgotten = inner.forgotten();
    view.state.deleted.iter().any(|compartment| !forgotten.contains(compartment))
}

fn over(inner: &Inner) -> Vec<RoundId> {
    let now = inner.world.now();
    let projection = inner.projection();
    let Some(view) = projection.view(&Reader::Mediator) else { return Vec::new() };
    let rounds = view.state.rounds.iter();
    let over = rounds.filter(|(_, round)| matches!(round.state, RoundState::Open) && round.closes <= now);
    over.map(|(id, _)| id.clone()).collect()
}
