//! The connections that are open, and who makes room when there are as many as there may be.
//!
//! Whoever comes gets in: a connection that nothing is asked on, of whoever is not signed in and has most, is closed for
//! it. So one address with thousands of connections takes them from itself, and those who are signed in keep theirs.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// All of them.
pub(super) struct Lines {
    most: usize,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    /// By the order in which they came.
    lines: BTreeMap<u64, Known>,
    came: u64,
}

struct Known {
    from: IpAddr,
    mark: Arc<Mark>,
}

/// What is known of a connection.
#[derive(Default)]
pub(crate) struct Mark {
    /// Something is being answered.
    busy: AtomicBool,
    /// Somebody who is signed in asked on it.
    signed_in: AtomicBool,
    /// It has to make room.
    close: Notify,
}

/// A place among them, until it is dropped.
pub(super) struct LinePlace {
    lines: Arc<Lines>,
    number: u64,
    /// What is known of it.
    pub mark: Arc<Mark>,
}

impl Mark {
    /// Something is asked, or was answered.
    pub fn set_busy(&self, busy: bool) {
        self.busy.store(busy, Ordering::Relaxed);
    }

    /// Somebody who is signed in asks.
    pub fn set_signed_in(&self) {
        self.signed_in.store(true, Ordering::Relaxed);
    }

    /// Waits until it has to make room.
    pub async fn closing(&self) {
        self.close.notified().await;
    }
}

impl Lines {
    /// So many at most.
    pub fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, open: Mutex::default() })
    }

    /// A place for a connection from an address; another one may have to close for it. `None` where every other one is
    /// somebody's who is signed in and waits for an answer.
    pub fn enter(self: &Arc<Self>, from: IpAddr) -> Option<LinePlace> {
        let mut open = self.open();
        if open.lines.len() >= self.most {
            let number = open.least_needed()?;
            if let Some(other) = open.lines.remove(&number) {
                other.mark.close.notify_one();
            }
        }
        open.came += 1;
        let (number, mark) = (open.came, Arc::<Mark>::default());
        open.lines.insert(number, Known { from, mark: mark.clone() });
        drop(open);
        Some(LinePlace { lines: self.clone(), number, mark })
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    /// The connection that can best be done without: first those of whoever is not signed in that nothing is asked on, then
    /// those that are answered, then what members leave open; of these the oldest of the address that has most.
    fn least_needed(&self) -> Option<u64> {
        let mut count: BTreeMap<IpAddr, usize> = BTreeMap::new();
        for line in self.lines.values() {
            *count.entry(line.from).or_default() += 1;
        }
        let rank = |line: &Known| {
            let signed_in = line.mark.signed_in.load(Ordering::Relaxed);
            match (signed_in, line.mark.busy.load(Ordering::Relaxed)) {
                (false, false) => Some(0),
                (false, true) => Some(1),
                (true, false) => Some(2),
                (true, true) => None,
            }
        };
        let ranked = self.lines.iter().filter_map(|(number, line)| Some((rank(line)?, line, *number)));
        let of = |line: &Known| std::cmp::Reverse(count.get(&line.from).copied().unwrap_or(0));
        ranked.min_by_key(|(rank, line, number)| (*rank, of(line), *number)).map(|(_, _, number)| number)
    }
}

impl Drop for LinePlace {
    fn drop(&mut self) {
        self.lines.open().lines.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closes(place: &LinePlace) -> bool {
        !place.lines.open().lines.contains_key(&place.number)
    }

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn the_address_with_most_makes_room_and_members_keep_theirs() {
        let lines = Lines::new(6);
        let member = lines.enter(address(1)).unwrap();
        member.mark.set_signed_in();
        let neighbour = lines.enter(address(2)).unwrap();
        let many: Vec<_> = (0..4).map(|_| lines.enter(address(3)).unwrap()).collect();
        let newcomer = lines.enter(address(4)).unwrap();
        assert_eq!(many.iter().map(closes).collect::<Vec<_>>(), [true, false, false, false]);
        assert!(![&member, &neighbour, &newcomer].into_iter().any(closes));
    }

    #[test]
    fn what_is_being_answered_goes_after_what_is_not_and_a_members_answer_never() {
        let lines = Lines::new(2);
        let asks = lines.enter(address(1)).unwrap();
        asks.mark.set_busy(true);
        let idle = lines.enter(address(1)).unwrap();
        let member = lines.enter(address(2)).unwrap();
        assert!(closes(&idle) && !closes(&asks));
        member.mark.set_signed_in();
        member.mark.set_busy(true);
        let other = lines.enter(address(3)).unwrap();
        assert!(closes(&asks));
        other.mark.set_signed_in();
        other.mark.set_busy(true);
        assert!(lines.enter(address(4)).is_none());
        drop(other);
        assert!(lines.enter(address(4)).is_some());
    }
}
