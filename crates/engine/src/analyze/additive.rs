//! The additive route: independent choices, solved by the kernel.

use super::{Found, Settings, claimed_basis, claims, scan};
use crate::analysis::{AdjustedWinner, Count, Frontier, FrontierPoint, Gap, Note, Solution, Solutions, Ties};
use crate::control::{Control, Share, Unlimited};
use crate::decomposition::{Decomposed, Keep, Scope, decompose};
use crate::kernel::{self, Answer, EfficientLayers, Existence, KalaiSmorodinsky};
use crate::layers::Layers;
use mediant_check::{Basis, Case, Claim, FairnessRule};
use mediant_model::Problem;
use mediant_model::problem::{FactKind, Together};
use num_bigint::{BigInt, BigUint};
use num_rational::Ratio;
use num_traits::ToPrimitive;

/// Answers for independent choices; `caps` as decomposition says.
pub(super) fn solve(
    problem: &Problem,
    scope: &Scope,
    layers: &Layers,
    caps: &[Option<i64>],
    settings: &Settings,
    control: &dyn Control,
) -> Found {
    let floors = floors(problem, scope);
    let efficient = EfficientLayers::new(layers);
    let numbers = problem.has_all_utilities() && settings.frontier_points_max > 0;
    let mut found = Found::default();
    if floors.above(caps) {
        found.exists = Some(false);
        found.count = Some(Count::exactly(0u32));
        return found;
    }
    match kernel::existence_of(&efficient, &floors.reached(layers), &Share::one_of(3, control)) {
        Existence::Yes { package, .. } => {
            found.exists = Some(true);
            found.witness = Some(package);
        }
        Existence::No(_) => {
            found.exists = Some(false);
            found.count = Some(Count::exactly(0u32));
            return found;
        }
        Existence::Unknown => {}
    }
    if settings.frontier_points_max == 0 {
        return found;
    }
    let count = || count(problem, scope, (layers, caps), &Share::one_of(6, control));
    if !numbers {
        found.count = Some(count());
        return found;
    }
    let parallel = layers.layers.iter().map(|layer| layer.utilities.len()).sum::<usize>() <= PARALLEL_MAX;
    let clipped = caps.iter().any(Option::is_some);
    // The fair packages first: where one thread does everything, what comes last has what they leave of the budget.
    let (solved, (counted, frontier)) = join(
        parallel,
        || {
            (!clipped && floors.all_bind)
                .then(|| Solved::new(problem, &efficient, &floors.units, parallel, control))
        },
        || join(parallel, count, || frontier(&efficient, &floors, settings, &Share::one_of(2, control))),
    );
    found.count = Some(counted);
    let basis = claimed_basis(problem, scope);
    let frontier = if clipped { scan::clip(frontier, caps, problem, control) } else { frontier };
    let cases = |prices: &[i64]| claims::scoped(problem, scope, prices);
    if !frontier.complete && frontier.within.is_some() {
        found.notes.push(Note::FrontierLimited);
    }
    if frontier.complete && settings.certify {
        found.claims.push(claims::frontier(problem, basis, &frontier, cases(&[])));
    }
    if let Some(solved) = solved {
        if settings.certify {
            found.claims.extend(solved.claims(problem, &cases));
        }
        found.solutions = solved.solutions(problem);
    } else {
        // Caps, or packages below somebody's walk-away value: read off the frontier, where every rule has its best.
        found.solutions = scan::solutions(problem, &frontier);
        if settings.certify {
            found.claims.extend(scan::claims(
                problem,
                found.solutions.as_ref(),
                &frontier,
                &|| cases(&[]),
                basis,
            ));
        }
    }
    found.frontier = Some(with_solutions(frontier, found.solutions.as_ref()));
    found
}

/// A frontier that a budget cut off before it had a point holds at least the fair packages.
fn with_solutions(frontier: Frontier, solutions: Option<&Solutions>) -> Frontier {
    let Some(solutions) = solutions.filter(|_| !frontier.complete && frontier.points.is_empty()) else {
        return frontier;
    };
    let point = |(_, solution): (FairnessRule, &Solution)| FrontierPoint {
        utilities: solution.utilities.clone(),
        package: solution.package.clone(),
    };
    let (points, _) = scan::efficient(solutions.each().map(point).into(), &Unlimited);
    Frontier { points, ..frontier }
}

/// Where the parties' walk-away values lie, and whether they bind.
pub(super) struct Floors {
    /// The units of each party; 0 where it has no utility.
    units: Vec<i64>,
    /// Whether each party's value binds.
    binds: Vec<bool>,
    /// Whether all do.
    all_bind: bool,
}

pub(super) fn floors(problem: &Problem, scope: &Scope) -> Floors {
    let units = (0..problem.parties.len()).map(|party| problem.reservation(party).unwrap_or(0)).collect();
    let bound = |party: usize| {
        let stated = problem.parties.get(party).is_some_and(|party| party.reservation.is_some());
        let mut facts = problem.facts.iter().enumerate();
        let fact = facts.find(|(_, fact)| fact.kind == FactKind::Reservation && fact.party == Some(party));
        !stated || fact.is_some_and(|(index, _)| scope.binds(index))
    };
    let binds: Vec<bool> = (0..problem.parties.len()).map(bound).collect();
    let all_bind = binds.iter().all(|binds| *binds);
    Floors { units, binds, all_bind }
}

impl Floors {
    /// Whether some party asks for more than its utility can ever be, clipped as it is.
    pub(super) fn above(&self, caps: &[Option<i64>]) -> bool {
        let each = self.units.iter().zip(&self.binds).zip(caps);
        each.into_iter().any(|((units, binds), cap)| *binds && cap.is_some_and(|cap| cap < *units))
    }

    /// The least units each party must reach; what no package falls below where its value does not bind.
    pub(super) fn reached(&self, layers: &Layers) -> Vec<i64> {
        let worst = |party: usize| {
            let constant = layers.constant.get(party).copied().unwrap_or(0);
            let least = layers.layers.iter().filter_map(|layer| {
                layer.rows(layers.party_count).filter_map(|row| row.get(party).copied()).min()
            });
            constant + least.sum::<i64>()
        };
        let each = self.units.iter().zip(&self.binds).enumerate();
        each.map(|(party, (units, binds))| if *binds { *units } else { worst(party) }).collect()
    }
}

/// How many packages the facts in scope leave.
pub(super) fn count(
    problem: &Problem,
    scope: &Scope,
    (layers, caps): (&Layers, &[Option<i64>]),
    control: &dyn Control,
) -> Count {
    let floors = floors(problem, scope);
    if floors.above(caps) {
        return Count::exactly(0u32);
    }
    kernel::count(layers, &floors.reached(layers), control)
}

fn frontier(
    efficient: &EfficientLayers,
    floors: &Floors,
    settings: &Settings,
    control: &dyn Control,
) -> Frontier {
    let reservations = floors.all_bind.then_some(floors.units.as_slice());
    let parties = floors.units.len();
    let found = kernel::frontier_of(
        efficient,
        reservations,
        settings.points_max(parties, efficient.layers().issue_count),
        control,
    );
    Frontier { complete: found.complete, within: found.epsilon, points: found.points }
}

/// Numbers in layers with which several questions at a time take too much room: each has its own sorted copy.
const PARALLEL_MAX: usize = 2_000_000;

/// Both, at the same time or one after the other.
fn join<A: Send, B: Send>(
    parallel: bool,
    a: impl FnOnce() -> A + Send,
    b: impl FnOnce() -> B + Send,
) -> (A, B) {
    if parallel { rayon::join(a, b) } else { (a(), b()) }
}

/// The kernel's answers.
struct Solved {
    nash: Answer<kernel::Solution>,
    kalai_smorodinsky: Answer<KalaiSmorodinsky>,
    leximin: Answer<kernel::Solution>,
    utilitarian: Answer<kernel::Solution>,
}

impl Solved {
    fn new(
        problem: &Problem,
        efficient: &EfficientLayers,
        reservations: &[i64],
        parallel: bool,
        control: &dyn Control,
    ) -> Self {
        let Together { weights, steps, .. } = problem.together();
        let share = || Share::one_of(6, control);
        let ((nash, kalai_smorodinsky), (leximin, utilitarian)) = join(
            parallel,
            || {
                join(
                    parallel,
                    || kernel::nash_of(efficient, reservations, &steps, &share()),
                    || kernel::kalai_smorodinsky_of(efficient, reservations, &share()),
                )
            },
            || {
                join(
                    parallel,
                    || kernel::leximin_of(efficient, reservations, &steps, &share()),
                    || kernel::utilitarian_of(efficient, reservations, &weights, &share()),
                )
            },
        );
        Self { nash, kalai_smorodinsky, leximin, utilitarian }
    }

    fn solutions(self, problem: &Problem) -> Option<Solutions> {
        let units = super::Units::new(problem);
        let shown = |found: Option<kernel::Solution>, unit| found.map(|found| of_solution(found, unit));
        let found = [
            shown(self.leximin.found(), units.share),
            shown(self.nash.found(), units.product),
            shown(self.kalai_smorodinsky.found().map(|found| found.solution), 1.0),
            shown(self.utilitarian.found(), units.sum),
        ];
        // Where the budget ended before a rule had a package, that of another stands in, and nothing is said of it.
        let any = found.iter().flatten().next()?.clone();
        let stand_in = Solution {
            proven: false,
            gap: None,
            ties: Ties { count: BigUint::from(1u32), at_least: true },
            ..any
        };
        let [leximin, nash, kalai_smorodinsky, utilitarian] =
            found.map(|found| found.unwrap_or_else(|| stand_in.clone()));
        let mut solutions = Solutions { nash, kalai_smorodinsky, leximin, utilitarian };
        units.withdraw(&mut solutions);
        Some(solutions)
    }

    fn claims(&self, problem: &Problem, cases: &dyn Fn(&[i64]) -> Vec<Case>) -> Vec<Claim> {
        let claim = |rule, solution: &kernel::Solution, ideals| {
            claims::solution(
                problem,
                Basis::Unanimous,
                rule,
                &solution.package,
                cases(&prices(solution)),
                ideals,
            )
        };
        let mut made = Vec::new();
        let plain = [
            (FairnessRule::Nash, &self.nash),
            (FairnessRule::Leximin, &self.leximin),
            (FairnessRule::Utilitarian, &self.utilitarian),
        ];
        let compared = problem.together().exact;
        for (rule, answer) in plain.into_iter().filter(|(rule, _)| compared || *rule == FairnessRule::Nash) {
            // Where a package stands in because nobody can gain, nothing is better by the rule either.
            if let Answer::Found(solution) = answer
                && solution.proven
            {
                made.push(claim(rule, solution, Vec::new()));
            }
        }
        if let Answer::Found(KalaiSmorodinsky { solution, ideals }) = &self.kalai_smorodinsky
            && solution.proven
            && ideals.iter().all(|ideal| ideal.proven)
        {
            let ideals = ideals.iter().enumerate().map(|(party, ideal)| {
                claims::ideal(problem, party, &ideal.package, cases(&ideal.proof.prices))
            });
            made.push(claim(FairnessRule::KalaiSmorodinsky, solution, ideals.collect()));
        }
        made
    }
}

fn prices(solution: &kernel::Solution) -> Vec<i64> {
    solution.proofs.first().map(|proof| proof.prices.clone()).unwrap_or_default()
}

/// A kernel's solution as part of an analysis; `unit` is what 1 on the rule's measure is in units.
fn of_solution(solution: kernel::Solution, unit: f64) -> Solution {
    let shown = |value: &Ratio<BigInt>| {
        value.numer().to_f64().unwrap_or(f64::INFINITY) / value.denom().to_f64().unwrap_or(1.0) / unit
    };
    // A search may be stopped after its bound has met what it found.
    let proven = solution.proven || solution.bound.as_ref() == Some(&solution.value);
    let gap = (!proven).then(|| Gap {
        reached: shown(&solution.value),
        bound: solution.bound.as_ref().map_or(f64::INFINITY, shown),
    });
    let prices = Some(prices(&solution)).filter(|prices| prices.iter().any(|price| *price > 0));
    Solution {
        package: solution.package,
        utilities: solution.utilities,
        gains: solution.gains,
        ties: Ties { count: solution.ties.count, at_least: !solution.ties.exact },
        proven,
        gap,
        prices,
    }
}

/// Adjusted Winner for two parties whose issues nothing joins.
pub(super) fn adjusted_winner(
    problem: &Problem,
    settings: &Settings,
    control: &dyn Control,
) -> Option<AdjustedWinner> {
    if !mediant_check::divides(problem) {
        return None;
    }
    let scope = Scope::of_coalition(problem, &[]);
    match decompose(problem, &scope, Keep::Undominated, settings.route, control) {
        Decomposed::Layers { layers, .. } => {
            let division = kernel::adjusted_winner(&layers)?;
            let [first, second] = &division.points;
            // Where one of the two disputes nothing there is nothing to divide.
            (first == second).then(|| of_division(&division, &layers))
        }
        _ => None,
    }
}

fn of_division(division: &kernel::AdjustedWinner, layers: &Layers) -> AdjustedWinner {
    let fraction =
        |share: &Ratio<BigInt>| (share.numer().magnitude().clone(), share.denom().magnitude().clone());
    let whole = |share: u32| (BigUint::from(share), BigUint::from(1u32));
    let mut first_shares = vec![whole(1); layers.issue_count];
    for (layer, share) in layers.layers.iter().zip(&division.shares) {
        let share = match share {
            kernel::Share::Agreed | kernel::Share::First => whole(1),
            kernel::Share::Second => whole(0),
            kernel::Share::Split(share) => fraction(share),
        };
        for issue in &layer.issues {
            if let Some(slot) = first_shares.get_mut(*issue) {
                *slot = share.clone();
            }
        }
    }
    let [points, _] = &division.points;
    AdjustedWinner { first_shares, points: fraction(&(points * BigInt::from(100))) }
}
