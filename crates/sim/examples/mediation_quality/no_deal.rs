//! How many questions until it is proven that there is no deal.

use crate::domain::Domain;
use crate::mediate::honest;
use mediant_check::{Certificate, verify};
use mediant_mediate::{Manner, Mediation, MediationDriver, MediationEnding, Settings, Turn};
use mediant_model::problem::Problem;
use rayon::prelude::*;

/// Beyond so many packages the domains with raised walk-aways are left out.
const SIZE_MAX: u64 = 4_000;
/// Questions to each party at most.
const QUESTIONS: usize = 400;

pub fn print(all: &[Domain]) {
    println!("### No deal, proven from refusals alone\n");
    println!(
        "Every walk-away raised by the same share of its party's range until no package is acceptable to both, by 2 % of that range; and Lunch as it is. Blind, with forms; each certificate was verified.\n"
    );
    println!(
        "| domain | packages | questions to each, forms included | of them packages put in doubt | outcome |"
    );
    println!("|---|---|---|---|---|");
    let lunch = all
        .iter()
        .filter(|domain| domain.optimum == 0 && domain.size <= SIZE_MAX)
        .map(|domain| (domain, domain.problem.clone()));
    let raised = all
        .iter()
        .filter(|domain| domain.optimum > 0 && domain.size <= SIZE_MAX)
        .map(|domain| (domain, raised(domain)));
    let jobs: Vec<(&Domain, Problem)> = lunch.chain(raised).collect();
    let lines: Vec<String> = jobs.par_iter().map(|(domain, problem)| line(domain, problem)).collect();
    lines.iter().for_each(|line| println!("{line}"));
    println!();
}

/// The problem with walk-aways at which the best of least gains, in shares of each party's range, is 2 % below zero.
fn raised(domain: &Domain) -> Problem {
    let mut problem = domain.problem.clone();
    let range = |party: usize| {
        let utility = domain.utility(party);
        utility
            .values
            .iter()
            .map(|values| values.iter().max().unwrap_or(&0) - values.iter().min().unwrap_or(&0))
            .sum::<i64>()
    };
    let ranges = [range(0), range(1)];
    let mut best = f64::MIN;
    let sizes: Vec<u32> = (0..domain.agenda.issues()).map(|issue| domain.agenda.size(issue) as u32).collect();
    let mut package = vec![0; sizes.len()];
    loop {
        let share = |party: usize| domain.gain(party, &package) as f64 / ranges[party] as f64;
        best = best.max(share(0).min(share(1)));
        let Some(issue) = (0..sizes.len()).rfind(|issue| package[*issue] + 1 < sizes[*issue]) else { break };
        package[issue] += 1;
        package[issue + 1..].fill(0);
    }
    for (party, range) in problem.parties.iter_mut().zip(ranges) {
        if let Some(reservation) = &mut party.reservation {
            let by = ((best + 0.02) * range as f64).ceil() as i64;
            (reservation.firm, reservation.least) = (reservation.firm + by, reservation.least + by);
        }
    }
    problem
}

fn line(domain: &Domain, problem: &Problem) -> String {
    let mut parties = honest(domain, 0.0, 1);
    for (index, party) in parties.iter_mut().enumerate() {
        *party = mediant_mediate::SimulatedParty::new(
            domain.utility(index),
            problem.reservation(index).unwrap_or_default(),
            0.0,
            index as u64,
        );
    }
    let mediation = Mediation::new(&domain.agenda, &Settings::default(), Manner::Blind, domain.parties(), 1);
    let mut session = MediationDriver::new(mediation, QUESTIONS);
    let mut doubted = [0; 2];
    let outcome = loop {
        match session.turn(problem) {
            Turn::Ended(outcome) => break outcome,
            Turn::Ask { party, question, purpose } => {
                doubted[party] += usize::from(purpose == mediant_mediate::Purpose::Doubt);
                let answer = parties[party].answer(&domain.agenda, &question);
                if session.answer(answer).is_err() {
                    unreachable!("a simulated party answers what it is asked");
                }
            }
        }
    };
    let told = match outcome {
        MediationEnding::Deal { .. } => "a deal".to_owned(),
        MediationEnding::Open { .. } => "open".to_owned(),
        MediationEnding::NoDeal(claim) => match verify(problem, &Certificate::new(problem, vec![*claim])) {
            Ok(_) => "no deal, proven and verified".to_owned(),
            Err(refused) => format!("no deal, but the certificate is refused: {refused}"),
        },
    };
    let asked = session
        .mediation()
        .interviews()
        .iter()
        .map(|interview| interview.exchanges().len())
        .max()
        .unwrap_or(0);
    format!("| {} | {} | {asked} | {} | {told} |", domain.name, domain.size, doubted[0].max(doubted[1]))
}
