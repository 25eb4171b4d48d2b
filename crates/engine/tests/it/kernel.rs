//! The additive kernel against enumeration, against itself by another way, and under changes that change nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where an answer is missing")]

#[path = "../../benches/support/instances.rs"]
mod instances;

use crate::times;

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
    fn new(layers: &Layers, reservations: &[i64]) -> Self {
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
    let oracle = Oracle::new(layers, reservations);
    let found = count(layers, reservations, &Unlimited);
    assert!(found.is_exact());
    assert_eq!(found.lower, BigUint::from(oracle.inside.len()), "count");

    let points = frontier(layers, Some(reservations), POINTS_MAX, &Unlimited);
    let expected = oracle.frontier();
    assert!(points.complete);
    assert_eq!(points.points.len(), expected.len(), "frontier");
    let found = points.points.iter().zip(&points.packages).rev();
    for ((point, count), (utilities, (package, packages))) in found.zip(&expected) {
        assert_eq!((&point.utilities, &point.package, count), (utilities, package, packages));
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
    for round in 0..4000 * times() {
        let (layers, reservations) = small(&mut rng);
        let run = std::panic::catch_unwind(|| check_against_enumeration(&layers, &reservations));
        if run.is_err() {
            panic!("round {round}: {layers:?} {reservations:?}");
        }
    }
}

#[test]
fn five_parties_agree_with_enumeration() {
    for seed in 0..6 {
        let kind = if seed % 2 == 0 { Kind::Random } else { Kind::Opposed };
        let layers = additive(5, 5, 4, kind, 1000.0, seed);
        check_against_enumeration(&layers, &[100, 0, 200, 150, 50]);
    }
}

/// Each solution's value by a scan of the frontier.
fn check_against_frontier(layers: &Layers, reservations: &[i64]) {
    let points = frontier(layers, Some(reservations), POINTS_MAX, &Unlimited);
    assert!(points.complete);
    let gains: Vec<Vec<i64>> = points
        .points
        .iter()
        .map(|point| point.utilities.iter().zip(reservations).map(|(u, r)| u - r).collect())
        .collect();
    let solution = nash(layers, reservations, &Unlimited).found().unwrap();
    assert!(solution.proven);
    assert_eq!(Some(product(&solution.gains)), gains.iter().map(|gains| product(gains)).max());
    let solution = leximin(layers, reservations, &Unlimited).found().unwrap();
    assert!(solution.proven);
    assert_eq!(Some(sorted(&solution.gains)), gains.iter().map(|gains| sorted(gains)).max());
    let solution = utilitarian(layers, reservations, &Unlimited).found().unwrap();
    assert!(solution.proven);
    assert_eq!(Some(solution.gains.iter().sum::<i64>()), gains.iter().map(|gains| gains.iter().sum()).max());
    let KalaiSmorodinsky { solution, ideals } =
        kalai_smorodinsky(layers, reservations, &Unlimited).found().unwrap();
    assert!(solution.proven);
    let ideals: Vec<i64> = ideals.iter().map(|ideal| ideal.gain).collect();
    for (p, ideal) in ideals.iter().enumerate() {
        assert_eq!(Some(*ideal), gains.iter().map(|gains| gains[p]).max());
    }
    let order = |a: &[i64], b: &[i64]| wide_shares(a, &ideals).cmp(&wide_shares(b, &ideals));
    assert!(gains.iter().all(|gains| order(gains, &solution.gains).is_le()));
}

fn wide_shares(gains: &[i64], ideals: &[i64]) -> Vec<Ratio<i128>> {
    let mut shares: Vec<Ratio<i128>> =
        gains.iter().zip(ideals).map(|(gain, ideal)| Ratio::new((*gain).into(), (*ideal).into())).collect();
    shares.sort_unstable();
    shares
}

#[test]
fn prices_and_core_find_what_the_frontier_holds() {
    for kind in [Kind::Random, Kind::Opposed] {
        for (issues, options, scale) in [(50, 10, 1e4), (30, 10, 1e6), (100, 10, 1e3)] {
            for seed in 0..2 {
                let layers = additive(2, issues, options, kind, scale, seed);
                let low = (scale * 0.2) as i64;
                check_against_frontier(&layers, &[low, 2 * low]);
            }
        }
        let layers = additive(3, 8, 6, kind, 1e4, 3);
        check_against_frontier(&layers, &[1000, 2000, 500]);
        let layers = additive(4, 6, 5, kind, 1e4, 3);
        check_against_frontier(&layers, &[1000, 2000, 500, 0]);
    }
    let layers = additive(2, 100, 1000, Kind::Random, 1e4, 1);
    check_against_frontier(&layers, &[2000, 2000]);
}

#[test]
fn ten_parties_are_proven() {
    for seed in 0..3 {
        let layers = additive(10, 10, 10, Kind::Random, 1e4, seed);
        let reservations = [2000; 10];
        let solutions = [
            nash(&layers, &reservations, &Unlimited).found(),
            utilitarian(&layers, &reservations, &Unlimited).found(),
            leximin(&layers, &reservations, &Unlimited).found(),
            kalai_smorodinsky(&layers, &reservations, &Unlimited).found().map(|found| found.solution),
        ];
        for solution in solutions {
            let solution = solution.unwrap();
            assert!(solution.proven);
            assert!(solution.gains.iter().all(|gain| *gain >= 0));
        }
    }
}

/// The same problem with parties, issues and options in another order.
fn permuted(layers: &Layers, rng: &mut Rng) -> (Layers, Vec<usize>) {
    let shuffle = |count: usize, rng: &mut Rng| {
        let mut order: Vec<usize> = (0..count).collect();
        for at in (1..count).rev() {
            order.swap(at, rng.between(0, at as i64) as usize);
        }
        order
    };
    let n = layers.party_count;
    let parties = shuffle(n, rng);
    let mut changed = layers.clone();
    changed.constant = parties.iter().map(|p| layers.constant[*p]).collect();
    for layer in &mut changed.layers {
        let choices = shuffle(layer.choice_count(n), rng);
        let width = layer.issues.len();
        let of = |choice: &usize| layer.options[choice * width..(choice + 1) * width].to_vec();
        let options = choices.iter().flat_map(of).collect();
        let at = |(choice, party): (usize, usize)| layer.utilities[choice * n + party];
        let utilities =
            choices.iter().flat_map(|choice| parties.iter().map(|party| at((*choice, *party)))).collect();
        layer.options = options;
        layer.utilities = utilities;
    }
    let order = shuffle(layers.layers.len(), rng);
    changed.layers = order.iter().map(|index| changed.layers[*index].clone()).collect();
    (changed, parties)
}

fn values(layers: &Layers, reservations: &[i64]) -> Option<Vec<(Ratio<BigInt>, BigUint)>> {
    let part = |solution: Solution| (solution.value, solution.ties.count);
    Some(vec![
        part(nash(layers, reservations, &Unlimited).found()?),
        part(leximin(layers, reservations, &Unlimited).found()?),
        part(utilitarian(layers, reservations, &Unlimited).found()?),
        part(kalai_smorodinsky(layers, reservations, &Unlimited).found()?.solution),
    ])
}

#[test]
fn order_does_not_matter() {
    let mut rng = Rng(11);
    for _ in 0..400 * times() {
        let (layers, reservations) = small(&mut rng);
        let (changed, parties) = permuted(&layers, &mut rng);
        let moved: Vec<i64> = parties.iter().map(|p| reservations[*p]).collect();
        assert_eq!(values(&layers, &reservations), values(&changed, &moved));
        assert_eq!(count(&layers, &reservations, &Unlimited), count(&changed, &moved, &Unlimited));
        let points = |layers: &Layers, reservations: &[i64]| -> Vec<Vec<i64>> {
            let found = frontier(layers, Some(reservations), POINTS_MAX, &Unlimited);
            found.points.into_iter().map(|point| point.utilities).collect()
        };
        let mut expected: Vec<Vec<i64>> = points(&layers, &reservations)
            .into_iter()
            .map(|utilities| parties.iter().map(|p| utilities[*p]).collect())
            .collect();
        expected.sort_unstable_by(|a, b| b.cmp(a));
        assert_eq!(points(&changed, &moved), expected);
    }
}

#[test]
fn rescaling_a_party_leaves_nash_and_kalai_smorodinsky_alone() {
    let mut rng = Rng(5);
    for _ in 0..300 * times() {
        let (layers, reservations) = small(&mut rng);
        let n = layers.party_count;
        let party = rng.between(0, n as i64 - 1) as usize;
        let factor = rng.between(2, 1_000_000);
        let mut scaled = layers.clone();
        scaled.constant[party] *= factor;
        for layer in &mut scaled.layers {
            layer.utilities.iter_mut().skip(party).step_by(n).for_each(|value| *value *= factor);
        }
        let mut moved = reservations.clone();
        moved[party] *= factor;
        let before = kalai_smorodinsky(&layers, &reservations, &Unlimited).found();
        let after = kalai_smorodinsky(&scaled, &moved, &Unlimited).found();
        let package = |found: &KalaiSmorodinsky| found.solution.package.clone();
        assert_eq!(before.as_ref().map(package), after.as_ref().map(package));
        let before = nash(&layers, &reservations, &Unlimited).found().filter(|nash| !nash.stands_in);
        let after = nash(&scaled, &moved, &Unlimited).found().filter(|nash| !nash.stands_in);
        assert_eq!(before.map(|nash| nash.package), after.map(|nash| nash.package));
    }
}

#[test]
fn threads_do_not_change_a_byte() {
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let three = additive(3, 12, 8, Kind::Random, 1e4, 1);
            let four = additive(4, 8, 6, Kind::Opposed, 1e4, 1);
            let many = arbitrary(2, 200_000, 5000, 3);
            format!(
                "{:?} {:?} {:?} {:?} {:?} {:?}",
                frontier(&three, None, POINTS_MAX, &Unlimited),
                frontier(&four, Some(&[3000, 2000, 3000, 2000]), POINTS_MAX, &Unlimited),
                frontier(&four, None, 500, &Unlimited),
                frontier(&many, None, POINTS_MAX, &Unlimited),
                leximin(&four, &[1000; 4], &Unlimited),
                count(&four, &[5000; 4], &Unlimited),
            )
        })
    };
    assert!(run(1) == run(2));
}

#[test]
fn a_thinned_frontier_covers_what_it_says() {
    for seed in 0..4 {
        let layers = additive(4, 5, 5, Kind::Opposed, 1e4, seed);
        let reservations = [2000, 1000, 0, 1500];
        let thinned = frontier(&layers, Some(&reservations), 60, &Unlimited);
        assert!(!thinned.complete);
        let epsilon = thinned.epsilon.unwrap();
        for (_, utilities) in Oracle::new(&layers, &reservations).inside {
            if utilities.iter().zip(&reservations).zip(&epsilon).all(|((u, r), e)| u >= &(r + e)) {
                let covers =
                    |point: &[i64]| point.iter().zip(&utilities).zip(&epsilon).all(|((a, u), e)| a + e >= *u);
                assert!(thinned.points.iter().any(|point| covers(&point.utilities)));
            }
        }
    }
}

#[test]
fn a_stopped_search_says_what_it_knows() {
    struct Stopped;
    impl mediant_engine::Control for Stopped {
        fn should_stop(&self) -> bool {
            true
        }
    }
    let layers = additive(4, 20, 10, Kind::Opposed, 1e6, 1);
    let found = nash(&layers, &[100_000; 4], &Stopped).found().unwrap();
    assert!(!found.proven && !found.ties.exact);
    let best = nash(&layers, &[100_000; 4], &Unlimited).found().unwrap();
    assert!(found.value <= best.value && best.value <= found.bound.unwrap());
    let stopped = frontier(&layers, None, POINTS_MAX, &Stopped);
    assert!(!stopped.complete && stopped.points.is_empty() && stopped.epsilon.is_none());
}

#[test]
fn adjusted_winner_divides_the_published_estate() {
    // Brams & Taylor, The Win-Win Solution (1999), chapter 5, the Trump divorce: both get about 72.7 points.
    let points = [(10, 38), (40, 20), (10, 30), (38, 10), (2, 2)];
    let layers = points
        .iter()
        .enumerate()
        .map(|(issue, (first, second))| Layer {
            issues: vec![issue],
            options: vec![0, 1],
            utilities: vec![*first, 0, 0, *second],
        })
        .collect();
    let layers = Layers { party_count: 2, issue_count: 5, constant: vec![0, 0], layers };
    let found = adjusted_winner(&layers).unwrap();
    let expected = Ratio::new(BigInt::from(218), BigInt::from(300));
    assert_eq!(found.points, [expected.clone(), expected]);
    assert_eq!(found.package_first, [1, 0, 1, 0, 1]);
    assert_eq!(found.package_second, [1, 1, 1, 0, 1]);
}
