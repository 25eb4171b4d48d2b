//! A strategy at a table that is not ours: another program runs the negotiation and asks it in turn.

use crate::failure;
use crate::simulation::{Scenario, named};
use crate::strategy::{Interrupt, Outside};
use mediant_sim::{
    Action, KeptSide, Limits, Offer as SimOffer, Placed, Random, Strategy, Turn, derived_seed,
};
use pyo3::prelude::*;
use pyo3::types::PyString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

/// A strategy of the register, or one written in Python, in one negotiation that another program runs.
#[pyclass(frozen, module = "mediant._mediant")]
pub struct Seat {
    side: KeptSide,
    party: usize,
    rounds: u32,
    state: Mutex<State>,
    interrupt: Interrupt,
}

struct State {
    strategy: Box<dyn Strategy>,
    offers: Vec<Placed>,
    standing: Option<SimOffer>,
}

/// What it does: "offer", "accept" or "walk", and the number of the option of each issue for an offer.
type Said = (&'static str, Option<Vec<u32>>);

#[pymethods]
impl Seat {
    /// A negotiation begins. `rounds` is how many there are at most.
    #[new]
    fn new(
        scenario: &Scenario,
        party: usize,
        strategy: Bound<'_, PyAny>,
        rounds: u32,
        seed: u64,
    ) -> PyResult<Self> {
        let side = scenario.inner.kept_side(party).ok_or_else(|| {
            failure::usage(
                format!("there is no party with the number {party}"),
                "the first party has the number 0",
            )
        })?;
        let interrupt = Interrupt::of_everything();
        let mut strategy: Box<dyn Strategy> = match strategy.cast::<PyString>() {
            Ok(name) => named(&name.to_cow()?)?.make(),
            Err(_) => Box::new(Outside::new(strategy.clone().unbind(), interrupt.clone())),
        };
        let random = Random::new(derived_seed(seed, &[party as u64]));
        caught(&interrupt, || side.ask(&mut { Limits::EFFORT }, |own| strategy.begin(&own, random)))?;
        let state = Mutex::new(State { strategy, offers: Vec::new(), standing: None });
        Ok(Self { side, party, rounds, state, interrupt })
    }

    /// Somebody else put this forward: the number of the option of each issue.
    fn hear(&self, party: usize, options: Vec<u32>) -> PyResult<()> {
        let offer = self.side.ask(&mut { Limits::EFFORT }, |own| own.offer(&options)).flatten();
        let offer = offer.ok_or_else(|| {
            failure::usage(
                "what was put forward is no package of the scenario",
                "compare the issues of both programs",
            )
        })?;
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.standing = Some(offer.clone());
        state.offers.push(Placed { party, offer });
        Ok(())
    }

    /// It is its turn, in this round (from 0), at this share of the deadline.
    fn act(&self, py: Python<'_>, round: u32, time: f64) -> PyResult<Said> {
        py.detach(|| {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let State { strategy, offers, standing } = &mut *state;
            let rounds = self.rounds;
            let action = caught(&self.interrupt, || {
                self.side.ask(&mut { Limits::EFFORT }, |own| {
                    strategy.act(&Turn { own, round, rounds, time, offers, standing: standing.as_ref() })
                })
            })?;
            match action {
                Action::Accept => Ok(("accept", None)),
                Action::Walk => Ok(("walk", None)),
                Action::Offer(offer) => {
                    let options = self.side.ask(&mut { Limits::EFFORT }, |own| own.package(&offer));
                    offers.push(Placed { party: self.party, offer });
                    *standing = None;
                    Ok(("offer", options))
                }
            }
        })
    }
}

/// The answer; what a strategy written in Python raised is raised again.
fn caught<R>(interrupt: &Interrupt, ask: impl FnOnce() -> Option<R>) -> PyResult<R> {
    let asked = catch_unwind(AssertUnwindSafe(ask));
    interrupt.raise()?;
    let asked = asked.map_err(|payload| failure::panicked(payload.as_ref()))?;
    asked.ok_or_else(|| failure::EffortError::new_err("it did not come to an end of a move"))
}
