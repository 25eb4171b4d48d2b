//! What a strategy written in Python is told: its own side, offers, its turn.

use crate::failure;
use mediant_model::Package;
use mediant_sim::{KeptSide, Limits, Offer as SimOffer, Own as SimOwn, Random};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A package that was or may be put forward: cheap to copy and compare.
#[pyclass(frozen, module = "mediant._mediant", eq, hash)]
#[derive(Clone, Debug)]
pub struct Offer {
    side: KeptSide,
    inner: SimOffer,
}

impl Offer {
    /// An offer as one side sees it.
    pub fn new(side: KeptSide, inner: SimOffer) -> Self {
        Self { side, inner }
    }
}

impl PartialEq for Offer {
    fn eq(&self, other: &Self) -> bool {
        self.inner == other.inner
    }
}

impl Hash for Offer {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.options().hash(state);
    }
}

#[pymethods]
impl Offer {
    /// The package: from issue to option, by id, in the order of the case.
    #[getter]
    fn package<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let named = PyDict::new(py);
        let issues = self.side.ask(&mut { Limits::EFFORT }, |own| own.issues().to_vec());
        for (issue, option) in issues.unwrap_or_default().iter().zip(self.options()) {
            let option = issue.options.get(option as usize).map(|option| option.as_str());
            named.set_item(issue.id.as_str(), option)?;
        }
        Ok(named)
    }

    /// The number of the option of each issue, in the order of the case.
    #[getter]
    fn options(&self) -> Package {
        // What everybody knows costs no effort.
        self.side.ask(&mut { Limits::EFFORT }, |own| own.package(&self.inner)).unwrap_or_default()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Offer({})", self.package(py)?.repr()?))
    }
}

/// One party's own side: what packages are worth to it, from 0 (its worst) to 1 (its best). Of the others it knows
/// nothing. Questions are counted: a move that asks too many of them loses the negotiation.
#[pyclass(frozen, module = "mediant._mediant")]
pub struct Own {
    side: KeptSide,
    state: Mutex<State>,
}

struct State {
    effort: u64,
    random: Random,
}

impl Own {
    /// The side of a party that begins a negotiation.
    pub fn new(side: KeptSide, random: Random) -> Self {
        Self { side, state: Mutex::new(State { effort: Limits::EFFORT, random }) }
    }

    /// A new move begins: the questions count from the start again.
    pub fn renew(&self) {
        self.state().effort = Limits::EFFORT;
    }

    /// An offer as this side sees it.
    pub fn offered(&self, inner: SimOffer) -> Offer {
        Offer::new(self.side.clone(), inner)
    }

    /// An offer, or a package that maps the id of every issue to the id of an option; `None` where there is none such.
    pub fn understood(&self, said: &Bound<'_, PyAny>) -> PyResult<Option<SimOffer>> {
        if let Ok(offer) = said.cast::<Offer>() {
            return Ok(Some(offer.get().inner.clone()));
        }
        let package: BTreeMap<String, String> = said.extract().map_err(|_| {
            PyTypeError::new_err("a package maps the id of every issue to the id of one of its options")
        })?;
        self.ask(|own, _| {
            let issues = own.issues();
            let option = |issue: &mediant_model::problem::ProblemIssue| {
                let named = package.get(issue.id.as_str())?;
                issue.options.iter().position(|option| option.as_str() == named).map(|option| option as u32)
            };
            let options = issues.iter().map(option).collect::<Option<Package>>();
            options.filter(|all| all.len() == package.len()).and_then(|options| own.offer(&options))
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing is left half-done by a question that panicked.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask<R>(&self, question: impl FnOnce(SimOwn<'_>, &mut Random) -> R) -> PyResult<R> {
        let mut state = self.state();
        let State { effort, random } = &mut *state;
        let answer = self.side.ask(effort, |own| question(own, random));
        answer.ok_or_else(|| {
            failure::EffortError::new_err(
                "it asked more questions about its own side than a move is allowed: does it loop?",
            )
        })
    }
}

#[pymethods]
impl Own {
    /// The number of the party at the table, from 0.
    #[getter]
    fn party(&self) -> PyResult<usize> {
        self.ask(|own, _| own.party())
    }

    /// The party's id.
    #[getter]
    fn name(&self) -> PyResult<String> {
        self.ask(|own, _| own.parties().nth(own.party()).map(ToString::to_string).unwrap_or_default())
    }

    /// How many parties negotiate.
    #[getter]
    fn party_count(&self) -> PyResult<usize> {
        self.ask(|own, _| own.party_count())
    }

    /// Each issue's id with the ids of its options, in the order of the case.
    #[getter]
    fn issues(&self) -> PyResult<Vec<(String, Vec<String>)>> {
        let options = |issue: &mediant_model::problem::ProblemIssue| {
            (issue.id.to_string(), issue.options.iter().map(ToString::to_string).collect())
        };
        self.ask(|own, _| own.issues().iter().map(options).collect())
    }

    /// What a package is worth, 0..1; minus infinity where the party's own red lines forbid it.
    fn worth(&self, offer: &Bound<'_, PyAny>) -> PyResult<f64> {
        match self.understood(offer)? {
            Some(offer) => self.ask(|own, _| own.worth(&offer)),
            None => Ok(f64::NEG_INFINITY),
        }
    }

    /// What no deal is worth on the same scale; below 0 where every package is better.
    #[getter]
    fn reservation(&self) -> PyResult<f64> {
        self.ask(|own, _| own.reservation())
    }

    /// What is left of any utility at the deadline: a deal at time t brings u·discount^t.
    #[getter]
    fn discount(&self) -> PyResult<f64> {
        self.ask(|own, _| own.discount())
    }

    /// The party's best package.
    #[getter]
    fn best(&self) -> PyResult<Offer> {
        Ok(self.offered(self.ask(|own, _| own.best())?))
    }

    /// The offer of a package.
    fn offer(&self, package: &Bound<'_, PyAny>) -> PyResult<Offer> {
        let found = self.understood(package)?;
        let found = found.ok_or_else(|| {
            failure::usage(
                "this is no package of the scenario",
                "a package maps the id of every issue to the id of one of its options, and respects every linkage",
            )
        })?;
        Ok(self.offered(found))
    }

    /// How many packages the party may offer; None where they are too many to be numbered.
    #[getter]
    fn package_count(&self) -> PyResult<Option<usize>> {
        self.ask(|own, _| own.package_count())
    }

    /// The package at a rank, 0 for the best; None beyond the last, and where packages are not numbered.
    fn ranked(&self, rank: usize) -> PyResult<Option<Offer>> {
        Ok(self.ask(|own, _| own.ranked(rank))?.map(|offer| self.offered(offer)))
    }

    /// What the package at a rank is worth; minus infinity where there is none.
    fn ranked_worth(&self, rank: usize) -> PyResult<f64> {
        self.ask(|own, _| own.ranked_worth(rank))
    }

    /// How many packages are worth at least `target`: they have the ranks below this number.
    fn reaching(&self, target: f64) -> PyResult<Option<usize>> {
        self.ask(|own, _| own.reaching(target))
    }

    /// The package that is worth least among those worth at least `target`; the best one where none is.
    fn least_reaching(&self, target: f64) -> PyResult<Offer> {
        Ok(self.offered(self.ask(|own, random| own.least_reaching(target, random))?))
    }

    /// A package drawn evenly from those worth at least `target`; the best one where none is.
    fn any_reaching(&self, target: f64) -> PyResult<Offer> {
        Ok(self.offered(self.ask(|own, random| own.any_reaching(target, random))?))
    }

    fn __repr__(&self) -> PyResult<String> {
        Ok(format!("Own({:?}, confidential)", self.name()?))
    }
}

/// What a strategy sees at its turn.
#[pyclass(frozen, module = "mediant._mediant", get_all)]
pub struct Turn {
    /// Its own side.
    pub own: Py<Own>,
    /// The round, from 0; in a round every party has one turn.
    pub round: u32,
    /// How many rounds there are at most.
    pub rounds: u32,
    /// The time gone as a share of the deadline, in 0..1.
    pub time: f64,
    /// Every offer seen, the oldest first, its own among them: pairs of the party's number and the offer. One list for
    /// the whole negotiation, which grows: copy it to keep it.
    pub offers: Py<PyList>,
    /// The offer on the table, which may be accepted; None at the beginning and in a blind round.
    pub standing: Option<Py<Offer>>,
}

/// What a strategy sees when the mediator proposes a change to the single text.
#[pyclass(frozen, module = "mediant._mediant", get_all)]
pub struct Ballot {
    /// Its own side.
    pub own: Py<Own>,
    /// The round, from 0; in a round one draft is voted on.
    pub round: u32,
    /// How many rounds there are.
    pub rounds: u32,
    /// The time gone as a share of the deadline, in 0..1.
    pub time: f64,
    /// The text as it stands.
    pub text: Py<Offer>,
    /// The text with the change.
    pub draft: Py<Offer>,
}
