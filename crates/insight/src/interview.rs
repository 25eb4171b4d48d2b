//! Where a party stands in a mediation that asks it: what it is asked next, and which of its answers contradict each other.

use mediant_record::mediation::Ask;

/// Where a party stands in a mediation that asks it. For that party alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterviewProgress {
    /// What it is asked next.
    pub questioning: Questioning,
    /// Answers of its own that cannot all be true, the fewest that show it, by their places among what it told: to be
    /// looked at and answered again. Empty where all can be.
    pub contradiction: Vec<usize>,
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
