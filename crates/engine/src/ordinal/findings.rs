//! What is said about a negotiation whose parties gave orders instead of numbers.

use super::{necessarily_efficient, views};
use crate::Control;
use crate::mixed::{Mixed, mixed};
use mediant_check::Claim;
use mediant_model::brief::Ranking;
use mediant_model::{Brief, Package, Problem};

/// What can be said where not every party gave points: which packages are efficient whatever the numbers behind what was stated,
/// which can be, and the best by rules on places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// The parties taken by their ranking, ascending.
    pub ranked: Vec<usize>,
    /// The parties with neither points nor ranking, ascending: they might think anything.
    pub silent: Vec<usize>,
    /// The efficient packages, as far as the orders tell.
    pub efficient: Efficient,
    /// What points, orders and constraints say together.
    pub mixed: Mixed,
}

/// Which packages are necessarily efficient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Efficient {
    /// All of them, in lexicographic order; perhaps none.
    All(Vec<Package>),
    /// No package is free of breaches, so there is nothing to compare.
    NothingAdmissible,
    /// No party without points gave an order.
    NoRanking,
    /// They are too many to list, or too much hangs together.
    TooMany,
    /// The control ended the search.
    Stopped,
}

impl Findings {
    /// The findings; `None` where every party has points, or nobody stated anything.
    ///
    /// Cost: for each group of issues that statements join its choices² x parties; then what is not yet beaten.
    pub fn new(problem: &Problem, briefs: &[Brief], control: &dyn Control) -> Option<Self> {
        let rankings = rankings(problem, briefs);
        let without_points = |party: &usize| problem.parties.get(*party).is_some_and(|p| p.utility.is_none());
        let has_ranking = |party: &usize| rankings.get(*party).is_some_and(Option::is_some);
        let orders = (0..problem.parties.len()).filter(without_points);
        let (ranked, silent): (Vec<usize>, Vec<usize>) = orders.partition(has_ranking);
        let nothing_stated = ranked.is_empty()
            && problem.facts.is_empty()
            && problem.parties.iter().all(|party| party.utility.is_none());
        if (ranked.is_empty() && silent.is_empty()) || nothing_stated {
            return None;
        }
        let mixed = mixed(problem, &views(problem, &rankings), control);
        let efficient = match necessarily_efficient(problem, &rankings, control) {
            _ if ranked.is_empty() => Efficient::NoRanking,
            _ if mixed.is_nothing_left(problem) => Efficient::NothingAdmissible,
            Some(found) => Efficient::All(found),
            None if control.should_stop() => Efficient::Stopped,
            None => Efficient::TooMany,
        };
        Some(Self { ranked, silent, efficient, mixed })
    }

    /// What of it a certificate can claim.
    pub fn claims(&self, problem: &Problem) -> Vec<Claim> {
        let ranked = match &self.efficient {
            Efficient::All(found) => Some(Claim::Ranked {
                efficient: found.iter().map(|package| problem.choice(package)).collect(),
            }),
            Efficient::NothingAdmissible | Efficient::NoRanking | Efficient::TooMany | Efficient::Stopped => {
                None
            }
        };
        ranked.into_iter().chain(self.mixed.claims(problem)).collect()
    }
}

/// The ranking in each party's brief, in the problem's order of parties.
pub fn rankings<'a>(problem: &Problem, briefs: &'a [Brief]) -> Vec<Option<&'a Ranking>> {
    let of = |party: &mediant_model::problem::ProblemParty| {
        briefs.iter().filter(|brief| brief.party == party.id).find_map(|brief| brief.ranking.as_ref())
    };
    problem.parties.iter().map(of).collect()
}
