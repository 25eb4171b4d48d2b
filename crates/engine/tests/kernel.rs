//! The additive kernel against enumeration, against itself by another way, and under changes that change nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where an answer is missing")]

#[path = "../benches/support/instances.rs"]
mod instances;

use instances::{Kind, Rng, additive, arbitrary};
use mediant_engine::kernel::{
    Answer, Existence, KalaiSmorodinsky, POINTS_MAX, Solution, adjusted_winner, count, existence, frontier,
    kalai_smorodinsky, leximin, nash, utilitarian,
};
use mediant_engine::{Layer, Layers, Unlimited};
use num_bigint::{BigInt, BigUint};
use num_rational::Ratio;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// All packages with their utilities.
fn enumerate(layers: &Layers) -> Vec<(Vec<u32>, Vec<i64>)> {
    let n = layers.party_count;
    let mut all = vec![(vec![0; layers.issue_count], layers.constant.clone())];
    for layer in &layers.layers {
        let width = layer.issues.len();
        let mut next = Vec::new();
        for (package, utilities) in &all {
            for (choice, row) in layer.rows(n).enumerate() {
                let mut package = package.clone();
                for (at, issue) in layer.issues.iter().enumerate() {
                    package[*issue] = layer.options[choice * width + at];
                }
                next.push((package, utilities.iter().zip(row).map(|(a, b)| a + b).collect()));
            }
        }
        all = next;
    }
    all
}

/// A small problem: ties, worthless issues, single options, negative values, reservations anywhere.
fn small(rng: &mut Rng) -> (Layers, Vec<i64>) {
    let n = rng.between(1, 5) as usize;
    let issues = rng.between(0, 5) as usize;
    let spread = [1, 3, 10, 1000][rng.between(0, 3) as usize];
    let low = [0, -spread][rng.between(0, 1) as usize];
    let mut layers = Vec::new();
    for issue in 0..issues {
        let options = rng.between(1, if issue < 3 { 5 } else { 3 }) as usize;
        let mut utilities: Vec<i64> = (0..options * n).map(|_| rng.between(low, spread)).collect();
        for party in 0..n {
            if rng.between(0, 4) == 0 {
                utilities.iter_mut().skip(party).step_by(n).for_each(|value| *value = 0);
            }
        }
        layers.push(Layer { issues: vec![issue], options: (0..options as u32).collect(), utilities });
    }
    let constant = (0..n).map(|_| rng.between(-2, 2)).collect();
    let layers = Layers { party_count: n, issue_count: issues, constant, layers };
    let all = enumerate(&layers);
    let typical = &all[rng.between(0, all.len() as i64 - 1) as usize].1;
    let tightness = rng.between(0, 4);
    let reservations = typical
        .iter()
        .map(|value| match tightness {
            0 => i64::from(i32::MIN),
            1 => *value,
            2 => value - spread * rng.between(0, 3),
            3 => value - rng.between(-1, spread),
            _ => value + rng.between(-1, spread) / 2,
        })
        .collect();
    (layers, reservations)
}

fn dominates(a: &[i64], b: &[i64]) -> bool {
    a != b && a.iter().zip(b).all(|(a, b)| a >= b)
}

struct Oracle {
    inside: Vec<(Vec<u32>, Vec<i64>)>,
    reservations: Vec<i64>,
}

impl Oracle {
    fn of(layers: &Layers, reservations: &[i64]) -> Self {
        let meets = |u: &[i64]| u.iter().zip(reservations).all(|(u, r)| u >= r);
        let inside = enumerate(layers).into_iter().filter(|(_, u)| meets(u)).collect();
        Self { inside, reservations: reservations.to_vec() }
    }

    fn gains(&self, utilities: &[i64]) -> Vec<i64> {
        utilities.iter().zip(&self.reservations).map(|(u, r)| u - r).collect()
    }

    fn frontier(&self) -> BTreeMap<Vec<i64>, (Vec<u32>, u64)> {
        let mut found: BTreeMap<Vec<i64>, (Vec<u32>, u64)> = BTreeMap::new();
        for (package, utilities) in &self.inside {
            if !self.inside.iter().any(|(_, other)| dominates(other, utilities)) {
                found
                    .entry(utilities.clone())
                    .and_modify(|entry| entry.1 += 1)
                    .or_insert((package.clone(), 1));
            }
        }
        found
    }

    /// The best packages by an order of gains.
    fn best(&self, order: impl Fn(&[i64], &[i64]) -> Ordering) -> Vec<&(Vec<u32>, Vec<i64>)> {
        let gains: Vec<Vec<i64>> = self.inside.iter().map(|(_, u)| self.gains(u)).collect();
        let Some(best) = gains.iter().max_by(|a, b| order(a, b)) else { return Vec::new() };
        self.inside
            .iter()
            .zip(&gains)
            .filter(|(_, gains)| order(gains, best).is_eq())
            .map(|(entry, _)| entry)
            .collect()
    }

    fn check(&self, name: &str, solution: &Solution, order: impl Fn(&[i64], &[i64]) -> Ordering) {
        let best = self.best(order);
        assert!(solution.proven, "{name} is proven");
        assert_eq!(solution.gains, self.gains(&solution.utilities), "{name}");
        assert_eq!(solution.ties.count, BigUint::from(best.len()), "{name} ties");
        assert!(solution.ties.exact);
        assert_eq!(
            (&solution.package, &solution.utilities),
            (&best[0].0, &best[0].1),
            "{name}: the first package"
        );
        assert_eq!(solution.bound.as_ref(), Some(&solution.value));
    }
}

fn product(gains: &[i64]) -> BigInt {
    gains.iter().fold(BigInt::from(1), |product, gain| product * gain)
}

fn sorted(gains: &[i64]) -> Vec<i64> {
    let mut sorted = gains.to_vec();
    sorted.sort_unstable();
    sorted
}

fn shares(gains: &[i64], ideals: &[i64]) -> Vec<Ratio<i64>> {
    let share = |(gain, ideal): (&i64, &i64)| {
        if *ideal > 0 { Ratio::new(*gain, *ideal) } else { Ratio::from_integer(1) }
    };
    let mut shares: Vec<Ratio<i64>> = gains.iter().zip(ideals).map(share).collect();
    shares.sort_unstable();
    shares
}

fn check_against_enumeration(layers: &Layers, reservations: &[i64]) {
    let oracle = Oracle::of(layers, reservations);
    let found = count(layers, reservations, &Unlimited);
    assert!(found.is_exact());
    assert_eq!(found.lower, BigUint::from(oracle.inside.len()), "count");

    let points = frontier(layers, Some(reservations), POINTS_MAX, &Unlimited);
    let expected = oracle.frontier();
    assert!(points.complete);
    assert_eq!(points.points.len(), expected.len(), "frontier");
    for (point, (utilities, (package, packages))) in points.points.iter().rev().zip(&expected) {
        assert_eq!((&point.utilities, &point.package, point.packages), (utilities, package, *packages));
    }

    if oracle.inside.is_empty() {
        assert!(matches!(existence(layers, reservations, &Unlimited), Existence::No(_)));
        assert!(matches!(nash(layers, reservations, &Unlimited), Answer::NoDeal(_)));
        assert!(matches!(kalai_smorodinsky(layers, reservations, &Unlimited), Answer::NoDeal(_)));
        assert!(matches!(leximin(layers, reservations, &Unlimited), Answer::NoDeal(_)));
        assert!(matches!(utilitarian(layers, reservations, &Unlimited), Answer::NoDeal(_)));
        return;
    }
    let Existence::Yes { package, utilities } = existence(layers, reservations, &Unlimited) else {
        panic!("a deal exists");
    };
    assert!(oracle.inside.contains(&(package, utilities)));

    let found = leximin(layers, reservations, &Unlimited).found().unwrap();
    oracle.check("leximin", &found, |a, b| sorted(a).cmp(&sorted(b)));
    let found = utilitarian(layers, reservations, &Unlimited).found().unwrap();
    oracle.check("utilitarian", &found, |a, b| a.iter().sum::<i64>().cmp(&b.iter().sum()));
    assert_eq!(found.value, Ratio::from_integer(found.utilities.iter().sum::<i64>().into()));

    let found = nash(layers, reservations, &Unlimited).found().unwrap();
    let largest = oracle.inside.iter().map(|(_, u)| product(&oracle.gains(u))).max().unwrap();
    assert_eq!(found.value, Ratio::from_integer(largest.clone()));
    if largest > BigInt::from(0) {
        oracle.check("nash", &found, |a, b| product(a).cmp(&product(b)));
    } else {
        assert!(found.stands_in && found.proven);
        assert_eq!(found.package, leximin(layers, reservations, &Unlimited).found().unwrap().package);
    }

    let KalaiSmorodinsky { solution, ideals } =
        kalai_smorodinsky(layers, reservations, &Unlimited).found().unwrap();
    let ideals: Vec<i64> = ideals.iter().map(|ideal| ideal.gain).collect();
    let expected: Vec<i64> = (0..layers.party_count)
        .map(|p| oracle.inside.iter().map(|(_, u)| oracle.gains(u)[p]).max().unwrap())
        .collect();
    assert_eq!(ideals, expected, "ideals");
    oracle.check("kalai_smorodinsky", &solution, |a, b| shares(a, &ideals).cmp(&shares(b, &ideals)));
}

#[test]
fn small_problems_agree_with_enumeration() {
    let mut rng = Rng(2);
    for round in 0..4000 {
        let (layers, reservations) = small(&mut rng);
        let run = std::panic::catch_unwind(|| check_against_enumeration(&layers, &reservations));
        if run.is_err() {
            panic!("round {round}: {layers:?} {reservations:?}");
        }
    }
}
