//! Where a party stands in a mediation that asks it: what it is asked next, and which of its answers contradict each other.

use mediant_model::{IssueId, OptionId};
use mediant_record::mediation::Ask;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Where a party stands in a mediation that asks it. For that party alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterviewProgress {
    /// What it is asked next.
    pub questioning: Questioning,
    /// Answers of its own that cannot all be true, the fewest that show it, by their places among what it told: to be
    /// looked at and answered again. Empty where all can be.
    pub contradiction: Vec<usize>,
    /// Options that what the party may know excludes: no question names them.
    pub excluded: BTreeMap<IssueId, BTreeSet<OptionId>>,
    /// Ranking forms that leave it nothing to put in order, because what it may know excludes all ways but one. They are not asked:
    /// they are said along with its next answer.
    pub settled: Vec<Ask>,
    /// What its brief, which it handed over, says to the ranking forms that it has not answered: to be confirmed.
    pub deposited: Vec<Deposited>,
}

/// What a party is asked next in a mediation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Questioning {
    /// It is asked this.
    Asked(Ask),
    /// It answered as many questions as are asked.
    Enough,
    /// No question is left that would tell anything.
    NothingLeft,
    /// There is nothing to ask on: what was said does not fit together.
    Unclear(Vec<String>),
}

/// What an order that a party gave before was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RankedBy {
    /// A ranking.
    Ranking,
    /// Points.
    Points,
}

/// An order that a party gave before, as the answer to a ranking form.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Deposited {
    /// The form.
    pub question: Ask,
    /// Groups from best to worst, or from most to least; what stands in one group is equal.
    pub order: Vec<Vec<String>>,
    /// What it was.
    pub by: RankedBy,
}

impl std::fmt::Debug for Deposited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Deposited(confidential)")
    }
}
