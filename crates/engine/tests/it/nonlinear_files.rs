//! Frontiers of the nonlinear scenarios of ANAC 2014 and others, against their reference.

#![allow(clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use crate::instances::genius::{scenario, shared, text};
use mediant_engine::interaction::{Effort, Landscape, PairFrontier, pair_frontier};
use mediant_engine::{Control, Scope, Unlimited};
use mediant_model::Problem;
use serde_json::Value;
use std::sync::atomic::{AtomicU64, Ordering};

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

/// The reference's points within the reservations, on the scale of the file.
fn wanted(entry: &Value) -> Vec<Vec<f64>> {
    let reserved = numbers(&entry["reserved_genius"]);
    let points = entry["pareto_genius"].as_array().into_iter().flatten().map(numbers);
    points.filter(|point| point.iter().zip(&reserved).all(|(x, r)| x >= r)).collect()
}

fn shown(problem: &Problem, found: &PairFrontier) -> Vec<Vec<f64>> {
    found
        .points
        .iter()
        .map(|point| {
            point.utilities.iter().enumerate().map(|(party, units)| problem.shown(party, *units)).collect()
        })
        .collect()
}

fn same(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-9)
}

fn each_file(mut check: impl FnMut(&str, &Problem, &[Vec<f64>])) {
    let Some(shared) = shared() else {
        eprintln!("skipped: no folder `shared`");
        return;
    };
    let reference: Value =
        serde_json::from_str(&text(&shared.join("reference/nonlinear_exact.json"))).expect("a JSON file");
    for (name, entry) in reference.as_object().into_iter().flatten() {
        let folder = shared.join("scenarios/genius").join(name);
        check(name, &scenario(&folder, &strings(&entry["profiles"])), &wanted(entry));
    }
}

#[test]
fn frontiers_are_those_of_the_reference() {
    each_file(|name, problem, wanted| {
        let landscape = Landscape::new(problem, &Scope::everything(problem));
        let found = pair_frontier(&landscape, Effort::default(), &Unlimited).expect("two parties");
        let got = shown(problem, &found);
        eprintln!("{name}: {} points, {} nodes, complete: {}", got.len(), found.nodes, found.is_complete());
        assert!(found.is_complete());
        assert!(wanted.iter().all(|w| got.iter().any(|g| same(g, w))), "{name}: points are missing");
        assert_eq!(got.len(), wanted.len(), "{name}");
    });
}

/// Stops after a number of questions.
struct After(AtomicU64, u64);

impl Control for After {
    fn should_stop(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed) >= self.1
    }
}

#[test]
fn a_stopped_search_bounds_what_is_missing() {
    each_file(|name, problem, wanted| {
        let landscape = Landscape::new(problem, &Scope::everything(problem));
        for questions in [0, 1, 10, 50, 150] {
            let control = After(AtomicU64::new(0), questions);
            let found = pair_frontier(&landscape, Effort::default(), &control).expect("two parties");
            let got = shown(problem, &found);
            for missing in wanted.iter().filter(|w| !got.iter().any(|g| same(g, w))) {
                let units: Vec<i128> =
                    missing.iter().map(|x| (x / problem.shown(0, 1)).round() as i128).collect();
                let covered = found.open.iter().any(|window| {
                    let priced: i128 =
                        units.iter().zip(&window.prices).map(|(u, p)| u * i128::from(*p)).sum();
                    window.above.is_none_or(|above| units[0] > i128::from(above))
                        && window.below.is_none_or(|below| units[0] <= i128::from(below))
                        && priced <= window.bound
                });
                assert!(covered, "{name} after {questions}: {missing:?} is neither found nor bounded");
            }
        }
    });
}
