//! How many negotiations a thread plays in a second, and what a scenario costs to prepare.
//!
//! Run with `cargo bench -p mediant-sim`. Scenarios are read from `../shared/scenarios` where that is there; without
//! it random domains of the same size stand in. The number of negotiations a second is the throughput shown.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that cannot be set up stops")]

#[path = "../tests/it/domains.rs"]
mod domains;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use mediant_sim::{Limits, Protocol, Scenario, SingleText, Spec, derived_seed, negotiate};

fn main() {
    divan::main();
}

const ANIMAL: (&str, &[usize]) = ("genius/anac/y2013/Animal", &[3, 4, 4, 6, 4]);
const ENERGY_C: (&str, &[usize]) = ("genius/anac/y2012/EnergyC", &[5; 8]);

fn scenario((folder, options): (&str, &[usize])) -> Scenario {
    domains::shared(folder).unwrap_or_else(|| domains::random(options, 2, 7))
}

/// Plays the same pair again and again under new seeds, as a tournament does.
fn play(bencher: Bencher, domain: (&str, &[usize]), names: [&str; 2], protocol: &Protocol, rounds: u32) {
    let scenario = scenario(domain);
    let mut seats: Vec<_> = names.iter().map(|name| name.parse::<Spec>().unwrap().make()).collect();
    let mut repetition = 0;
    bencher.counter(ItemsCount::new(1u32)).bench_local(|| {
        repetition += 1;
        let seed = derived_seed(1, &[repetition]);
        negotiate(black_box(&scenario), &mut seats, protocol, &Limits::rounds(rounds), seed)
    });
}

const PAIRS: [[&str; 2]; 6] = [
    ["boulware", "conceder"],
    ["boulware", "boulware"],
    ["boulware(e=0.25)", "conceder(e=4)"],
    ["boulware(e=0.25)", "boulware(e=0.25)"],
    ["micro", "micro"],
    ["random", "random"],
];

#[divan::bench(args = PAIRS)]
fn animal_1000_rounds(bencher: Bencher, names: [&str; 2]) {
    play(bencher, ANIMAL, names, &Protocol::Alternating, 1000);
}

#[divan::bench(args = PAIRS)]
fn energy_c_100_rounds(bencher: Bencher, names: [&str; 2]) {
    play(bencher, ENERGY_C, names, &Protocol::Alternating, 100);
}

#[divan::bench]
fn animal_1000_rounds_single_text(bencher: Bencher) {
    let protocol = Protocol::SingleText(SingleText { temperature: 0.2 });
    play(bencher, ANIMAL, ["boulware", "boulware"], &protocol, 1000);
}

#[divan::bench]
fn animal_1000_rounds_overlap(bencher: Bencher) {
    play(bencher, ANIMAL, ["boulware", "conceder"], &Protocol::Overlap, 1000);
}

/// The first negotiation, with strategies that have worked nothing out yet.
#[divan::bench]
fn animal_1000_rounds_fresh_strategies(bencher: Bencher) {
    let scenario = scenario(ANIMAL);
    let specs: [Spec; 2] = ["boulware", "conceder"].map(|name| name.parse().unwrap());
    bencher.counter(ItemsCount::new(1u32)).bench_local(|| {
        let mut seats: Vec<_> = specs.iter().map(Spec::make).collect();
        negotiate(&scenario, &mut seats, &Protocol::Alternating, &Limits::rounds(1000), 1)
    });
}

#[divan::bench(sample_count = 5)]
fn energy_c_prepared(bencher: Bencher) {
    let problem = scenario(ENERGY_C).problem().clone();
    bencher
        .with_inputs(|| problem.clone())
        .bench_local_values(|problem| Scenario::with(problem, &[0.5, 0.5], Scenario::NUMBERED_MAX));
}
