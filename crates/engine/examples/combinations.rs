//! Solves one instance with combinations and prints it with the answer, as JSON: for `benches/peers/interactions.py`.
//!
//! `combinations nash|frontier NAME SEED SECONDS`. NAME is one of the drawn instances below, or the folder of a
//! nonlinear scenario under `../shared/scenarios/genius`.

#![allow(clippy::expect_used, clippy::disallowed_methods, reason = "a measurement reads files and the clock")]

#[path = "../tests/it/instances/mod.rs"]
mod instances;

use instances::generated::{PLAIN, Size, generated, rectangles_only};
use instances::genius::{scenario, shared, text};
use mediant_engine::interaction::{Effort, Landscape, Objective, fairest, pair_frontier};
use mediant_engine::{Control, Scope};
use mediant_model::Problem;
use mediant_model::problem::Region;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

struct Until(Instant);

impl Control for Until {
    fn should_stop(&self) -> bool {
        Instant::now() >= self.0
    }
}

fn problem(name: &str, seed: u64) -> Option<Problem> {
    let mixed = Size { links: 10, rectangles: 50, ..PLAIN };
    Some(match name {
        "30x10+60links" => generated(Size { links: 60, ..PLAIN }, seed),
        "30x10+100links" => generated(Size { links: 100, ..PLAIN }, seed),
        "30x10+10links+50rectangles" => generated(mixed, seed),
        "30x10+10links+50rectangles, opposed" => generated(Size { opposed: true, ..mixed }, seed),
        "3 parties, 30x10+10links+50rectangles" => generated(Size { parties: 3, ..mixed }, seed),
        "50x10+10links+100rectangles" => generated(Size { issues: 50, rectangles: 100, ..mixed }, seed),
        "50x10+130rectangles of 8" => {
            rectangles_only(Size { issues: 50, rectangles: 130, widest: 8, ..PLAIN }, seed)
        }
        _ => {
            let shared = shared()?;
            let reference = text(&shared.join("reference/nonlinear_exact.json"));
            let reference: Value = serde_json::from_str(&reference).ok()?;
            let profiles: Vec<&str> =
                reference[name]["profiles"].as_array()?.iter().filter_map(Value::as_str).collect();
            scenario(&shared.join("scenarios/genius").join(name), &profiles)
        }
    })
}

fn sides(region: &Region) -> Value {
    region.sides().map(|(issue, options)| json!([issue, options.iter().collect::<Vec<_>>()])).collect()
}

/// The instance in numbers, for other solvers.
fn written(problem: &Problem) -> Value {
    let parties = problem.parties.iter().enumerate().filter_map(|(index, party)| {
        let utility = party.utility.as_ref()?;
        let boxes = utility.interactions.iter().map(|held| json!([sides(&held.region), held.points]));
        let binds = problem.facts.iter().any(|fact| fact.party == Some(index) && fact.forbids.is_empty());
        Some(json!({
            "values": utility.values, "constant": utility.constant, "cap": utility.cap,
            "boxes": boxes.collect::<Vec<_>>(), "from": problem.reservation(index), "binds": binds,
        }))
    });
    let forbidden = problem.facts.iter().flat_map(|fact| &fact.forbids).map(sides);
    json!({
        "sizes": problem.issues.iter().map(|issue| issue.options.len()).collect::<Vec<_>>(),
        "parties": parties.collect::<Vec<_>>(), "forbidden": forbidden.collect::<Vec<_>>(),
    })
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [question, name, seed, seconds] = arguments.as_slice() else {
        eprintln!("give a question, an instance, a seed and seconds");
        std::process::exit(2);
    };
    let Some(problem) = problem(name, seed.parse().expect("a seed")) else {
        eprintln!("there is no instance `{name}`");
        std::process::exit(2);
    };
    let limit = Duration::from_secs_f64(seconds.parse().expect("seconds"));
    let landscape = Landscape::new(&problem, &Scope::everything(&problem));
    let from: Vec<i64> = (0..problem.parties.len()).map(|p| problem.reservation(p).unwrap_or(0)).collect();
    let mut times = Vec::new();
    let mut answer = Value::Null;
    let started = Instant::now();
    while times.is_empty() || (times.len() < 9 && started.elapsed() < Duration::from_secs(1)) {
        let now = Instant::now();
        let control = Until(now + limit);
        answer = if question == "frontier" {
            let found = pair_frontier(&landscape, Effort::default(), &control).expect("two parties");
            let points: Vec<&Vec<i64>> = found.points.iter().map(|point| &point.utilities).collect();
            json!({"proven": found.is_complete(), "points": points, "nodes": found.nodes})
        } else {
            let found = fairest(&landscape, &Objective::Nash, &from, Effort::default(), &control);
            let worth = found.best.as_ref().map(|(_, worth)| worth);
            json!({"proven": found.proven, "worth": worth, "nodes": found.nodes})
        };
        times.push(now.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    answer["ms"] = json!(times[times.len() / 2]);
    println!("{}", json!({"problem": written(&problem), "answer": answer}));
}
