//! One answer for all who ask the same.

use super::stop::Stop;
use super::workshop::Workshop;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::watch;

/// Answers of one group that are kept.
const KEPT_MAX: usize = 4;

/// No answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlightError {
    /// Too much of the same waits already.
    Busy,
    /// The work failed.
    Broken,
}

/// What is being worked out, and what was lately, by group and question.
///
/// A group is one reader: what one keeps waits for no other and pushes none out. All who ask the same while it is being
/// worked out wait for one piece of work; when the last of them goes away, it is stopped.
pub struct Flights<G: Ord, Q, A> {
    workshop: Workshop,
    budget: Duration,
    groups: Mutex<Groups<G, Q, A>>,
}

/// What is known of each group, oldest first.
type Groups<G, Q, A> = BTreeMap<G, Vec<(Q, Entry<A>)>>;

enum Entry<A> {
    Known(A),
    /// Gone when nobody waits any more.
    Going(Weak<Flight<A>>),
}

/// Work in the air. Held by those who wait.
struct Flight<A> {
    stop: Stop,
    landed: watch::Receiver<Option<Result<A, FlightError>>>,
}

impl<A> Drop for Flight<A> {
    fn drop(&mut self) {
        self.stop.abandon();
    }
}

impl<G, Q, A> Flights<G, Q, A>
where
    G: Ord + Clone + Send + 'static,
    Q: PartialEq + Clone + Send + 'static,
    A: Clone + Send + Sync + 'static,
{
    /// Work in a workshop, each piece for so long at most.
    pub fn new(workshop: Workshop, budget: Duration) -> Self {
        Self { workshop, budget, groups: Mutex::new(BTreeMap::new()) }
    }

    /// The answer where it is known.
    pub fn known(&self, group: &G, question: &Q) -> Option<A> {
        let groups = self.groups();
        let (_, entry) = groups.get(group)?.iter().find(|(known, _)| known == question)?;
        match entry {
            Entry::Known(answer) => Some(answer.clone()),
            Entry::Going(_) => None,
        }
    }

    /// Keeps nothing of what it knows. Who waits still gets an answer, and that is not kept either.
    pub fn forget(&self) {
        self.groups().clear();
    }

    /// The answer: known, being worked out, or worked out now in a turn of `whose`.
    ///
    /// Something newer that a group asks makes what it asked before come to an end with what it has by then.
    ///
    /// # Errors
    /// The work failed, or too much waits.
    pub async fn answer(
        self: &Arc<Self>,
        group: &G,
        question: &Q,
        whose: &str,
        work: impl FnOnce(&Stop) -> A + Send + 'static,
    ) -> Result<A, FlightError> {
        let flight = match self.look(group, question) {
            Seen::Known(answer) => return Ok(answer),
            Seen::Going(flight) => flight,
            Seen::New(flight, land) => {
                let (flights, stop, whose) = (self.clone(), flight.stop.clone(), whose.to_owned());
                let (group, question) = (group.clone(), question.clone());
                tokio::spawn(async move {
                    let given_up = stop.clone();
                    let run = flights.workshop.run(&whose, move || work(&stop.begun()));
                    // Nobody waits any more: the line is left.
                    let done = tokio::select! {
                        done = run => done,
                        () = land.closed() => return,
                    };
                    let landed = match done {
                        Ok(Some(answer)) => Ok(answer),
                        Ok(None) => Err(FlightError::Broken),
                        Err(_) => Err(FlightError::Busy),
                    };
                    if !given_up.is_abandoned() {
                        flights.keep(&group, &question, &landed);
                    }
                    let _ = land.send(Some(landed));
                });
                flight
            }
        };
        let mut landed = flight.landed.clone();
        let answer = landed.wait_for(Option::is_some).await;
        answer.ok().and_then(|answer| answer.clone()).unwrap_or(Err(FlightError::Broken))
    }

    fn look(&self, group: &G, question: &Q) -> Seen<A> {
        let mut groups = self.groups();
        let of = groups.entry(group.clone()).or_default();
        if let Some((_, entry)) = of.iter().find(|(known, _)| known == question) {
            match entry {
                Entry::Known(answer) => return Seen::Known(answer.clone()),
                Entry::Going(flight) => {
                    if let Some(flight) = flight.upgrade() {
                        return Seen::Going(flight);
                    }
                }
            }
        }
        let flights = of.iter().filter_map(|(_, entry)| match entry {
            Entry::Going(flight) => flight.upgrade(),
            Entry::Known(_) => None,
        });
        // Dropped outside the loop: nothing here waits for a lock.
        flights.collect::<Vec<_>>().iter().for_each(|older| older.stop.ask());
        let (land, landed) = watch::channel(None);
        let flight = Arc::new(Flight { stop: Stop::within(self.budget), landed });
        of.retain(|(known, entry)| known != question && !entry.is_over());
        while of.len() >= KEPT_MAX {
            of.remove(0);
        }
        of.push((question.clone(), Entry::Going(Arc::downgrade(&flight))));
        Seen::New(flight, land)
    }

    fn keep(&self, group: &G, question: &Q, landed: &Result<A, FlightError>) {
        let mut groups = self.groups();
        let Some(of) = groups.get_mut(group) else { return };
        let Some(at) = of.iter().position(|(known, _)| known == question) else { return };
        match (landed, of.get_mut(at)) {
            (Ok(answer), Some((_, entry))) => *entry = Entry::Known(answer.clone()),
            // What failed is tried again by whoever asks next.
            _ => drop(of.remove(at)),
        }
    }

    /// What is kept stays usable whatever happened to another thread.
    fn groups(&self) -> MutexGuard<'_, Groups<G, Q, A>> {
        self.groups.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<A> Entry<A> {
    fn is_over(&self) -> bool {
        matches!(self, Self::Going(flight) if flight.strong_count() == 0)
    }
}

enum Seen<A> {
    Known(A),
    Going(Arc<Flight<A>>),
    New(Arc<Flight<A>>, watch::Sender<Option<Result<A, FlightError>>>),
}

#[cfg(test)]
mod tests {
    use super::*;
    use mediant_engine::Control;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    type Test = Arc<Flights<&'static str, u64, u64>>;

    fn flights() -> Test {
        Arc::new(Flights::new(Workshop::new(), Duration::from_secs(60)))
    }

    fn asked(
        flights: &Test,
        question: u64,
        work: impl FnOnce(&Stop) -> u64 + Send + 'static,
    ) -> tokio::task::JoinHandle<Result<u64, FlightError>> {
        let flights = flights.clone();
        tokio::spawn(async move { flights.answer(&"a", &question, "a", work).await })
    }

    #[tokio::test]
    async fn many_who_ask_the_same_get_one_answer() {
        let flights = flights();
        let count = Arc::new(AtomicUsize::new(0));
        let all: Vec<_> = (0..500)
            .map(|_| {
                let count = count.clone();
                asked(&flights, 1, move |_| {
                    count.fetch_add(1, Ordering::SeqCst);
                    7
                })
            })
            .collect();
        for one in all {
            assert_eq!(one.await.unwrap(), Ok(7));
        }
        assert_eq!(count.load(Ordering::SeqCst), 1);
        assert_eq!(flights.known(&"a", &1), Some(7));
    }

    #[tokio::test]
    async fn what_nobody_waits_for_stops_and_is_not_kept() {
        let flights = flights();
        let (begun, begins) = mpsc::channel();
        let (ended, ends) = mpsc::channel();
        let work = move |stop: &Stop| {
            begun.send(()).unwrap();
            while !stop.should_stop() {
                std::thread::yield_now();
            }
            ended.send(()).unwrap();
            1
        };
        let (first, second) = (asked(&flights, 1, work), asked(&flights, 1, |_| 2));
        tokio::task::spawn_blocking(move || begins.recv().unwrap()).await.unwrap();
        first.abort();
        let _ = first.await;
        assert!(ends.try_recv().is_err(), "somebody still waits");
        second.abort();
        let _ = second.await;
        tokio::task::spawn_blocking(move || ends.recv().unwrap()).await.unwrap();
        assert_eq!(flights.known(&"a", &1), None);
        assert_eq!(asked(&flights, 1, |_| 3).await.unwrap(), Ok(3));
    }

    #[tokio::test]
    async fn what_is_newer_brings_what_is_older_to_an_end() {
        let flights = flights();
        let until_stopped = |stop: &Stop| {
            while !stop.should_stop() {
                std::thread::yield_now();
            }
            1
        };
        let older = asked(&flights, 1, until_stopped);
        tokio::task::yield_now().await;
        assert_eq!(asked(&flights, 2, |_| 2).await.unwrap(), Ok(2));
        assert_eq!(older.await.unwrap(), Ok(1));
    }

    #[tokio::test]
    async fn what_is_forgotten_is_worked_out_anew_and_whoever_waits_is_answered() {
        let flights = flights();
        let (go, gone) = mpsc::channel::<()>();
        let (begun, begins) = mpsc::channel();
        assert_eq!(asked(&flights, 2, |_| 2).await.unwrap(), Ok(2));
        let waiting = asked(&flights, 1, move |_| {
            begun.send(()).unwrap();
            gone.recv().unwrap();
            1
        });
        tokio::task::spawn_blocking(move || begins.recv().unwrap()).await.unwrap();
        flights.forget();
        go.send(()).unwrap();
        assert_eq!(waiting.await.unwrap(), Ok(1));
        assert_eq!((flights.known(&"a", &1), flights.known(&"a", &2)), (None, None));
        assert_eq!(asked(&flights, 1, |_| 3).await.unwrap(), Ok(3));
    }

    #[tokio::test]
    async fn work_that_fails_is_said_to_and_tried_again() {
        let flights = flights();
        assert_eq!(asked(&flights, 1, |_| panic!("a fault")).await.unwrap(), Err(FlightError::Broken));
        assert_eq!(asked(&flights, 1, |_| 4).await.unwrap(), Ok(4));
    }
}
