//! Few places, many who want one, and none who takes them all.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// Whoever asks has too much waiting already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BusyError;

/// Places that are given in turns: whoever comes first of those who have fewest, and to nobody more than a share.
///
/// Those who wait stand in a line for each key. A place that becomes free goes to the next key in a round, so that
/// somebody with a thousand requests and somebody with one wait for each other's turns, not for each other's lines.
pub struct Turns<K: Ord + Clone> {
    /// Places that one key may hold at a time.
    each: usize,
    /// Requests of one key that may wait.
    waiting_max: usize,
    lines: Mutex<Lines<K>>,
}

struct Lines<K: Ord + Clone> {
    free: usize,
    held: BTreeMap<K, usize>,
    waiting: BTreeMap<K, VecDeque<oneshot::Sender<Turn<K>>>>,
    /// The keys with somebody waiting, in the order of their turns; each once.
    round: VecDeque<K>,
}

/// A place, until it is dropped.
pub struct Turn<K: Ord + Clone> {
    of: Option<(Arc<Turns<K>>, K)>,
}

impl<K: Ord + Clone> fmt::Debug for Turn<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Turn")
    }
}

impl<K: Ord + Clone> Turns<K> {
    /// So many places, of which one key holds at most `each`, with `waiting_max` requests waiting for one.
    pub fn new(places: usize, each: usize, waiting_max: usize) -> Arc<Self> {
        let lines =
            Lines { free: places, held: BTreeMap::new(), waiting: BTreeMap::new(), round: VecDeque::new() };
        Arc::new(Self { each, waiting_max, lines: Mutex::new(lines) })
    }

    /// A place, as soon as it is the key's turn. Whoever stops waiting loses nothing and holds nothing.
    ///
    /// # Errors
    /// As many requests of the key wait as may.
    pub async fn turn(self: &Arc<Self>, key: K) -> Result<Turn<K>, BusyError> {
        let place = {
            let mut lines = self.lines();
            // Of those who wait, none may have a place that is free: they hold their share.
            let held = lines.held.get(&key).copied().unwrap_or(0);
            if lines.free > 0 && held < self.each && !lines.waiting.contains_key(&key) {
                lines.free -= 1;
                lines.held.insert(key.clone(), held + 1);
                return Ok(Turn { of: Some((self.clone(), key)) });
            }
            let line = lines.waiting.entry(key.clone()).or_default();
            // Those who went away make room.
            line.retain(|waiting| !waiting.is_closed());
            if line.len() >= self.waiting_max {
                return Err(BusyError);
            }
            let (give, place) = oneshot::channel();
            line.push_back(give);
            if !lines.round.contains(&key) {
                lines.round.push_back(key);
            }
            self.hand_out(&mut lines);
            place
        };
        // The other end is dropped only after it was sent through: lines go with the last who holds them.
        place.await.map_err(|_| BusyError)
    }

    /// Gives free places to those whose turn it is.
    fn hand_out(self: &Arc<Self>, lines: &mut Lines<K>) {
        let mut passed_over = 0;
        while lines.free > 0 && passed_over < lines.round.len() {
            let Some(key) = lines.round.pop_front() else { return };
            let has_enough = lines.held.get(&key).is_some_and(|held| *held >= self.each);
            if has_enough {
                lines.round.push_back(key);
                passed_over += 1;
                continue;
            }
            let line = lines.waiting.entry(key.clone()).or_default();
            let mut given = false;
            while let Some(next) = line.pop_front() {
                let turn = Turn { of: Some((self.clone(), key.clone())) };
                match next.send(turn) {
                    Ok(()) => {
                        given = true;
                        break;
                    }
                    // Went away. The place was never held: dropping it must not give back what was not taken, and would
                    // wait for the lock that is held here.
                    Err(mut turn) => turn.of = None,
                }
            }
            if line.is_empty() {
                lines.waiting.remove(&key);
            } else {
                lines.round.push_back(key.clone());
            }
            if given {
                lines.free -= 1;
                *lines.held.entry(key).or_default() += 1;
                passed_over = 0;
            }
        }
    }

    fn give_back(self: &Arc<Self>, key: &K) {
        let mut lines = self.lines();
        lines.free += 1;
        if let Some(held) = lines.held.get_mut(key) {
            *held -= 1;
            if *held == 0 {
                lines.held.remove(key);
            }
        }
        self.hand_out(&mut lines);
    }

    /// Lines stay usable whatever happened to another thread.
    fn lines(&self) -> MutexGuard<'_, Lines<K>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Ord + Clone> Drop for Turn<K> {
    fn drop(&mut self) {
        if let Some((turns, key)) = self.of.take() {
            turns.give_back(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_core::Future;
    use proptest::prelude::*;
    use std::pin::Pin;
    use std::task::{Context, Poll, Waker};

    type Waiting = Pin<Box<dyn Future<Output = Result<Turn<u8>, BusyError>>>>;

    fn poll(waiting: &mut Waiting) -> Poll<Result<Turn<u8>, BusyError>> {
        waiting.as_mut().poll(&mut Context::from_waker(Waker::noop()))
    }

    fn ask(turns: &Arc<Turns<u8>>, key: u8) -> Waiting {
        let turns = turns.clone();
        Box::pin(async move { turns.turn(key).await })
    }

    #[test]
    fn who_has_one_wish_waits_for_one_turn_of_each_other() {
        let turns = Turns::new(1, 1, 1_000);
        let mut first = ask(&turns, 1);
        let Poll::Ready(Ok(held)) = poll(&mut first) else { panic!("a free place") };
        let mut many: Vec<Waiting> = (0..500).map(|_| ask(&turns, 1)).collect();
        many.iter_mut().for_each(|waiting| assert!(poll(waiting).is_pending()));
        let mut one = ask(&turns, 2);
        assert!(poll(&mut one).is_pending());
        drop(held);
        let Poll::Ready(Ok(held)) = poll(&mut many[0]) else { panic!("the first in line") };
        drop(held);
        assert!(matches!(poll(&mut one), Poll::Ready(Ok(_))));
    }

    #[test]
    fn nobody_holds_more_than_a_share_and_nobody_waits_without_end() {
        let turns = Turns::new(2, 1, 3);
        let mut all: Vec<Waiting> = (0..4).map(|_| ask(&turns, 1)).collect();
        let Poll::Ready(Ok(_held)) = poll(&mut all[0]) else { panic!("a free place") };
        assert!(all[1..].iter_mut().all(|waiting| poll(waiting).is_pending()));
        assert!(matches!(poll(&mut ask(&turns, 1)), Poll::Ready(Err(BusyError))));
        assert!(matches!(poll(&mut ask(&turns, 2)), Poll::Ready(Ok(_))));
        // Whoever goes away makes room.
        drop(all.pop());
        assert!(poll(&mut ask(&turns, 1)).is_pending());
    }

    proptest! {
        /// Whatever is asked for, taken, given back and left: no place is lost, none is made, shares hold, and a free
        /// place is never kept from somebody who may have one.
        #[test]
        fn places_are_neither_lost_nor_made(
            places in 1usize..4, each in 1usize..3,
            steps in prop::collection::vec((0u8..4, 0u8..3, any::<prop::sample::Index>()), 1..120),
        ) {
            let turns = Turns::new(places, each, 1_000);
            let (mut waiting, mut held) = (Vec::<(u8, Waiting)>::new(), Vec::<(u8, Turn<u8>)>::new());
            for (key, what, which) in steps {
                match what {
                    0 => waiting.push((key, ask(&turns, key))),
                    1 if !held.is_empty() => drop(held.swap_remove(which.index(held.len()))),
                    2 if !waiting.is_empty() => drop(waiting.swap_remove(which.index(waiting.len()))),
                    _ => {}
                }
                let mut still = Vec::new();
                for (key, mut request) in waiting {
                    match poll(&mut request) {
                        Poll::Ready(turn) => held.push((key, turn.unwrap())),
                        Poll::Pending => still.push((key, request)),
                    }
                }
                waiting = still;
                let of = |key: u8| held.iter().filter(|(known, _)| *known == key).count();
                prop_assert!(held.len() <= places);
                prop_assert!((0..4).all(|key| of(key) <= each));
                let kept_from = waiting.iter().any(|(key, _)| of(*key) < each);
                prop_assert!(held.len() == places || !kept_from, "a place is free and somebody waits");
            }
        }
    }
}
