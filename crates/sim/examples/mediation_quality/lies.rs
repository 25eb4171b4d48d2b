//! What one party that lies gains, and what the honest one loses.

use crate::domain::Domain;
use crate::mediate::{Plan, honest, mean, mediated};
use crate::quality::SEEDS;
use mediant_mediate::{Manner, SimulatedParty};
use rayon::prelude::*;

/// Questions to each, forms included only as in the source: forms and 24.
const QUESTIONS: usize = 24;

type Lie = fn(&Domain) -> SimulatedParty;

pub fn print(domains: &[&Domain]) {
    println!("### One party that lies\n");
    println!(
        "Party 1 lies, party 2 answers truly; forms and {QUESTIONS} questions. Shares of the most each could have without the other falling below its walk-away. The honest party below its walk-away: must never happen.\n"
    );
    println!("| party 1 | it has | the honest party has | no agreement | honest below its walk-away |");
    println!("|---|---|---|---|---|");
    let lies: [(&str, Lie); 5] = [
        ("answers truly", |domain| SimulatedParty::new(domain.utility(0), domain.walk_away(0), 0.0, 1)),
        ("raises its walk-away half-way to its best", |domain| {
            let most: i64 =
                domain.utility(0).values.iter().filter_map(|values| values.iter().max()).sum::<i64>()
                    + domain.utility(0).constant;
            SimulatedParty::new(
                domain.utility(0),
                domain.walk_away(0) + (most - domain.walk_away(0)) / 2,
                0.0,
                1,
            )
        }),
        ("exaggerates its big issues", exaggerating),
        ("makes every concession hurt half as much again", |domain| {
            let mut utility = domain.utility(0);
            for values in &mut utility.values {
                let best = values.iter().max().copied().unwrap_or(0);
                values.iter_mut().for_each(|value| *value = best - (best - *value) * 3 / 2);
            }
            SimulatedParty::new(utility, domain.walk_away(0), 0.0, 1)
        }),
        ("informed: claims half-way from its Nash share to its ideal", |domain| {
            let nash = domain.gain(0, &domain.best);
            let walk_away = domain.walk_away(0) + nash + (ideals(domain)[0] - nash) / 2;
            SimulatedParty::new(domain.utility(0), walk_away, 0.0, 1)
        }),
    ];
    let ideals: Vec<[i64; 2]> = domains.par_iter().map(|domain| ideals(domain)).collect();
    for (name, lie) in lies {
        let jobs: Vec<(usize, u64)> =
            (0..domains.len()).flat_map(|domain| (1..=SEEDS).map(move |seed| (domain, seed))).collect();
        let runs: Vec<[f64; 4]> = jobs
            .par_iter()
            .map(|(index, seed)| {
                let domain = domains[*index];
                let budget = QUESTIONS + domain.agenda.issues() + 1;
                let plan = Plan::new(true, Manner::Coupled, 0.0, &[budget]);
                let [_, other] = honest(domain, 0.0, *seed);
                let agreed = mediated(domain, &plan, &mut [lie(domain), other], *seed);
                match &agreed[&budget] {
                    None => [0.0, 0.0, 1.0, 0.0],
                    Some(package) => {
                        let share = |party: usize| {
                            domain.gain(party, package) as f64 / ideals[*index][party].max(1) as f64
                        };
                        [share(0), share(1), 0.0, f64::from(u8::from(domain.gain(1, package) < 0))]
                    }
                }
            })
            .collect();
        let column = |at: usize| runs.iter().map(|run| run[at]).collect::<Vec<f64>>();
        println!(
            "| {name} | {:.1} % | {:.1} % | {:.1} % | {} of {} |",
            mean(&column(0)) * 100.0,
            mean(&column(1)) * 100.0,
            mean(&column(2)) * 100.0,
            column(3).iter().sum::<f64>(),
            runs.len()
        );
    }
    println!();
}

/// Weights in proportion to their squares, and the walk-away at the same place of the range.
fn exaggerating(domain: &Domain) -> SimulatedParty {
    let mut utility = domain.utility(0);
    let step = |values: &Vec<i64>| values.iter().max().unwrap_or(&0) - values.iter().min().unwrap_or(&0);
    let largest = utility.values.iter().map(step).max().unwrap_or(1).max(1);
    let ends = |values: &[Vec<i64>]| {
        let low: i64 = values.iter().filter_map(|values| values.iter().min()).sum();
        let high: i64 = values.iter().filter_map(|values| values.iter().max()).sum();
        (low, high)
    };
    let (low, high) = ends(&utility.values);
    let place = (domain.walk_away(0) - utility.constant - low) as f64 / (high - low).max(1) as f64;
    for values in &mut utility.values {
        let step = step(values);
        values
            .iter_mut()
            .for_each(|value| *value = (i128::from(*value) * i128::from(step) / i128::from(largest)) as i64);
    }
    let (low, high) = ends(&utility.values);
    let walk_away = low + utility.constant + (place * (high - low) as f64).round() as i64;
    SimulatedParty::new(utility, walk_away, 0.0, 1)
}

/// The most each party can gain while the other loses nothing.
fn ideals(domain: &Domain) -> [i64; 2] {
    let mut ideals = [0; 2];
    let sizes: Vec<u32> = (0..domain.agenda.issues()).map(|issue| domain.agenda.size(issue) as u32).collect();
    let mut package = vec![0; sizes.len()];
    loop {
        if (0..2).all(|party| domain.accepts(party, &package)) {
            ideals = [0, 1].map(|party| ideals[party].max(domain.gain(party, &package)));
        }
        let Some(issue) = (0..sizes.len()).rfind(|issue| package[*issue] + 1 < sizes[*issue]) else {
            return ideals;
        };
        package[issue] += 1;
        package[issue + 1..].fill(0);
    }
}
