//! Negotiations simulated: one run at a time.

use crate::failure;
use crate::negotiation::{Negotiation, date};
use crate::strategy::{Interrupt, Outside};
use crate::table::{Column, Table};
use crate::work::{self, Patience};
use mediant_formats::Diagnostic;
use mediant_sim::strategies::ENTRIES;
use mediant_sim::{Limits, Protocol, Run, RunAct, RunMove, Spec, SpecError, Strategy, record};
use pyo3::prelude::*;
use pyo3::types::PyString;

/// A negotiation prepared for simulation: what every package is worth to every party, in order.
///
/// Memory: 12 bytes for each package and party, up to 4 million packages; beyond, worths are worked out when asked for.
#[pyclass(frozen, module = "mediant._mediant")]
pub struct Scenario {
    pub(crate) inner: mediant_sim::Scenario,
    title: String,
}

#[pymethods]
impl Scenario {
    #[new]
    #[pyo3(signature = (negotiation, on=None))]
    fn new(py: Python<'_>, negotiation: &Negotiation, on: Option<&str>) -> PyResult<Self> {
        let posed = negotiation.posed(None, date(on)?)?;
        let title = posed.case.title.clone();
        let prepared = work::run(py, &Patience::new(None), |_| {
            mediant_sim::Scenario::new(posed.problem, &posed.briefs)
        })?;
        let inner = prepared.map_err(|unfit| {
            failure::usage(
                format!("this negotiation cannot be simulated: {unfit}"),
                "a simulation needs a brief with points from every party, and at least two of them",
            )
        })?;
        Ok(Self { inner, title })
    }

    /// The ids of the parties, by their number at the table.
    #[getter]
    fn parties(&self) -> Vec<&str> {
        self.inner.problem().parties.iter().map(|party| party.id.as_str()).collect()
    }

    /// A hash of everything that can make a difference to a run, as 64 hexadecimal digits.
    #[getter]
    fn fingerprint(&self) -> String {
        self.inner.fingerprint()
    }

    fn __repr__(&self) -> String {
        format!("Scenario({:?}, {} parties, confidential)", self.title, self.inner.party_count())
    }
}

/// Plays one negotiation and records it, as JSON. A strategy is a name with parameters or a Python object; `names` says
/// what the record calls each of them, `protocol` is JSON.
#[pyfunction]
pub fn play(
    py: Python<'_>,
    scenario: &Scenario,
    strategies: Vec<Bound<'_, PyAny>>,
    names: Vec<String>,
    protocol: &str,
    rounds: u32,
    seed: u64,
) -> PyResult<String> {
    let protocol: Protocol = serde_json::from_str(protocol).map_err(|error| {
        failure::usage(
            format!("this protocol cannot be read: {error}"),
            "see the documentation of `simulate`",
        )
    })?;
    let interrupt = Interrupt::default();
    let mut names = names;
    let mut seats = seats(&strategies, &mut names, &interrupt)?;
    let played =
        |_: &Patience| record(&scenario.inner, &mut seats, &names, &protocol, &Limits::rounds(rounds), seed);
    let in_python = strategies.iter().any(|strategy| !strategy.is_instance_of::<PyString>());
    let patience = Patience::new(None);
    // Python code gets Ctrl-C and the debugger on the thread that called.
    let run = if in_python { work::run_here(&patience, played) } else { work::run(py, &patience, played) };
    interrupt.raise()?;
    written(&run?.map_err(|misfit| failure::usage(misfit.to_string(), "name one strategy for each party"))?)
}

/// Plays a recorded run again, as JSON; strategies that are not known by name are given as Python objects.
#[pyfunction]
pub fn replay(py: Python<'_>, scenario: &Scenario, json: &str) -> PyResult<String> {
    let run = read(json)?;
    let again = work::run(py, &Patience::new(None), |_| run.replay(&scenario.inner))?;
    written(&again.map_err(|error| {
        failure::usage(error.to_string(), "give the scenario and strategies it was recorded with")
    })?)
}

/// Whether the JSON is a recorded run; an error where it is not.
#[pyfunction]
pub fn check_run(json: &str) -> PyResult<()> {
    read(json).map(|_| ())
}

/// The moves of a run with a row for each.
#[pyfunction]
pub fn moves_table(json: &str) -> PyResult<Table> {
    let run = read(json)?;
    let moves = &run.moves;
    let put = |made: &RunMove| match &made.act {
        RunAct::Offer { package, units } | RunAct::Draft { package, units } => {
            Some((package.clone(), units.clone()))
        }
        _ => None,
    };
    let party = |made: &RunMove| run.parties.get(made.party?).cloned();
    let reply = |made: &RunMove| match &made.act {
        RunAct::Reply { question, answer } => {
            Ok(Some((serde_json::to_string(question)?, serde_json::to_string(answer)?)))
        }
        _ => Ok(None),
    };
    let replies: Result<Vec<Option<(String, String)>>, serde_json::Error> = moves.iter().map(reply).collect();
    let replies = replies.map_err(failure::internal)?;
    let vote = |made: &RunMove| match made.act {
        RunAct::Vote { yes } => Some(yes),
        _ => None,
    };
    let mut columns = vec![
        Column::integers("round", moves.iter().map(|made| Some(i64::from(made.round)))),
        Column::numbers("time", moves.iter().map(|made| Some(made.time))),
        Column::texts("party", moves.iter().map(party)),
        Column::texts("act", moves.iter().map(|made| Some(word(&made.act)))),
        Column::flags("yes", moves.iter().map(vote)),
        Column::texts("question", replies.iter().map(|reply| Some(reply.as_ref()?.0.clone()))),
        Column::texts("answer", replies.iter().map(|reply| Some(reply.as_ref()?.1.clone()))),
    ];
    for (at, party) in run.parties.iter().enumerate() {
        let shown = |made: &RunMove| run.shown(at, *put(made)?.1.get(at)?);
        columns.push(Column::numbers(format!("utility.{party}"), moves.iter().map(shown)));
    }
    for (at, issue) in run.issues.iter().enumerate() {
        let option = |made: &RunMove| issue.options.get(*put(made)?.0.get(at)? as usize).cloned();
        columns.push(Column::texts(format!("option.{}", issue.id), moves.iter().map(option)));
    }
    Table::new(columns)
}

fn word(act: &RunAct) -> &'static str {
    match act {
        RunAct::Offer { .. } => "offer",
        RunAct::Accept => "accept",
        RunAct::Walk => "walk",
        RunAct::Draft { .. } => "draft",
        RunAct::Vote { .. } => "vote",
        RunAct::Reply { .. } => "reply",
        RunAct::Keep => "keep",
        RunAct::Drop => "drop",
    }
}

fn read(json: &str) -> PyResult<Run> {
    serde_json::from_str(json).map_err(|error| {
        failure::usage(format!("this is no recorded run: {error}"), "give the JSON that a run was stored as")
    })
}

/// The full name of a strategy of the register; an error where there is none of this name.
#[pyfunction]
pub fn full_name(strategy: &str) -> PyResult<String> {
    named(strategy).map(|spec| spec.to_string())
}

/// The strategy of this name.
pub fn named(strategy: &str) -> PyResult<Spec> {
    strategy.parse().map_err(|error| failure::input(&[unknown(&error)]))
}

fn unknown(error: &SpecError) -> Diagnostic {
    Diagnostic::of_file("", error.to_string()).help(error.help())
}

/// The strategies of the register: name, summary, source, departure from it, protocols, and parameters as name, meaning,
/// default, least and greatest value.
#[pyfunction]
pub fn strategies() -> Vec<Described> {
    let describe = |entry: &'static mediant_sim::strategies::Entry| {
        let parameters = entry.parameters.iter();
        let parameters = parameters.map(|it| (it.name, it.meaning, it.default, it.least, it.most)).collect();
        (entry.name, entry.summary, entry.source, entry.departure, entry.protocols.to_vec(), parameters)
    };
    ENTRIES.iter().map(describe).collect()
}

type Text = &'static str;
type Described = (Text, Text, Text, Option<Text>, Vec<Text>, Vec<(Text, Text, f64, f64, f64)>);

fn seats(
    strategies: &[Bound<'_, PyAny>],
    names: &mut [String],
    interrupt: &Interrupt,
) -> PyResult<Vec<Box<dyn Strategy>>> {
    let mut problems = Vec::new();
    let mut seats: Vec<Box<dyn Strategy>> = Vec::new();
    for (strategy, called) in strategies.iter().zip(names) {
        let Ok(name) = strategy.cast::<PyString>() else {
            let object = strategy.clone().unbind();
            seats.push(Box::new(Outside::new(object, interrupt.clone())));
            continue;
        };
        match name.to_cow()?.parse::<Spec>() {
            Ok(spec) => {
                // The record calls it by its full name, however it was written.
                *called = spec.to_string();
                seats.push(spec.make());
            }
            Err(error) => problems.push(unknown(&error)),
        }
    }
    if problems.is_empty() { Ok(seats) } else { Err(failure::input(&problems)) }
}

fn written(run: &Run) -> PyResult<String> {
    run.to_json().map_err(failure::internal)
}
