//! The compiled problem: what packages are worth and who accepts them.

use crate::failure;
use crate::negotiation::{Negotiation, date};
use mediant_model::Package;
use mediant_render::{Posed, named_package};
use pyo3::prelude::*;
use pyo3::types::PyInt;
use std::collections::BTreeMap;

/// A negotiation compiled for the mediator: utilities of packages, walk-away values, acceptance.
///
/// A package is a dict from issue to option, by id or name; an outcome is a tuple of options in the order of `issues`.
#[pyclass(frozen, module = "mediant._mediant")]
#[derive(Debug)]
pub struct Problem {
    posed: Posed,
}

#[pymethods]
impl Problem {
    #[new]
    #[pyo3(signature = (negotiation, on=None))]
    fn new(negotiation: &Negotiation, on: Option<&str>) -> PyResult<Self> {
        Ok(Self { posed: negotiation.posed(None, date(on)?)? })
    }

    /// The ids of the parties, in the order of the case.
    #[getter]
    fn parties(&self) -> Vec<&str> {
        self.posed.problem.parties.iter().map(|party| party.id.as_str()).collect()
    }

    /// Each issue's id with the ids of its options, in the order of the case.
    #[getter]
    fn options(&self) -> Vec<(&str, Vec<&str>)> {
        let issues = self.posed.problem.issues.iter();
        issues
            .map(|issue| (issue.id.as_str(), issue.options.iter().map(|option| option.as_str()).collect()))
            .collect()
    }

    /// How many packages there are.
    #[getter]
    fn package_count<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        // It may have any number of digits.
        py.get_type::<PyInt>().call1((self.posed.problem.package_count().to_string(),))
    }

    /// The party's utility of a package, in points of its own brief; None where it states no points.
    fn utility(&self, party: &str, package: BTreeMap<String, String>) -> PyResult<Option<f64>> {
        let (party, package) = (self.party(party)?, self.package(package)?);
        let problem = &self.posed.problem;
        Ok(problem.utility(party, &package).map(|units| problem.shown(party, units)))
    }

    /// The party's walk-away value in points of its own brief; None where it states no points.
    fn reservation(&self, party: &str) -> PyResult<Option<f64>> {
        let problem = &self.posed.problem;
        let party = self.party(party)?;
        Ok(problem.reservation(party).map(|units| problem.shown(party, units)))
    }

    /// Whether the package breaks none of the party's facts.
    fn accepts(&self, party: &str, package: BTreeMap<String, String>) -> PyResult<bool> {
        Ok(self.posed.problem.accepts(self.party(party)?, &self.package(package)?))
    }

    /// Whether the agreement rule passes the package.
    fn passes(&self, package: BTreeMap<String, String>) -> PyResult<bool> {
        Ok(self.posed.problem.passes_rule(&self.package(package)?))
    }

    fn __repr__(&self) -> String {
        let problem = &self.posed.problem;
        let (title, parties) = (&self.posed.case.title, problem.parties.len());
        format!("Problem({title:?}, {parties} parties, {} issues, confidential)", problem.issues.len())
    }
}

impl Problem {
    fn party(&self, id: &str) -> PyResult<usize> {
        self.posed.problem.party_index(&id.into()).ok_or_else(|| {
            let names: Vec<String> = self.parties().iter().map(|name| format!("`{name}`")).collect();
            failure::usage(
                format!("`{id}` does not negotiate in this case"),
                format!("it is one of {}", names.join(", ")),
            )
        })
    }

    fn package(&self, choices: BTreeMap<String, String>) -> PyResult<Package> {
        named_package::of_choices(choices, &self.posed.case, &self.posed.problem)
            .map_err(failure::not_understood)
    }
}
