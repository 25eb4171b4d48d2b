//! Parties for simulations: they answer from a utility, truthfully, with mistakes, or lying.

use crate::draw::Draw;
use crate::{Agenda, Answer, Parties, Question};
use mediant_check::worth_by_option;
use mediant_model::Problem;
use mediant_model::problem::{Region, Utility};
use std::fmt;

/// A party that answers from a utility. Confidential: its `Debug` shows nothing of it.
#[derive(Clone)]
pub struct SimulatedParty {
    utility: Utility,
    walk_away: i64,
    /// What it never accepts, whatever it is worth.
    never: Vec<Region>,
    /// How likely an answer is wrong.
    error_rate: f64,
    draw: Draw,
}

impl fmt::Debug for SimulatedParty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SimulatedParty(confidential)")
    }
}

impl SimulatedParty {
    /// A party with this utility and this walk-away, in the same unit.
    ///
    /// With `error_rate` an answer is flipped that often, and neighbours in a form are swapped that often. Packages are
    /// judged by all that the utility counts. Forms ask for options by themselves: they are answered from the points of
    /// options and every bonus or penalty on their issue alone; a combination of several issues has no place in them.
    pub fn new(utility: Utility, walk_away: i64, error_rate: f64, seed: u64) -> Self {
        Self { utility, walk_away, never: Vec::new(), error_rate, draw: Draw::at(seed, 3) }
    }

    /// A party of the problem, which accepts what breaks none of its facts; `None` where it states no points.
    pub fn from_problem(
        problem: &Problem,
        parties: &Parties,
        party: usize,
        error_rate: f64,
        seed: u64,
    ) -> Option<Self> {
        let utility = problem.parties.get(party)?.utility.clone()?;
        let answering = Self::new(utility, problem.reservation(party)?, error_rate, seed);
        Some(Self { never: parties.never(party).to_vec(), ..answering })
    }

    /// The same party, answering without mistakes.
    pub fn without_errors(mut self) -> Self {
        self.error_rate = 0.0;
        self
    }

    /// Answers a question.
    pub fn answer(&mut self, agenda: &Agenda, question: &Question) -> Answer {
        match question {
            Question::RankOptions { issue } => {
                let worth = worth_by_option(&self.utility);
                let worths: Vec<i64> = (0..agenda.size(*issue))
                    .map(|option| worth.get(*issue).and_then(|worth| worth.get(option)).copied().unwrap_or(0))
                    .collect();
                self.order(&worths)
            }
            Question::RankIssues => {
                let worth = worth_by_option(&self.utility);
                let step = |issue: usize| {
                    let worths = worth.get(issue).into_iter().flatten();
                    worths.clone().max().zip(worths.min()).map_or(0, |(most, least)| most - least)
                };
                let steps: Vec<i64> = (0..agenda.issues()).map(step).collect();
                self.order(&steps)
            }
            Question::Accept { package } => {
                let yes = self.utility.of(package) >= self.walk_away
                    && !self.never.iter().any(|region| region.contains(package));
                if yes == self.errs() { Answer::No } else { Answer::Yes }
            }
            Question::Compare { first, second } => {
                let (first, second) = (self.utility.of(first), self.utility.of(second));
                let wrong = self.errs();
                match first.cmp(&second) {
                    std::cmp::Ordering::Equal => Answer::Equal,
                    order if order.is_gt() == wrong => Answer::No,
                    _ => Answer::Yes,
                }
            }
        }
    }

    fn errs(&mut self) -> bool {
        self.draw.unit() < self.error_rate
    }

    /// Groups of equal worth, the best first.
    fn order(&mut self, worths: &[i64]) -> Answer {
        let mut indices: Vec<u32> = (0..worths.len() as u32).collect();
        let worth = |index: &u32| worths.get(*index as usize).copied().unwrap_or(0);
        indices.sort_by_key(|index| std::cmp::Reverse(worth(index)));
        let mut groups: Vec<Vec<u32>> = Vec::new();
        let mut last = None;
        for index in indices {
            match groups.last_mut() {
                Some(group) if last == Some(worth(&index)) => group.push(index),
                _ => groups.push(vec![index]),
            }
            last = Some(worth(&index));
        }
        for place in 1..groups.len() {
            if self.error_rate > 0.0 && self.errs() {
                groups.swap(place - 1, place);
            }
        }
        Answer::Order(groups)
    }
}
