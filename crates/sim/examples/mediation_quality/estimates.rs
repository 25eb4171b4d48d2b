//! Whether what is estimated comes true.

use crate::domain::Domain;
use crate::mediate::{Plan, honest, mean, quantile};
use crate::quality::SEEDS;
use mediant_mediate::{Manner, Mediation};
use rayon::prelude::*;

/// Questions to each party, forms included.
const QUESTIONS: [usize; 3] = [10, 20, 40];

pub fn print(domains: &[&Domain]) {
    println!("### Estimates beside the truth\n");
    println!(
        "Of the package that would be put to both: the share of the largest product of gains that is estimated, and what it truly is, over domains and {SEEDS} seeds. \"Nine times in ten at least\" should be true nine times in ten. Blind, with forms.\n"
    );
    println!(
        "| questions to each | estimated, mean | true, mean | true at least as stated nine times in ten |"
    );
    println!("|---|---|---|---|");
    let jobs: Vec<(&Domain, u64)> =
        domains.iter().flat_map(|domain| (1..=SEEDS).map(move |seed| (*domain, seed))).collect();
    let runs: Vec<Vec<[f64; 3]>> = jobs.par_iter().map(|(domain, seed)| looked_at(domain, *seed)).collect();
    for (at, questions) in QUESTIONS.iter().enumerate() {
        let found: Vec<[f64; 3]> = runs.iter().filter_map(|run| run.get(at).copied()).collect();
        let column = |column: usize| found.iter().map(|run| run[column]).collect::<Vec<f64>>();
        let held = found.iter().filter(|[_, low, truth]| truth >= low).count();
        println!(
            "| {questions} | {:.1} % | {:.1} % (10th percentile {:.1} %) | {held} of {} |",
            mean(&column(0)) * 100.0,
            mean(&column(2)) * 100.0,
            quantile(&column(2), 0.1) * 100.0,
            found.len()
        );
    }
    println!();
}

/// After each number of questions: the estimated share, what it is at least nine times in ten, and the true share.
fn looked_at(domain: &Domain, seed: u64) -> Vec<[f64; 3]> {
    let plan = Plan::new(true, Manner::Blind, 0.0, &QUESTIONS);
    let mut mediation = Mediation::new(&domain.agenda, &plan.settings, plan.manner, domain.parties(), seed);
    let mut parties = honest(domain, 0.0, seed);
    let mut found = Vec::new();
    for asked in 1..=QUESTIONS.into_iter().max().unwrap_or(0) {
        for (party, simulated) in parties.iter_mut().enumerate() {
            let Some(question) = mediation.next(party) else { continue };
            let answer = simulated.answer(&domain.agenda, &question);
            if mediation.answer(party, question, answer).is_err() {
                unreachable!("a simulated party answers what it is asked");
            }
        }
        if QUESTIONS.contains(&asked)
            && let Some(proposal) = mediation.proposal()
        {
            let estimate = mediation.estimate(&proposal.package);
            found.push([estimate.share, estimate.share_low, domain.ratio(&proposal.package)]);
        }
    }
    found
}
