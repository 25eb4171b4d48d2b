//! How long exact answers take: a row per goal for additive problems.
//!
//! Run with `cargo bench -p mediant-engine --bench kernel`. Sizes are issues x options; `random` has uniform option
//! values, `opposed` values in opposite directions with 15 % noise. Reservations are a fifth of the best package.

#[path = "support/instances.rs"]
mod instances;

use divan::{Bencher, black_box};
use instances::{Kind, additive, arbitrary};
use mediant_engine::kernel::{
    EfficientLayers, POINTS_MAX, count, frontier, frontier_of, kalai_smorodinsky, kalai_smorodinsky_of,
    leximin, leximin_of, nash, nash_of, utilitarian, utilitarian_of,
};
use mediant_engine::{Layers, Unlimited};

fn main() {
    divan::main();
}

const SCALE: f64 = 1e6;

fn fifth(parties: usize) -> Vec<i64> {
    vec![200_000; parties]
}

const TWO_PARTIES: [(usize, usize, Kind); 6] = [
    (50, 10, Kind::Random),
    (50, 10, Kind::Opposed),
    (100, 10, Kind::Random),
    (100, 10, Kind::Opposed),
    (100, 1000, Kind::Random),
    (100, 1000, Kind::Opposed),
];

#[divan::bench(args = TWO_PARTIES)]
fn nash_2_parties(bencher: Bencher, (issues, options, kind): (usize, usize, Kind)) {
    let layers = additive(2, issues, options, kind, SCALE, 1);
    bencher.bench_local(|| nash(black_box(&layers), &fifth(2), &Unlimited));
}

#[divan::bench(args = TWO_PARTIES)]
fn kalai_smorodinsky_2_parties(bencher: Bencher, (issues, options, kind): (usize, usize, Kind)) {
    let layers = additive(2, issues, options, kind, SCALE, 1);
    bencher.bench_local(|| kalai_smorodinsky(black_box(&layers), &fifth(2), &Unlimited));
}

#[divan::bench(args = TWO_PARTIES)]
fn leximin_2_parties(bencher: Bencher, (issues, options, kind): (usize, usize, Kind)) {
    let layers = additive(2, issues, options, kind, SCALE, 1);
    bencher.bench_local(|| leximin(black_box(&layers), &fifth(2), &Unlimited));
}

#[divan::bench(args = TWO_PARTIES)]
fn utilitarian_2_parties(bencher: Bencher, (issues, options, kind): (usize, usize, Kind)) {
    let layers = additive(2, issues, options, kind, SCALE, 1);
    bencher.bench_local(|| utilitarian(black_box(&layers), &fifth(2), &Unlimited));
}

#[divan::bench(args = [(10, 10), (50, 10)], sample_count = 10)]
fn nash_10_parties_random(bencher: Bencher, (issues, options): (usize, usize)) {
    let layers = additive(10, issues, options, Kind::Random, SCALE, 1);
    bencher.bench_local(|| nash(black_box(&layers), &fifth(10), &Unlimited));
}

#[divan::bench(sample_count = 10)]
fn leximin_10_parties_10x10_random(bencher: Bencher) {
    let layers = additive(10, 10, 10, Kind::Random, SCALE, 1);
    bencher.bench_local(|| leximin(black_box(&layers), &fifth(10), &Unlimited));
}

#[divan::bench(args = [(2, 50, Kind::Random), (2, 50, Kind::Opposed), (3, 20, Kind::Random), (4, 10, Kind::Random)], sample_count = 10)]
fn frontier_x10(bencher: Bencher, (parties, issues, kind): (usize, usize, Kind)) {
    let layers = additive(parties, issues, 10, kind, SCALE, 1);
    bencher.bench_local(|| frontier(black_box(&layers), None, POINTS_MAX, &Unlimited));
}

fn everything(layers: &Layers, reservations: &[i64]) {
    let efficient = EfficientLayers::new(layers);
    black_box(count(layers, reservations, &Unlimited));
    black_box(frontier_of(&efficient, Some(reservations), POINTS_MAX, &Unlimited));
    let ones = vec![1; reservations.len()];
    black_box(nash_of(&efficient, reservations, &ones, &Unlimited));
    black_box(kalai_smorodinsky_of(&efficient, reservations, &Unlimited));
    black_box(leximin_of(&efficient, reservations, &ones, &Unlimited));
    black_box(utilitarian_of(&efficient, reservations, &ones, &Unlimited));
}

#[divan::bench(sample_count = 20)]
fn everything_1e6_arbitrary_packages(bencher: Bencher) {
    let layers = arbitrary(2, 1_000_000, 1_000_000, 1);
    bencher.bench_local(|| everything(black_box(&layers), &fifth(2)));
}

/// The size of EnergyC.
#[divan::bench]
fn everything_8x5(bencher: Bencher) {
    let layers = additive(2, 8, 5, Kind::Random, SCALE, 1);
    bencher.bench_local(|| everything(black_box(&layers), &fifth(2)));
}

#[divan::bench(args = [(2, 8, 5), (3, 8, 7), (6, 16, 2), (2, 10, 10)], sample_count = 10)]
fn count_half(bencher: Bencher, (parties, issues, options): (usize, usize, usize)) {
    let layers = additive(parties, issues, options, Kind::Random, SCALE, 1);
    bencher.bench_local(|| count(black_box(&layers), &vec![500_000; parties], &Unlimited));
}
