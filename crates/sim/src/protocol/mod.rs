//! Who may say what when.

mod alternating;
mod overlap;
mod shuttle;
mod single_text;
mod table;
mod timetable;

use crate::run::Run;
use crate::{Ending, Limits, Outcome, Scenario, Strategy};
use serde::{Deserialize, Serialize};
pub use shuttle::Shuttle;
pub use single_text::SingleText;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
pub(crate) use table::{Act, Move, Record, Unwatched, Watch};
use table::{Table, fault_of};

/// Who may say what when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "name")]
pub enum Protocol {
    /// Stacked alternating offers (Aydoğan, Festen, Hindriks & Jonker 2017, "Alternating Offers Protocols for
    /// Multilateral Negotiation"): in a round every party in turn accepts the standing offer, puts another one
    /// forward, or walks away. An offer is a deal as soon as the case's agreement rule passes it: under unanimity, when everybody else accepted it in turn. For two
    /// parties this is the alternating offers of Rubinstein (1982).
    Alternating,
    /// A mediator changes a single text, and parties vote on each change ([`SingleText`]).
    SingleText(SingleText),
    /// Blind bidding over packages: in a round every party puts an offer forward that only the mediator sees.
    /// An offer overlaps when every other party holds it to be worth at least as much as the least it has
    /// itself put forward. The round in which offers overlap ends with a deal: the overlapping offer that was put
    /// forward first, of those of one round one drawn by lot.
    Overlap,
    /// A mediator asks each party alone and puts packages to all ([`Shuttle`]).
    Shuttle(Shuttle),
}

impl Protocol {
    /// The protocol's short name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Alternating => "alternating",
            Self::SingleText(_) => "single-text",
            Self::Overlap => "overlap",
            Self::Shuttle(_) => "shuttle",
        }
    }
}

/// Why a negotiation cannot begin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StartError {
    /// There are not as many strategies as parties.
    #[error("{parties} parties negotiate, but there are {strategies} strategies")]
    Seats {
        /// How many parties negotiate.
        parties: usize,
        /// How many strategies there are.
        strategies: usize,
    },
    /// The limits allow no round.
    #[error("a negotiation needs at least one round")]
    NoRounds,
}

/// Plays a negotiation and says how it ended: nothing is recorded on the way.
///
/// `seats` holds a strategy for each party, in the scenario's order; each is started anew. The same scenario,
/// strategies, limits and seed give the same outcome, always, unless a clock tells the time.
///
/// # Errors
/// Too few or too many strategies; no round. What strategies do wrong is in the outcome.
pub fn negotiate(
    scenario: &Scenario,
    seats: &mut [Box<dyn Strategy>],
    protocol: &Protocol,
    limits: &Limits<'_>,
    seed: u64,
) -> Result<Outcome, StartError> {
    play(scenario, seats, protocol, limits, seed, &mut Unwatched)
}

/// Plays a negotiation and records all of it.
///
/// `names` says which strategy holds each seat; [`Run::replay`] makes them again from these names.
///
/// # Errors
/// As [`negotiate`].
///
/// ```
/// use mediant_sim::{Limits, Protocol, Spec, record};
///
/// let scenario = mediant_sim::sample::two_fields();
/// let names = ["boulware".to_owned(), "conceder".to_owned()];
/// let mut seats = Vec::new();
/// for name in &names {
///     seats.push(name.parse::<Spec>()?.make());
/// }
/// let run = record(&scenario, &mut seats, &names, &Protocol::Alternating, &Limits::rounds(50), 7)?;
/// // The same again, to the byte.
/// assert_eq!(run.replay(&scenario)?.to_json()?, run.to_json()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn record(
    scenario: &Scenario,
    seats: &mut [Box<dyn Strategy>],
    names: &[String],
    protocol: &Protocol,
    limits: &Limits<'_>,
    seed: u64,
) -> Result<Run, StartError> {
    let readings = table::Readings::new(limits.clock);
    let heard = Limits { clock: limits.clock.map(|_| &readings as _), ..*limits };
    let mut watch = Record::default();
    let outcome = play(scenario, seats, protocol, &heard, seed, &mut watch)?;
    Ok(Run::new(scenario, names, protocol, limits, seed, watch.moves, readings.taken(), outcome))
}

pub(crate) fn play<W: Watch>(
    scenario: &Scenario,
    seats: &mut [Box<dyn Strategy>],
    protocol: &Protocol,
    limits: &Limits<'_>,
    seed: u64,
    watch: &mut W,
) -> Result<Outcome, StartError> {
    if seats.len() != scenario.party_count() {
        return Err(StartError::Seats { parties: scenario.party_count(), strategies: seats.len() });
    }
    if limits.rounds == 0 {
        return Err(StartError::NoRounds);
    }
    let mut table = Table::new(scenario, limits, seed, watch);
    // One boundary for the whole negotiation: the table remembers whose move it was. Nothing of a strategy
    // that panicked is looked at again before it is started anew.
    let played = catch_unwind(AssertUnwindSafe(|| {
        table.begin(seats);
        match protocol {
            Protocol::Alternating => alternating::play(&mut table, seats),
            Protocol::SingleText(settings) => single_text::play(&mut table, seats, settings),
            Protocol::Overlap => overlap::play(&mut table, seats),
            Protocol::Shuttle(settings) => shuttle::play(&mut table, seats, settings),
        }
    }));
    let close = match played {
        Ok(close) => close,
        Err(payload) => match table.mover {
            Some(party) => table.lost(party, fault_of(payload.as_ref())),
            // Nobody was asked anything: the fault is ours.
            None => resume_unwind(payload),
        },
    };
    let time = if close.ending == Ending::Deadline { 1.0 } else { table.time };
    Ok(close.outcome(scenario, table.begun, time, table.moves))
}
