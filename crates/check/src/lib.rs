//! Certificates of negotiation analyses and their independent verifier.

mod better;
mod certificate;
mod change;
mod live;
mod proof;
mod replay;

pub use certificate::*;
pub use live::{Combination, Live};

use better::{Better, priced};
use change::{changed, fact_index};
use mediant_model::problem::{ProblemIssue, ProblemParty};
use mediant_model::{Package, Problem};
use proof::{priced_parties, prove};
use replay::undominated;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Beyond so many parties the coalitions of a quorum rule are too many to go through.
const COALITION_PARTIES_MAX: usize = 20;

/// A claim that holds for the problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Which claim of the certificate, counted from 0.
    pub claim: usize,
    /// What it says, in a few words without confidential figures.
    pub says: String,
}

/// Why a certificate is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Which claim of the certificate, counted from 0; `None` when it cannot be read as a whole.
    pub claim: Option<usize>,
    /// Why.
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

/// Checks every claim of a certificate, given as JSON, against the problem.
pub fn verify_json(problem: &Problem, certificate: &str) -> Result<Vec<Verified>, Refused> {
    let certificate: Certificate = serde_json::from_str(certificate)
        .map_err(|error| Refused { claim: None, why: format!("it is not a certificate: {error}") })?;
    verify(problem, &certificate)
}

/// Checks every claim of a certificate against the problem.
pub fn verify(problem: &Problem, certificate: &Certificate) -> Result<Vec<Verified>, Refused> {
    let whole = |result: Result<(), String>| result.map_err(|why| Refused { claim: None, why });
    whole(ensure(certificate.mediant == VERSION, "it is of another version of the format"))?;
    whole(ensure(
        certificate.denominator == problem.denominator,
        "it counts in other units than the files give",
    ))?;
    whole(within_limits(problem))?;
    let claims = certificate.claims.iter().enumerate();
    claims
        .map(|(index, claim)| match check(problem, claim) {
            Ok(says) => Ok(Verified { claim: index, says }),
            Err(why) => Err(Refused { claim: Some(index), why }),
        })
        .collect()
}

fn check(problem: &Problem, claim: &Claim) -> Result<String, String> {
    match claim {
        Claim::Deal { point, unanimous } => {
            let (package, _) = read_point(problem, point)?;
            ensure(problem.passes_rule(&package), "the agreement rule does not pass the package")?;
            let accepted = problem.is_unanimously_acceptable(&package);
            ensure(accepted == *unanimous, "whether every party accepts the package is stated wrongly")?;
            Ok(if accepted { "a deal that every party accepts" } else { "a deal by the agreement rule" }
                .into())
        }
        Claim::NoDeal { change, cases } => {
            let (problem, new) = changed(problem, change)?;
            ensure(new.is_empty(), "a new option cannot be part of a claim that there is no deal")?;
            within_limits(&problem)?;
            prove_cases(&problem, Basis::Rule, cases, &Better::Any)?;
            Ok(if change.is_empty() { "no deal" } else { "still no deal after a change" }.into())
        }
        Claim::Frontier { basis, points, cases } => {
            ensure(problem.has_all_utilities(), "a frontier needs every party's utility")?;
            let read = points.iter().map(|point| read_point_in(problem, *basis, point));
            let points = read.collect::<Result<Vec<_>, String>>()?;
            let efficient = undominated(points.clone()).len() == points.len();
            ensure(efficient, "a point of the frontier is at least as good for everybody as another")?;
            let count = points.len();
            prove_cases(problem, *basis, cases, &Better::Beyond { points: points.into_iter().collect() })?;
            Ok(format!("the complete frontier: {count} points"))
        }
        Claim::Solution { rule, basis, point, ideals, cases } => {
            ensure(problem.has_all_utilities(), "a solution needs every party's utility")?;
            let utilities = read_point_in(problem, *basis, point)?;
            let count = problem.parties.len();
            let from = (0..count).map(|party| problem.reservation(party)).collect::<Option<Vec<i64>>>();
            let from = from.ok_or("a solution needs every party's reservation value");
            let better = match rule {
                Rule::Nash => Better::nash(from?, &utilities),
                Rule::Leximin => Better::leximin(from?, vec![1; count], &utilities),
                Rule::Utilitarian => better_sum(vec![1; count], &utilities),
                Rule::KalaiSmorodinsky => {
                    let from = from?;
                    let gains = read_ideals(problem, *basis, ideals)?;
                    let gains = gains.iter().zip(&from).map(|(ideal, from)| ideal - from).collect();
                    Better::leximin(from, gains, &utilities)
                }
            };
            prove_cases(problem, *basis, cases, &better)?;
            Ok(format!("the {rule:?} solution"))
        }
        Claim::Conflict { facts, proof, witnesses } => {
            let facts = read_facts(problem, facts)?;
            prove(problem, &facts, &Better::Any, proof)?;
            for without in &facts {
                let named = |witness: &&Witness| fact_index(problem, &witness.without) == Ok(*without);
                let witness = witnesses.iter().find(named).ok_or("a fact of the conflict has no witness")?;
                let package = read_package(problem, &witness.package, &BTreeMap::new())?;
                let others =
                    facts.iter().filter(|fact| *fact != without).filter_map(|fact| problem.facts.get(*fact));
                let respected = others.into_iter().all(|fact| !problem.breaks(fact, &package));
                ensure(respected, "a witness breaks a fact of the conflict that it should respect")?;
            }
            Ok(format!("a minimal conflict of {} facts", facts.len()))
        }
        Claim::Opening { change, package } => {
            let (changed, new) = changed(problem, change)?;
            let package = read_package(&changed, package, &new)?;
            ensure(
                changed.passes_rule(&package),
                "after the change the agreement rule does not pass the package",
            )?;
            Ok("an opening".into())
        }
        Claim::Bound { basis, prices, value, cases } => {
            let prices = priced_parties(problem, prices)?;
            prove_cases(problem, *basis, cases, &Better::Priced { prices, value: *value })?;
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
    // A package of the basis respects the facts of nobody and those of everybody in some coalition.
    let covered = |coalition: &BTreeSet<usize>| proven.iter().any(|parties| parties.is_subset(coalition));
    let everybody: BTreeSet<usize> = (0..problem.parties.len()).collect();
    let covers = match basis {
        Basis::All => covered(&BTreeSet::new()),
        Basis::Unanimous => covered(&everybody),
        Basis::Rule if problem.is_unanimous() => covered(&everybody),
        Basis::Rule => {
            ensure(
                everybody.len() <= COALITION_PARTIES_MAX,
                "too many parties to go through their coalitions",
            )?;
            let member = |party: &usize, coalition: u32| coalition >> party & 1 == 1;
            (0..1u32 << everybody.len()).all(|coalition| {
                let vetoes = problem.parties.iter().enumerate().filter(|(_, party)| party.veto);
                let wins = coalition.count_ones() as usize >= problem.quorum
                    && vetoes.into_iter().all(|(party, _)| member(&party, coalition));
                !wins
                    || covered(&everybody.iter().copied().filter(|party| member(party, coalition)).collect())
            })
        }
    };
    ensure(covers, "the cases leave out packages that a winning coalition may accept")
}

/// The best utility of each party in the basis.
fn read_ideals(problem: &Problem, basis: Basis, ideals: &[Ideal]) -> Result<Vec<i64>, String> {
    let of = |party: usize| {
        let named = |ideal: &&Ideal| problem.party_index(&ideal.party.as_str().into()) == Some(party);
        let ideal = ideals.iter().find(named).ok_or("a party has no ideal")?;
        let utilities = read_point_in(problem, basis, &ideal.point)?;
        let prices = (0..utilities.len()).map(|other| i128::from(other == party)).collect();
        prove_cases(problem, basis, &ideal.cases, &better_sum(prices, &utilities))?;
        utilities.get(party).copied().ok_or_else(|| "a party has no ideal".into())
    };
    (0..problem.parties.len()).map(of).collect()
}

fn better_sum(prices: Vec<i128>, utilities: &[i64]) -> Better {
    let value = priced(&prices, utilities);
    Better::Priced { prices, value }
}

fn read_facts(problem: &Problem, facts: &[String]) -> Result<Vec<usize>, String> {
    facts.iter().map(|fact| fact_index(problem, fact)).collect()
}

/// The utilities of a point that lies in the basis.
fn read_point_in(problem: &Problem, basis: Basis, point: &Point) -> Result<Vec<i64>, String> {
    let (package, utilities) = read_point(problem, point)?;
    let inside = match basis {
        Basis::All => problem.is_possible(&package),
        Basis::Unanimous => problem.is_unanimously_acceptable(&package),
        Basis::Rule => problem.passes_rule(&package),
    };
    ensure(inside, "a package does not lie in the basis of its claim")?;
    Ok(utilities)
}

/// The package of a point and its utilities, which must be those stated; 0 where a party has none.
fn read_point(problem: &Problem, point: &Point) -> Result<(Package, Vec<i64>), String> {
    let package = read_package(problem, &point.package, &BTreeMap::new())?;
    ensure(Point::new(problem, &package) == *point, "the utilities of a package are stated wrongly")?;
    let utilities = (0..problem.parties.len()).map(|party| problem.utility(party, &package).unwrap_or(0));
    Ok((package.clone(), utilities.collect()))
}

/// A package by indices: of every issue the option named, or the new option.
fn read_package(problem: &Problem, choice: &Choice, new: &BTreeMap<usize, u32>) -> Result<Package, String> {
    let option =
        |(index, issue): (usize, &ProblemIssue)| match (choice.get(issue.id.as_str()), new.get(&index)) {
            (Some(id), None) => {
                issue.options.iter().position(|option| option.as_str() == id).map(|o| o as u32)
            }
            (None, new) => new.copied(),
            (Some(_), Some(_)) => None,
        };
    let package = problem.issues.iter().enumerate().map(option).collect::<Option<Package>>();
    let fits = choice.len() + new.len() == problem.issues.len();
    package
        .filter(|_| fits)
        .ok_or_else(|| "a package does not have one option on the table for every issue".into())
}

/// Refuses problems whose sums could leave the machine's integers.
fn within_limits(problem: &Problem) -> Result<(), String> {
    let size = |party: &ProblemParty| -> Option<u128> {
        let reservation = party.reservation.as_ref().map_or(0, |reservation| reservation.firm);
        let utility = party.utility.as_ref()?;
        let single = [reservation, utility.constant, utility.cap.unwrap_or(0)];
        let points = utility.interactions.iter().map(|interaction| &interaction.points);
        let all = utility.values.iter().flatten().chain(points).chain(&single);
        Some(all.map(|units| u128::from(units.unsigned_abs())).sum())
    };
    let fits = problem.parties.iter().all(|party| size(party).unwrap_or(0) < 1 << 61);
    ensure(
        fits && problem.parties.len() <= 1000,
        "the files state numbers beyond what can be checked exactly",
    )
}

fn ensure(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise.into()) }
}
