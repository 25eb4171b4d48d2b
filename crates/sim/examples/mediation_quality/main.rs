//! How good shuttle mediation is: the tables of `docs/results.md`, measured anew.
//!
//! `cargo run --release -p mediant-sim --example mediation_quality -- SCENARIOS CASINO.csv [SECTION …]`
//!
//! SCENARIOS is a folder of scenarios in any format, CASINO.csv the human negotiations of Chawla et al. 2021. Sections:
//! `quality`, `estimates`, `beside`, `no-deal`, `lies`, `human`, `time`; all of them by default. Everything is seeded: the same
//! command prints the same figures, times apart.

#![expect(clippy::disallowed_methods, reason = "a measuring program reads files and the clock")]

mod beside;
mod domain;
mod estimates;
mod human;
mod lies;
mod mediate;
mod no_deal;
mod quality;
mod time;

use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [scenarios, casino, sections @ ..] = arguments.as_slice() else {
        eprintln!("usage: mediation_quality SCENARIOS CASINO.csv [SECTION …]");
        std::process::exit(2);
    };
    let wants = |section: &str| sections.is_empty() || sections.iter().any(|asked| asked == section);
    let all = domain::read_all(Path::new(scenarios));
    let domains: Vec<_> = all.iter().filter(|domain| domain.optimum > 0).collect();
    let packages = domains.iter().map(|domain| domain.size);
    println!(
        "{} domains of two parties, {} to {} packages.\n",
        domains.len(),
        packages.clone().min().unwrap_or(0),
        packages.max().unwrap_or(0)
    );
    if wants("quality") {
        quality::print(&domains);
    }
    if wants("estimates") {
        estimates::print(&domains);
    }
    if wants("beside") {
        beside::print(&domains);
    }
    if wants("no-deal") {
        no_deal::print(&all);
    }
    if wants("lies") {
        lies::print(&domains);
    }
    if wants("human") {
        human::print(Path::new(casino));
    }
    if wants("time") {
        time::print();
    }
}
