//! A party's utility in integer units.

use super::Region;
use std::fmt;

/// What packages are worth to a party, in integer units (see [`Scale`](super::Scale)).
///
/// `min(cap, constant + Σ values[issue][option] + Σ points of the interactions whose region holds the package)`.
///
/// Compilation guarantees that the sum of all absolute values stays below 2^60.
/// A utility is confidential: its `Debug` shows its size only.
#[derive(Clone, PartialEq)]
pub struct Utility {
    /// Points of each option: issues x options.
    pub values: Vec<Vec<i64>>,
    /// Points for combinations.
    pub interactions: Vec<Interaction>,
    /// Points of every package.
    pub constant: i64,
    /// The most a package can be worth, where the format clips (nonlinear Genius profiles).
    pub cap: Option<i64>,
}

/// A bonus or penalty for the packages in a region.
#[derive(Clone, Debug, PartialEq)]
pub struct Interaction {
    /// Where it applies.
    pub region: Region,
    /// Units added there; negative for a penalty.
    pub points: i64,
    /// The stated interaction this came from: an index into the brief's list.
    ///
    /// One stated condition with alternatives becomes several regions that do not overlap.
    pub stated: usize,
}

/// The least utility that a party accepts.
#[derive(Clone, PartialEq)]
pub struct Reservation {
    /// The utility at and above which the party is certain to accept: the upper end of a stated range.
    pub firm: i64,
    /// The utility below which the party is certain to refuse: the lower end of a stated range.
    pub least: i64,
    /// Whether somebody stated it; otherwise the format's default stands (its worst package, or zero).
    pub stated: bool,
    /// Of the default "worst package": whether some package is worth as little. Otherwise none is worth less, and
    /// the search for the worst one ended first.
    pub reached: bool,
}

impl Utility {
    /// The utility of a package. Options that do not exist count nothing.
    pub fn of(&self, package: &[u32]) -> i64 {
        let additive: i64 = self
            .values
            .iter()
            .zip(package)
            .map(|(values, option)| values.get(*option as usize).copied().unwrap_or(0))
            .sum();
        let extra: i64 = self
            .interactions
            .iter()
            .filter(|interaction| interaction.region.contains(package))
            .map(|interaction| interaction.points)
            .sum();
        let total = self.constant + additive + extra;
        self.cap.map_or(total, |cap| total.min(cap))
    }

    /// The points of an option by itself. An option that does not exist counts nothing.
    pub fn points(&self, issue: usize, option: usize) -> i64 {
        self.values.get(issue).and_then(|values| values.get(option)).copied().unwrap_or(0)
    }

    /// Whether it is a plain sum over issues: no interaction and no cap.
    pub fn is_additive(&self) -> bool {
        self.interactions.is_empty() && self.cap.is_none()
    }
}

impl fmt::Debug for Utility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Utility({} issues, confidential)", self.values.len())
    }
}

impl fmt::Debug for Reservation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reservation(confidential)")
    }
}
