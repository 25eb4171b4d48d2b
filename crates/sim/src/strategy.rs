//! What a strategy is.

use crate::{Offer, Own, Random};
use mediant_mediate::{Answer, Question};
use std::cmp::Ordering;

/// Holds a seat at a negotiation.
///
/// A strategy is told about its own side and what it sees at the table. It may keep what it likes between
/// moves; [`Strategy::begin`] starts it anew, so that one value can play any number of negotiations. It must
/// not depend on anything but what it is told, or a recorded run cannot be replayed.
///
/// What it does wrong costs it the negotiation and nothing else: a panic, an answer after the deadline, an
/// offer that is no package, more questions than a move is allowed.
///
/// ```
/// use mediant_sim::{Action, Limits, Own, Protocol, Random, Strategy, Turn, negotiate};
///
/// /// Splits the way down from its best package evenly over the rounds, and takes what is at least as good
/// /// for it as what it would say next.
/// struct Steady {
///     random: Random,
/// }
///
/// impl Strategy for Steady {
///     fn begin(&mut self, _own: &Own<'_>, random: Random) {
///         self.random = random;
///     }
///
///     fn act(&mut self, turn: &Turn<'_>) -> Action {
///         let own = &turn.own;
///         let floor = own.reservation().max(0.0);
///         let target = floor + (1.0 - floor) * (1.0 - turn.time);
///         let next = own.least_reaching(target, &mut self.random);
///         match turn.standing {
///             Some(offer) if own.worth(offer) >= own.worth(&next) => Action::Accept,
///             _ => Action::Offer(next),
///         }
///     }
/// }
///
/// let scenario = mediant_sim::sample::two_fields();
/// let steady = || Box::new(Steady { random: Random::new(0) }) as Box<dyn Strategy>;
/// let mut seats = vec![steady(), steady()];
/// let outcome = negotiate(&scenario, &mut seats, &Protocol::Alternating, &Limits::rounds(20), 1)?;
/// assert!(outcome.agreement.is_some());
/// # Ok::<(), mediant_sim::StartError>(())
/// ```
pub trait Strategy: Send {
    /// A negotiation begins: forget the last one. `random` is this seat's own stream of chance.
    fn begin(&mut self, own: &Own<'_>, random: Random) {
        let _ = (own, random);
    }

    /// It is this seat's turn: accept what stands, put something forward, or walk away.
    fn act(&mut self, turn: &Turn<'_>) -> Action;

    /// What it does in each of the first rounds of alternating offers, whatever the others do, as far as it has
    /// worked that out already; nothing unless its moves depend on the round alone.
    ///
    /// [`Strategy::act`] must do the same in these rounds when rounds tell the time ([`crate::Limits::time_of`]). Two seats that both have a timetable are played without being asked.
    fn timetable(&self, own: &Own<'_>, rounds: u32) -> &[Step] {
        let _ = (own, rounds);
        &[]
    }

    /// The mediator has changed the single text: is the change welcome?
    ///
    /// Unless a strategy says otherwise it climbs: it votes for what is worth at least as much as the text.
    fn vote(&mut self, ballot: &Ballot<'_>) -> bool {
        ballot.own.worth(ballot.draft) >= ballot.own.worth(ballot.text)
    }

    /// The mediator asks something in confidence.
    ///
    /// Unless a strategy says otherwise it answers truly ([`Inquiry::true_answer`]).
    fn reply(&mut self, inquiry: &Inquiry<'_>) -> Answer {
        inquiry.true_answer(inquiry.own.reservation())
    }
}

/// What a strategy sees at its turn.
pub struct Turn<'a> {
    /// Its own side.
    pub own: Own<'a>,
    /// The round, from 0; in a round every party has one turn.
    pub round: u32,
    /// How many rounds there are at most.
    pub rounds: u32,
    /// The time gone as a share of the deadline, in 0..1.
    pub time: f64,
    /// Every offer it has seen, its own among them, the oldest first.
    pub offers: &'a [Placed],
    /// The offer on the table, which it may accept; none at the beginning, and none in a blind round.
    pub standing: Option<&'a Offer>,
}

/// What a strategy does in a round: accepts what is worth at least `level`, else puts `offer` forward.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it puts forward.
    pub offer: Offer,
    /// What it takes at least, on its own scale.
    pub level: f64,
}

/// An offer that was put forward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Whose, as the number of the party at the table.
    pub party: usize,
    /// What was put forward.
    pub offer: Offer,
}

/// What a strategy does at its turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Puts this forward, which refuses what stands.
    Offer(Offer),
    /// Accepts the standing offer.
    Accept,
    /// Walks away: there is no deal.
    Walk,
}

/// What a strategy sees when the mediator proposes a change to the single text.
pub struct Ballot<'a> {
    /// Its own side.
    pub own: Own<'a>,
    /// The round, from 0; in a round one draft is voted on.
    pub round: u32,
    /// How many rounds there are.
    pub rounds: u32,
    /// The time gone as a share of the deadline, in 0..1.
    pub time: f64,
    /// The text as it stands.
    pub text: &'a Offer,
    /// The text with the change.
    pub draft: &'a Offer,
}

/// What a strategy sees when the mediator asks it something alone.
pub struct Inquiry<'a> {
    /// Its own side.
    pub own: Own<'a>,
    /// What it is asked.
    pub question: &'a Question,
}

impl Inquiry<'_> {
    /// The true answer of a party that accepts what is worth at least `least` to it, on its own scale.
    ///
    /// What an option is worth by itself is read off its best package with that option put in.
    pub fn true_answer(&self, least: f64) -> Answer {
        let worth = |package: &[u32]| {
            self.own.offer(package).map_or(f64::NEG_INFINITY, |offer| self.own.worth(&offer))
        };
        match self.question {
            Question::RankOptions { issue } => ordered(&self.worths(*issue, &worth)),
            Question::RankIssues => {
                let step = |issue: usize| {
                    let worths = self.worths(issue, &worth);
                    let finite = worths.iter().copied().filter(|worth| worth.is_finite());
                    finite.clone().fold(f64::MIN, f64::max) - finite.fold(f64::MAX, f64::min)
                };
                ordered(&(0..self.own.option_counts().len()).map(step).collect::<Vec<f64>>())
            }
            Question::Accept { package } => {
                if worth(package) >= least {
                    Answer::Yes
                } else {
                    Answer::No
                }
            }
            Question::Compare { first, second } => match worth(first).total_cmp(&worth(second)) {
                Ordering::Greater => Answer::Yes,
                Ordering::Less => Answer::No,
                Ordering::Equal => Answer::Equal,
            },
        }
    }

    fn worths(&self, issue: usize, worth: &impl Fn(&[u32]) -> f64) -> Vec<f64> {
        let mut package = self.own.package(&self.own.best());
        let options = self.own.option_counts().nth(issue).unwrap_or(0);
        let with = |option: usize| {
            if let Some(slot) = package.get_mut(issue) {
                *slot = option as u32;
            }
            worth(&package)
        };
        (0..options).map(with).collect()
    }
}

/// Differences below this are rounding, not preference.
const EQUAL: f64 = 1e-12;

/// Indices from the largest value to the least, equals in one group.
fn ordered(values: &[f64]) -> Answer {
    let value = |index: u32| values.get(index as usize).copied().unwrap_or(f64::NEG_INFINITY);
    let mut indices: Vec<u32> = (0..values.len() as u32).collect();
    indices.sort_by(|one, other| value(*other).total_cmp(&value(*one)));
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for index in indices {
        match groups.last_mut() {
            Some(group) if group.first().is_some_and(|first| value(*first) - value(index) <= EQUAL) => {
                group.push(index)
            }
            _ => groups.push(vec![index]),
        }
    }
    Answer::Order(groups)
}
