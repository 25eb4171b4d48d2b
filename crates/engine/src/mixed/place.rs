//! Which place an option has with a party, the best first: by its ranking, or by its points.

use crate::ordinal::order::View;
use mediant_model::Problem;
use mediant_model::problem::Utility;

/// The place of what a party gets on an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Counted from 0, the party's first choice; equal options share a place.
    pub at: usize,
    /// How many places there are on this issue: at least two.
    pub of: usize,
    /// Whether the party ranked the option. What it left out comes after all that it named.
    pub ranked: bool,
}

impl Place {
    /// Whether nothing comes after it.
    pub fn is_last(self) -> bool {
        self.at + 1 == self.of
    }
}

/// The places of options on each issue, for one party: `None` where all are the same to it, or it said nothing.
pub(crate) struct Places(Vec<Option<Vec<Place>>>);

impl Places {
    /// `None` where a party's points do not tell: combinations of issues count.
    pub fn new(problem: &Problem, view: &View) -> Option<Self> {
        let sizes = problem.issues.iter().map(|issue| issue.options.len());
        Some(Self(match view {
            View::Points(utility) if !utility.is_additive() => return None,
            View::Points(utility) => {
                sizes.enumerate().map(|(issue, size)| by_points(utility, issue, size)).collect()
            }
            View::Order(order) => {
                order.issues.iter().map(|issue| by_tiers(&issue.tiers, issue.tier_count)).collect()
            }
        }))
    }

    /// The place of an option of an issue.
    pub fn of(&self, issue: usize, option: u32) -> Option<Place> {
        self.0.get(issue)?.as_ref()?.get(option as usize).copied()
    }

    /// Whether it has a place anywhere.
    pub fn says_something(&self) -> bool {
        self.0.iter().any(Option::is_some)
    }
}

fn by_points(utility: &Utility, issue: usize, size: usize) -> Option<Vec<Place>> {
    let points: Vec<i64> = (0..size).map(|option| utility.points(issue, option)).collect();
    let mut levels = points.clone();
    levels.sort_unstable_by(|a, b| b.cmp(a));
    levels.dedup();
    let place = |points: &i64| {
        let at = levels.iter().position(|level| level == points).unwrap_or(0);
        Place { at, of: levels.len(), ranked: true }
    };
    (levels.len() > 1).then(|| points.iter().map(place).collect())
}

fn by_tiers(tiers: &[Option<usize>], tier_count: usize) -> Option<Vec<Place>> {
    let of = tier_count + usize::from(tiers.contains(&None));
    let place = |tier: &Option<usize>| Place { at: tier.unwrap_or(tier_count), of, ranked: tier.is_some() };
    (tier_count > 0 && of > 1).then(|| tiers.iter().map(place).collect())
}
