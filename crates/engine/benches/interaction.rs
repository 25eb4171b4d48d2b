//! How long do linkages, rectangles and the nonlinear scenarios take?
//!
//! `cargo bench -p mediant-engine --bench interaction [-- NAME…]`: medians of several runs, one thread; only the
//! rows whose names contain every NAME. A row that is not finished within 20 seconds says how much its bound
//! leaves open.

#![allow(clippy::expect_used, clippy::disallowed_methods, reason = "a benchmark measures time and may stop")]

#[path = "../tests/it/instances/mod.rs"]
mod instances;

use instances::generated::{PLAIN, Size, generated, rectangles_only};
use instances::genius::{scenario, shared, text};
use mediant_check::{Basis, Case, Certificate, Claim, Point, verify};
use mediant_engine::decomposition::cost;
use mediant_engine::interaction::{
    Beyond, Effort, Fairest, FrontierLimits, Landscape, Objective, ProofLimits, TieLimits, bounds_proof,
    count, fairest, joint_frontier, pair_frontier, ties,
};
use mediant_engine::{Control, Route, Scope, Settings, analyze};
use mediant_model::Problem;
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_secs(20);

/// Asks one thing about a problem and prints a row of that name.
type Question = fn(&str, &Problem);

struct Until(Instant);

impl Control for Until {
    fn should_stop(&self) -> bool {
        Instant::now() >= self.0
    }
}

/// Median time of 3 to 25 runs, in milliseconds (of one, where it is long), and the last result.
fn timed<T>(mut run: impl FnMut(&Until) -> T) -> (f64, T) {
    let mut times = Vec::new();
    let started = Instant::now();
    loop {
        let now = Instant::now();
        let result = run(&Until(now + LIMIT));
        times.push(now.elapsed().as_secs_f64() * 1e3);
        let long = started.elapsed() > Duration::from_secs(3);
        let enough = times.len() >= 3 && started.elapsed() > Duration::from_millis(300);
        if long || enough || times.len() >= 25 {
            times.sort_by(f64::total_cmp);
            return (times[times.len() / 2], result);
        }
    }
}

fn wanted(name: &str) -> bool {
    std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).all(|part| name.contains(&part))
}

fn nash_of(name: &str, problem: &Problem) {
    let landscape = Landscape::new(problem, &Scope::everything(problem));
    let from: Vec<i64> = (0..problem.parties.len()).map(|p| problem.reservation(p).unwrap_or(0)).collect();
    let (ms, found) =
        timed(|control| fairest(&landscape, &Objective::Nash, &from, Effort::default(), control));
    println!("{name:<58} {ms:>10.2} ms {:>8} nodes {}", found.nodes, standing(&found));
}

fn nash(name: &str, size: Size, draw: fn(Size, u64) -> Problem) {
    for seed in 1..=3 {
        let name = format!("nash/{}x{}x{}+{name}/seed{seed}", size.parties, size.issues, size.options);
        if wanted(&name) {
            nash_of(&name, &draw(size, seed));
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

fn frontier_of(name: &str, problem: &Problem) {
    let landscape = Landscape::new(problem, &Scope::everything(problem));
    let (ms, found) =
        timed(|control| pair_frontier(&landscape, Effort::default(), control).expect("two parties"));
    let standing = if found.is_complete() { "complete" } else { "stopped" };
    let (nodes, points) = (found.nodes, found.points.len());
    println!("{name:<58} {ms:>10.2} ms {nodes:>8} nodes {points:>5} points {standing}");
}

fn frontier(name: &str, size: Size) {
    for seed in 1..=3 {
        let name = format!("frontier/{}x{}x{}+{name}/seed{seed}", size.parties, size.issues, size.options);
        if wanted(&name) {
            frontier_of(&name, &generated(size, seed));
        }
    }
}

fn joint_frontier_of(name: &str, problem: &Problem) {
    let landscape = Landscape::new(problem, &Scope::everything(problem));
    let limits = FrontierLimits::default();
    let (ms, found) = timed(|control| joint_frontier(&landscape, limits, Effort::default(), control));
    let standing = match &found.within {
        _ if found.complete => "complete".to_owned(),
        Some(within) => format!("to {within:?} units"),
        None => "stopped".to_owned(),
    };
    let (nodes, points) = (found.nodes, found.points.len());
    println!("{name:<58} {ms:>10.2} ms {nodes:>8} nodes {points:>5} points {standing}");
}

/// The proof that the frontier is complete, and how long the checker takes.
fn proof_of(name: &str, problem: &Problem) {
    let landscape = Landscape::new(problem, &Scope::everything(problem));
    let found = pair_frontier(&landscape, Effort::default(), &Until(Instant::now() + LIMIT));
    let found = found.expect("two parties");
    let beyond = Beyond::Points(found.points.iter().map(|point| point.utilities.clone()).collect());
    let facts: Vec<usize> = (0..problem.facts.len()).collect();
    let prove = |control: &Until| bounds_proof(problem, &facts, &beyond, ProofLimits::default(), control);
    let (ms, proof) = timed(prove);
    let Some(proof) = proof else { return println!("{name:<58} {ms:>10.2} ms no proof") };
    let nodes = proof.len();
    let claim = Claim::Frontier {
        basis: Basis::Unanimous,
        table: None,
        points: found.points.iter().map(|point| Point::new(problem, &point.package)).collect(),
        cases: vec![Case::new(problem, facts.clone(), proof)],
    };
    let certificate = Certificate::new(problem, vec![claim]);
    let (checked, verdict) = timed(|_| verify(problem, &certificate));
    let verdict = verdict.map_or_else(|refused| refused.to_string(), |_| "accepted".to_owned());
    println!("{name:<58} {ms:>10.2} ms {nodes:>8} nodes, checked in {checked:.0} ms: {verdict}");
}

fn count_of(name: &str, problem: &Problem) {
    let landscape = Landscape::new(problem, &Scope::everything(problem));
    let (ms, found) = timed(|control| count(&landscape, control));
    let digits = |count: &num_bigint::BigUint| count.to_f64().unwrap_or(f64::INFINITY);
    println!("{name:<58} {ms:>10.2} ms {:.3e} to {:.3e} deals", digits(&found.lower), digits(&found.upper));
}

fn ties_of(name: &str, problem: &Problem) {
    let landscape = Landscape::new(problem, &Scope::everything(problem));
    let from: Vec<i64> = (0..problem.parties.len()).map(|p| problem.reservation(p).unwrap_or(0)).collect();
    let unlimited = Until(Instant::now() + LIMIT);
    let found = fairest(&landscape, &Objective::Nash, &from, Effort::default(), &unlimited);
    let Some((_, best)) = found.best else { return };
    let (ms, (count, all)) =
        timed(|control| ties(&landscape, &Objective::Nash, &from, &best, TieLimits::default(), control));
    println!("{name:<58} {ms:>10.2} ms {} {count} tie", if all { "exactly" } else { "at least" });
}

/// Whole analyses by the two routes between which an analysis chooses, each with what it was estimated to take.
fn costs() {
    let size = |parties, issues, options, rectangles, links| Size {
        parties,
        issues,
        options,
        rectangles,
        links,
        ..PLAIN
    };
    for size in [
        size(2, 4, 10, 20, 4),
        size(2, 5, 10, 5, 5),
        size(2, 5, 10, 20, 5),
        size(2, 5, 10, 80, 5),
        size(2, 6, 10, 5, 6),
        size(2, 6, 10, 20, 6),
        size(2, 12, 3, 20, 12),
        size(3, 5, 10, 20, 5),
        size(3, 9, 4, 10, 9),
        size(5, 5, 8, 10, 5),
        size(2, 10, 10, 20, 10),
        size(2, 20, 10, 20, 20),
        size(3, 10, 10, 10, 10),
    ] {
        let Size { parties, issues, options, rectangles, links, .. } = size;
        let problem = generated(size, 1);
        let combinations = (options as f64).powi(issues as i32);
        let estimated = cost(&problem, &Scope::everything(&problem));
        for (route, limit, estimate) in
            [("enumeration", u64::MAX, estimated.enumeration), ("search", 0, estimated.search)]
        {
            let name =
                format!("cost/{parties}x{issues}x{options}+{rectangles}rectangles+{links}links/{route}");
            if !wanted(&name) || limit > 0 && combinations > 3e6 {
                continue;
            }
            let settings = Settings { route: Route::UpTo(limit), certify: false, ..Settings::default() };
            let (ms, found) = timed(|control| analyze(&problem, &settings, control));
            let exact = if found.zopa.count.is_exact() { "exact" } else { "bounded" };
            println!(
                "{name:<58} {ms:>10.2} ms, estimated {:.2}, {:.2} of it; {:.0} ns a combination, count {exact}",
                estimate / 1e6,
                ms * 1e6 / estimate,
                ms * 1e6 / combinations,
            );
        }
    }
}

fn files() {
    let Some(shared) = shared() else {
        println!("the nonlinear files are left out: there is no folder `shared`");
        return;
    };
    let reference = text(&shared.join("reference/nonlinear_exact.json"));
    let reference: serde_json::Value = serde_json::from_str(&reference).expect("a JSON file");
    for (file, entry) in reference.as_object().into_iter().flatten() {
        let profiles = entry["profiles"].as_array().into_iter().flatten();
        let profiles: Vec<&str> = profiles.filter_map(|profile| profile.as_str()).collect();
        let problem = scenario(&shared.join("scenarios/genius").join(file), &profiles);
        let questions: [(&str, Question); 5] = [
            ("frontier", frontier_of),
            ("nash", nash_of),
            ("ties", ties_of),
            ("count", count_of),
            ("proof", proof_of),
        ];
        for (question, ask) in questions {
            let name = format!("{question}/{file}");
            if wanted(&name) {
                ask(&name, &problem);
            }
        }
    }
}

fn main() {
    files();
    let links = |links| Size { links, ..PLAIN };
    let mixed = Size { links: 10, rectangles: 50, ..PLAIN };
    let opposed = |size| Size { opposed: true, ..size };
    nash("60links", links(60), generated);
    nash("100links", links(100), generated);
    nash("100links", Size { issues: 50, ..links(100) }, generated);
    nash("100links/opposed", opposed(Size { issues: 50, ..links(100) }), generated);
    nash("100links", Size { parties: 3, ..links(100) }, generated);
    nash("10links+50rectangles", mixed, generated);
    nash("10links+50rectangles/opposed", opposed(mixed), generated);
    nash("10links+50rectangles", Size { parties: 3, ..mixed }, generated);
    nash("10links+100rectangles", Size { issues: 50, rectangles: 100, ..mixed }, generated);
    let wide = |parties, issues, rectangles, widest| Size { parties, issues, rectangles, widest, ..PLAIN };
    nash("400rectangles_of_4", wide(2, 60, 400, 4), rectangles_only);
    nash("130rectangles_of_8", wide(2, 50, 130, 8), rectangles_only);
    nash("60rectangles_of_4", wide(4, 30, 60, 4), rectangles_only);
    nash("60rectangles_of_4", wide(6, 30, 60, 4), rectangles_only);
    frontier("100links", links(100));
    frontier("100links/opposed", opposed(links(100)));
    frontier("10links+50rectangles", mixed);
    frontier("10links+50rectangles/opposed", opposed(mixed));
    for (name, size) in [
        (
            "3x6x5+10links+10rectangles",
            Size { parties: 3, issues: 6, options: 5, rectangles: 10, ..links(10) },
        ),
        (
            "3x10x5+20links+20rectangles",
            Size { parties: 3, issues: 10, options: 5, rectangles: 20, ..links(20) },
        ),
        ("3x30x10+10links+50rectangles", Size { parties: 3, ..mixed }),
        (
            "4x10x5+20links+20rectangles",
            Size { parties: 4, issues: 10, options: 5, rectangles: 20, ..links(20) },
        ),
    ] {
        let name = format!("frontier/{name}");
        if wanted(&name) {
            joint_frontier_of(&name, &generated(size, 1));
        }
    }
    for (name, size) in [("2x30x10+100links", links(100)), ("2x30x10+10links+50rectangles", mixed)] {
        let name = format!("count/{name}");
        if wanted(&name) {
            count_of(&name, &generated(size, 1));
        }
    }
    costs();
}
