//! What is said, of every kind: what commands and events carry.

use crate::id::id;
use mediant_model::statement::{
    Alternative, Answer, Confidence, Deadline, Interest, Linkage, Position, Precondition, Provenance,
    RedLine, Remark,
};
use mediant_model::{Case, IssueId, PartyId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

id! {
    /// A statement: a position, red line, precondition, …
    StatementId
}

/// A statement. Its `Debug` is masked unless it was made at the table or in public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Statement {
    /// What a party says it wants.
    Position(Position),
    /// The need behind it.
    Interest(Interest),
    /// What a party will never accept.
    RedLine(RedLine),
    /// What must hold before a party takes a deal.
    Precondition(Precondition),
    /// An option only with other options.
    Linkage(Linkage),
    /// What a party does without a deal.
    Alternative(Alternative),
    /// What a party answered on an issue as a whole.
    Answer(Answer),
    /// Something said that settles nothing.
    Remark(Remark),
    /// An agreement not to disclose something.
    Confidence(Confidence),
    /// A day by which something is to be done.
    Deadline(Deadline),
}

impl Statement {
    /// Where it comes from and who may know it.
    pub fn provenance(&self) -> &Provenance {
        match self {
            Self::Position(x) => &x.provenance,
            Self::Interest(x) => &x.provenance,
            Self::RedLine(x) => &x.provenance,
            Self::Precondition(x) => &x.provenance,
            Self::Linkage(x) => &x.provenance,
            Self::Alternative(x) => &x.provenance,
            Self::Answer(x) => &x.provenance,
            Self::Remark(x) => &x.provenance,
            Self::Confidence(x) => &x.provenance,
            Self::Deadline(x) => &x.provenance,
        }
    }

    /// The same, to change.
    pub fn provenance_mut(&mut self) -> &mut Provenance {
        match self {
            Self::Position(x) => &mut x.provenance,
            Self::Interest(x) => &mut x.provenance,
            Self::RedLine(x) => &mut x.provenance,
            Self::Precondition(x) => &mut x.provenance,
            Self::Linkage(x) => &mut x.provenance,
            Self::Alternative(x) => &mut x.provenance,
            Self::Answer(x) => &mut x.provenance,
            Self::Remark(x) => &mut x.provenance,
            Self::Confidence(x) => &mut x.provenance,
            Self::Deadline(x) => &mut x.provenance,
        }
    }

    /// Whose word it is. `None` for what binds or concerns several.
    pub fn party(&self) -> Option<&PartyId> {
        match self {
            Self::Position(x) => Some(&x.party),
            Self::Interest(x) => Some(&x.party),
            Self::RedLine(x) => Some(&x.party),
            Self::Precondition(x) => Some(&x.party),
            Self::Linkage(x) => x.party.as_ref(),
            Self::Alternative(x) => Some(&x.party),
            Self::Answer(x) => Some(&x.party),
            Self::Remark(x) => Some(&x.party),
            Self::Confidence(_) => None,
            Self::Deadline(x) => x.party.as_ref(),
        }
    }

    /// The issues it is about, with repetitions.
    pub fn issues(&self) -> Vec<&IssueId> {
        match self {
            Self::Position(x) => {
                std::iter::once(&x.issue).chain(x.wants.iter().flat_map(|c| c.issues())).collect()
            }
            Self::Interest(_) | Self::Alternative(_) => Vec::new(),
            Self::RedLine(x) => x.never.issues(),
            Self::Precondition(x) => {
                x.settled.iter().chain(x.require.iter().flat_map(|c| c.issues())).collect()
            }
            Self::Linkage(x) => x.when.issues().into_iter().chain(x.then.issues()).collect(),
            Self::Answer(x) => vec![&x.issue],
            Self::Remark(x) => x.issue.iter().collect(),
            Self::Confidence(x) => x.issues.iter().collect(),
            Self::Deadline(x) => x.issues.iter().collect(),
        }
    }

    /// Puts it into a case, behind what was said before.
    pub fn enter(self, case: &mut Case) {
        match self {
            Self::Position(x) => case.positions.push(x),
            Self::Interest(x) => case.interests.push(x),
            Self::RedLine(x) => case.red_lines.push(x),
            Self::Precondition(x) => case.preconditions.push(x),
            Self::Linkage(x) => case.linkages.push(x),
            Self::Alternative(x) => case.alternatives.push(x),
            Self::Answer(x) => case.answers.push(x),
            Self::Remark(x) => case.remarks.push(x),
            Self::Confidence(x) => case.confidences.push(x),
            Self::Deadline(x) => case.deadlines.push(x),
        }
    }
}
