//! What an analysis claims, in the form that the verifier checks.

use super::{Settings, deal_of};
use crate::analysis::{
    AdjustedWinner, Change, Conflict, Count, Derivation, Frontier, NoDeal, Opening, Solution, Solutions,
};
use crate::conflict::Limits;
use crate::control::Control;
use crate::decomposition::{Decomposed, Keep, Scope, decompose};
use crate::derivation::derive;
use crate::fact_set::FactSet;
use crate::hurdle;
use crate::interaction::{Beyond, ProofLimits, bounds_proof};
use crate::kernel::{self, Existence};
use crate::rule;
use mediant_check::{
    self as stated, Basis, Branch, Case, Certificate, Claim, FairnessRule, Ideal, Node, Point, Proof, Table,
    Witness, layers,
};
use mediant_model::problem::FactKind;
use mediant_model::{Package, Problem};
use num_bigint::BigUint;
use std::cell::Cell;

/// The rule passes this package, as far as every party's answer is known; silence is not consent.
pub(super) fn deal(problem: &Problem, package: &[u32]) -> Claim {
    let unanimous = problem.is_known_unanimous(package);
    Claim::Deal { point: Point::new(problem, package), unanimous }
}

/// How many packages lie in the basis, where the verifier can count them too.
pub(super) fn count(problem: &Problem, basis: Basis, count: &Count, control: &dyn Control) -> Option<Claim> {
    // That there is no deal at all is proven otherwise, and with less.
    let other = basis == Basis::Unanimous && !problem.is_unanimous();
    let stated = Some(&count.lower).filter(|lower| count.is_exact() && (other || **lower > BigUint::ZERO))?;
    let counted = stated::counted(problem, basis, &*little(control))?;
    (counted == *stated).then(|| Claim::Count { basis, count: stated.to_string() })
}

/// What a verifier is asked to count again takes a moment at most, so that checking stays quick.
fn little(control: &dyn Control) -> Box<dyn Fn() -> bool + '_> {
    let looks = Cell::new(0u32);
    Box::new(move || {
        looks.set(looks.get() + 1);
        looks.get() > LOOKS_MAX || control.should_stop()
    })
}

/// The verifier looks at the time about every thousand sums.
const LOOKS_MAX: u32 = 30;

/// What Adjusted Winner proposes, where the verifier comes to the same.
pub(super) fn division(problem: &Problem, found: &AdjustedWinner) -> Option<Claim> {
    let fraction = |(above, below): &(BigUint, BigUint)| format!("{above}/{below}");
    let shares = problem.issues.iter().zip(&found.first_shares);
    let claim = Claim::AdjustedWinner {
        first_shares: shares.map(|(issue, share)| (issue.id.to_string(), fraction(share))).collect(),
        points: fraction(&found.points),
    };
    let holds = stated::verify(problem, &Certificate::new(problem, vec![claim.clone()])).is_ok();
    holds.then_some(claim)
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
    if frontier.points.len() <= NAMED_MAX {
        let points = frontier.points.iter().map(|point| Point::new(problem, &point.package)).collect();
        return Claim::Frontier { basis, points, table: None, cases };
    }
    let rows = frontier.points.iter().map(|point| (point.package.as_slice(), point.utilities.as_slice()));
    Claim::Frontier { basis, points: Vec::new(), table: Some(Table::new(problem, rows)), cases }
}

/// Beyond so many points their names are said once, in a table.
const NAMED_MAX: usize = 100;

pub(super) fn solution(
    problem: &Problem,
    basis: Basis,
    rule: FairnessRule,
    package: &[u32],
    cases: Vec<Case>,
    ideals: Vec<Ideal>,
) -> Claim {
    Claim::Solution { rule, basis, point: Point::new(problem, package), ties: None, ideals, cases }
}

/// Adds to the claims of solutions how many packages tie, where that is known and the verifier can count it too; and
/// why: that nothing is worth more under the weights that were found, where that is so.
pub(super) fn with_ties_and_reasons(
    problem: &Problem,
    claims: &mut Vec<Claim>,
    solutions: Option<&Solutions>,
    control: &dyn Control,
) {
    let Some(solutions) = solutions else { return };
    let mut reasons: Vec<Claim> = Vec::new();
    for claim in claims.iter_mut() {
        let Claim::Solution { rule, .. } = claim else { continue };
        let solution = solutions.by(*rule);
        let counted = Some(&solution.ties).filter(|ties| !ties.at_least);
        let counted = counted
            .filter(|ties| stated::tied(problem, claim, &*little(control)).as_ref() == Some(&ties.count));
        if let (Claim::Solution { ties, .. }, Some(counted)) = (&mut *claim, counted) {
            *ties = Some(counted.count.to_string());
        }
        let reason = reason(problem, claim, solution).filter(|reason| !reasons.contains(reason));
        reasons.extend(reason);
    }
    claims.extend(reasons);
}

/// That under the weights found no package is worth more than this one; `None` where that is only nearly so.
fn reason(problem: &Problem, claim: &Claim, solution: &Solution) -> Option<Claim> {
    let Claim::Solution { basis, cases, .. } = claim else { return None };
    let weights: Vec<u64> =
        solution.prices.as_ref()?.iter().map(|price| u64::try_from(*price).ok()).collect::<Option<_>>()?;
    let [case] = cases.as_slice() else { return None };
    // Only where going through is what proves the solution too: weights alone then leave little to go through.
    matches!(case.proof.as_slice(), [Node::Layers { .. }]).then_some(())?;
    let worth = solution.utilities.iter().zip(&weights);
    let value = worth.map(|(units, weight)| i128::from(*units) * i128::from(*weight)).sum();
    let prices = stated::prices(problem, &weights);
    let cases = vec![Case { facts: case.facts.clone(), proof: layers(problem, &weights) }];
    let claim = Claim::Bound { basis: *basis, prices, value, cases };
    let holds = stated::verify(problem, &Certificate::new(problem, vec![claim.clone()])).is_ok();
    holds.then_some(claim)
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
    let refused = at_least.unwrap_or(problem);
    let prover = Prover { settings, control };
    // A reason that holds at the upper ends says nothing at the lower ones.
    let anew = |conflict: &Conflict| {
        let derivation = match at_least {
            Some(at_least) => derive(at_least, &conflict.facts.iter().copied().collect(), None, control),
            None => conflict.derivation.clone(),
        };
        Conflict { derivation, ..conflict.clone() }
    };
    let conflicts: Vec<Conflict> =
        found.conflicts.iter().filter(|conflict| conflict.certain).map(anew).collect();
    // What opens a deal presupposes that there is none.
    let Some(no_deal) = prover.no_deal(refused, Vec::new(), &conflicts) else { return Vec::new() };
    let mut claims = vec![no_deal];
    claims.extend(conflicts.iter().filter_map(|conflict| prover.conflict(refused, conflict)));
    let openings = found.openings.iter().chain(&found.unlike);
    let openings: Vec<Claim> = openings.flat_map(|opening| prover.ways(problem, opening, &claims)).collect();
    claims.extend(openings);
    claims.extend(prover.concessions(problem, found));
    claims.extend(prover.hurdles(problem, &conflicts, &claims));
    // With so many conflicts there may be more than are listed.
    let is_cut = found.conflicts.len() >= Limits::default().conflicts;
    if !is_cut && stated::is_complete(problem, &claims, &|| control.should_stop()) == Some(true) {
        claims.push(Claim::Complete {});
    }
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
        let witnesses = witnesses.collect::<Option<_>>()?;
        let facts = conflict.facts.iter().map(|fact| id(*fact)).collect::<Option<_>>()?;
        if problem.is_unanimous() {
            let proof = self.impossibility(problem, &conflict.facts, Some(&conflict.derivation))?;
            return Some(Claim::Conflict { facts, proof, cases: Vec::new(), witnesses });
        }
        // Where parties can be outvoted: with its facts alone standing no coalition wins a package.
        let others = (0..problem.facts.len()).filter(|fact| !conflict.facts.contains(fact));
        let alone = others.fold(problem.clone(), |alone, fact| alone.without_fact(fact));
        let Claim::NoDeal { cases, .. } = self.no_deal(&alone, Vec::new(), &[])? else { return None };
        Some(Claim::Conflict { facts, proof: Vec::new(), cases, witnesses })
    }

    /// The opening, and each other way to share what walk-away values give up. `known`: the conflicts claimed, which show
    /// of a fact that it has to fall.
    fn ways(&self, problem: &Problem, opening: &Opening, known: &[Claim]) -> Vec<Claim> {
        let others = opening.others.iter().map(|(change, package)| (change, Some(package)));
        std::iter::once((&opening.change, opening.package.as_ref()))
            .chain(others)
            .filter_map(|(change, package)| self.opening(problem, change, package, known))
            .collect()
    }

    fn opening(
        &self,
        problem: &Problem,
        changes: &[Change],
        package: Option<&Package>,
        known: &[Claim],
    ) -> Option<Claim> {
        let change: Vec<stated::Change> =
            changes.iter().map(|change| stated(problem, change)).collect::<Option<_>>()?;
        let package = match (package, changes) {
            (Some(package), _) => problem.choice(package),
            (None, [Change::NewOption { issue, must_not_break }]) => {
                let package = self.with_new_option(problem, *issue, must_not_break)?;
                let mut named = problem.choice(&package);
                named.remove(problem.issues.get(*issue)?.id.as_str());
                named
            }
            (None, _) => return None,
        };
        let parts: Option<Vec<Vec<Case>>> = match changes {
            [Change::NewOption { issue, must_not_break }] => must_not_break
                .iter()
                .map(|spared| self.kept_for_a_reason(problem, *issue, must_not_break, *spared))
                .collect(),
            _ => (0..changes.len()).map(|place| self.needed(problem, changes, place, known)).collect(),
        };
        let smallest = parts.unwrap_or_default();
        Some(Claim::Opening { change, package, smallest })
    }

    /// Why a part of a change cannot be left out, or be a unit smaller: nothing where a conflict shows it.
    fn needed(
        &self,
        problem: &Problem,
        change: &[Change],
        place: usize,
        known: &[Claim],
    ) -> Option<Vec<Case>> {
        let id = |fact: usize| Some(problem.facts.get(fact)?.id.to_string());
        let touched = |part: &Change| match part {
            Change::Drop(fact) | Change::Lower { fact, .. } => id(*fact),
            Change::NewOption { .. } => None,
        };
        if let Some(Change::Drop(fact)) = change.get(place) {
            let all: Vec<String> = change.iter().map(touched).collect::<Option<_>>()?;
            let own = id(*fact)?;
            let alone = |claim: &Claim| match claim {
                Claim::Conflict { facts, .. } => {
                    facts.contains(&own) && facts.iter().all(|fact| *fact == own || !all.contains(fact))
                }
                _ => false,
            };
            if known.iter().any(alone) {
                return Some(Vec::new());
            }
        }
        let mut less = problem.clone();
        for (index, part) in change.iter().enumerate() {
            less = match part {
                Change::Drop(_) if index == place => less,
                Change::Drop(fact) => less.without_fact(*fact),
                Change::Lower { fact, units } => {
                    less.with_moved_reservation(*fact, i64::from(index == place) - units)?
                }
                Change::NewOption { .. } => return None,
            };
        }
        match self.no_deal(&less.at_least(), Vec::new(), &[])? {
            Claim::NoDeal { cases, .. } => Some(cases),
            _ => None,
        }
    }

    /// Why nothing passes with a new option that may break one of the facts that it must not break.
    fn kept_for_a_reason(
        &self,
        problem: &Problem,
        issue: usize,
        kept: &[usize],
        spared: usize,
    ) -> Option<Vec<Case>> {
        let less = problem.with_new_option(issue, |fact| fact != spared && kept.contains(&fact))?;
        match self.no_deal(&less.at_least().taking_the_new_option(issue), Vec::new(), &[])? {
            Claim::NoDeal { cases, .. } => Some(cases),
            _ => None,
        }
    }

    /// A package that is a deal once the issue has a new option and takes it.
    fn with_new_option(&self, problem: &Problem, issue: usize, kept: &[usize]) -> Option<Package> {
        let changed = problem.with_new_option(issue, |fact| kept.contains(&fact))?;
        deal_of(&changed.taking_the_new_option(issue), self.settings, self.control)
    }

    /// The issues that the conflicts turn on, of those that are claimed.
    fn hurdles(&self, problem: &Problem, conflicts: &[Conflict], known: &[Claim]) -> Vec<Claim> {
        let stated: Vec<(FactSet, &[usize])> = conflicts
            .iter()
            .map(|conflict| (conflict.facts.iter().copied().collect(), conflict.issues.as_slice()))
            .collect();
        let claim = |(conflict, issue, package): (usize, usize, Package)| {
            let facts = problem.fact_names(conflicts.get(conflict)?.facts.iter().copied());
            let issue = problem.issues.get(issue)?.id.to_string();
            let mut package = problem.choice(&package);
            package.remove(&issue);
            let proven = |claim: &Claim| matches!(claim, Claim::Conflict { facts: of, .. } if *of == facts);
            let holds = known.iter().any(proven) && stated::turns_on(problem, &issue, &facts, &package);
            holds.then_some(Claim::Hurdle { issue, facts, package })
        };
        hurdle::witnesses(problem, &stated, self.control).into_iter().filter_map(claim).collect()
    }

    /// What each party alone would have to give up of its walk-away value, and what all would have to give up alike.
    fn concessions(&self, problem: &Problem, found: &NoDeal) -> Vec<Claim> {
        let mut claims = Vec::new();
        for (party, concession) in found.concessions.iter().enumerate() {
            let facts = reservations(problem, |other| other == party);
            match concession {
                Some(concession) => {
                    let units = vec![concession.units; facts.len()];
                    let less = vec![concession.units - 1; facts.len()];
                    claims.extend(self.concession(problem, &facts, &units, &less, &concession.package));
                }
                // Not even without any walk-away value of its own.
                None => claims.extend(facts.first().and_then(|fact| {
                    let dropped = stated(problem, &Change::Drop(*fact))?;
                    self.no_deal(&problem.without_fact(*fact).at_least(), vec![dropped], &[])
                })),
            }
        }
        if let Some(equal) = &found.equal_concession {
            let everybody = reservations(problem, |_| true);
            let of = |units: &[i64]| -> Vec<i64> {
                let party = |fact: &usize| problem.facts.get(*fact).and_then(|fact| fact.party);
                everybody.iter().filter_map(|fact| units.get(party(fact)?).copied()).collect()
            };
            claims.extend(self.concession(
                problem,
                &everybody,
                &of(&equal.units),
                &of(&equal.too_little),
                &equal.package,
            ));
        }
        claims
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
        let Some((change, _)) = lowered(units) else { return Vec::new() };
        let package = problem.choice(package);
        let less = lowered(less);
        if change.len() == 1 {
            let no_less = less.and_then(|(_, changed)| self.no_deal(&changed.at_least(), Vec::new(), &[]));
            let smallest = match no_less {
                Some(Claim::NoDeal { cases, .. }) => vec![cases],
                _ => Vec::new(),
            };
            return vec![Claim::Opening { change, package, smallest }];
        }
        // Where nothing less is a change, that there is no deal is claimed already.
        let less = less.filter(|(change, _)| !change.is_empty());
        let no_less = less.and_then(|(change, changed)| self.no_deal(&changed.at_least(), change, &[]));
        let opens = Claim::Opening { change, package, smallest: Vec::new() };
        [opens].into_iter().chain(no_less).collect()
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
