//! A mediation from the first form to a deal, a proof that there is none, or the end of the questions.

use crate::{Answer, Estimate, Mediation, Misfit, Question, Room, RoomSearch, Step};
use mediant_check::Claim;
use mediant_model::{Package, Problem};
use num_bigint::BigInt;
use num_rational::Ratio;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::fmt;

/// Why a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To learn what the party wants.
    Learn,
    /// The package is put to everybody: a proposal.
    Proposal,
    /// The package is put to everybody, because a deal is in doubt and nobody's answers refuse this one.
    Doubt,
    /// The answer given before cannot be true together with others.
    Again,
}

/// What is to be done next.
#[derive(Clone, Debug)]
pub enum Turn {
    /// Ask the party.
    Ask {
        /// Whom.
        party: usize,
        /// What.
        question: Question,
        /// Why.
        purpose: Purpose,
    },
    /// The mediation has ended.
    Ended(Outcome),
}

/// How a mediation ended.
#[derive(Clone)]
pub enum Outcome {
    /// Everybody accepted this very package.
    Deal {
        /// The package.
        package: Package,
        /// What the answers make likely of it.
        estimate: Option<Estimate>,
        /// The share of the best product of gains that is proven; 0 where nothing is.
        proven_share: Ratio<BigInt>,
    },
    /// No package is acceptable to everybody, by what was answered: the claim for the checker.
    NoDeal(Box<Claim>),
    /// The questions were used up, or none that tells anything was left.
    Open {
        /// The package that would be put to everybody next.
        package: Option<Package>,
        /// What the answers make likely of it.
        estimate: Option<Estimate>,
    },
}

impl fmt::Debug for Outcome {
    /// A proof holds answers, which are confidential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deal { package, .. } => write!(f, "Deal({package:?})"),
            Self::NoDeal(_) => f.write_str("NoDeal"),
            Self::Open { .. } => f.write_str("Open"),
        }
    }
}

/// Leads a mediation: asks in turn, proposes when the time is ripe, searches for a proof when a deal is in doubt.
///
/// The questions to learn from keep to the mediation's manner. A proposal, a package asked about in doubt, and the
/// moment of stopping depend on everybody's answers in any case: they are releases, and [`Purpose`] says which
/// questions they are.
#[derive(Clone, Debug)]
pub struct Session {
    mediation: Mediation,
    questions_max: usize,
    waiting: VecDeque<(usize, Question, Purpose)>,
    search: Option<RoomSearch>,
    /// Whether the last questions were a proposal, whose answers have not been looked at.
    proposed: bool,
}

impl Session {
    /// A session with so many questions to each party at most, forms and proposals included.
    pub fn new(mediation: Mediation, questions_max: usize) -> Self {
        Self { mediation, questions_max, waiting: VecDeque::new(), search: None, proposed: false }
    }

    /// The mediation as it stands.
    pub fn mediation(&self) -> &Mediation {
        &self.mediation
    }

    /// What is to be done next. Asking again without an answer gives the same.
    ///
    /// `problem` is what the mediation is about; a proof names what is in it.
    pub fn turn(&mut self, problem: &Problem) -> Turn {
        loop {
            if let Some((party, question, purpose)) = self.waiting.front().cloned() {
                return Turn::Ask { party, question, purpose };
            }
            if let Some(outcome) = self.plan(problem) {
                return Turn::Ended(outcome);
            }
        }
    }

    /// Takes down the answer to the question that [`Session::turn`] gave last.
    ///
    /// # Errors
    /// The answer does not fit; then nothing changed.
    pub fn answer(&mut self, answer: Answer) -> Result<(), Misfit> {
        let Some((party, question, purpose)) = self.waiting.front().cloned() else {
            return Err(Misfit::NothingAsked);
        };
        self.mediation.answer(party, question, answer)?;
        self.waiting.pop_front();
        if purpose == Purpose::Again {
            // What was refused by the answer taken back is open again.
            self.search = None;
        } else if self.left(party) > 1 {
            self.ask_again(party);
        }
        Ok(())
    }

    /// Asks the latest of answers that cannot all be true once more.
    fn ask_again(&mut self, party: usize) {
        let exchanges = self.mediation.interviews().get(party).map(|interview| interview.exchanges());
        let Some((contradicting, exchanges)) = self.mediation.contradiction(party).zip(exchanges) else {
            return;
        };
        let asked = |place: &usize| exchanges.get(*place).map(|exchange| &exchange.question);
        let often =
            |question: &Question| exchanges.iter().filter(|exchange| exchange.question == *question).count();
        // What was asked again already stands, even if it contradicts.
        let again = contradicting.iter().rev().filter_map(asked).find(|question| often(question) < 2);
        if let Some(question) = again {
            self.waiting.push_front((party, question.clone(), Purpose::Again));
        }
    }

    fn left(&self, party: usize) -> usize {
        let asked = self.mediation.interviews().get(party).map_or(0, |interview| interview.exchanges().len());
        self.questions_max.saturating_sub(asked)
    }

    /// Decides what to ask, or how it ends.
    fn plan(&mut self, problem: &Problem) -> Option<Outcome> {
        let parties = self.mediation.interviews().len();
        if self.proposed {
            self.proposed = false;
            if let Some(package) = self.mediation.best_accepted() {
                return Some(self.deal(package));
            }
        }
        let left = (0..parties).map(|party| self.left(party)).min().unwrap_or(0);
        if left == 0 {
            return Some(match self.mediation.best_accepted() {
                Some(package) => self.deal(package),
                None => self.open(),
            });
        }
        let open_forms = self.mediation.interviews().iter().any(|interview| interview.has_open_form());
        let step = match self.mediation.step() {
            Step::Ask if left == 1 && !open_forms => {
                self.mediation.proposal().map_or(Step::Search, Step::Propose)
            }
            step => step,
        };
        match step {
            Step::Ask if open_forms => {
                // Whoever fills in forms does so in one sitting.
                for (party, interview) in self.mediation.interviews().iter().enumerate() {
                    let forms = interview.open_forms().into_iter().take(self.left(party));
                    self.waiting.extend(forms.map(|form| (party, form, Purpose::Learn)));
                }
                None
            }
            Step::Ask => {
                let questions = (0..parties).filter_map(|party| Some((party, self.mediation.next(party)?)));
                let questions: Vec<_> =
                    questions.map(|(party, question)| (party, question, Purpose::Learn)).collect();
                self.waiting.extend(questions);
                // When nothing is left to learn, it is time to propose.
                if self.waiting.is_empty() {
                    match self.mediation.proposal() {
                        Some(proposal) => self.put(proposal.package, Purpose::Proposal),
                        None => return self.look(problem),
                    }
                }
                None
            }
            Step::Propose(proposal) => {
                self.put(proposal.package, Purpose::Proposal);
                None
            }
            Step::Search => self.look(problem),
        }
    }

    fn look(&mut self, problem: &Problem) -> Option<Outcome> {
        let search = self.search.get_or_insert_with(|| RoomSearch::new(&self.mediation));
        match search.look(&self.mediation, problem) {
            Room::Open(package) => {
                self.put(package, Purpose::Doubt);
                None
            }
            Room::Closed(claim) => Some(Outcome::NoDeal(claim)),
            Room::CutOff => Some(self.open()),
        }
    }

    /// Puts a package to everybody who has not said yes to it.
    fn put(&mut self, package: Package, purpose: Purpose) {
        let question = Question::Accept { package };
        for (party, interview) in self.mediation.interviews().iter().enumerate() {
            let last = interview.exchanges().iter().rfind(|exchange| exchange.question == question);
            if last.is_none_or(|exchange| exchange.answer != Answer::Yes) {
                self.waiting.push_back((party, question.clone(), purpose));
            }
        }
        self.proposed = true;
    }

    fn deal(&self, package: Package) -> Outcome {
        let estimate = self.mediation.estimate(&package);
        let proven_share = self.mediation.proven_share(&package);
        Outcome::Deal { package, estimate: Some(estimate), proven_share }
    }

    fn open(&self) -> Outcome {
        let proposal = self.mediation.proposal();
        let estimate = proposal.as_ref().map(|proposal| proposal.estimate);
        Outcome::Open { package: proposal.map(|proposal| proposal.package), estimate }
    }
}
