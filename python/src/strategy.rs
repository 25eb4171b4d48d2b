//! A strategy written in Python, at a seat.

use crate::own::{Ballot, Offer, Own, Turn};
use mediant_sim::{
    Action, Ballot as SimBallot, Offer as SimOffer, Own as SimOwn, Random, Strategy, Turn as SimTurn,
};
use pyo3::exceptions::{PyException, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError};

/// What stopped a run from outside, such as Ctrl-C in the middle of a strategy: kept until the run has ended.
#[derive(Clone, Default)]
pub struct Interrupt {
    kept: Arc<Mutex<Option<PyErr>>>,
    everything: bool,
}

impl Interrupt {
    /// One that keeps whatever a strategy raises, for a table where that is nobody's to judge.
    pub fn of_everything() -> Self {
        Self { everything: true, ..Self::default() }
    }

    /// Raises what was kept.
    pub fn raise(&self) -> PyResult<()> {
        match self.slot().take() {
            Some(kept) => Err(kept),
            None => Ok(()),
        }
    }

    /// Keeps what was raised, if it is the first.
    pub fn keep(&self, raised: PyErr) {
        self.slot().get_or_insert(raised);
    }

    /// Whether something is kept, and the run is to end.
    pub fn is_kept(&self) -> bool {
        self.slot().is_some()
    }

    fn slot(&self) -> std::sync::MutexGuard<'_, Option<PyErr>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A Python object with `begin`, `act` and `vote` that holds a seat.
///
/// It is asked under the interpreter's lock. What it raises costs it the negotiation, with the reason recorded, as a
/// panic does a strategy in Rust.
pub struct Outside {
    object: Py<PyAny>,
    game: Option<Game>,
    interrupt: Interrupt,
}

/// What is kept from turn to turn of one negotiation.
struct Game {
    own: Py<Own>,
    offers: Py<PyList>,
}

impl Game {
    fn offer(&self, py: Python<'_>, inner: &SimOffer) -> PyResult<Py<Offer>> {
        Py::new(py, self.own.get().offered(inner.clone()))
    }
}

impl Outside {
    /// A seat for this object.
    pub fn new(object: Py<PyAny>, interrupt: Interrupt) -> Self {
        Self { object, game: None, interrupt }
    }

    fn started(&mut self, py: Python<'_>, own: &SimOwn<'_>, mut random: Random) -> PyResult<()> {
        // Python's generator has a seed of its own, so that neither stream depends on the other's use.
        let seed = random.bits();
        let chance = py.import("random")?.getattr("Random")?.call1((seed,))?;
        let own = Py::new(py, Own::new(own.keep(), random))?;
        self.object.call_method1(py, "begin", (own.clone_ref(py), chance))?;
        self.game = Some(Game { own, offers: PyList::empty(py).unbind() });
        Ok(())
    }

    fn moved(&mut self, py: Python<'_>, turn: &SimTurn<'_>) -> PyResult<Action> {
        let Some(game) = &self.game else {
            return Err(PyTypeError::new_err("the negotiation has not begun"));
        };
        game.own.get().renew();
        let offers = game.offers.bind(py);
        for placed in turn.offers.iter().skip(offers.len()) {
            offers.append((placed.party, game.offer(py, &placed.offer)?))?;
        }
        let seen = Turn {
            own: game.own.clone_ref(py),
            round: turn.round,
            rounds: turn.rounds,
            time: turn.time,
            offers: game.offers.clone_ref(py),
            standing: turn.standing.map(|offer| game.offer(py, offer)).transpose()?,
        };
        let said = self.object.call_method1(py, "act", (seen,))?;
        let said = said.bind(py);
        if let Ok(word) = said.cast::<PyString>() {
            return match word.to_cow()?.as_ref() {
                "accept" => Ok(Action::Accept),
                "walk" => Ok(Action::Walk),
                other => Err(PyTypeError::new_err(format!(
                    "`act` returned {other:?}: return ACCEPT, WALK, an Offer or a package"
                ))),
            };
        }
        if said.is_none() {
            return Err(PyTypeError::new_err(
                "`act` returned None: return ACCEPT, WALK, an Offer or a package",
            ));
        }
        // What is no package is offered as none: the table names that fault.
        Ok(Action::Offer(game.own.get().understood(said)?.unwrap_or_else(|| SimOffer::from_options(&[]))))
    }

    fn voted(&mut self, py: Python<'_>, ballot: &SimBallot<'_>) -> PyResult<bool> {
        let Some(game) = &self.game else {
            return Err(PyTypeError::new_err("the negotiation has not begun"));
        };
        game.own.get().renew();
        let seen = Ballot {
            own: game.own.clone_ref(py),
            round: ballot.round,
            rounds: ballot.rounds,
            time: ballot.time,
            text: game.offer(py, ballot.text)?,
            draft: game.offer(py, ballot.draft)?,
        };
        self.object.call_method1(py, "vote", (seen,))?.bind(py).is_truthy()
    }
}

/// The answer; or, without a word to the panic hook, the way out of a strategy's code.
fn answer<T>(answered: PyResult<T>, interrupt: &Interrupt) -> T {
    let raised = match answered {
        Ok(answer) => return answer,
        Err(raised) => raised,
    };
    let said = Python::attach(|py| {
        let kind = raised.get_type(py).name().map_or_else(|_| "exception".into(), |name| name.to_string());
        let said = format!("{kind}: {}", raised.value(py));
        if interrupt.everything || !raised.is_instance_of::<PyException>(py) {
            // KeyboardInterrupt, SystemExit: not the strategy's fault, and the run must end.
            interrupt.keep(raised);
        }
        said
    });
    resume_unwind(Box::new(said))
}

impl Strategy for Outside {
    fn begin(&mut self, own: &SimOwn<'_>, random: Random) {
        let begun = Python::attach(|py| self.started(py, own, random));
        answer(begun, &self.interrupt);
    }

    fn act(&mut self, turn: &SimTurn<'_>) -> Action {
        let moved = Python::attach(|py| self.moved(py, turn));
        answer(moved, &self.interrupt)
    }

    fn vote(&mut self, ballot: &SimBallot<'_>) -> bool {
        let voted = Python::attach(|py| self.voted(py, ballot));
        answer(voted, &self.interrupt)
    }
}

/// A strategy written in Python that is made when it begins: a tournament seats the same one many times at once.
pub struct Guest {
    make: Arc<Py<PyAny>>,
    seated: Option<Outside>,
    interrupt: Interrupt,
}

impl Guest {
    /// A seat for what `make` returns.
    pub fn new(make: Arc<Py<PyAny>>, interrupt: Interrupt) -> Self {
        Self { make, seated: None, interrupt }
    }
}

impl Strategy for Guest {
    fn begin(&mut self, own: &SimOwn<'_>, random: Random) {
        if self.seated.is_none() {
            let object = answer(Python::attach(|py| self.make.call0(py)), &self.interrupt);
            self.seated = Some(Outside::new(object, self.interrupt.clone()));
        }
        if let Some(seated) = &mut self.seated {
            seated.begin(own, random);
        }
    }

    fn act(&mut self, turn: &SimTurn<'_>) -> Action {
        self.seated.as_mut().map_or(Action::Walk, |seated| seated.act(turn))
    }

    fn vote(&mut self, ballot: &SimBallot<'_>) -> bool {
        self.seated.as_mut().is_some_and(|seated| seated.vote(ballot))
    }
}
