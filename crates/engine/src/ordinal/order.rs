//! What a ranking says about two packages.

use mediant_model::brief::Ranking;
use mediant_model::problem::Utility;
use mediant_model::{OptionId, Problem};

/// What is known of a party's preferences.
pub(crate) enum View {
    Points(Utility),
    Order(Order),
}

/// What a party might think of a second package beside a first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Opinion {
    pub might_be_better: bool,
    pub might_be_as_good: bool,
}

/// A ranking by indices. Tier 0 is the best, the most important.
pub(crate) struct Order {
    pub issues: Vec<IssueOrder>,
    pub importance_tiers: usize,
}

pub(crate) struct IssueOrder {
    /// The tier of each option; `None` where the ranking does not list it.
    pub tiers: Vec<Option<usize>>,
    pub tier_count: usize,
    /// Whether every option is listed: only then are the first and last tier the ends of the range.
    pub is_complete: bool,
    /// The issue's tier of importance; `None` where it is not ranked, or has no range to be large or small.
    pub importance: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Level,
    Up,
    /// From the last to the first tier: as much as the issue's range.
    UpAll,
    Down,
    /// From the first to the last tier of all options: exactly the issue's range.
    DownAll,
    /// It may lead either way, up by less than the range.
    Unknown,
    /// It may lead either way, up by the whole range too.
    UnknownAll,
}

impl Order {
    /// Options and issues that the problem does not have are passed over; validation names them.
    pub fn new(problem: &Problem, ranking: Option<&Ranking>) -> Self {
        let of_issue = |issue: &mediant_model::problem::ProblemIssue| {
            let listed = ranking.and_then(|ranking| ranking.options.get(&issue.id));
            let tier = |option: &OptionId| {
                listed.and_then(|tiers| tiers.iter().position(|tier| tier.contains(option)))
            };
            let stated: Vec<Option<usize>> = issue.options.iter().map(tier).collect();
            // Tiers without an option of the problem do not count.
            let mut used: Vec<usize> = stated.iter().flatten().copied().collect();
            used.sort_unstable();
            used.dedup();
            let place =
                |tier: Option<usize>| tier.and_then(|tier| used.iter().position(|used| *used == tier));
            let tiers: Vec<Option<usize>> = stated.into_iter().map(place).collect();
            let is_complete = tiers.iter().all(Option::is_some);
            let importance = ranking
                .and_then(|ranking| ranking.importance.iter().position(|tier| tier.contains(&issue.id)));
            IssueOrder { tiers, tier_count: used.len(), is_complete, importance }
        };
        let mut issues: Vec<IssueOrder> = problem.issues.iter().map(of_issue).collect();
        level_what_ranks_with_nothing(&mut issues);
        let importance_tiers = ranking.map_or(0, |ranking| ranking.importance.len());
        Self { issues, importance_tiers }
    }

    fn compare(&self, first: &[u32], second: &[u32]) -> Opinion {
        let steps = first.iter().zip(second).enumerate().map(|(issue, (from, to))| (issue, *from, *to));
        self.steps(steps).opinion()
    }

    /// The steps from one option to another on some issues, put together.
    pub fn steps(&self, each: impl Iterator<Item = (usize, u32, u32)>) -> Steps {
        let mut all =
            Steps { balance: vec![0; self.importance_tiers], free_up: false, level: true, attained: true };
        for (issue, from, to) in each {
            let Some(issue) = self.issues.get(issue) else { continue };
            let step = issue.step(from, to);
            all.level &= step == Step::Level;
            // A sum of exactly zero needs every step to be as large, or as small, as it can be.
            all.attained &= !matches!(step, Step::Up | Step::Down | Step::Unknown);
            let place = issue.importance.and_then(|tier| all.balance.get_mut(tier));
            match (step, place) {
                (Step::Up | Step::UpAll | Step::Unknown | Step::UnknownAll, Some(balance)) => *balance += 1,
                (Step::Up | Step::UpAll | Step::Unknown | Step::UnknownAll, None) => all.free_up = true,
                (Step::DownAll, Some(balance)) => *balance -= 1,
                (Step::Down | Step::DownAll, None) => all.attained = false,
                (Step::Down, Some(_)) | (Step::Level, _) => {}
            }
        }
        all
    }

    /// Whether it orders anything at all.
    pub fn says_something(&self) -> bool {
        self.issues.iter().any(|issue| issue.tier_count > 0)
    }

    /// Whether it orders issues by importance in a way that ties them together.
    pub fn ranks_issues(&self) -> bool {
        self.issues.iter().any(|issue| issue.importance.is_some())
    }
}

/// Steps on several issues: what decides how a party might see them together. Those on other issues are added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Steps {
    /// Steps up less falls from top to bottom, for each tier of importance.
    pub balance: Vec<i64>,
    /// Whether one leads up, or might, on an issue that importance does not rank.
    pub free_up: bool,
    /// Whether all lead nowhere.
    pub level: bool,
    /// Whether all can be as large, or as small, as their bound.
    pub attained: bool,
}

impl Steps {
    /// What they come to from the most important tier down to each.
    pub fn sums(&self) -> Vec<i64> {
        let add = |sum: &mut i64, balance: &i64| {
            *sum += balance;
            Some(*sum)
        };
        self.balance.iter().scan(0, add).collect()
    }

    fn opinion(&self) -> Opinion {
        let sums = self.sums();
        let might_be_better = self.free_up || sums.iter().any(|sum| *sum > 0);
        let is_even = self.attained && sums.iter().all(|sum| *sum == 0);
        Opinion { might_be_better, might_be_as_good: might_be_better || self.level || is_even }
    }
}

/// An issue all of whose options are equal has no range, and so has whatever is as important: its options are equal too.
///
/// Where that cannot be, because another issue is less important still, or has options that are not equal, no numbers fit
/// the ranking as it stands; then the rank of the issue without a range is passed over.
fn level_what_ranks_with_nothing(issues: &mut [IssueOrder]) {
    let is_level = |issue: &IssueOrder| issue.is_complete && issue.tier_count <= 1;
    let nothing = issues.iter().filter(|issue| is_level(issue)).filter_map(|issue| issue.importance).min();
    if let Some(nothing) = nothing {
        let may_be_level = |issue: &IssueOrder| match issue.importance {
            Some(tier) => tier < nothing || tier == nothing && issue.tier_count <= 1,
            None => true,
        };
        if issues.iter().all(may_be_level) {
            for issue in issues.iter_mut().filter(|issue| issue.importance == Some(nothing)) {
                issue.tiers.iter_mut().for_each(|tier| *tier = Some(0));
                (issue.tier_count, issue.is_complete) = (1, true);
            }
        }
    }
    for issue in issues.iter_mut().filter(|issue| is_level(issue)) {
        issue.importance = None;
    }
}

impl IssueOrder {
    fn step(&self, from: u32, to: u32) -> Step {
        if from == to {
            return Step::Level;
        }
        let tier = |option: u32| self.tiers.get(option as usize).copied().flatten();
        let (Some(from), Some(to)) = (tier(from), tier(to)) else {
            let from_worst = tier(from).is_none_or(|tier| tier + 1 == self.tier_count);
            let to_best = tier(to).is_none_or(|tier| tier == 0);
            return if from_worst && to_best { Step::UnknownAll } else { Step::Unknown };
        };
        // With options unlisted the ends may lie further apart: a fall need not be the whole range.
        let ends = from.abs_diff(to) + 1 == self.tier_count;
        match (to.cmp(&from), ends) {
            (std::cmp::Ordering::Equal, _) => Step::Level,
            (std::cmp::Ordering::Less, true) => Step::UpAll,
            (std::cmp::Ordering::Less, false) => Step::Up,
            (std::cmp::Ordering::Greater, true) if self.is_complete => Step::DownAll,
            (std::cmp::Ordering::Greater, _) => Step::Down,
        }
    }
}

impl View {
    /// What the party might think of `second` beside `first`.
    pub fn compare(&self, first: &[u32], second: &[u32]) -> Opinion {
        match self {
            Self::Points(utility) => {
                let (first, second) = (utility.of(first), utility.of(second));
                Opinion { might_be_better: second > first, might_be_as_good: second >= first }
            }
            Self::Order(order) => order.compare(first, second),
        }
    }

    /// Whether the party is sure to like the option no less than the one taken; points decide nothing
    /// here, because other issues may make up for a loss.
    pub fn is_not_lower(&self, issue: usize, option: u32, taken: u32) -> bool {
        match self {
            Self::Points(_) => true,
            Self::Order(order) => order.issues.get(issue).is_some_and(|issue| {
                matches!(issue.step(taken, option), Step::Level | Step::Up | Step::UpAll)
            }),
        }
    }
}
