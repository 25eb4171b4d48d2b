//! One mediation with simulated parties, looked at after several numbers of questions.

use crate::domain::Domain;
use mediant_mediate::{Answer, Manner, Mediation, Question, Settings, SimulatedParty};
use std::collections::BTreeMap;

/// How to ask.
#[derive(Clone)]
pub struct Plan {
    pub settings: Settings,
    pub manner: Manner,
    /// How often answers are wrong.
    pub errors: f64,
    /// Questions to each party, forms and the last "do you accept this package?" included.
    pub budgets: Vec<usize>,
}

impl Plan {
    pub fn new(forms: bool, manner: Manner, errors: f64, budgets: &[usize]) -> Self {
        // A mediator who knows its people expects as many errors as they make.
        let error_rate = errors.max(0.01);
        let settings = Settings { forms, error_rate, ..Settings::default() };
        Self { settings, manner, errors, budgets: budgets.to_vec() }
    }
}

/// What was agreed at each budget, if anything.
pub type Agreed = BTreeMap<usize, Option<Vec<u32>>>;

/// Both are asked in turn; at each budget the last question is "do you accept this package?", put to both and answered
/// truly. If one refuses, the best package both have accepted before is taken.
pub fn mediated(domain: &Domain, plan: &Plan, parties: &mut [SimulatedParty; 2], seed: u64) -> Agreed {
    let mut mediation = Mediation::new(&domain.agenda, &plan.settings, plan.manner, domain.parties(), seed);
    let mut agreed = Agreed::new();
    let last = plan.budgets.iter().max().copied().unwrap_or(0);
    for asked in 0..last {
        if plan.budgets.contains(&(asked + 1)) {
            agreed.insert(asked + 1, confirmed(domain, &mediation, parties));
        }
        for (party, simulated) in parties.iter_mut().enumerate() {
            let Some(question) = mediation.next(party) else { continue };
            let answer = simulated.answer(&domain.agenda, &question);
            if mediation.answer(party, question, answer).is_err() {
                unreachable!("a simulated party answers what it is asked");
            }
        }
    }
    agreed
}

fn confirmed(domain: &Domain, mediation: &Mediation, parties: &[SimulatedParty; 2]) -> Option<Vec<u32>> {
    let accepts = |package: &Vec<u32>| {
        let question = Question::Accept { package: package.clone() };
        parties
            .iter()
            .all(|party| party.clone().without_errors().answer(&domain.agenda, &question) == Answer::Yes)
    };
    let proposal = mediation.proposal().map(|proposal| proposal.package);
    proposal.filter(accepts).or_else(|| mediation.best_accepted().filter(accepts))
}

/// Both parties of the domain, answering truly up to errors.
pub fn honest(domain: &Domain, errors: f64, seed: u64) -> [SimulatedParty; 2] {
    [0, 1].map(|party| {
        SimulatedParty::new(domain.utility(party), domain.walk_away(party), errors, seed * 2 + party as u64)
    })
}

/// The value below which this share of the values lies, by linear interpolation.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = share * (sorted.len().max(1) - 1) as f64;
    let (low, high) = (place.floor() as usize, place.ceil() as usize);
    match (sorted.get(low), sorted.get(high)) {
        (Some(low_value), Some(high_value)) => low_value + (high_value - low_value) * (place - place.floor()),
        _ => f64::NAN,
    }
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
