//! The words in which answers about a [`Problem`](crate::Problem) are given: by whoever finds them, whoever checks them and
//! whoever shows them.

use crate::Package;
use num_bigint::BigUint;

/// Which packages an answer ranges over. Linkages that bind nobody in particular hold in all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Basis {
    /// Those every party accepts.
    Unanimous,
    /// Those the agreement rule passes.
    Rule,
    /// Every possible package, parties' statements and walk-away values aside.
    All,
}

/// A rule of fairness, on gains from reservation values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum FairnessRule {
    /// The largest product of gains, a loss counting as none (Nash, *The Bargaining Problem*, 1950).
    Nash,
    /// The largest least share of the ideal gain, then the next (Kalai and Smorodinsky, Econometrica 43 (1975)).
    KalaiSmorodinsky,
    /// The largest least gain, then the next.
    Leximin,
    /// The largest sum of utilities.
    Utilitarian,
}

impl FairnessRule {
    /// All of them, in the order of a report.
    pub const ALL: [Self; 4] = [Self::Nash, Self::KalaiSmorodinsky, Self::Leximin, Self::Utilitarian];

    /// Its name in files: `nash`, `kalai_smorodinsky`, `leximin`, `utilitarian`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Nash => "nash",
            Self::KalaiSmorodinsky => "kalai_smorodinsky",
            Self::Leximin => "leximin",
            Self::Utilitarian => "utilitarian",
        }
    }

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nash => "Nash",
            Self::KalaiSmorodinsky => "Kalai–Smorodinsky",
            Self::Leximin => "Leximin",
            Self::Utilitarian => "Utilitarian",
        }
    }
}

/// A rule on places alone: which choice each party gets on each issue, by its ranking or by its points. All places count
/// alike, of whichever party and issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum PlaceRule {
    /// The fewest last choices, none where that can be; then as [`PlaceRule::Leximin`].
    FewestLastChoices,
    /// The worst place as good as it can be and as seldom, then the next.
    Leximin,
    /// The most first choices; then as [`PlaceRule::Leximin`].
    MostFirstChoices,
}

impl PlaceRule {
    /// All of them, in the order of a report.
    pub const ALL: [Self; 3] = [Self::FewestLastChoices, Self::Leximin, Self::MostFirstChoices];

    /// Its name in files: `fewest_last_choices`, `leximin`, `most_first_choices`.
    pub fn key(self) -> &'static str {
        match self {
            Self::FewestLastChoices => "fewest_last_choices",
            Self::Leximin => "leximin",
            Self::MostFirstChoices => "most_first_choices",
        }
    }
}

/// A number of packages, certified from below and above.
///
/// In JSON both ends are decimal digits in a string: there may be more packages than a number holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Count {
    /// At least so many.
    #[cfg_attr(feature = "serde", serde(with = "crate::wire::digits"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub lower: BigUint,
    /// At most so many.
    #[cfg_attr(feature = "serde", serde(with = "crate::wire::digits"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub upper: BigUint,
}

impl Count {
    /// An exact count.
    ///
    /// ```
    /// use mediant_model::answer::Count;
    ///
    /// assert!(Count::exactly(12_u32).is_exact());
    /// assert!(!Count { lower: 0_u32.into(), upper: 12_u32.into() }.is_exact());
    /// ```
    pub fn exactly(count: impl Into<BigUint>) -> Self {
        let count = count.into();
        Self { lower: count.clone(), upper: count }
    }

    /// Whether both ends agree.
    pub fn is_exact(&self) -> bool {
        self.lower == self.upper
    }
}

/// An efficient utility vector, and a package that brings it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FrontierPoint {
    /// Units for each party.
    pub utilities: Vec<i64>,
    /// One option an issue, by its place.
    pub package: Package,
}
