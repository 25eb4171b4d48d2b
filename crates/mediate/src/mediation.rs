//! A mediation: one interview with each party, and what all of them together let the mediator propose.

use crate::draw::Draw;
use crate::propose::{estimated, expected_product, likely, propose};
use crate::share::proven_share;
use crate::{Agenda, Answer, Estimate, Interview, Misfit, Question, Settings, Unsuited};
use mediant_model::Package;
use mediant_model::problem::Region;
use num_bigint::BigInt;
use num_rational::Ratio;
use num_traits::Zero;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a party's questions may depend on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// On its own answers and the table alone: nobody learns anything about another from being asked.
    #[default]
    Blind,
    /// On everybody's answers: fewer questions, each of which may tell something about the others. Only where the rules
    /// of the case allow it.
    Coupled,
}

/// A package to put to everybody.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The package.
    pub package: Package,
    /// Whether every party said yes to this very package: then it is certain that nobody falls below its walk-away.
    pub accepted: bool,
    /// What the answers make likely.
    pub estimate: Estimate,
}

/// What the mediator does next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Ask each party its next question.
    Ask,
    /// Put this package to everybody.
    Propose(Proposal),
    /// A deal looks doubtful: look for a package that nobody refuses and put it to everybody, or prove that there is
    /// none ([`RoomSearch`](crate::RoomSearch)).
    Search,
}

/// A proposal is ripe at this estimated share of the best product of gains.
const SHARE_RIPE: f64 = 0.95;
/// And at this likelihood that everybody accepts it.
const ACCEPTANCE_RIPE: f64 = 0.9;
/// Below this likelihood of any deal the search for one, or for a proof, begins.
const DEAL_DOUBTED: f64 = 0.5;
/// But not before each party answered so many questions.
const QUESTIONS_BEFORE_DOUBT: usize = 3;

/// A mediation between two parties or more.
#[derive(Clone, Debug)]
pub struct Mediation {
    agenda: Agenda,
    manner: Manner,
    seed: u64,
    interviews: Vec<Interview>,
}

impl Mediation {
    /// A mediation that has not begun. `forbidden` has for each party what it will never accept, as it told the
    /// mediator, and what binds everybody.
    ///
    /// # Errors
    /// Fewer than two parties.
    pub fn new(
        agenda: &Agenda,
        settings: &Settings,
        manner: Manner,
        forbidden: Vec<Vec<Region>>,
        seed: u64,
    ) -> Result<Self, Unsuited> {
        if forbidden.len() < 2 {
            return Err(Unsuited::TooFewParties);
        }
        let others = forbidden.len() - 1;
        // A party's seed is its place's, so that its questions do not depend on who else is there.
        let interview = |(party, forbidden)| {
            Interview::new(agenda, settings, forbidden, others, seed.wrapping_add(party as u64 * 0x5851_F42D))
        };
        let interviews = forbidden.into_iter().enumerate().map(interview).collect();
        Ok(Self { agenda: agenda.clone(), manner, seed, interviews })
    }

    /// What is on the table.
    pub fn agenda(&self) -> &Agenda {
        &self.agenda
    }

    /// The talks, by party.
    pub fn interviews(&self) -> &[Interview] {
        &self.interviews
    }

    /// The next question to a party; `None` when none would tell anything, or there is no such party.
    pub fn next(&self, party: usize) -> Option<Question> {
        let interview = self.interviews.get(party)?;
        match self.manner {
            Manner::Blind => interview.next(),
            Manner::Coupled => {
                let others = self.interviews.iter().enumerate().filter(|(other, _)| *other != party);
                interview.next_knowing(&others.map(|(_, interview)| interview).collect::<Vec<_>>())
            }
        }
    }

    /// Takes down a party's answer.
    ///
    /// # Errors
    /// It does not fit; then nothing changed.
    pub fn answer(&mut self, party: usize, question: Question, answer: Answer) -> Result<(), Misfit> {
        match self.interviews.get_mut(party) {
            Some(interview) => interview.answer(question, answer),
            None => Err(Misfit::NoSuchParty { party }),
        }
    }

    /// Everything that some party told it will never accept, and what binds everybody.
    pub fn forbidden(&self) -> Vec<Region> {
        let mut all: Vec<Region> = Vec::new();
        for region in self.interviews.iter().flat_map(Interview::forbidden) {
            if !all.contains(region) {
                all.push(region.clone());
            }
        }
        all
    }

    /// What each party last said to packages it was asked to accept: package by party.
    fn verdicts(&self) -> BTreeMap<&Package, Vec<Option<bool>>> {
        let mut verdicts: BTreeMap<&Package, Vec<Option<bool>>> = BTreeMap::new();
        for (party, interview) in self.interviews.iter().enumerate() {
            for exchange in interview.exchanges() {
                let Question::Accept { package } = &exchange.question else { continue };
                let said = match exchange.answer {
                    Answer::Yes => Some(true),
                    Answer::No => Some(false),
                    _ => None,
                };
                let of_package = verdicts.entry(package).or_insert_with(|| vec![None; self.interviews.len()]);
                if let Some(verdict) = of_package.get_mut(party) {
                    *verdict = said;
                }
            }
        }
        verdicts
    }

    /// The packages that every party accepted.
    pub fn accepted(&self) -> Vec<Package> {
        let all = |said: &Vec<Option<bool>>| said.iter().all(|said| *said == Some(true));
        self.verdicts()
            .into_iter()
            .filter(|(_, said)| all(said))
            .map(|(package, _)| package.clone())
            .collect()
    }

    /// The packages that some party refused.
    pub fn refused(&self) -> BTreeSet<Package> {
        let any = |said: &Vec<Option<bool>>| said.contains(&Some(false));
        self.verdicts()
            .into_iter()
            .filter(|(_, said)| any(said))
            .map(|(package, _)| package.clone())
            .collect()
    }

    /// The package with the largest expected product of gains that nobody refused; `None` if all found were refused.
    pub fn proposal(&self) -> Option<Proposal> {
        let beliefs: Vec<_> = self.interviews.iter().map(Interview::belief).collect();
        let forbidden = self.forbidden();
        let mut draw = self.draw();
        let (package, estimate) = propose(&self.agenda, &beliefs, &forbidden, &self.refused(), &mut draw)?;
        let accepted = self.accepted().contains(&package);
        Some(Proposal { package, accepted, estimate })
    }

    /// A stream of random numbers for this point of the mediation.
    fn draw(&self) -> Draw {
        let asked: usize = self.interviews.iter().map(|interview| interview.exchanges().len()).sum();
        Draw::at(self.seed, (asked as u64) << 2 | 3)
    }

    /// What the answers make likely of a package.
    pub fn estimate(&self, package: &[u32]) -> Estimate {
        let beliefs: Vec<_> = self.interviews.iter().map(Interview::belief).collect();
        estimated(&self.agenda, &beliefs, &self.forbidden(), package, &mut self.draw())
    }

    /// Packages that may well be acceptable to everybody: Nash points of tuples of the beliefs.
    pub(crate) fn likely(&self) -> Vec<Package> {
        let beliefs: Vec<_> = self.interviews.iter().map(Interview::belief).collect();
        likely(&self.agenda, &beliefs, &self.forbidden(), &mut self.draw()).into_iter().collect()
    }

    /// The answers of a party that cannot all be true; see [`Interview::contradiction`].
    pub fn contradiction(&self, party: usize) -> Option<Vec<usize>> {
        self.interviews.get(party)?.contradiction()
    }

    /// The share of the best product of gains that an accepted package has for certain, by the answers alone; 0 where
    /// nothing is proven. Cost: up to a linear program for each party and package.
    pub fn proven_share(&self, package: &[u32]) -> Ratio<BigInt> {
        let accepted = self.accepted().iter().any(|accepted| accepted == package);
        if !accepted {
            return Ratio::zero();
        }
        let beliefs: Vec<_> = self.interviews.iter().map(Interview::belief).collect();
        let likely = |other: &Package| expected_product(&self.agenda, &beliefs, other);
        proven_share(&self.agenda, &self.interviews, &self.forbidden(), package, likely)
    }

    /// What to do next.
    pub fn step(&self) -> Step {
        let asks = (0..self.interviews.len())
            .any(|party| self.interviews.get(party).is_some_and(Interview::has_open_form));
        if asks {
            return Step::Ask;
        }
        let Some(proposal) = self.proposal() else { return Step::Search };
        let questions = |interview: &Interview| {
            interview.exchanges().iter().filter(|exchange| !exchange.question.is_form()).count()
        };
        let fewest = self.interviews.iter().map(questions).min().unwrap_or(0);
        if proposal.estimate.deal < DEAL_DOUBTED && fewest >= QUESTIONS_BEFORE_DOUBT {
            return Step::Search;
        }
        let ripe = proposal.estimate.share >= SHARE_RIPE && proposal.estimate.acceptance > ACCEPTANCE_RIPE;
        if ripe { Step::Propose(proposal) } else { Step::Ask }
    }

    /// Of the packages that everybody accepted the one with the largest expected product of gains.
    pub fn best_accepted(&self) -> Option<Package> {
        let beliefs: Vec<_> = self.interviews.iter().map(Interview::belief).collect();
        let value = |package: &Package| expected_product(&self.agenda, &beliefs, package);
        self.accepted().into_iter().max_by(|one, other| value(one).total_cmp(&value(other)))
    }
}
