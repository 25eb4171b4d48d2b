//! How long do linkages, rectangles and the nonlinear scenarios take?
//!
//! `cargo bench -p mediant-engine --bench interaction [-- NAME…]`: medians of several runs, one thread; only the
//! rows whose names contain every NAME. A row that is not finished within 20 seconds says how much its bound
//! leaves open.

#![allow(clippy::expect_used, clippy::disallowed_methods, reason = "a benchmark measures time and may stop")]

#[path = "../tests/instances/mod.rs"]
mod instances;

use instances::generated::{PLAIN, Size, generated, rectangles_only};
use instances::genius::{scenario, shared, text};
use mediant_engine::interaction::{Effort, Fairest, Landscape, Rule, fairest, pair_frontier};
use mediant_engine::{Control, Scope};
use mediant_model::Problem;
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_secs(20);

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
    let landscape = Landscape::of(problem, &Scope::everything(problem));
    let from: Vec<i64> = (0..problem.parties.len()).map(|p| problem.reservation(p).unwrap_or(0)).collect();
    let (ms, found) = timed(|control| fairest(&landscape, &Rule::Nash, &from, Effort::default(), control));
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
    let landscape = Landscape::of(problem, &Scope::everything(problem));
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
        for (question, ask) in [("frontier", frontier_of as fn(&str, &Problem)), ("nash", nash_of)] {
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
}
