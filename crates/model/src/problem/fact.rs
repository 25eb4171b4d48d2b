//! Stated facts that can exclude packages.

use super::Region;
use crate::{Condition, Date, IssueId, PersonId};
use std::fmt;

/// The stable name of a fact in reports and certificates, such as `ukraine.red_line.1`.
///
/// `PARTY.reservation`, `PARTY.red_line.N`, `PARTY.precondition.N`, `linkage.N` or, for a linkage
/// that binds one party, `PARTY.linkage.N`. Numbers count from 1 within what the reader may see.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(String);

impl FactId {
    /// A fact id from its text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The id's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// What sort of statement a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactKind {
    /// A walk-away value.
    Reservation,
    /// Packages a party declares unacceptable.
    RedLine,
    /// What must hold before a deal.
    Precondition,
    /// An option only with given options of another issue.
    Linkage,
}

/// A statement that can exclude packages.
#[derive(Clone, PartialEq)]
pub struct Fact {
    /// The fact's name.
    pub id: FactId,
    /// What sort of statement it is.
    pub kind: FactKind,
    /// The party it belongs to; `None` for a linkage that binds every package.
    pub party: Option<usize>,
    /// The packages it excludes, as regions without a common package; empty for a reservation.
    pub forbids: Vec<Region>,
    /// Where its words exclude an option that is not on the table, too ("anything but …"): the same packages with one
    /// option more on every issue, the last. Empty where they exclude options that are on the table alone.
    pub beyond: Vec<Region>,
    /// Who stated it, when and where: for explanations.
    pub origin: FactOrigin,
}

impl fmt::Debug for Fact {
    /// Names the fact; what it excludes may be confidential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fact({})", self.id)
    }
}

/// Who stated a fact, when, where, and how it reads.
#[derive(Clone, Default, PartialEq)]
pub struct FactOrigin {
    /// The author's own sentence for it, if there is one.
    pub text: Option<String>,
    /// The person who said it.
    pub by: Option<PersonId>,
    /// That person's name to show, or a description such as "an unnamed official".
    pub by_name: Option<String>,
    /// When it was said.
    pub on: Option<Date>,
    /// The source's title.
    pub source: Option<String>,
    /// The place within the source, such as `P6`.
    pub place: Option<String>,
    /// `public`, `told` or `inferred`.
    pub standing: Option<crate::statement::Standing>,
    /// What was stated, as it was stated; `None` for a walk-away value.
    pub wording: Option<Wording>,
}

/// A statement that excludes packages, as its author put it.
#[derive(Clone, PartialEq)]
pub enum Wording {
    /// The author never accepts a package for which this holds.
    Never(Condition),
    /// These issues settled, and this.
    Needs {
        /// Issues that no deal may leave open.
        settled: Vec<IssueId>,
        /// What a deal must satisfy.
        require: Option<Condition>,
    },
    /// If the first, then the second.
    IfThen {
        /// Where it binds.
        when: Condition,
        /// What it asks there.
        then: Condition,
    },
}

impl fmt::Debug for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wording(confidential)")
    }
}

impl fmt::Debug for FactOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FactOrigin(confidential)")
    }
}
