//! A mediation: one interview with each party, and what all of them together let the mediator propose.

use crate::certificate;
use crate::draw::Draw;
use crate::propose::{estimated, expected_product, likely, propose};
use crate::share::{Proven, proven_share};
use crate::verdicts::Verdicts;
use crate::{Agenda, Answer, AnswerError, Estimate, Footing, Interview, Parties, Question, Settings};
use mediant_check::{Certificate, Claim};
use mediant_model::{Package, Problem};
use num_bigint::BigInt;
use num_rational::Ratio;
use num_traits::Zero;
use serde::{Deserialize, Serialize};

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
    /// The package proposed: one option an issue.
    pub package: Package,
    /// Whether enough parties for a deal said yes to this very package.
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
    /// A deal looks doubtful: look for a package that may still pass and put it to everybody, or prove that there is
    /// none ([`RoomSearch`](crate::RoomSearch)).
    Search,
}

/// A proposal is ripe at this estimated share of the best product of gains.
const SHARE_RIPE: f64 = 0.95;
/// And at this likelihood that everybody accepts it.
const ACCEPTANCE_RIPE: f64 = 0.9;
/// Below this likelihood of any deal the search for one, or for a proof, begins.
pub(crate) const DEAL_DOUBTED: f64 = 0.5;
/// But not before each party answered so many questions.
const QUESTIONS_BEFORE_DOUBT: usize = 3;

/// A mediation between two parties or more.
#[derive(Clone, Debug)]
pub struct Mediation {
    agenda: Agenda,
    manner: Manner,
    seed: u64,
    parties: Parties,
    interviews: Vec<Interview>,
}

impl Mediation {
    /// A mediation that has not begun.
    ///
    /// ```
    /// use mediant_mediate::{Agenda, Answer, Manner, Mediation, Parties, Question, Settings};
    ///
    /// let agenda = Agenda::new(vec![2, 2])?;
    /// let parties = Parties::unanimous(vec![Vec::new(), Vec::new()])?;
    /// let mut mediation = Mediation::new(&agenda, &Settings::default(), Manner::Blind, parties, 7);
    /// // Forms come first.
    /// assert!(mediation.next(0).is_some_and(|question| question.is_form()));
    /// for party in 0..2 {
    ///     mediation.answer(party, Question::Accept { package: vec![0, 1] }, Answer::Yes)?;
    /// }
    /// assert_eq!(mediation.accepted(), [vec![0, 1]]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(agenda: &Agenda, settings: &Settings, manner: Manner, parties: Parties, seed: u64) -> Self {
        let others = parties.count().saturating_sub(1);
        // A party's seed is its place's, so that its questions do not depend on who else is there.
        let interview = |party: usize| {
            let seed = seed.wrapping_add(party as u64 * 0x5851_F42D);
            Interview::new(agenda, settings, parties.never(party).to_vec(), others, seed)
        };
        let interviews = (0..parties.count()).map(interview).collect();
        Self { agenda: agenda.clone(), manner, seed, parties, interviews }
    }

    /// What is on the table.
    pub fn agenda(&self) -> &Agenda {
        &self.agenda
    }

    /// Who is asked, and whose acceptance makes a deal.
    pub fn parties(&self) -> &Parties {
        &self.parties
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
    pub fn answer(&mut self, party: usize, question: Question, answer: Answer) -> Result<(), AnswerError> {
        match self.interviews.get_mut(party) {
            Some(interview) => interview.answer(question, answer),
            None => Err(AnswerError::NoSuchParty { party }),
        }
    }

    /// What inference from each party's answers stands on. Cost: one linear program a party.
    pub fn footings(&self) -> Vec<Footing> {
        let footing = |(party, interview): (usize, &Interview)| {
            if self.parties.is_joined(party) {
                Footing::Joined
            } else if interview.contradiction().is_some() {
                Footing::Contradicted
            } else {
                Footing::Assumed
            }
        };
        self.interviews.iter().enumerate().map(footing).collect()
    }

    /// What each party said of whole packages.
    pub(crate) fn verdicts(&self) -> Verdicts<'_> {
        Verdicts::new(&self.parties, &self.interviews)
    }

    /// The packages that enough parties for a deal said yes to.
    pub fn accepted(&self) -> Vec<Package> {
        self.verdicts().passed()
    }

    /// Who said yes to this very package.
    pub fn accepting(&self, package: &Package) -> Vec<usize> {
        let verdicts = self.verdicts();
        (0..self.parties.count()).filter(|party| verdicts.accepts(*party, package)).collect()
    }

    /// The package with the largest expected product of gains, of those that may still get the acceptances they need;
    /// `None` if none that was found may. Under a rule that can pass a package without somebody, the product is over
    /// those who would carry it.
    pub fn proposal(&self) -> Option<Proposal> {
        let beliefs: Vec<_> = self.interviews.iter().map(Interview::belief).collect();
        let verdicts = self.verdicts();
        let mut draw = self.draw();
        let (package, estimate) = propose(&self.agenda, &beliefs, &self.parties, &verdicts, &mut draw)?;
        let accepted = verdicts.pass(&package);
        Some(Proposal { package, accepted, estimate })
    }

    /// A stream of random numbers for this point of the mediation.
    pub(crate) fn draw(&self) -> Draw {
        let asked: usize = self.interviews.iter().map(|interview| interview.exchanges().len()).sum();
        Draw::at(self.seed, (asked as u64) << 2 | 3)
    }

    /// What the answers make likely of a package.
    pub fn estimate(&self, package: &Package) -> Estimate {
        let beliefs: Vec<_> = self.interviews.iter().map(Interview::belief).collect();
        estimated(&self.agenda, &beliefs, &self.parties, &self.verdicts(), package, &mut self.draw())
    }

    /// The expected product of gains, over those who would carry a package.
    pub(crate) fn expected(&self) -> impl Fn(&Package) -> f64 {
        let beliefs: Vec<_> = self.interviews.iter().map(Interview::belief).collect();
        let verdicts = self.verdicts();
        move |package| expected_product(&self.agenda, &beliefs, &self.parties, &verdicts, package)
    }

    /// Packages that may well be acceptable to everybody: Nash points of tuples of the beliefs.
    pub(crate) fn likely(&self) -> Vec<Package> {
        let beliefs: Vec<_> = self.interviews.iter().map(Interview::belief).collect();
        likely(&self.agenda, &beliefs, &self.parties, &mut self.draw()).into_iter().collect()
    }

    /// The answers of a party that cannot all be true; see [`Interview::contradiction`].
    pub fn contradiction(&self, party: usize) -> Option<Vec<usize>> {
        self.interviews.get(party)?.contradiction()
    }

    /// The share of the best product of gains that a package has which everybody accepted, if each party values issues
    /// one by one and answered truly; 0 where nothing follows.
    ///
    /// Nothing follows where that is known not to be so of somebody ([`Mediation::footings`]), nor under a rule that can
    /// outvote somebody. Cost: up to a linear program for each party and package.
    pub fn proven_share(&self, package: &Package) -> Ratio<BigInt> {
        self.share(package).map_or_else(Ratio::zero, |proven| proven.share)
    }

    /// [`Mediation::proven_share`] as a claim with what shows it, which the checker accepted; `None` where nothing follows,
    /// or where a brief at hand contradicts an answer.
    ///
    /// `problem` is what the mediation is about, its parties in the order of the mediation's.
    pub fn share_claim(&self, problem: &Problem, package: &Package) -> Option<Claim> {
        let claim = certificate::share(problem, self, package, &self.share(package)?)?;
        let certificate = Certificate::new(problem, vec![claim.clone()]);
        mediant_check::verify(problem, &certificate).is_ok().then_some(claim)
    }

    fn share(&self, package: &Package) -> Option<Proven> {
        let everybody = self.accepting(package).len() == self.parties.count();
        let decides = self.parties.rule().is_unanimous();
        if !everybody || !decides || !self.footings().into_iter().all(Footing::is_assumed) {
            return None;
        }
        proven_share(&self.agenda, &self.interviews, &self.parties, package, self.expected())
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
        // The sample is slow to see that there is no deal. All that it decides is when the slower way begins,
        // which ends in a deal or in a proof.
        if proposal.estimate.deal < DEAL_DOUBTED && fewest >= QUESTIONS_BEFORE_DOUBT {
            return Step::Search;
        }
        let ripe = proposal.estimate.share >= SHARE_RIPE && proposal.estimate.acceptance > ACCEPTANCE_RIPE;
        if ripe { Step::Propose(proposal) } else { Step::Ask }
    }

    /// Of the packages that enough parties accepted the one with the largest expected product of gains.
    pub fn best_accepted(&self) -> Option<Package> {
        let value = self.expected();
        self.accepted().into_iter().max_by(|one, other| value(one).total_cmp(&value(other)))
    }
}
