//! What a question costs on ten issues of ten options.

use crate::mediate::quantile;
use mediant_mediate::{Agenda, Manner, Mediation, Parties, Settings, SimulatedParty};
use mediant_model::problem::Utility;
use std::time::Instant;

/// Questions to each party.
const QUESTIONS: usize = 50;

pub fn print() {
    println!("### Time\n");
    let Ok(agenda) = Agenda::new(vec![10; 10]) else { return };
    let worth = |party: i64| {
        let values = (0..10_i64).map(|issue| {
            (0..10_i64)
                .map(|option| (option * (issue * 7 + 3) + party * 31 * (9 - option)) % 97 * (issue + 2))
                .collect()
        });
        Utility { values: values.collect(), interactions: vec![], constant: 0, cap: None }
    };
    for (name, manner) in [("blind", Manner::Blind), ("coupled", Manner::Coupled)] {
        let Ok(parties) = Parties::unanimous(vec![vec![]; 2]) else { return };
        let mut mediation = Mediation::new(&agenda, &Settings::default(), manner, parties, 1);
        let mut parties = [0, 1].map(|party| SimulatedParty::new(worth(party), 2000, 0.0, party as u64));
        let (mut times, mut choosing) = (Vec::new(), Vec::new());
        for _ in 0..QUESTIONS {
            for (party, simulated) in parties.iter_mut().enumerate() {
                let started = Instant::now();
                let Some(question) = mediation.next(party) else { continue };
                let chosen = started.elapsed().as_secs_f64() * 1e3;
                let form = question.is_form();
                let answer = simulated.answer(&agenda, &question);
                let _ = mediation.answer(party, question, answer);
                if !form {
                    times.push(started.elapsed().as_secs_f64() * 1e3);
                    choosing.push(chosen);
                }
            }
        }
        println!(
            "10 issues x 10 options, {name}: choosing a question and taking in its answer takes {:.0} ms (median, {:.0} ms of it for choosing), {:.0} ms at most.",
            quantile(&times, 0.5),
            quantile(&choosing, 0.5),
            quantile(&times, 1.0)
        );
    }
    println!();
}
