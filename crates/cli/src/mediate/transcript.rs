//! The record of a mediation at a terminal: everything that was asked and answered, and how it ended.

use crate::arguments::mediate::Mediate;
use crate::failure::CliError;
use crate::{input, output_file};
use mediant_check::{Certificate, Claim};
use mediant_mediate::{Answer, Estimate, Footing, Manner, MediationEnding, Purpose, Question};
use mediant_model::Problem;
use mediant_model::problem::Choice;
use mediant_render::{Posed, mediation as words};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The version of the file.
const VERSION: u32 = 1;

/// A mediation as a file. It holds confidences of every party.
#[derive(Serialize, Deserialize)]
pub struct Transcript {
    mediant_mediation: u32,
    /// Issues with the ids of their options: questions count through them from 0.
    issues: Vec<(String, Vec<String>)>,
    parties: Vec<String>,
    seed: u64,
    manner: Manner,
    forms: bool,
    simulated: bool,
    /// What was asked and answered, in order.
    pub exchanges: Vec<Spoken>,
    /// How it ended; absent where it broke off.
    #[serde(default, skip_deserializing, skip_serializing_if = "Option::is_none")]
    ended: Option<Ended>,
    /// What inference from each party's answers stood on in the end.
    #[serde(default, skip_deserializing, skip_serializing_if = "BTreeMap::is_empty")]
    footings: BTreeMap<String, Footing>,
}

/// A question to a party with its answer.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spoken {
    /// The id of the party that was asked.
    pub party: String,
    /// What the question was for.
    pub purpose: Purpose,
    /// What was asked.
    pub question: Question,
    /// What was answered.
    pub answer: Answer,
}

/// How a mediation ended.
#[derive(Serialize)]
#[serde(tag = "how", rename_all = "snake_case")]
enum Ended {
    /// Enough parties accepted the package.
    Deal {
        package: Choice,
        /// Who said yes to it.
        accepting: Vec<String>,
        /// The share of the largest product of gains that is proven from the answers, a fraction; 0/1 where nothing is.
        proven_share: String,
        /// What that assumes.
        #[serde(skip_serializing_if = "Option::is_none")]
        proven_if: Option<String>,
        /// The proof of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        certificate: Option<Box<Certificate>>,
        /// What the answers make likely, under the prior.
        estimate: Option<Estimate>,
        /// How a brief at hand contradicts the answers, so that nothing rests on them.
        #[serde(skip_serializing_if = "Option::is_none")]
        untrue: Option<String>,
    },
    /// No package can pass.
    NoDeal {
        certificate: Box<Certificate>,
        /// What it assumes; nothing where it takes parties at their words alone.
        #[serde(skip_serializing_if = "Option::is_none")]
        proven_if: Option<String>,
    },
    /// Nothing was agreed and nothing proven.
    Open {
        /// What would be put to everybody next.
        package: Option<Choice>,
        /// What the answers make likely of it.
        estimate: Option<Estimate>,
        /// How a brief at hand contradicts the answers, so that nothing rests on them.
        #[serde(skip_serializing_if = "Option::is_none")]
        untrue: Option<String>,
    },
}

impl Transcript {
    /// Of talks that have not begun.
    pub fn new(arguments: &Mediate, problem: &Problem, manner: Manner) -> Self {
        let options = |issue: &mediant_model::problem::ProblemIssue| {
            issue.options.iter().map(ToString::to_string).collect()
        };
        Self {
            mediant_mediation: VERSION,
            issues: problem.issues.iter().map(|issue| (issue.id.to_string(), options(issue))).collect(),
            parties: problem.parties.iter().map(|party| party.id.to_string()).collect(),
            seed: arguments.seed,
            manner,
            forms: !arguments.no_forms,
            simulated: arguments.simulate,
            exchanges: Vec::new(),
            ended: None,
            footings: BTreeMap::new(),
        }
    }

    /// Takes down how it ended.
    ///
    /// # Errors
    /// What a proof is about cannot be written down.
    pub fn end(
        &mut self,
        posed: &Posed,
        outcome: &MediationEnding,
        footings: &[Footing],
    ) -> Result<(), CliError> {
        self.ended = Some(ended(posed, outcome)?);
        self.footings = posed.problem.by_party(footings.iter().copied().map(Some));
        Ok(())
    }

    /// Puts it into the file, whole and for its owner alone.
    pub fn write(&self, path: &Path) -> Result<(), CliError> {
        let json =
            serde_json::to_string_pretty(self).map_err(|error| CliError::Internal(error.to_string()))?;
        let written = output_file::Whole::begin(path).and_then(|mut file| {
            file.write((json + "\n").as_bytes())?;
            file.finish()
        });
        written.map_err(|error| CliError::unwritten(path, &error))
    }
}

/// A claim with what it is about.
///
/// # Errors
/// That cannot be written down.
pub fn certificate(posed: &Posed, claim: &Claim) -> Result<Certificate, CliError> {
    let about = mediant_render::about_files(posed).map_err(CliError::Internal)?;
    Ok(Certificate::new(&posed.problem, vec![claim.clone()]).about(about))
}

/// How it ended, by ids.
fn ended(posed: &Posed, outcome: &MediationEnding) -> Result<Ended, CliError> {
    let problem = &posed.problem;
    Ok(match outcome {
        MediationEnding::Deal { package, accepting, estimate, share, untrue } => Ended::Deal {
            package: problem.choice(package),
            accepting: accepting
                .iter()
                .filter_map(|party| Some(problem.parties.get(*party)?.id.to_string()))
                .collect(),
            proven_share: words::proven_share(share.as_deref()),
            proven_if: share.as_ref().and_then(|claim| words::condition(problem, claim)),
            certificate: share.as_ref().map(|claim| certificate(posed, claim).map(Box::new)).transpose()?,
            estimate: *estimate,
            untrue: untrue.clone(),
        },
        MediationEnding::NoDeal(claim) => {
            let proven_if = words::condition(problem, claim);
            Ended::NoDeal { proven_if, certificate: Box::new(certificate(posed, claim)?) }
        }
        MediationEnding::Open { package, estimate, untrue } => Ended::Open {
            package: package.as_ref().map(|package| problem.choice(package)),
            estimate: *estimate,
            untrue: untrue.clone(),
        },
    })
}

/// What was asked and answered in the file, which must be about the same talks.
pub fn read(path: &Path, now: &Transcript) -> Result<Vec<Spoken>, CliError> {
    let text = input::certificate(path)?;
    let unread = |why: String| {
        let message = format!("`{}` is no record of these talks: {why}", path.display());
        CliError::usage(
            message,
            "give a file that `mediant mediate --record` wrote, with the same files and options",
        )
    };
    let then: Transcript = serde_json::from_str(&text).map_err(|error| unread(error.to_string()))?;
    let differs = if then.mediant_mediation != VERSION {
        Some("it is of another version")
    } else if then.issues != now.issues || then.parties != now.parties {
        Some("its issues, options or parties are others")
    } else if (then.seed, then.manner, then.forms) != (now.seed, now.manner, now.forms) {
        Some("its seed or its way of asking is another")
    } else {
        None
    };
    match differs {
        Some(why) => Err(unread(why.to_owned())),
        None => Ok(then.exchanges),
    }
}
