#![doc = include_str!("../../../docs/guide/certificates.md")]

mod answers;
mod better;
mod certificate;
mod one_by_one;
mod proof;
mod replay;

pub use answers::is_borne_out;
pub use certificate::*;
pub use one_by_one::{values_one_by_one, worth_by_option};

use certificate::units;

use better::Better;
use mediant_model::efficiency::undominated;
use mediant_model::fairness::product_of_gains;
use mediant_model::problem::Together;
use mediant_model::{Package, Problem};
use proof::{prove, read_prices};
use std::collections::BTreeSet;
use std::fmt;

/// What a check found, or why it is refused.
pub(crate) type Checked<T> = Result<T, String>;

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
    let unread = |error| Refused { claim: None, why: format!("it is no certificate: {error}") };
    verify(problem, &serde_json::from_str(certificate).map_err(unread)?)
}

/// Checks every claim of a certificate against the problem.
///
/// Gives for each claim what it says, in a few words without confidential figures; or the first
/// claim that is not proven. Never panics, whatever the certificate says.
pub fn verify(problem: &Problem, certificate: &Certificate) -> Result<Vec<String>, Refused> {
    let whole = ensure(certificate.mediant == VERSION, "it is of another version of the format")
        .and(ensure(certificate.units == units(problem), "its units are not those of the files"));
    whole.map_err(|why| Refused { claim: None, why })?;
    let unproven = |claim, why| Refused { claim: Some(claim), why };
    let each = certificate.claims.iter().enumerate();
    each.map(|(index, claim)| check(problem, claim).map_err(|why| unproven(index, why))).collect()
}

fn check(problem: &Problem, claim: &Claim) -> Checked<String> {
    Ok(match claim {
        Claim::Deal { point, unanimous } => {
            let (package, _) = read_point(problem, Basis::Rule, point)?;
            let passes = problem.outcome(&package) == Some(true);
            ensure(passes, "that enough parties accept the package does not follow from what they said")?;
            let accepted = problem.is_known_unanimous(&package);
            ensure(accepted == *unanimous, "whether every party accepts the package is stated wrongly")?;
            (if accepted { "a deal that every party accepts" } else { "a deal by the agreement rule" }).into()
        }
        Claim::NoDeal { change, cases } => {
            let (problem, new) = changed(problem, change)?;
            ensure(new.is_empty(), "a new option cannot be part of a claim that there is no deal")?;
            // Of a walk-away range, what is certain to be refused lies below its lower end.
            prove_cases(&problem.at_least(), Basis::Rule, cases, &Better::Any)?;
            (if change.is_empty() { "no deal" } else { "still no deal after a change" }).into()
        }
        Claim::Frontier { basis, points, cases } => {
            ensure(problem.has_all_utilities(), "a frontier needs every party's utility")?;
            let vectors = points.iter().map(|point| Ok(read_point(problem, *basis, point)?.1));
            let vectors = vectors.collect::<Checked<Vec<_>>>()?;
            let efficient = undominated(vectors.clone(), usize::MAX).map(|all| all.len());
            ensure(
                efficient == Some(points.len()),
                "a point of the frontier is at least as good as another",
            )?;
            prove_cases(problem, *basis, cases, &Better::Beyond(vectors.into_iter().collect()))?;
            format!("the complete frontier of {} points", points.len())
        }
        Claim::Solution { rule, basis, point, ideals, cases } => {
            ensure(problem.has_all_utilities(), "a solution needs every party's utility")?;
            let (_, claimed) = read_point(problem, *basis, point)?;
            let from = problem.reservations().ok_or("a solution needs every party's reservation value")?;
            let better = match rule {
                Rule::Nash => Better::Product(from.clone(), product_of_gains(&from, &claimed)),
                Rule::Leximin => Better::shares(from, together(problem)?.steps, &claimed),
                Rule::Utilitarian => {
                    let weights: Vec<i128> = together(problem)?.weights.into_iter().map(i128::from).collect();
                    let sum = better::priced(&weights, &claimed);
                    Better::Priced(weights, sum)
                }
                Rule::KalaiSmorodinsky => {
                    let gain = |(party, from)| Ok(read_ideal(problem, *basis, ideals, party)? - from);
                    let gains = from.iter().enumerate().map(gain).collect::<Checked<Vec<_>>>()?;
                    Better::shares(from, gains, &claimed)
                }
            };
            prove_cases(problem, *basis, cases, &better)?;
            format!("the {rule:?} solution")
        }
        Claim::Conflict { facts: stated, proof, witnesses } => {
            let facts = problem.facts_named(stated)?;
            let (problem, range) = (&problem.at_least(), problem);
            prove(problem, &facts, &Better::Any, proof)?;
            for (fact, name) in facts.iter().zip(stated) {
                let witness = witnesses.iter().find(|witness| witness.without == *name);
                let witness = witness.ok_or("a fact of the conflict has no witness")?;
                let package = problem.chosen(&witness.package, &BTreeSet::new())?;
                let others: Vec<usize> = facts.iter().copied().filter(|other| other != fact).collect();
                let respects = range.respects(&others, &package);
                ensure(respects, "a witness breaks a fact of the conflict that it should respect")?;
            }
            format!("a minimal conflict of {} facts", facts.len())
        }
        Claim::Opening { change, package } => {
            let (problem, new) = changed(problem, change)?;
            let passes = problem.passes_rule(&problem.chosen(package, &new)?);
            ensure(passes, "the agreement rule does not pass the package after the change")?;
            "an opening".into()
        }
        Claim::Bound { basis, prices, value, cases } => {
            let better = Better::Priced(read_prices(problem, prices)?, *value);
            prove_cases(problem, *basis, cases, &better)?;
            "a bound on what every package can bring".into()
        }
        Claim::Refused { assumes, said, proof } => answers::prove_refused(problem, assumes, said, proof)?,
    })
}

/// Checks that no package of the basis is better, whoever accepts it.
fn prove_cases(problem: &Problem, basis: Basis, cases: &[Case], better: &Better) -> Checked<()> {
    let mut proven: Vec<BTreeSet<usize>> = Vec::new(); // whose facts each case uses
    for case in cases {
        let facts = problem.facts_named(&case.facts)?;
        prove(problem, &facts, better, &case.proof)?;
        proven.push(facts.iter().filter_map(|fact| problem.facts.get(*fact)?.party).collect());
    }
    // A package of the basis respects the facts of nobody and of everybody in some coalition.
    let coalitions = match basis {
        Basis::All => vec![BTreeSet::new()],
        Basis::Unanimous => vec![(0..problem.parties.len()).collect()],
        Basis::Rule => {
            problem.smallest_coalitions().ok_or("too many parties to go through their coalitions")?
        }
    };
    let covers = coalitions.iter().all(|coalition| proven.iter().any(|parties| parties.is_subset(coalition)));
    ensure(covers, "the cases leave out packages that a winning coalition may accept")
}

/// How units of different parties compare; only where that is exact.
fn together(problem: &Problem) -> Checked<Together> {
    let together = problem.together();
    ensure(together.exact, "the parties' scales lie too far apart to be compared")?;
    Ok(together)
}

/// The most the party can have in the basis.
fn read_ideal(problem: &Problem, basis: Basis, ideals: &[Ideal], party: usize) -> Checked<i64> {
    let named = |ideal: &&Ideal| problem.party_index(&ideal.party.as_str().into()) == Some(party);
    let ideal = ideals.iter().find(named).ok_or("a party has no ideal")?;
    let (_, utilities) = read_point(problem, basis, &ideal.point)?;
    let alone = (0..utilities.len()).map(|other| i128::from(other == party)).collect();
    let most = utilities.get(party).copied().ok_or("a party has no ideal")?;
    prove_cases(problem, basis, &ideal.cases, &Better::Priced(alone, most.into()))?;
    Ok(most)
}

/// The problem after the changes, and the issues that got a new option.
fn changed(problem: &Problem, changes: &[Change]) -> Checked<(Problem, BTreeSet<usize>)> {
    let (mut problem, mut new) = (problem.clone(), BTreeSet::new());
    for change in changes {
        let changed = match change {
            Change::Fact { fact, by } => {
                let fact = problem.fact_named(fact)?;
                let moved = |by| problem.with_moved_reservation(fact, by);
                by.map_or_else(|| Some(problem.without_fact(fact)), moved)
            }
            Change::NewOption { new_option, must_not_break } => {
                let (issue, kept) = (problem.issue_named(new_option)?, problem.facts_named(must_not_break)?);
                problem.with_new_option(issue, |fact| kept.contains(&fact)).filter(|_| new.insert(issue))
            }
        };
        problem = changed.ok_or("a change moves what cannot be moved, or adds two options to an issue")?;
    }
    Ok((problem, new))
}

/// A package of the basis, and its utilities, which must be those stated; 0 where a party has none.
fn read_point(problem: &Problem, basis: Basis, point: &Point) -> Checked<(Package, Vec<i64>)> {
    let package = problem.chosen(&point.package, &BTreeSet::new())?;
    ensure(Point::new(problem, &package) == *point, "the utilities of a package are stated wrongly")?;
    let inside = match basis {
        Basis::All => problem.is_possible(&package),
        Basis::Unanimous => problem.is_unanimously_acceptable(&package),
        Basis::Rule => problem.passes_rule(&package),
    };
    ensure(inside, "a package is not among those that its claim ranges over")?;
    Ok((package.clone(), problem.utilities(&package)))
}

fn ensure(holds: bool, otherwise: &str) -> Checked<()> {
    if holds { Ok(()) } else { Err(otherwise.into()) }
}
