//! What an analysis claims, in the form that the verifier checks.

use super::{Settings, deal_of};
use crate::analysis::{Change, Conflict, Derivation, Frontier, NoDeal, Opening};
use crate::control::Control;
use crate::decomposition::{Decomposed, Keep, Scope, decompose};
use crate::derivation::derive;
use crate::interaction::{Beyond, ProofLimits, bounds_proof};
use crate::kernel::{self, Existence};
use crate::rule;
use mediant_check::{
    self as stated, Basis, Branch, Case, Claim, Ideal, Node, Point, Proof, Rule, Witness, layers,
};
use mediant_model::problem::{Fact, FactId, FactKind, FactOrigin};
use mediant_model::{OptionSet, Package, Problem, Region};

/// The rule passes this package.
pub(super) fn deal(problem: &Problem, package: &[u32]) -> Claim {
    let unanimous = problem.is_known_unanimous(package);
    Claim::Deal { point: Point::new(problem, package), unanimous }
}

/// The single case of a claim about the packages that the facts in scope leave.
pub(super) fn scoped(problem: &Problem, scope: &Scope, prices: &[i64]) -> Vec<Case> {
    let facts = (0..problem.facts.len()).filter(|fact| scope.binds(*fact));
    vec![Case::new(problem, facts, layers(problem, &unsigned(prices)))]
}

/// Prices are not negative; anything else would be refused by the verifier anyway.
fn unsigned(prices: &[i64]) -> Vec<u64> {
    prices.iter().map(|price| u64::try_from(*price).unwrap_or(0)).collect()
}

pub(super) fn frontier(problem: &Problem, basis: Basis, frontier: &Frontier, cases: Vec<Case>) -> Claim {
    let points = frontier.points.iter().map(|point| Point::new(problem, &point.package)).collect();
    Claim::Frontier { basis, points, cases }
}

pub(super) fn solution(
    problem: &Problem,
    basis: Basis,
    rule: Rule,
    package: &[u32],
    cases: Vec<Case>,
    ideals: Vec<Ideal>,
) -> Claim {
    Claim::Solution { rule, basis, point: Point::new(problem, package), ideals, cases }
}

pub(super) fn ideal(problem: &Problem, party: usize, package: &[u32], cases: Vec<Case>) -> Ideal {
    let party = problem.parties.get(party).map(|party| party.id.to_string()).unwrap_or_default();
    Ideal { party, point: Point::new(problem, package), cases }
}

/// Why there is no deal, conflict by conflict; that each opening opens one, and that no smaller concession does.
///
/// `at_least`, where walk-away values are ranges: the problem with each at its lower end. What is claimed to be impossible
/// is impossible there; a deal is one at the upper ends.
pub(super) fn no_deal(
    problem: &Problem,
    at_least: Option<&Problem>,
    found: &NoDeal,
    settings: &Settings,
    control: &dyn Control,
) -> Vec<Claim> {
    let prover = Prover { settings, control };
    let refused = at_least.unwrap_or(problem);
    let certain = |conflict: &&Conflict| conflict.certain;
    // A reason that holds at the upper ends says nothing at the lower ones.
    let anew = |conflict: &Conflict| {
        let derivation = match at_least {
            Some(at_least) => derive(at_least, &conflict.facts.iter().copied().collect(), None, control),
            None => conflict.derivation.clone(),
        };
        Conflict { derivation, ..conflict.clone() }
    };
    let conflicts: Vec<Conflict> = found.conflicts.iter().filter(certain).map(anew).collect();
    let mut claims = Vec::new();
    claims.extend(prover.no_deal(refused, Vec::new(), &conflicts));
    for conflict in &conflicts {
        if problem.is_unanimous() {
            claims.extend(prover.conflict(refused, conflict));
        } else {
            claims.extend(prover.blockage(refused, conflict));
        }
    }
    let openings = found.openings.iter().chain(&found.unlike);
    claims.extend(openings.flat_map(|opening| prover.opening(problem, opening)));
    if at_least.is_some() {
        return claims;
    }
    for (party, concession) in found.concessions.iter().enumerate() {
        let facts = reservations(problem, |other| other == party);
        claims.extend(concession.iter().flat_map(|concession| {
            let (units, less) =
                (vec![concession.units; facts.len()], vec![concession.units - 1; facts.len()]);
            prover.concession(problem, &facts, &units, &less, &concession.package)
        }));
    }
    let everybody = reservations(problem, |_| true);
    claims.extend(found.equal_concession.iter().flat_map(|equal| {
        let of = |units: &[i64]| -> Vec<i64> {
            let party = |fact: &usize| problem.facts.get(*fact).and_then(|fact| fact.party);
            everybody.iter().filter_map(|fact| units.get(party(fact)?).copied()).collect()
        };
        prover.concession(problem, &everybody, &of(&equal.units), &of(&equal.too_little), &equal.package)
    }));
    claims
}

/// The reservation facts of some parties.
fn reservations(problem: &Problem, of: impl Fn(usize) -> bool) -> Vec<usize> {
    let facts = problem.facts.iter().enumerate();
    let reservations =
        facts.filter(|(_, fact)| fact.kind == FactKind::Reservation && fact.party.is_some_and(&of));
    reservations.map(|(index, _)| index).collect()
}

/// Finds proofs that facts exclude every package.
struct Prover<'a> {
    settings: &'a Settings,
    control: &'a dyn Control,
}

impl Prover<'_> {
    /// No package passes the rule; `known` conflicts save searching for proofs.
    fn no_deal(&self, problem: &Problem, change: Vec<stated::Change>, known: &[Conflict]) -> Option<Claim> {
        let cases = if problem.is_unanimous() {
            let from_conflict = known.iter().find_map(|conflict| {
                let proof = self.impossibility(problem, &conflict.facts, Some(&conflict.derivation))?;
                Some(Case::new(problem, conflict.facts.iter().copied(), proof))
            });
            let all = || {
                let facts: Vec<usize> = (0..problem.facts.len()).collect();
                let proof = self.impossibility(problem, &facts, None)?;
                Some(Case::new(problem, facts, proof))
            };
            vec![from_conflict.or_else(all)?]
        } else {
            let coalitions = rule::smallest_coalitions(problem)?;
            let blocked = coalitions.iter().map(|coalition| {
                let facts: Vec<usize> = rule::facts_binding(problem, coalition).iter().collect();
                let proof = self.impossibility(problem, &facts, None)?;
                Some(Case::new(problem, facts, proof))
            });
            blocked.collect::<Option<Vec<Case>>>()?
        };
        Some(Claim::NoDeal { change, cases })
    }

    fn conflict(&self, problem: &Problem, conflict: &Conflict) -> Option<Claim> {
        let id = |fact: usize| Some(problem.facts.get(fact)?.id.to_string());
        let witnesses =
            conflict.facts.iter().zip(&conflict.witnesses).map(|(fact, package)| {
                Some(Witness { without: id(*fact)?, package: problem.choice(package) })
            });
        Some(Claim::Conflict {
            facts: conflict.facts.iter().map(|fact| id(*fact)).collect::<Option<_>>()?,
            proof: self.impossibility(problem, &conflict.facts, Some(&conflict.derivation))?,
            witnesses: witnesses.collect::<Option<_>>()?,
        })
    }

    /// A conflict where parties can be outvoted: with its facts alone standing no coalition wins a
    /// package, and without any one of them some coalition does.
    fn blockage(&self, problem: &Problem, conflict: &Conflict) -> Vec<Claim> {
        let dropped = |also: Option<usize>| -> Option<(Vec<stated::Change>, Problem)> {
            let others = (0..problem.facts.len()).filter(|fact| !conflict.facts.contains(fact));
            let mut changed = problem.clone();
            let mut change = Vec::new();
            for fact in others.chain(also) {
                changed = changed.without_fact(fact);
                change.push(stated(problem, &Change::Drop(fact))?);
            }
            Some((change, changed))
        };
        let blocked = dropped(None).and_then(|(change, changed)| self.no_deal(&changed, change, &[]));
        let spared = conflict.facts.iter().zip(&conflict.witnesses).filter_map(|(fact, package)| {
            Some(Claim::Opening { change: dropped(Some(*fact))?.0, package: problem.choice(package) })
        });
        blocked.into_iter().chain(spared).collect()
    }

    /// The opening, and each other way to share what walk-away values give up.
    fn opening(&self, problem: &Problem, opening: &Opening) -> Vec<Claim> {
        let of = |(change, package): &(Vec<Change>, Package)| {
            let change = change.iter().map(|change| stated(problem, change)).collect::<Option<_>>()?;
            Some(Claim::Opening { change, package: problem.choice(package) })
        };
        self.main_opening(problem, opening).into_iter().chain(opening.others.iter().filter_map(of)).collect()
    }

    fn main_opening(&self, problem: &Problem, opening: &Opening) -> Option<Claim> {
        let change: Vec<stated::Change> =
            opening.change.iter().map(|change| stated(problem, change)).collect::<Option<_>>()?;
        let package = match (&opening.package, opening.change.as_slice()) {
            (Some(package), _) => problem.choice(package),
            (None, [Change::NewOption { issue, must_not_break }]) => {
                let package = self.with_new_option(problem, *issue, must_not_break)?;
                let mut named = problem.choice(&package);
                named.remove(problem.issues.get(*issue)?.id.as_str());
                named
            }
            (None, _) => return None,
        };
        Some(Claim::Opening { change, package })
    }

    /// A package that is a deal once the issue has a new option and takes it.
    fn with_new_option(&self, problem: &Problem, issue: usize, kept: &[usize]) -> Option<Package> {
        let mut changed = problem.with_new_option(issue, |fact| kept.contains(&fact))?;
        let options = changed.issues.get(issue)?.options.len();
        let others = OptionSet::of(options, 0..options.saturating_sub(1));
        changed.facts.push(Fact {
            id: FactId::new("takes the new option"),
            kind: FactKind::Linkage,
            party: None,
            forbids: vec![Region::everything().with(issue, others)],
            beyond: Vec::new(),
            origin: FactOrigin::default(),
        });
        deal_of(&changed, self.settings, self.control)
    }

    /// Lowering these reservations by so many units each opens a deal, and lowering them by `less` does not.
    fn concession(
        &self,
        problem: &Problem,
        facts: &[usize],
        units: &[i64],
        less: &[i64],
        package: &[u32],
    ) -> Vec<Claim> {
        let lowered = |units: &[i64]| -> Option<(Vec<stated::Change>, Problem)> {
            let mut changed = problem.clone();
            let mut change = Vec::new();
            for (fact, units) in facts.iter().zip(units).filter(|(_, units)| **units != 0) {
                changed = changed.with_moved_reservation(*fact, -units)?;
                let fact = problem.facts.get(*fact)?.id.to_string();
                change.push(stated::Change::Fact { fact, by: Some(-units) });
            }
            Some((change, changed))
        };
        let opens =
            lowered(units).map(|(change, _)| Claim::Opening { change, package: problem.choice(package) });
        let no_less = lowered(less).and_then(|(change, changed)| self.no_deal(&changed, change, &[]));
        opens.into_iter().chain(no_less).collect()
    }

    /// Why the facts exclude every package; `None` where no proof was found in the time given.
    fn impossibility(&self, problem: &Problem, facts: &[usize], why: Option<&Derivation>) -> Option<Proof> {
        if let Some(Derivation::Cases { .. }) = why {
            return why.and_then(|why| tree(problem, why));
        }
        let nothing = vec![0; problem.parties.len()];
        let scope = Scope::of_facts(problem, facts.iter().copied());
        match decompose(problem, &scope, Keep::Undominated, self.settings.route, self.control) {
            Decomposed::Empty { .. } => Some(layers(problem, &nothing)),
            Decomposed::TooLarge { .. } => {
                bounds_proof(problem, facts, &Beyond::Nothing, ProofLimits::default(), self.control)
            }
            Decomposed::Layers { layers: choices, caps } => {
                let floors = super::additive::floors(problem, &scope);
                if floors.above(&caps) {
                    return Some(layers(problem, &nothing));
                }
                let floors = floors.reached(&choices);
                match kernel::existence(&choices, &floors, self.control) {
                    Existence::No(proof) => Some(layers(problem, &unsigned(&proof.prices))),
                    Existence::Yes { .. } | Existence::Unknown => None,
                }
            }
        }
    }
}

fn stated(problem: &Problem, change: &Change) -> Option<stated::Change> {
    let id = |fact: usize| Some(problem.facts.get(fact)?.id.to_string());
    Some(match change {
        Change::Drop(fact) => stated::Change::Fact { fact: id(*fact)?, by: None },
        Change::Lower { fact, units } => stated::Change::Fact { fact: id(*fact)?, by: Some(-units) },
        Change::NewOption { issue, must_not_break } => stated::Change::NewOption {
            new_option: problem.issues.get(*issue)?.id.to_string(),
            must_not_break: must_not_break.iter().map(|fact| id(*fact)).collect::<Option<_>>()?,
        },
    })
}

/// A derivation by cases as a proof by splits; its leaves are closed by what excludes them.
fn tree(problem: &Problem, derivation: &Derivation) -> Option<Proof> {
    let mut proof = Vec::new();
    let mut open = vec![derivation];
    let mut next = 0;
    while let Some(derivation) = open.get(next).copied() {
        next += 1;
        let node = match derivation {
            Derivation::Cases { issue, branches } => {
                let issue = problem.issues.get(*issue)?;
                let named = branches.iter().map(|(options, why)| {
                    open.push(why);
                    let options = options.iter().filter_map(|option| issue.options.get(*option as usize));
                    Branch { options: options.map(ToString::to_string).collect(), node: open.len() - 1 }
                });
                Node::Split { branches: named.collect(), issue: issue.id.to_string() }
            }
            Derivation::Prices { prices, .. } => through(problem, &unsigned(prices))?,
            Derivation::Fact(_) | Derivation::Exhausted { .. } => through(problem, &[])?,
        };
        proof.push(node);
    }
    Some(proof)
}

fn through(problem: &Problem, prices: &[u64]) -> Option<Node> {
    layers(problem, prices).pop()
}
