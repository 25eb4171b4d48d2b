//! `analyze` and `verify`.

use crate::failure;
use crate::negotiation::{Negotiation, date};
use crate::table::{Column, Table};
use crate::work::{self, Patience};
use mediant_check::{Claim, Subject};
use mediant_engine::analysis::Analysis;
use mediant_engine::judgement::Judgement;
use mediant_engine::ordinal::Findings;
use mediant_engine::{Control, Settings, analyze as solve};
use mediant_model::Problem;
use mediant_render::{Found, Posed, json, named_package};
use pyo3::prelude::*;
use std::collections::BTreeMap;

/// What an analysis found: the JSON document, the certificate and the tables.
#[pyclass(frozen, module = "mediant._mediant", get_all)]
#[derive(Debug)]
pub struct Answer {
    /// The document that `mediant analyze --format json` prints.
    json: String,
    /// The proof as JSON; None when the analysis is for one party, or nothing is proven.
    certificate: Option<String>,
    /// The efficient packages; None where there are none to list.
    frontier: Option<Py<Table>>,
    /// The fair packages, one row a rule; None where there are none.
    packages: Option<Py<Table>>,
}

/// Everything that can be said about a negotiation, for the mediator or for one party.
#[pyfunction]
#[pyo3(signature = (negotiation, *, on=None, reader=None, budget=None, all=false, package=None, certify=true))]
#[expect(clippy::too_many_arguments, reason = "each is a keyword of the Python function")]
pub fn analyze(
    py: Python<'_>,
    negotiation: &Negotiation,
    on: Option<&str>,
    reader: Option<&str>,
    budget: Option<f64>,
    all: bool,
    package: Option<BTreeMap<String, String>>,
    certify: bool,
) -> PyResult<Answer> {
    let budget = work::budget(budget)?;
    let posed = negotiation.posed(reader, date(on)?)?;
    let package = package.map(|choices| named_package::of_choices(choices, &posed.case, &posed.problem));
    let package = package.transpose().map_err(failure::not_understood)?;
    // A proof rests on every brief, so there is none for one party.
    let certify = certify && reader.is_none();
    let settings = Settings { all, certify, ..Settings::default() };
    let patience = Patience::new(budget);
    let found = work::run(py, &patience, |patience| {
        let mut analysis = solve(&posed.problem, &settings, patience);
        let ordinal = Findings::new(&posed.problem, &posed.briefs, patience);
        let judged = package
            .and_then(|named| Judgement::new(&posed.problem, &posed.briefs, &analysis, &named, patience));
        if let Some(judged) = judged.as_ref().filter(|_| certify) {
            let claim = judged.claim(&posed.problem, &analysis);
            analysis.certificate.claims.push(claim);
        }
        let found = Found { analysis: &analysis, ordinal: ordinal.as_ref(), judgement: judged.as_ref() };
        // Time taken may depend on what a party may not know.
        let elapsed_ms = reader.is_none().then(|| patience.elapsed().as_secs_f64() * 1000.0);
        let document = json::render(&posed, &found, elapsed_ms).map_err(|error| error.to_string())?;
        let certificate = if certify && !analysis.certificate.claims.is_empty() {
            let about = mediant_render::about(&posed, &found)?;
            let mut text = Vec::new();
            analysis.certificate.write_about(&about, &mut text).map_err(|error| error.to_string())?;
            Some(String::from_utf8(text).map_err(|error| error.to_string())?)
        } else {
            None
        };
        Ok::<_, String>((document, certificate, analysis))
    })?;
    let (json, certificate, analysis) = found.map_err(failure::internal)?;
    let table = |columns: Option<Vec<Column>>| -> PyResult<Option<Py<Table>>> {
        columns.map(|columns| Py::new(py, Table::new(columns)?)).transpose()
    };
    Ok(Answer {
        json,
        certificate,
        frontier: table(frontier(&posed, &analysis))?,
        packages: table(packages(&posed, &analysis))?,
    })
}

/// Checks a certificate against a negotiation without any solver; gives each claim in full, and, where a report is
/// given, which of its statements are proven.
#[pyfunction]
#[pyo3(signature = (negotiation, certificate, *, on=None, report=None, budget=None))]
pub fn verify(
    py: Python<'_>,
    negotiation: &Negotiation,
    certificate: &str,
    on: Option<&str>,
    report: Option<&str>,
    budget: Option<f64>,
) -> PyResult<(Vec<String>, Vec<String>)> {
    let day = date(on)?;
    // As `posed` says what is wrong with files that do not fit together.
    negotiation.posed(None, day)?;
    let (case, briefs) = negotiation.stated();
    let patience = Patience::new(work::budget(budget)?);
    let checked = work::run(py, &patience, |patience| {
        let subject = Subject::new(case, briefs, day).map_err(|errors| errors.join("\n"))?;
        let stop = || patience.should_stop();
        let accepted = subject.verify_json(certificate, &stop).map_err(|refused| refused.to_string())?;
        let told = |claim: &Claim| accepted.told(claim, usize::MAX).join("\n  ");
        let claims = accepted.claims().iter().map(told).collect();
        let statements = match report {
            None => Vec::new(),
            Some(report) => {
                let held = accepted.held_against(report).map_err(|refused| refused.to_string())?;
                held.iter().map(ToString::to_string).collect()
            }
        };
        Ok::<_, String>((claims, statements))
    })?;
    checked.map_err(|refused| {
        failure::refused(format!(
            "{refused}\n   help: the certificate is damaged, or it is about other files or another date"
        ))
    })
}

/// The frontier, one row a point: each party's utility, then each issue's option.
fn frontier(posed: &Posed, analysis: &Analysis) -> Option<Vec<Column>> {
    let points = &analysis.frontier.as_ref()?.points;
    let problem = &posed.problem;
    let utilities: Vec<&[i64]> = points.iter().map(|point| point.utilities.as_slice()).collect();
    let packages: Vec<&[u32]> = points.iter().map(|point| point.package.as_slice()).collect();
    Some(by_party(problem, "utility", &utilities).chain(by_issue(problem, &packages)).collect())
}

/// The fair packages, one row a rule.
fn packages(posed: &Posed, analysis: &Analysis) -> Option<Vec<Column>> {
    let solutions = analysis.solutions.as_ref()?;
    let problem = &posed.problem;
    let rules = solutions.each();
    let utilities: Vec<&[i64]> = rules.iter().map(|(_, found)| found.utilities.as_slice()).collect();
    let gains: Vec<&[i64]> = rules.iter().map(|(_, found)| found.gains.as_slice()).collect();
    let packages: Vec<&[u32]> = rules.iter().map(|(_, found)| found.package.as_slice()).collect();
    let mut columns = vec![
        Column::texts("rule", rules.iter().map(|(rule, _)| Some(rule.key()))),
        Column::flags("proven", rules.iter().map(|(_, found)| Some(found.proven))),
    ];
    columns.extend(by_party(problem, "utility", &utilities));
    columns.extend(by_party(problem, "gain", &gains));
    columns.extend(by_issue(problem, &packages));
    Some(columns)
}

fn by_party<'a>(
    problem: &'a Problem,
    what: &'a str,
    rows: &'a [&'a [i64]],
) -> impl Iterator<Item = Column> + 'a {
    problem.parties.iter().enumerate().map(move |(at, party)| {
        let values = rows.iter().map(|units| units.get(at).map(|units| problem.shown(at, *units)));
        Column::numbers(format!("{what}.{}", party.id), values)
    })
}

fn by_issue<'a>(problem: &'a Problem, packages: &'a [&'a [u32]]) -> impl Iterator<Item = Column> + 'a {
    problem.issues.iter().enumerate().map(move |(at, issue)| {
        let option = |package: &&[u32]| {
            let option = issue.options.get(*package.get(at)? as usize)?;
            Some(option.as_str().to_owned())
        };
        Column::texts(format!("option.{}", issue.id), packages.iter().map(option))
    })
}
