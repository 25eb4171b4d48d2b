//! What is said about a negotiation whose parties gave orders instead of numbers.

use super::necessarily_efficient;
use crate::Control;
use mediant_check::Claim;
use mediant_model::brief::Ranking;
use mediant_model::{Brief, Package, Problem};
use num_bigint::BigUint;

/// Up to so many packages are compared each with each without being asked for: a few seconds at worst.
pub const COMPARED_MAX: u32 = 3_000;

/// What the orders alone say: which packages are efficient whatever the numbers behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// The parties taken by their ranking, ascending.
    pub ranked: Vec<usize>,
    /// The parties with neither points nor ranking, ascending: they might think anything.
    pub silent: Vec<usize>,
    /// The efficient packages, as far as the orders tell.
    pub efficient: Efficient,
}

/// Which packages are necessarily efficient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Efficient {
    /// All of them, in lexicographic order; perhaps none.
    All(Vec<Package>),
    /// No package is free of breaches, so there is nothing to compare.
    NothingAdmissible,
    /// There are more than [`COMPARED_MAX`] packages.
    TooMany,
    /// The control ended the search.
    Stopped,
}

impl Findings {
    /// The findings; `None` where every party has points, or no party without points has a ranking.
    ///
    /// Cost: that of [`necessarily_efficient`], on at most [`COMPARED_MAX`] packages.
    pub fn new(problem: &Problem, briefs: &[Brief], control: &dyn Control) -> Option<Self> {
        let rankings = rankings(problem, briefs);
        let without_points = |party: &usize| problem.parties.get(*party).is_some_and(|p| p.utility.is_none());
        let has_ranking = |party: &usize| rankings.get(*party).is_some_and(Option::is_some);
        let orders = (0..problem.parties.len()).filter(without_points);
        let (ranked, silent): (Vec<usize>, Vec<usize>) = orders.partition(has_ranking);
        let efficient = || {
            if problem.package_count() > BigUint::from(COMPARED_MAX) {
                return Efficient::TooMany;
            }
            match necessarily_efficient(problem, &rankings, control) {
                None => Efficient::Stopped,
                Some(found) if found.is_empty() && !is_any_admissible(problem) => {
                    Efficient::NothingAdmissible
                }
                Some(found) => Efficient::All(found),
            }
        };
        (!ranked.is_empty()).then(|| Self { ranked, silent, efficient: efficient() })
    }

    /// What of it a certificate can claim: which packages are efficient; `None` where that is not known.
    pub fn claim(&self, problem: &Problem) -> Option<Claim> {
        match &self.efficient {
            Efficient::All(found) => Some(Claim::Ranked {
                efficient: found.iter().map(|package| problem.choice(package)).collect(),
            }),
            Efficient::NothingAdmissible | Efficient::TooMany | Efficient::Stopped => None,
        }
    }
}

/// The ranking in each party's brief, in the problem's order of parties.
pub fn rankings<'a>(problem: &Problem, briefs: &'a [Brief]) -> Vec<Option<&'a Ranking>> {
    let of = |party: &mediant_model::problem::ProblemParty| {
        briefs.iter().filter(|brief| brief.party == party.id).find_map(|brief| brief.ranking.as_ref())
    };
    problem.parties.iter().map(of).collect()
}

fn is_any_admissible(problem: &Problem) -> bool {
    super::Space::whole(problem).is_some_and(|space| !space.packages.is_empty())
}
