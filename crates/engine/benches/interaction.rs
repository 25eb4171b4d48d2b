//! How long do linkages, rectangles and the nonlinear scenarios take?
//!
//! `cargo bench -p mediant-engine --bench interaction [-- NAME]`: best of several runs, one thread.
//! A row that is not finished within its limit says how much the bound leaves open.

#![allow(clippy::expect_used, clippy::disallowed_methods, reason = "a benchmark measures time and may stop")]

#[path = "../tests/instances/mod.rs"]
mod instances;

use instances::genius::{scenario, shared, text};
use instances::{Numbers, fact, issue, problem_party};
use mediant_engine::interaction::{Effort, Fairest, Landscape, Rule, fairest, pair_frontier};
use mediant_engine::{Control, Scope};
use mediant_model::problem::{FactKind, Interaction, Region, Utility};
use mediant_model::{OptionSet, Problem};
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use std::time::{Duration, Instant};

/// Units of a party's best additive package.
const SCALE: f64 = 1e6;

struct Until(Instant);

impl Control for Until {
    fn should_stop(&self) -> bool {
        Instant::now() >= self.0
    }
}

#[derive(Clone, Copy)]
struct Size {
    parties: usize,
    issues: usize,
    options: usize,
    links: usize,
    rectangles: usize,
    opposed: bool,
    widest: usize,
}

fn unit(n: &mut Numbers) -> f64 {
    (n.next() >> 11) as f64 / (1u64 << 53) as f64
}

/// `issues` x `options` additive values, links between pairs of options, rectangles of 2 to
/// `widest` issues for each party, worth up to two of its mean issues.
fn generated(size: Size, seed: u64) -> Problem {
    let n = &mut Numbers(seed);
    let parties = (0..size.parties).map(|party| {
        let weights: Vec<f64> = (0..size.issues).map(|_| 0.2 + unit(n)).collect();
        let total: f64 = weights.iter().sum();
        let value = |n: &mut Numbers, weight: f64, option: usize| {
            let rising = option as f64 / (size.options - 1) as f64;
            let base = if party % 2 == 0 { rising } else { 1.0 - rising };
            let share = if size.opposed { 0.85 * base + 0.15 * unit(n) } else { unit(n) };
            (share * weight / total * SCALE) as i64
        };
        let values =
            weights.iter().map(|weight| (0..size.options).map(|o| value(n, *weight, o)).collect()).collect();
        let interactions = (0..size.rectangles).map(|stated| {
            let points = (unit(n) * 2.0 * SCALE / size.issues as f64) as i64;
            Interaction { region: rectangle(n, size), points, stated }
        });
        let interactions = interactions.collect();
        problem_party(party, Some(Utility { values, interactions, constant: 0, cap: None }), 0)
    });
    let parties: Vec<_> = parties.collect();
    let facts = (0..size.links).map(|link| {
        let (a, b) = (n.below(size.issues), n.below(size.issues - 1));
        let b = if b >= a { b + 1 } else { b };
        let then = OptionSet::of(size.options, (0..size.options).filter(|_| n.chance(50)));
        let region = Region::everything()
            .with(a, OptionSet::of(size.options, [n.below(size.options)]))
            .with(b, then.complement());
        fact(format!("linkage.{link}"), FactKind::Linkage, None, vec![region])
    });
    let facts = facts.collect();
    let issues = (0..size.issues).map(|index| issue(index, size.options)).collect();
    Problem { quorum: size.parties, parties, issues, facts, denominator: 1, rounded: false }
}

fn rectangle(n: &mut Numbers, size: Size) -> Region {
    let mut region = Region::everything();
    for _ in 0..2 + n.below(size.widest - 1) {
        let low = n.below(size.options);
        let high = low + n.below(size.options - low);
        region.narrow(n.below(size.issues), OptionSet::of(size.options, low..=high));
    }
    if region.is_empty() { rectangle(n, size) } else { region }
}

/// Best time of several runs, in milliseconds, and the last result.
fn timed<T>(mut run: impl FnMut(&Until) -> T) -> (f64, T) {
    let mut best = f64::INFINITY;
    let started = Instant::now();
    loop {
        let now = Instant::now();
        let result = run(&Until(now + Duration::from_secs(20)));
        best = best.min(now.elapsed().as_secs_f64() * 1e3);
        if started.elapsed() > Duration::from_millis(300) {
            return (best, result);
        }
    }
}

fn wanted(name: &str) -> bool {
    std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).all(|part| name.contains(&part))
}

fn nash(name: &str, size: Size) {
    for seed in 1..=3 {
        let name = format!("nash/{name}/seed{seed}");
        if wanted(&name) {
            let problem = generated(size, seed);
            let landscape = Landscape::of(&problem, &Scope::everything(&problem));
            let from = vec![0; size.parties];
            let (ms, found) =
                timed(|control| fairest(&landscape, &Rule::Nash, &from, Effort::default(), control));
            println!("{name:<52} {ms:>10.2} ms {:>8} nodes {}", found.nodes, standing(&found));
        }
    }
}

fn standing(found: &Fairest) -> String {
    match (found.proven, &found.value, &found.bound) {
        (true, _, _) => "proven".to_owned(),
        (false, Some(value), Some(bound)) => {
            let millionths = (bound * BigInt::from(1_000_000) / value).to_integer().to_f64();
            format!("stopped, gap {:.3} %", millionths.unwrap_or(f64::NAN) / 1e4 - 100.0)
        }
        _ => "stopped".to_owned(),
    }
}

fn frontier(name: &str, problem: &Problem) {
    let name = format!("frontier/{name}");
    if wanted(&name) {
        let landscape = Landscape::of(problem, &Scope::everything(problem));
        let (ms, found) =
            timed(|control| pair_frontier(&landscape, Effort::default(), control).expect("two parties"));
        let standing = if found.is_complete() { "complete" } else { "stopped" };
        println!(
            "{name:<52} {ms:>10.2} ms {:>8} nodes {:>5} points {standing}",
            found.nodes,
            found.points.len()
        );
    }
}

fn main() {
    let base =
        Size { parties: 2, issues: 30, options: 10, links: 0, rectangles: 0, opposed: false, widest: 3 };
    if let Some(shared) = shared() {
        let reference = text(&shared.join("reference/nonlinear_exact.json"));
        let reference: serde_json::Value = serde_json::from_str(&reference).expect("a JSON file");
        for (name, entry) in reference.as_object().into_iter().flatten() {
            let profiles = entry["profiles"].as_array().into_iter().flatten();
            let profiles: Vec<&str> = profiles.filter_map(|profile| profile.as_str()).collect();
            frontier(name, &scenario(&shared.join("scenarios/genius").join(name), &profiles));
        }
    }
    nash("2x30x10+60links", Size { links: 60, ..base });
    nash("2x30x10+100links", Size { links: 100, ..base });
    nash("3x30x10+100links", Size { parties: 3, links: 100, ..base });
    nash("2x30x10+10links+50rectangles", Size { links: 10, rectangles: 50, ..base });
    nash("2x30x10+10links+50rectangles/opposed", Size { links: 10, rectangles: 50, opposed: true, ..base });
    nash("3x30x10+10links+50rectangles", Size { parties: 3, links: 10, rectangles: 50, ..base });
    nash("2x50x10+10links+100rectangles", Size { issues: 50, links: 10, rectangles: 100, ..base });
    frontier("2x30x10+100links", &generated(Size { links: 100, ..base }, 1));
    frontier("2x30x10+10links+50rectangles", &generated(Size { links: 10, rectangles: 50, ..base }, 1));
}
