//! The share of the largest product of gains, by how many questions were asked.

use crate::domain::Domain;
use crate::mediate::{Plan, honest, mediated, quantile};
use mediant_mediate::Manner;
use rayon::prelude::*;

/// Runs with other seeds, by domain.
pub const SEEDS: u64 = 3;

/// Ratios by domain: `SEEDS` each.
pub fn ratios(domains: &[&Domain], plan: &Plan) -> Vec<(usize, Vec<Vec<f64>>)> {
    let jobs: Vec<(usize, u64)> =
        (0..domains.len()).flat_map(|domain| (1..=SEEDS).map(move |seed| (domain, seed))).collect();
    let runs: Vec<(usize, _)> = jobs
        .par_iter()
        .map(|(domain, seed)| {
            let mut parties = honest(domains[*domain], plan.errors, *seed);
            (*domain, mediated(domains[*domain], plan, &mut parties, *seed))
        })
        .collect();
    let at = |budget: usize| {
        let of = |domain: usize| {
            let agreed = runs
                .iter()
                .filter(move |(other, _)| *other == domain)
                .map(move |(_, agreed)| &agreed[&budget]);
            agreed
                .map(|package| package.as_ref().map_or(0.0, |package| domains[domain].ratio(package)))
                .collect()
        };
        (0..domains.len()).map(of).collect()
    };
    plan.budgets.iter().map(|budget| (*budget, at(*budget))).collect()
}

pub fn print(domains: &[&Domain]) {
    println!("### Share of the largest product of gains\n");
    println!("Median / 10th percentile over domains and {SEEDS} seeds; 0 without agreement.\n");
    println!(
        "| asked | questions | median | 10th percentile | goal | domains with a median of 95 % | lowest median |"
    );
    println!("|---|---|---|---|---|---|---|");
    let (coupled, blind) = (Manner::Coupled, Manner::Blind);
    row(domains, "forms and questions", &Plan::new(true, coupled, 0.0, &[20, 40]), &["97 / 85", "99 / 95"]);
    row(domains, "blind, forms and questions", &Plan::new(true, blind, 0.0, &[20, 40]), &["", "97 / 80"]);
    row(domains, "10 % of answers wrong", &Plan::new(true, coupled, 0.1, &[20, 40]), &["", "95 / 85"]);
    row(domains, "blind, 10 % of answers wrong", &Plan::new(true, blind, 0.1, &[40]), &[""]);
    row(domains, "yes or no only", &Plan::new(false, coupled, 0.0, &[40, 80]), &["95 / 75", "99 / 95"]);
    row(domains, "blind, yes or no only", &Plan::new(false, blind, 0.0, &[40, 80]), &["", ""]);
    println!();
}

fn row(domains: &[&Domain], name: &str, plan: &Plan, goals: &[&str]) {
    for ((budget, ratios), goal) in ratios(domains, plan).into_iter().zip(goals) {
        let all = ratios.concat();
        let medians: Vec<f64> = ratios.iter().map(|of| quantile(of, 0.5)).collect();
        let good = medians.iter().filter(|median| **median >= 0.95).count();
        let lowest = medians.iter().zip(domains).min_by(|one, other| one.0.total_cmp(other.0));
        let lowest = lowest.map_or_else(String::new, |(median, domain)| {
            format!("{:.1} % ({})", median * 100.0, domain.name)
        });
        println!(
            "| {name} | {budget} | {:.1} % | {:.1} % | {goal} | {good} of {} | {lowest} |",
            quantile(&all, 0.5) * 100.0,
            quantile(&all, 0.1) * 100.0,
            domains.len()
        );
    }
}
