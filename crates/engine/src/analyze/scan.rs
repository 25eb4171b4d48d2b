//! Fair packages read off a list of efficient points.
//!
//! Every rule here is monotone: some efficient point is best by it. So where the list is a complete
//! frontier, the best of the list is the best of all.

use super::claims;
use crate::analysis::{Frontier, FrontierPoint, Solution, Solutions, Ties};
use crate::control::Control;
use crate::kernel;
use mediant_check::{Claim, FairnessRule};
use mediant_model::Problem;
use mediant_model::problem::Together;
use num_bigint::BigInt;
use std::cmp::Ordering;

/// The points with each party's cap applied, without those that another then equals or beats.
pub(super) fn clip(
    frontier: Frontier,
    caps: &[Option<i64>],
    problem: &Problem,
    control: &dyn Control,
) -> Frontier {
    let clipped = frontier.points.into_iter().map(|point| {
        let utilities = point.utilities.iter().zip(caps);
        let utilities = utilities.map(|(units, cap)| cap.map_or(*units, |cap| (*units).min(cap))).collect();
        FrontierPoint { utilities, package: point.package }
    });
    debug_assert_eq!(caps.len(), problem.parties.len());
    let (points, are_all) = efficient(clipped.collect(), control);
    Frontier { points, complete: frontier.complete && are_all, ..frontier }
}

/// The points that no other equals or beats for everybody, largest first, of equal ones the first package; and whether the
/// search for them came to its end. Stopped, there are none.
pub(super) fn efficient(mut points: Vec<FrontierPoint>, control: &dyn Control) -> (Vec<FrontierPoint>, bool) {
    points.sort_by(|a, b| b.utilities.cmp(&a.utilities).then_with(|| a.package.cmp(&b.package)));
    let vectors: Vec<&[i64]> = points.iter().map(|point| point.utilities.as_slice()).collect();
    let parties = vectors.first().map_or(0, |vector| vector.len());
    let Some(places) = kernel::efficient_among(&vectors, parties, control) else {
        return (Vec::new(), false);
    };
    let mut places = places.into_iter().peekable();
    let mut at = 0;
    points.retain(|_| {
        let stays = places.next_if_eq(&at).is_some();
        at += 1;
        stays
    });
    (points, true)
}

/// The best points by each rule, gains from the reservation values; ties are counted among the points.
pub(super) fn solutions(problem: &Problem, frontier: &Frontier) -> Option<Solutions> {
    let reservations: Option<Vec<i64>> = (0..problem.parties.len()).map(|p| problem.reservation(p)).collect();
    let reservations = reservations?;
    let gains = |point: &FrontierPoint| -> Vec<i64> {
        point.utilities.iter().zip(&reservations).map(|(units, reservation)| units - reservation).collect()
    };
    let all: Vec<Vec<i64>> = frontier.points.iter().map(gains).collect();
    let ideals: Vec<i64> = (0..reservations.len())
        .map(|party| all.iter().filter_map(|gains| gains.get(party).copied()).max().unwrap_or(0))
        .collect();
    let Together { weights, steps, .. } = problem.together();
    // What each rule compares, once for every point: of a thousand parties sorting takes longer than comparing.
    let of_each =
        |by: &[i64]| -> Vec<Vec<(i64, i64)>> { all.iter().map(|gains| shares(gains, by)).collect() };
    let (by_ideals, by_steps) = (of_each(&ideals), of_each(&steps));
    let products: Vec<BigInt> = all.iter().map(|gains| product(gains)).collect();
    let sum = |gains: &Vec<i64>| -> i128 {
        gains.iter().zip(&weights).map(|(gain, weight)| i128::from(*gain) * i128::from(*weight)).sum()
    };
    let sums: Vec<i128> = all.iter().map(sum).collect();
    let pick = |order: &dyn Fn(usize, usize) -> Ordering| -> Option<Solution> {
        // `max_by` keeps the last of equals; going backwards that is the first point.
        let best = (0..all.len()).rev().max_by(|a, b| order(*a, *b))?;
        let ties = (0..all.len()).filter(|other| order(*other, best).is_eq()).count();
        let point = frontier.points.get(best)?;
        Some(Solution {
            package: point.package.clone(),
            utilities: point.utilities.clone(),
            gains: all.get(best)?.clone(),
            ties: Ties { count: ties.into(), at_least: true },
            proven: frontier.complete,
            gap: None,
            prices: None,
        })
    };
    let leximin = |a: usize, b: usize| by_shares(by_steps.get(a), by_steps.get(b));
    // Where every product is zero the leximin package stands in for Nash.
    let nash = |a: usize, b: usize| {
        let is_zero = products.get(a).is_some_and(|product| *product == BigInt::ZERO);
        products
            .get(a)
            .cmp(&products.get(b))
            .then_with(|| if is_zero { leximin(a, b) } else { Ordering::Equal })
    };
    let mut solutions = Solutions {
        nash: pick(&nash)?,
        kalai_smorodinsky: pick(&|a, b| by_shares(by_ideals.get(a), by_ideals.get(b)))?,
        leximin: pick(&leximin)?,
        utilitarian: pick(&|a, b| sums.get(a).cmp(&sums.get(b)))?,
    };
    super::Units::new(problem).withdraw(&mut solutions);
    Some(solutions)
}

/// The product of gains; a loss counts as no gain.
fn product(gains: &[i64]) -> BigInt {
    gains.iter().map(|gain| BigInt::from((*gain).max(0))).product()
}

/// Compares two lists of shares, ascending: by the smallest, then the next.
fn by_shares(a: Option<&Vec<(i64, i64)>>, b: Option<&Vec<(i64, i64)>>) -> Ordering {
    let mut pairs = a.into_iter().flatten().zip(b.into_iter().flatten());
    pairs.find_map(|(a, b)| Some(compare(*a, *b)).filter(|order| order.is_ne())).unwrap_or(Ordering::Equal)
}

/// The gains as shares of the ideals, the smallest first; a party without an ideal gain is left out.
fn shares(gains: &[i64], ideals: &[i64]) -> Vec<(i64, i64)> {
    let mut shares: Vec<(i64, i64)> =
        gains.iter().copied().zip(ideals.iter().copied()).filter(|(_, ideal)| *ideal > 0).collect();
    shares.sort_by(|a, b| compare(*a, *b));
    shares
}

fn compare(a: (i64, i64), b: (i64, i64)) -> Ordering {
    (i128::from(a.0) * i128::from(b.1)).cmp(&(i128::from(b.0) * i128::from(a.1)))
}

/// Claims for solutions that a complete frontier proves: the verifier goes through it once more.
pub(super) fn claims(
    problem: &Problem,
    solutions: Option<&Solutions>,
    frontier: &Frontier,
    cases: &dyn Fn() -> Vec<mediant_check::Case>,
    basis: mediant_check::Basis,
) -> Vec<Claim> {
    let Some(solutions) = solutions.filter(|_| frontier.complete) else { return Vec::new() };
    let ideals = (0..problem.parties.len()).filter_map(|party| {
        let best = frontier.points.iter().max_by_key(|point| point.utilities.get(party).copied())?;
        Some(claims::ideal(problem, party, &best.package, cases()))
    });
    let of = |rule, solution: &Solution, ideals| {
        claims::solution(problem, basis, rule, &solution.package, cases(), ideals)
    };
    // Where nobody can gain everywhere, every product is 0 and nothing is better than what stands in.
    let mut made = vec![
        of(FairnessRule::Nash, &solutions.nash, Vec::new()),
        of(FairnessRule::KalaiSmorodinsky, &solutions.kalai_smorodinsky, ideals.collect()),
    ];
    if problem.together().exact {
        made.push(of(FairnessRule::Leximin, &solutions.leximin, Vec::new()));
        made.push(of(FairnessRule::Utilitarian, &solutions.utilitarian, Vec::new()));
    }
    made
}
