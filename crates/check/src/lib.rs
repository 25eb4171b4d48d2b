#![doc = include_str!("../../../docs/guide/certificates.md")]

mod better;
mod certificate;
mod proof;
mod replay;

pub use certificate::*;
pub use proof::{Combination, combinations};

use better::Better;
use mediant_model::problem::{FactId, ProblemIssue};
use mediant_model::{Package, Problem};
use proof::{prove, read_prices};
use replay::undominated;
use std::collections::BTreeSet;
use std::fmt;

/// Why a certificate is refused, and which claim, counted from 0, where it is not all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named in the sentence")]
pub struct Refused {
    pub claim: Option<usize>,
    pub why: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.claim {
            Some(claim) => write!(f, "claim {} is not proven: {}", claim + 1, self.why),
            None => write!(f, "the certificate cannot be checked: {}", self.why),
        }
    }
}

impl std::error::Error for Refused {}

/// Checks a certificate, given as JSON; see [`verify`].
pub fn verify_json(problem: &Problem, certificate: &str) -> Result<Vec<String>, Refused> {
    let read = serde_json::from_str(certificate);
    let certificate =
        read.map_err(|error| Refused { claim: None, why: format!("it is no certificate: {error}") });
    verify(problem, &certificate?)
}

/// Checks every claim of a certificate against the problem.
///
/// Gives for each claim what it says, in a few words without confidential figures; or the first
/// claim that is not proven. Never panics, whatever the certificate says.
pub fn verify(problem: &Problem, certificate: &Certificate) -> Result<Vec<String>, Refused> {
    let whole = ensure(certificate.mediant == VERSION, "it is of another version of the format")
        .and(ensure(certificate.denominator == problem.denominator, "its units are not those of the files"));
    whole.map_err(|why| Refused { claim: None, why })?;
    let claims = certificate.claims.iter().enumerate();
    claims
        .map(|(index, claim)| check(problem, claim).map_err(|why| Refused { claim: Some(index), why }))
        .collect()
}

fn check(problem: &Problem, claim: &Claim) -> Result<String, String> {
    match claim {
        Claim::Deal { point, unanimous } => {
            let (package, _) = read_point(problem, Basis::Rule, point)?;
            let accepted = problem.is_unanimously_acceptable(&package);
            ensure(accepted == *unanimous, "whether every party accepts the package is stated wrongly")?;
            Ok(if accepted { "a deal that every party accepts" } else { "a deal by the agreement rule" }
                .into())
        }
        Claim::NoDeal { change, cases } => {
            let (problem, new) = changed(problem, change)?;
            ensure(new.is_empty(), "a new option cannot be part of a claim that there is no deal")?;
            prove_cases(&problem, Basis::Rule, cases, &Better::Any)?;
            Ok(if change.is_empty() { "no deal" } else { "still no deal after a change" }.into())
        }
        Claim::Frontier { basis, points, cases } => {
            ensure(problem.has_all_utilities(), "a frontier needs every party's utility")?;
            let read = points.iter().map(|point| Ok(read_point(problem, *basis, point)?.1));
            let points = read.collect::<Result<Vec<_>, String>>()?;
            let efficient = undominated(points.clone()).len() == points.len();
            ensure(efficient, "a point of the frontier is at least as good for everybody as another")?;
            let says = format!("the complete frontier of {} points", points.len());
            prove_cases(problem, *basis, cases, &Better::Beyond(points.into_iter().collect()))?;
            Ok(says)
        }
        Claim::Solution { rule, basis, point, ideals, cases } => {
            ensure(problem.has_all_utilities(), "a solution needs every party's utility")?;
            let (_, claimed) = read_point(problem, *basis, point)?;
            let from =
                (0..claimed.len()).map(|party| problem.reservation(party)).collect::<Option<Vec<i64>>>();
            let from = from.ok_or("a solution needs every party's reservation value")?;
            let better = match rule {
                Rule::Nash => Better::nash(from, &claimed),
                Rule::Leximin => Better::leximin(from, vec![1; claimed.len()], &claimed),
                Rule::Utilitarian => Better::sum(vec![1; claimed.len()], &claimed),
                Rule::KalaiSmorodinsky => {
                    let best = (0..claimed.len()).map(|party| read_ideal(problem, *basis, ideals, party));
                    let best = best.collect::<Result<Vec<i64>, String>>()?;
                    let gains = best.iter().zip(&from).map(|(best, from)| best - from).collect();
                    Better::leximin(from, gains, &claimed)
                }
            };
            prove_cases(problem, *basis, cases, &better)?;
            Ok(format!("the {rule:?} solution"))
        }
        Claim::Conflict { facts: stated, proof, witnesses } => {
            let facts = read_facts(problem, stated)?;
            prove(problem, &facts, &Better::Any, proof)?;
            for (fact, name) in facts.iter().zip(stated) {
                let witness = witnesses.iter().find(|witness| witness.without == *name);
                let witness = witness.ok_or("a fact of the conflict has no witness")?;
                let package = read_package(problem, &witness.package, &BTreeSet::new())?;
                let mut others =
                    facts.iter().filter(|other| *other != fact).filter_map(|i| problem.facts.get(*i));
                let breaks = others.any(|other| problem.breaks(other, &package));
                ensure(!breaks, "a witness breaks a fact of the conflict that it should respect")?;
            }
            Ok(format!("a minimal conflict of {} facts", facts.len()))
        }
        Claim::Opening { change, package } => {
            let (problem, new) = changed(problem, change)?;
            let package = read_package(&problem, package, &new)?;
            ensure(
                problem.passes_rule(&package),
                "the agreement rule does not pass the package after the change",
            )?;
            Ok("an opening".into())
        }
        Claim::Bound { basis, prices, value, cases } => {
            let prices = read_prices(problem, prices)?;
            prove_cases(problem, *basis, cases, &Better::Priced(prices, *value))?;
            Ok("a bound on what every package can bring".into())
        }
    }
}

/// Checks that no package of the basis is better, whoever accepts it.
fn prove_cases(problem: &Problem, basis: Basis, cases: &[Case], better: &Better) -> Result<(), String> {
    let mut proven: Vec<BTreeSet<usize>> = Vec::new();
    for case in cases {
        let facts = read_facts(problem, &case.facts)?;
        prove(problem, &facts, better, &case.proof)?;
        proven.push(facts.iter().filter_map(|fact| problem.facts.get(*fact)?.party).collect());
    }
    // A package of the basis respects the facts of nobody and of everybody in some coalition.
    let covered =
        |member: &dyn Fn(usize) -> bool| proven.iter().any(|parties| parties.iter().all(|p| member(*p)));
    let covers = match basis {
        Basis::All => covered(&|_| false),
        Basis::Rule if !problem.is_unanimous() => {
            ensure(problem.parties.len() <= 20, "too many parties to go through their coalitions")?;
            (0..1u32 << problem.parties.len()).all(|coalition| {
                let member = |party: usize| coalition >> party & 1 == 1;
                !problem.wins(member) || covered(&member)
            })
        }
        _ => covered(&|_| true),
    };
    ensure(covers, "the cases leave out packages that a winning coalition may accept")
}

/// The most the party can have in the basis.
fn read_ideal(problem: &Problem, basis: Basis, ideals: &[Ideal], party: usize) -> Result<i64, String> {
    let named = |ideal: &&Ideal| problem.party_index(&ideal.party.as_str().into()) == Some(party);
    let ideal = ideals.iter().find(named).ok_or("a party has no ideal")?;
    let (_, utilities) = read_point(problem, basis, &ideal.point)?;
    let alone = (0..utilities.len()).map(|other| i128::from(other == party)).collect();
    prove_cases(problem, basis, &ideal.cases, &Better::sum(alone, &utilities))?;
    utilities.get(party).copied().ok_or_else(|| "a party has no ideal".into())
}

/// The problem after the changes, and the issues that got a new option.
fn changed(problem: &Problem, changes: &[Change]) -> Result<(Problem, BTreeSet<usize>), String> {
    let (mut problem, mut new) = (problem.clone(), BTreeSet::new());
    for change in changes {
        let changed = match change {
            Change::Fact { fact, by: None } => Some(problem.without_fact(read_fact(&problem, fact)?)),
            Change::Fact { fact, by: Some(by) } => {
                problem.with_moved_reservation(read_fact(&problem, fact)?, *by)
            }
            Change::NewOption { new_option, must_not_break } => {
                let issue = problem
                    .issue_index(&new_option.as_str().into())
                    .ok_or("a change names an unknown issue")?;
                let kept = read_facts(&problem, must_not_break)?;
                problem.with_new_option(issue, |fact| kept.contains(&fact)).filter(|_| new.insert(issue))
            }
        };
        problem = changed.ok_or("a change moves what cannot be moved, or adds two options to an issue")?;
    }
    Ok((problem, new))
}

fn read_fact(problem: &Problem, id: &str) -> Result<usize, String> {
    problem.fact_index(&FactId::new(id)).ok_or_else(|| format!("there is no fact `{id}`"))
}

fn read_facts(problem: &Problem, ids: &[String]) -> Result<Vec<usize>, String> {
    ids.iter().map(|id| read_fact(problem, id)).collect()
}

/// A package by indices; of the issues in `new`, which it leaves out, it takes the last option.
fn read_package(problem: &Problem, choice: &Choice, new: &BTreeSet<usize>) -> Result<Package, String> {
    let option = |(index, issue): (usize, &ProblemIssue)| match choice.get(issue.id.as_str()) {
        Some(id) => issue.options.iter().position(|option| option.as_str() == id),
        None => issue.options.len().checked_sub(1).filter(|_| new.contains(&index)),
    };
    let options = problem.issues.iter().enumerate().map(|issue| Some(option(issue)? as u32));
    let package = options.collect::<Option<Package>>().filter(|all| all.len() == choice.len() + new.len());
    package.ok_or_else(|| "a package does not have one option on the table for every issue".into())
}

/// A package of the basis, and its utilities, which must be those stated; 0 where a party has none.
fn read_point(problem: &Problem, basis: Basis, point: &Point) -> Result<(Package, Vec<i64>), String> {
    let package = read_package(problem, &point.package, &BTreeSet::new())?;
    ensure(Point::new(problem, &package) == *point, "the utilities of a package are stated wrongly")?;
    let inside = match basis {
        Basis::All => problem.is_possible(&package),
        Basis::Unanimous => problem.is_unanimously_acceptable(&package),
        Basis::Rule => problem.passes_rule(&package),
    };
    ensure(inside, "a package is not among those that its claim ranges over")?;
    let utilities =
        (0..problem.parties.len()).map(|party| problem.utility(party, &package).unwrap_or(0)).collect();
    Ok((package, utilities))
}

fn ensure(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise.into()) }
}
