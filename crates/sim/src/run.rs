//! A negotiation as a value: everything that happened, stored and replayed.

use crate::protocol::{Act, Move, Protocol, play};
use crate::{Clock, Ending, Limits, Offer, Outcome, Scenario, Spec, SpecError, StartError};
use mediant_mediate::{Answer, Question};
use mediant_model::Number;
use mediant_model::problem::Scale;
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::fmt;

/// A recorded negotiation: what it was about, who played, every move, and how it ended.
///
/// It holds every side's utilities and is as confidential as the briefs; its `Debug` is masked. As JSON ([`Run::to_json`]) it is the same
/// bytes for the same scenario, strategies, protocol, limits and seed.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The version of this form: 1.
    pub mediant_run: u32,
    /// The hash of the scenario ([`Scenario::fingerprint`]).
    pub scenario: String,
    /// The parties' ids, by their number at the table.
    pub parties: Vec<String>,
    /// The issues with their options' ids, in the order of packages.
    pub issues: Vec<RunIssue>,
    /// For each party what a unit of its utility stands for on the scale of the input: a decimal, or a fraction.
    pub units: Vec<String>,
    /// The strategy at each seat, by its full name.
    pub strategies: Vec<String>,
    /// Who may say what when.
    pub protocol: Protocol,
    /// At most so many rounds.
    pub rounds: u32,
    /// How many questions a move was allowed.
    pub effort: u64,
    /// How late an answer may be, as a share of the deadline; it matters with a clock only.
    pub grace: f64,
    /// The seed. Every seat's and the mediator's stream of chance derive from it.
    pub seed: u64,
    /// What the clock told, reading by reading; empty where rounds tell the time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<f64>,
    /// Everything done, in order.
    pub moves: Vec<RunMove>,
    /// How it ended.
    pub end: RunEnd,
}

/// An issue of a recorded negotiation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunIssue {
    /// The issue's id in the case.
    pub id: String,
    /// Its options' ids.
    pub options: Vec<String>,
}

/// One move, as it is recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunMove {
    /// The round, from 0.
    pub round: u32,
    /// The time, as a share of the deadline.
    pub time: f64,
    /// Who: the number of the party at the table; `null` for the mediator.
    pub party: Option<usize>,
    /// What was done.
    #[serde(flatten)]
    pub act: RunAct,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "act")]
pub enum RunAct {
    /// A party puts a package forward.
    Offer {
        /// The option of each issue, by its number.
        package: Vec<u32>,
        /// What it is worth to each party, in units.
        units: Vec<i64>,
    },
    /// A party accepts the standing offer.
    Accept,
    /// A party walks away.
    Walk,
    /// The mediator shows a text.
    Draft {
        /// The option of each issue, by its number.
        package: Vec<u32>,
        /// What it is worth to each party, in units.
        units: Vec<i64>,
    },
    /// A party votes on the draft.
    Vote {
        /// Whether it welcomes it.
        yes: bool,
    },
    /// The mediator asks a party something alone, and it answers.
    Reply {
        /// What it was asked.
        question: Question,
        /// What it answered.
        answer: Answer,
    },
    /// The mediator makes the draft the text.
    Keep,
    /// The mediator drops the draft.
    Drop,
}

/// How a recorded negotiation ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunEnd {
    /// Deal or none, and by what.
    #[serde(flatten)]
    pub ending: Ending,
    /// The package agreed on.
    pub package: Option<Vec<u32>>,
    /// How many rounds were begun.
    pub rounds: u32,
    /// When, as a share of the deadline.
    pub time: f64,
    /// How many moves were made.
    pub moves: u64,
    /// What each party has, in units, before any discount.
    pub units: Vec<i64>,
    /// The same on the scale of the input, discounted.
    pub discounted: Vec<f64>,
}

/// Why a run cannot be replayed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// It was recorded in another scenario.
    #[error("the run was recorded in another scenario")]
    OtherScenario,
    /// A strategy in it has a name that is not known here.
    #[error(transparent)]
    Strategy(SpecError),
    /// There are not as many strategies as parties, or no rounds.
    #[error(transparent)]
    Misfit(StartError),
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Run({} moves, seed {}, confidential)", self.moves.len(), self.seed)
    }
}

impl Run {
    /// A party's units of utility on the scale of the input: for printing. `None` where the run does not say what a unit
    /// stands for.
    pub fn shown(&self, party: usize, units: i64) -> Option<f64> {
        let text = self.units.get(party)?;
        let number = |text: &str| text.parse::<Number>().ok();
        let unit = match text.split_once('/') {
            Some((above, below)) => number(above)?.checked_div(&number(below)?)?,
            None => number(text)?,
        };
        Some(Scale { unit, rounded_by: None }.shown(units))
    }

    /// The version of the form that is written.
    pub const VERSION: u32 = 2;

    #[expect(clippy::too_many_arguments, reason = "the parts of a run, named by its fields")]
    pub(crate) fn new(
        scenario: &Scenario,
        names: &[String],
        protocol: &Protocol,
        limits: &Limits<'_>,
        seed: u64,
        moves: Vec<Move>,
        readings: Vec<f64>,
        outcome: Outcome,
    ) -> Self {
        let problem = scenario.problem();
        let issue = |issue: &mediant_model::problem::ProblemIssue| RunIssue {
            id: issue.id.as_str().to_owned(),
            options: issue.options.iter().map(|option| option.as_str().to_owned()).collect(),
        };
        Self {
            mediant_run: Self::VERSION,
            scenario: scenario.fingerprint(),
            parties: problem.parties.iter().map(|party| party.id.as_str().to_owned()).collect(),
            issues: problem.issues.iter().map(issue).collect(),
            units: problem.parties.iter().map(|party| party.scale.unit.exact_text()).collect(),
            strategies: names.to_vec(),
            protocol: protocol.clone(),
            rounds: limits.rounds,
            effort: limits.effort,
            grace: limits.grace,
            seed,
            readings,
            moves: moves.into_iter().map(|made| written(scenario, made)).collect(),
            end: RunEnd {
                package: outcome.agreement.as_ref().map(|offer| scenario.package(offer)),
                ending: outcome.ending,
                rounds: outcome.rounds,
                time: outcome.time,
                moves: outcome.moves,
                units: outcome.units,
                discounted: outcome.discounted,
            },
        }
    }

    /// The run as JSON, a move to a line.
    ///
    /// # Errors
    /// Never for a run that was recorded; a float that is not a number cannot be written.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let lines = self.moves.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
        let without = serde_json::to_string_pretty(&Self { moves: Vec::new(), ..self.clone() })?;
        let moves =
            if lines.is_empty() { "[]".to_owned() } else { format!("[\n    {}\n  ]", lines.join(",\n    ")) };
        Ok(without.replacen("\"moves\": []", &format!("\"moves\": {moves}"), 1))
    }

    /// Plays the same negotiation again, from its strategies' names and its seed.
    ///
    /// The run that comes back is equal to this one, to the byte of its JSON, if nothing was changed.
    ///
    /// # Errors
    /// It was recorded in another scenario, or with strategies that are not known by name.
    pub fn replay(&self, scenario: &Scenario) -> Result<Self, ReplayError> {
        if self.scenario != scenario.fingerprint() {
            return Err(ReplayError::OtherScenario);
        }
        let specs = self.strategies.iter().map(|name| name.parse::<Spec>()).collect::<Result<Vec<_>, _>>();
        let mut seats: Vec<_> = specs.map_err(ReplayError::Strategy)?.iter().map(Spec::make).collect();
        let clock = Recorded { readings: &self.readings, next: Cell::new(0) };
        let limits = Limits {
            rounds: self.rounds,
            effort: self.effort,
            clock: if self.readings.is_empty() { None } else { Some(&clock) },
            grace: self.grace,
        };
        let mut watch = crate::protocol::Record::default();
        let outcome = play(scenario, &mut seats, &self.protocol, &limits, self.seed, &mut watch);
        let outcome = outcome.map_err(ReplayError::Misfit)?;
        let readings = self.readings.get(..clock.next.get()).unwrap_or(&self.readings).to_vec();
        let (names, protocol) = (&self.strategies, &self.protocol);
        Ok(Self::new(scenario, names, protocol, &limits, self.seed, watch.moves, readings, outcome))
    }

    /// What a party saw of it: in a blind round its own offers, of votes its own, what it was itself asked alone, else
    /// everything. Of the worths of
    /// packages it is told its own alone: `units` then holds one number.
    pub fn seen_by(&self, party: usize) -> Vec<RunMove> {
        let is_seen = |made: &&RunMove| match (&self.protocol, &made.act) {
            (Protocol::Alternating, _) => true,
            (Protocol::Overlap, RunAct::Offer { .. }) => made.party == Some(party),
            (Protocol::SingleText(_), RunAct::Vote { .. }) => made.party == Some(party),
            (Protocol::Shuttle(_), _) => made.party == Some(party),
            (Protocol::Overlap | Protocol::SingleText(_), _) => true,
        };
        let mut seen: Vec<RunMove> = self.moves.iter().filter(is_seen).cloned().collect();
        for made in &mut seen {
            if let RunAct::Offer { units, .. } | RunAct::Draft { units, .. } = &mut made.act {
                *units = units.get(party).copied().into_iter().collect();
            }
        }
        seen
    }
}

/// A clock that tells again what was told.
struct Recorded<'a> {
    readings: &'a [f64],
    next: Cell<usize>,
}

impl Clock for Recorded<'_> {
    fn share(&self) -> f64 {
        let next = self.next.get();
        self.next.set(next + 1);
        // Beyond the last reading the run has taken another course: there is no time for it.
        self.readings.get(next).copied().unwrap_or(f64::INFINITY)
    }
}

fn written(scenario: &Scenario, made: Move) -> RunMove {
    let package = |offer: &Offer| (scenario.package(offer), scenario.units(offer));
    let act = match &made.act {
        Act::Offer(offer) => {
            let (package, units) = package(offer);
            RunAct::Offer { package, units }
        }
        Act::Draft(offer) => {
            let (package, units) = package(offer);
            RunAct::Draft { package, units }
        }
        Act::Accept => RunAct::Accept,
        Act::Walk => RunAct::Walk,
        Act::Vote(yes) => RunAct::Vote { yes: *yes },
        Act::Reply(question, answer) => RunAct::Reply { question: question.clone(), answer: answer.clone() },
        Act::Keep => RunAct::Keep,
        Act::Drop => RunAct::Drop,
    };
    RunMove { round: made.round, time: made.time, party: made.party, act }
}
