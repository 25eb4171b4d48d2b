//! Single text and alternating offers on the same domains.

use crate::domain::Domain;
use crate::mediate::{Plan, mean};
use crate::quality::ratios;
use mediant_mediate::Manner;
use mediant_sim::{Limits, Protocol, SingleText, Spec, negotiate};
use rayon::prelude::*;

/// Runs of each other method, by domain.
const RUNS: u64 = 10;
/// Ratios this near are a tie.
const TIE: f64 = 1e-9;

pub fn print(domains: &[&Domain]) {
    println!("### Beside single text and alternating offers\n");
    println!(
        "Mean share by domain, {RUNS} runs each; mediation: forms and 40 questions to each, coupled and blind.\n"
    );
    println!("| method | mean | coupled mediation better / tie / worse | blind better / tie / worse |");
    println!("|---|---|---|---|");
    let mediated = |manner| {
        let at = ratios(domains, &Plan::new(true, manner, 0.0, &[40]));
        at.into_iter().flat_map(|(_, ratios)| ratios).map(|of| mean(&of)).collect::<Vec<f64>>()
    };
    let (coupled, blind) = (mediated(Manner::Coupled), mediated(Manner::Blind));
    println!("| coupled mediation | {:.1} % | | |", mean(&coupled) * 100.0);
    println!("| blind mediation | {:.1} % | | |", mean(&blind) * 100.0);
    let climb = Protocol::SingleText(SingleText { temperature: 0.0 });
    let anneal = Protocol::SingleText(SingleText { temperature: 0.5 });
    let methods: [(&str, &Protocol, [&str; 2], u32); 12] = [
        ("single text, hill climbing, 40 votes", &climb, ["hill-climber"; 2], 40),
        ("single text, annealing mediator, 40 votes", &anneal, ["hill-climber"; 2], 40),
        ("single text, annealing parties, 40 votes", &climb, ["annealer"; 2], 40),
        ("single text, hill climbing, 2,000 votes", &climb, ["hill-climber"; 2], 2000),
        ("single text, annealing parties, 2,000 votes", &climb, ["annealer"; 2], 2000),
        ("Boulware pair, 40 rounds", &Protocol::Alternating, ["boulware"; 2], 40),
        ("Boulware pair, 1,000 rounds", &Protocol::Alternating, ["boulware"; 2], 1000),
        ("Boulware and Conceder, 1,000 rounds", &Protocol::Alternating, ["boulware", "conceder"], 1000),
        ("Conceder pair, 1,000 rounds", &Protocol::Alternating, ["conceder"; 2], 1000),
        ("linear pair, 1,000 rounds", &Protocol::Alternating, ["linear"; 2], 1000),
        ("MiCRO pair, 1,000 rounds", &Protocol::Alternating, ["micro"; 2], 1000),
        ("MiCRO pair, to the end", &Protocol::Alternating, ["micro"; 2], 2_000_000),
    ];
    for (name, protocol, strategies, rounds) in methods {
        let played: Vec<f64> =
            domains.par_iter().map(|domain| mean(&played(domain, protocol, &strategies, rounds))).collect();
        println!(
            "| {name} | {:.1} % | {} | {} |",
            mean(&played) * 100.0,
            against(&coupled, &played),
            against(&blind, &played)
        );
    }
    println!();
}

fn played(domain: &Domain, protocol: &Protocol, strategies: &[&str; 2], rounds: u32) -> Vec<f64> {
    let specs: Vec<Spec> = strategies.iter().filter_map(|name| name.parse().ok()).collect();
    let mut seats: Vec<_> = specs.iter().map(Spec::make).collect();
    let ratio = |seed| {
        let outcome =
            negotiate(&domain.scenario, &mut seats, protocol, &Limits::rounds(rounds), seed).ok()?;
        Some(outcome.agreement.map_or(0.0, |offer| domain.ratio(&domain.scenario.package(&offer))))
    };
    (1..=RUNS).filter_map(ratio).collect()
}

fn against(mediated: &[f64], other: &[f64]) -> String {
    let count = |test: &dyn Fn(f64) -> bool| {
        mediated.iter().zip(other).filter(|(one, other)| test(*one - *other)).count()
    };
    format!("{} / {} / {}", count(&|by| by > TIE), count(&|by| by.abs() <= TIE), count(&|by| by < -TIE))
}
