//! Utilities that fit rankings and favour one package: little to gain from it, much to lose.

use super::order::{IssueOrder, Order, View};
use mediant_model::Problem;
use mediant_model::problem::Utility;

/// Some profiles of utilities, one utility for each party, that fit what is known of them and favour
/// the package: each with another distance between the ranges of more and less important issues.
pub(crate) fn favouring<'a>(
    problem: &'a Problem,
    views: &'a [View],
    package: &'a [u32],
) -> impl Iterator<Item = Vec<Utility>> + 'a {
    let tiers = views.iter().map(|view| match view {
        View::Points(_) => 0,
        View::Order(order) => order.importance_tiers,
    });
    // Steps up are worth 1 each; together they stay below the smallest range.
    let steps = problem.issues.iter().map(|issue| issue.options.len() as i64 + 1).sum::<i64>();
    let deepest = tiers.max().unwrap_or(0);
    let spreads = (0..=deepest).map(Spread::After).chain([Spread::Everywhere]);
    spreads.filter_map(move |spread| {
        let utility = |view: &View| match view {
            View::Points(utility) => Some(utility.clone()),
            View::Order(order) => fitting(order, package, spread, steps),
        };
        views.iter().map(utility).collect()
    })
}

/// Where the ranges of importance tiers lie far apart.
#[derive(Clone, Copy)]
enum Spread {
    /// Between this many most important tiers and the rest.
    After(usize),
    /// Between any two.
    Everywhere,
}

impl Spread {
    /// The range of an issue in the tier; `None` when too large for exact sums.
    fn range(self, tier: usize, tiers: usize, issues: usize, steps: i64) -> Option<i64> {
        let base = steps.checked_mul(4)?;
        let far = i64::try_from(issues).ok()?.checked_mul(4)?;
        let below = tiers.saturating_sub(tier + 1);
        let apart = match self {
            Self::After(first) => i64::from(tier < first).checked_mul(far)?.max(1),
            Self::Everywhere => far.checked_pow(u32::try_from(below).ok()?)?,
        };
        let range = base.checked_mul(apart)?.checked_add(i64::try_from(below).ok()?)?;
        (range < 1 << 50).then_some(range)
    }
}

fn fitting(order: &Order, package: &[u32], spread: Spread, steps: i64) -> Option<Utility> {
    let issue_count = order.issues.len();
    let of_issue = |(issue, taken): (&IssueOrder, &u32)| {
        let taken = *taken as usize;
        let is_last = issue.is_complete
            && issue.tiers.get(taken).copied().flatten().is_some_and(|tier| tier + 1 == issue.tier_count);
        let range = match issue.importance {
            Some(tier) => spread.range(tier, order.importance_tiers, issue_count, steps)?,
            // Free: small where the package has the worst option and everything to gain.
            None if is_last => issue.tier_count as i64,
            None => steps.checked_mul(4)?,
        };
        Some(values(issue, taken, range))
    };
    let values: Option<Vec<Vec<i64>>> = order.issues.iter().zip(package).map(of_issue).collect();
    Some(Utility { values: values?, interactions: Vec::new(), constant: 0, cap: None })
}

/// Values that span `range`, keep the tiers, and rise as little as they can above the option taken.
fn values(issue: &IssueOrder, taken: usize, range: i64) -> Vec<i64> {
    let last = issue.tier_count.saturating_sub(1);
    let from_last = |tier: usize| (last - tier.min(last)) as i64;
    let of_taken = issue.tiers.get(taken).copied().flatten();
    let value = |(option, tier): (usize, &Option<usize>)| match (tier, of_taken) {
        // Unlisted itself: the best there is.
        (_, None) if option == taken => range,
        (Some(tier), None) => from_last(*tier),
        (None, _) => 0,
        (Some(_), Some(_)) if issue.is_complete && last == 0 => 0,
        (Some(tier), Some(own)) if issue.is_complete && own == last => {
            if *tier == 0 {
                range
            } else {
                from_last(*tier)
            }
        }
        (Some(tier), Some(own)) => {
            if *tier <= own {
                range - *tier as i64
            } else {
                from_last(*tier)
            }
        }
    };
    issue.tiers.iter().enumerate().map(value).collect()
}
