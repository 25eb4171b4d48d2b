//! A mediation from the first form to a deal, a proof that there is none, or the end of the questions.

use crate::certificate::all_answers;
use crate::mediation::DEAL_DOUBTED;
use crate::single_text::SingleText;
use crate::{Answer, AnswerError, Estimate, Footing, Mediation, Question, Room, RoomSearch, Step};
use mediant_check::{Certificate, Claim};
use mediant_model::{Package, Problem};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, VecDeque};
use std::fmt;

/// Why a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To learn what the party wants.
    Learn,
    /// The package is put to everybody: a proposal.
    Proposal,
    /// The package is put to everybody, because a deal is in doubt and not enough answers refuse this one.
    Doubt,
    /// The answer given before cannot be true together with others.
    Again,
    /// A change of the text that enough parties accepted is put to everybody: is it welcome?
    Vote,
}

/// What is to be done next.
#[derive(Clone, Debug)]
pub enum Turn {
    /// Ask the party.
    Ask {
        /// The party to ask, by its place at the table.
        party: usize,
        /// What to ask it.
        question: Question,
        /// What the question is for.
        purpose: Purpose,
    },
    /// The mediation has ended.
    Ended(MediationEnding),
}

/// How a mediation ended.
#[derive(Clone)]
pub enum MediationEnding {
    /// Enough parties accepted this very package.
    Deal {
        /// The package that was accepted.
        package: Package,
        /// Who said yes to it.
        accepting: Vec<usize>,
        /// What the answers make likely of it; nothing where they fit no prior.
        estimate: Option<Estimate>,
        /// The share of the best product of gains that is proven if each party values issues one by one and answered
        /// truly, as a claim for the checker ([`Claim::Share`]); `None` where nothing is.
        share: Option<Box<Claim>>,
        /// Why the answers at hand bear no inference, where a brief at hand contradicts them.
        untrue: Option<String>,
    },
    /// No package can pass, by what was answered: the claim for the checker, which says what it assumes.
    NoDeal(Box<Claim>),
    /// The questions were used up, or none that tells anything was left, or what would have been claimed is not so.
    Open {
        /// The package that would be put to everybody next.
        package: Option<Package>,
        /// What the answers make likely of it; nothing where they fit no prior.
        estimate: Option<Estimate>,
        /// Why it is not claimed that there is no deal, where a brief at hand contradicts the answers.
        untrue: Option<String>,
    },
}

impl fmt::Debug for MediationEnding {
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
/// The questions to learn from keep to the mediation's manner. A proposal, a package asked about in doubt, a vote, and the
/// moment of stopping depend on everybody's answers in any case: they are releases, and [`Purpose`] says which
/// questions they are.
///
/// Where nothing may be inferred from somebody's answers ([`Footing`]), it asks about whole packages alone, and then has
/// votes on changes of the best one.
///
/// ```
/// use mediant_formats::{InputFile, read};
/// use mediant_mediate::{Agenda, Manner, Mediation, MediationEnding, Parties, MediationDriver, Settings, SimulatedParty, Turn};
/// use mediant_model::{Problem, problem::Options};
///
/// let case = r#"
///     mediant = 1
///     id = "job"
///     title = "A job"
///     [parties]
///     painter = { name = "Painter" }
///     owner = { name = "Owner" }
///     [issues.pay]
///     options = { low = "low", high = "high" }
///     [issues.start]
///     options = { autumn = "in autumn", spring = "in spring" }
/// "#;
/// let painter = r#"
///     mediant_brief = 1
///     case = "job"
///     party = "painter"
///     reservation = { value = 5 }
///     [points]
///     pay = { options = { low = 0, high = 10 } }
///     start = { options = { autumn = 3, spring = 0 } }
/// "#;
/// let owner = r#"
///     mediant_brief = 1
///     case = "job"
///     party = "owner"
///     reservation = { value = 5 }
///     [points]
///     pay = { options = { low = 3, high = 0 } }
///     start = { options = { autumn = 0, spring = 10 } }
/// "#;
/// let files = [("case.toml", case), ("painter.toml", painter), ("owner.toml", owner)];
/// let files = files.map(|(name, text)| InputFile::new(name, text));
/// let (read, _) = read(&files).map_err(|faults| format!("{faults:?}"))?;
/// let problem = Problem::compile(&read.case, &read.briefs, &Options::default()).map_err(|all| format!("{all:?}"))?;
///
/// let (agenda, parties) = (Agenda::from_problem(&problem)?, Parties::from_problem(&problem)?);
/// let mut people: Vec<SimulatedParty> =
///     (0..2).filter_map(|party| SimulatedParty::from_problem(&problem, &parties, party, 0.0, 7)).collect();
/// let mediation = Mediation::new(&agenda, &Settings::default(), Manner::Blind, parties, 7);
/// let mut session = MediationDriver::new(mediation, 20);
/// let outcome = loop {
///     match session.turn(&problem) {
///         Turn::Ask { party, question, .. } => session.answer(people[party].answer(&agenda, &question))?,
///         Turn::Ended(outcome) => break outcome,
///     }
/// };
/// // Good pay and a start in spring: the only package that both accept. Nobody told what anything is worth.
/// let MediationEnding::Deal { package, accepting, .. } = outcome else { return Err("there is a deal".into()) };
/// assert_eq!((package, accepting), (vec![1, 1], vec![0, 1]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct MediationDriver {
    mediation: Mediation,
    questions_max: usize,
    waiting: VecDeque<(usize, Question, Purpose)>,
    search: Option<RoomSearch>,
    /// Whether the last questions were a proposal, whose answers have not been looked at.
    proposed: bool,
    /// The text that is voted on, once there is one.
    text: Option<SingleText>,
    /// Parties whose answers fit nobody, after they were asked again: they are left alone.
    settled: BTreeSet<usize>,
}

impl MediationDriver {
    /// A session with so many questions to each party at most, forms and proposals included.
    pub fn new(mediation: Mediation, questions_max: usize) -> Self {
        Self {
            mediation,
            questions_max,
            waiting: VecDeque::new(),
            search: None,
            proposed: false,
            text: None,
            settled: BTreeSet::new(),
        }
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

    /// Takes down the answer to the question that [`MediationDriver::turn`] gave last.
    ///
    /// # Errors
    /// The answer does not fit; then nothing changed.
    pub fn answer(&mut self, answer: Answer) -> Result<(), AnswerError> {
        let Some((party, question, purpose)) = self.waiting.front().cloned() else {
            return Err(AnswerError::NothingAsked);
        };
        self.mediation.answer(party, question, answer)?;
        self.waiting.pop_front();
        if purpose == Purpose::Again {
            // What was refused by the answer taken back is open again.
            self.search = None;
        }
        if self.left(party) > 1 && !self.settled.contains(&party) {
            self.ask_again(party);
        }
        Ok(())
    }

    /// Asks the latest of answers that cannot all be true once more.
    fn ask_again(&mut self, party: usize) {
        if self.mediation.parties().is_joined(party) {
            return;
        }
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
    fn plan(&mut self, problem: &Problem) -> Option<MediationEnding> {
        let parties = self.mediation.parties().count();
        let footings = self.mediation.footings();
        let contradicted =
            |(party, footing): (usize, &Footing)| (*footing == Footing::Contradicted).then_some(party);
        self.settled.extend(footings.iter().enumerate().filter_map(contradicted));
        let infers = footings.into_iter().all(Footing::is_assumed);
        let left = (0..parties).map(|party| self.left(party)).min().unwrap_or(0);
        let open_forms = self.mediation.interviews().iter().any(|interview| interview.has_open_form());
        if std::mem::take(&mut self.proposed)
            && infers
            && let Some(package) = self.mediation.best_accepted()
        {
            return Some(self.deal(problem, package));
        }
        if left == 0 {
            return Some(self.ended(problem));
        }
        if !infers && !open_forms {
            return self.plan_by_packages(problem, left);
        }
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
                    return match self.mediation.proposal() {
                        Some(proposal) => self.put(problem, proposal.package, Purpose::Proposal),
                        None => self.look(problem),
                    };
                }
                None
            }
            Step::Propose(proposal) => self.put(problem, proposal.package, Purpose::Proposal),
            Step::Search => self.look(problem),
        }
    }

    /// The same where nothing may be inferred from somebody's answers: whole packages, until enough parties accept one;
    /// then votes on changes of it, and in the end what the votes made of it.
    fn plan_by_packages(&mut self, problem: &Problem, left: usize) -> Option<MediationEnding> {
        let interviews = self.mediation.interviews();
        if let Some(text) = &mut self.text {
            text.count(self.mediation.parties().rule(), interviews);
        } else {
            let Some(package) = self.mediation.best_accepted() else {
                return match self.mediation.proposal() {
                    Some(proposal) if proposal.estimate.deal >= DEAL_DOUBTED => {
                        self.put(problem, proposal.package, Purpose::Proposal)
                    }
                    _ => self.look(problem),
                };
            };
            self.text = Some(SingleText::new(package));
        }
        let verdicts = self.mediation.verdicts();
        let vote = self.text.as_mut().filter(|_| left > 1).and_then(|text| {
            let mut draw = self.mediation.draw();
            let may_pass = |package: &Package| verdicts.may_pass(package);
            text.next_vote(self.mediation.agenda(), may_pass, self.mediation.expected(), &mut draw)
        });
        if let Some(vote) = vote {
            // Nobody is asked about what it said that it never accepts: it has no vote for that.
            let names = |party: usize| {
                let never = self.mediation.parties().never(party);
                matches!(&vote, Question::Compare { first, second }
                    if never.iter().any(|region| region.contains(first) || region.contains(second)))
            };
            let asked = (0..interviews.len()).filter(|party| !names(*party));
            let each: Vec<_> = asked.map(|party| (party, vote.clone(), Purpose::Vote)).collect();
            self.waiting.extend(each);
            return None;
        }
        match &self.text {
            Some(text) if !verdicts.pass(text.text()) && verdicts.may_pass(text.text()) => {
                let package = text.text().clone();
                self.put(problem, package, Purpose::Proposal)
            }
            _ => Some(self.ended(problem)),
        }
    }

    /// How it ends where nothing more is asked: with the text that was voted on where it passes, or the best package
    /// that does.
    fn ended(&self, problem: &Problem) -> MediationEnding {
        let verdicts = self.mediation.verdicts();
        let text = self.text.as_ref().map(|text| text.text().clone()).filter(|text| verdicts.pass(text));
        match text.or_else(|| self.mediation.best_accepted()) {
            Some(package) => self.deal(problem, package),
            None => self.open(None),
        }
    }

    fn look(&mut self, problem: &Problem) -> Option<MediationEnding> {
        let search = self.search.get_or_insert_with(|| RoomSearch::new(&self.mediation));
        match search.look(&self.mediation, problem) {
            Room::Open(package) => self.put(problem, package, Purpose::Doubt),
            Room::Closed(claim) => Some(self.no_deal(problem, claim)),
            Room::Unsettled => Some(self.open(None)),
        }
    }

    /// Puts a package to everybody who said nothing of it yet. Where all did, and it is not accepted, it ends.
    fn put(&mut self, problem: &Problem, package: Package, purpose: Purpose) -> Option<MediationEnding> {
        let verdicts = self.mediation.verdicts();
        let silent =
            (0..self.mediation.parties().count()).filter(|party| verdicts.is_silent(*party, &package));
        let asked: Vec<_> =
            silent.map(|party| (party, Question::Accept { package: package.clone() }, purpose)).collect();
        self.proposed = true;
        if asked.is_empty() {
            return Some(self.ended(problem));
        }
        self.waiting.extend(asked);
        None
    }

    fn deal(&self, problem: &Problem, package: Package) -> MediationEnding {
        let accepting = self.mediation.accepting(&package);
        let estimate = self.infers().then(|| self.mediation.estimate(&package));
        let answers = all_answers(problem, self.mediation.interviews());
        let untrue = mediant_check::is_borne_out(problem, &answers).err();
        let share = self.mediation.share_claim(problem, &package).filter(|_| untrue.is_none());
        MediationEnding::Deal { package, accepting, estimate, share: share.map(Box::new), untrue }
    }

    /// No deal is claimed only where the checker accepts it: it refuses answers that a brief at hand contradicts.
    fn no_deal(&self, problem: &Problem, claim: Box<Claim>) -> MediationEnding {
        let certificate = Certificate::new(problem, vec![(*claim).clone()]);
        match mediant_check::verify(problem, &certificate) {
            Ok(_) => MediationEnding::NoDeal(claim),
            Err(refused) => self.open(Some(refused.why)),
        }
    }

    fn open(&self, untrue: Option<String>) -> MediationEnding {
        let proposal = self.mediation.proposal();
        let estimate = proposal.as_ref().map(|proposal| proposal.estimate).filter(|_| self.infers());
        MediationEnding::Open { package: proposal.map(|proposal| proposal.package), estimate, untrue }
    }

    /// Whether inference from everybody's answers is allowed.
    fn infers(&self) -> bool {
        self.mediation.footings().into_iter().all(Footing::is_assumed)
    }
}
