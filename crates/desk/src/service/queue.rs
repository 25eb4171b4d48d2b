//! What waits for the writer: a line for each who asks, taken in turns.

use super::error::AskError;
use super::writer::QueuedRequest;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// Commands of one who asks that may wait.
const WAITING_MAX: usize = 128;
/// Commands that are written as one batch at the most.
const BATCH_MAX: usize = 64;
/// A batch is not made longer once it holds so many bytes.
const BATCH_BYTES: usize = 4 << 20;

/// Commands on their way to the writer.
///
/// Each batch takes one command of everybody before it takes a second of anybody: who sends a thousand waits for
/// themselves.
#[derive(Default)]
pub(super) struct RequestQueue {
    lines: Mutex<Lines>,
    come: Notify,
}

#[derive(Default)]
struct Lines {
    waiting: BTreeMap<String, VecDeque<QueuedRequest>>,
    /// Those with something waiting, in the order of their turns; each once.
    round: VecDeque<String>,
}

impl RequestQueue {
    /// Puts a command at the end of somebody's line.
    ///
    /// # Errors
    /// As many wait there as may.
    pub fn put(&self, whose: &str, queued: QueuedRequest) -> Result<(), AskError> {
        {
            let mut lines = self.lines();
            let line = lines.waiting.entry(whose.to_owned()).or_default();
            if line.len() >= WAITING_MAX {
                return Err(AskError::Busy);
            }
            line.push_back(queued);
            if line.len() == 1 {
                lines.round.push_back(whose.to_owned());
            }
        }
        self.come.notify_one();
        Ok(())
    }

    /// The next commands, one at least.
    pub async fn batch(&self) -> Vec<QueuedRequest> {
        loop {
            let batch = self.lines().batch();
            if !batch.is_empty() {
                return batch;
            }
            self.come.notified().await;
        }
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lines {
    fn batch(&mut self) -> Vec<QueuedRequest> {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while batch.len() < BATCH_MAX && bytes < BATCH_BYTES {
            let Some(whose) = self.round.pop_front() else { break };
            let Some(line) = self.waiting.get_mut(&whose) else { continue };
            if let Some(queued) = line.pop_front() {
                bytes += queued.bytes;
                batch.push(queued);
            }
            if line.is_empty() {
                self.waiting.remove(&whose);
            } else {
                self.round.push_back(whose);
            }
        }
        batch
    }
}

#[cfg(test)]
mod tests {
    use super::super::request::Asked;
    use super::*;
    use mediant_record::round::{CloseRound, RoundId};
    use mediant_record::{Actor, Command, Role};
    use proptest::prelude::*;
    use tokio::sync::oneshot;

    fn queued(number: usize, bytes: usize) -> QueuedRequest {
        let reply = oneshot::channel().0;
        let command = Command::CloseRound(CloseRound { round: RoundId::new("r") });
        QueuedRequest {
            actor: Actor::new(Role::Mediator),
            command,
            signature: None,
            bytes,
            request: Some(Asked::sent(number.to_string(), b"")),
            account: None,
            worked: None,
            read: None,
            reply,
        }
    }

    proptest! {
        /// Everything that was put is taken once, each line in its order; and nobody waits behind more than one command of
        /// anybody else for each of their own.
        #[test]
        fn turns_go_round(sent in prop::collection::vec((0u8..5, 0usize..(3 << 20)), 1..200)) {
            let requests = RequestQueue::default();
            let mut expected: BTreeMap<String, VecDeque<String>> = BTreeMap::new();
            for (number, (who, bytes)) in sent.iter().enumerate() {
                let who = who.to_string();
                requests.put(&who, queued(number, *bytes)).unwrap();
                expected.entry(who).or_default().push_back(number.to_string());
            }
            let whose = |number: &str| sent[number.parse::<usize>().unwrap()].0.to_string();
            let (mut taken, mut rounds) = (0, BTreeMap::<String, usize>::new());
            while taken < sent.len() {
                let batch = requests.lines().batch();
                prop_assert!(!batch.is_empty() && batch.len() <= BATCH_MAX);
                for queued in batch {
                    let number = queued.request.unwrap().name;
                    let who = whose(&number);
                    prop_assert_eq!(expected.get_mut(&who).unwrap().pop_front(), Some(number));
                    *rounds.entry(who).or_default() += 1;
                    taken += 1;
                    // Whoever still waits had as many turns as anybody, but for the one that is going on.
                    let most = rounds.values().max().copied().unwrap_or(0);
                    for (other, line) in &expected {
                        let had = rounds.get(other).copied().unwrap_or(0);
                        prop_assert!(line.is_empty() || had + 1 >= most, "{} waits for {} others", other, most - had);
                    }
                }
            }
        }
    }

    #[test]
    fn a_line_that_is_full_is_told_and_others_are_not() {
        let requests = RequestQueue::default();
        for number in 0..WAITING_MAX {
            requests.put("a", queued(number, 0)).unwrap();
        }
        assert_eq!(requests.put("a", queued(0, 0)), Err(AskError::Busy));
        assert_eq!(requests.put("b", queued(0, 0)), Ok(()));
    }
}
