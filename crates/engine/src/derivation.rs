//! Why some facts exclude every package: a tree whose leaves are the facts themselves.

use crate::Control;
use crate::analysis::Derivation;
use crate::fact_set::FactSet;
use crate::oracle::Argument;
use mediant_model::Problem;
use mediant_model::problem::FactKind;

/// A tree with more nodes than this explains nothing; it is replaced by [`Derivation::Exhausted`].
const NODES_MAX: usize = 300;

/// Derives from the facts, which no package respects together, that none does.
///
/// Where one fact excludes all that is left, it is the leaf. Where prices prove that the
/// reservations cannot all be met, they are. Otherwise the tree looks at an issue's options in turn:
/// first at `first`, then at the issue on which most of the facts still undecided bear. Options on
/// which the tree comes out the same are one branch. What neither excludes nor prices prove within
/// 300 nodes is said to have been gone through.
///
/// Cost: at most 300 nodes, each facts x regions plus finding prices. Stopped, it says the same.
pub fn derive(problem: &Problem, facts: &FactSet, first: Option<usize>, control: &dyn Control) -> Derivation {
    if control.should_stop() {
        return exhausted(problem, facts);
    }
    let argument = Argument::new(problem, facts, control);
    let mut writer = Writer { argument: &argument, nodes_left: NODES_MAX, control };
    let everything = argument.everything();
    let tree = writer.write(&everything, first).unwrap_or_else(|| exhausted(problem, facts));
    if writer.nodes_left == 0 { exhausted(problem, facts) } else { tree }
}

fn exhausted(problem: &Problem, facts: &FactSet) -> Derivation {
    let is_reservation =
        |fact: &usize| problem.facts.get(*fact).is_some_and(|fact| fact.kind == FactKind::Reservation);
    let (reservations, constraints) = facts.iter().partition(is_reservation);
    Derivation::Exhausted { reservations, constraints }
}

struct Writer<'a> {
    argument: &'a Argument<'a>,
    nodes_left: usize,
    control: &'a dyn Control,
}

impl Writer<'_> {
    /// `None` where nothing short can be said.
    fn write(&mut self, domains: &[u64], first: Option<usize>) -> Option<Derivation> {
        self.nodes_left = self.nodes_left.checked_sub(1).filter(|_| !self.control.should_stop())?;
        if let Some(fact) = self.argument.fact_excluding(domains) {
            return Some(Derivation::Fact(fact));
        }
        if let Some(prices) = self.argument.prices(domains) {
            return Some(Derivation::Prices {
                reservations: prices.reservations,
                constraints: prices.constraints,
                prices: prices.weights,
                short_by: prices.short_by,
            });
        }
        let issue = first
            .filter(|issue| self.argument.is_undecided(domains, *issue))
            .or_else(|| self.argument.most_contested(domains))?;
        let mut branches = Vec::new();
        for (options, branch) in self.argument.cases(domains, issue) {
            branches.push((options, self.write(&branch, None)?));
        }
        Some(Derivation::Cases { issue, branches: joined(branches) })
    }
}

/// Branches with the same reason become one; the order is that of their first options.
fn joined(branches: Vec<(Vec<u32>, Derivation)>) -> Vec<(Vec<u32>, Derivation)> {
    let mut joined: Vec<(Vec<u32>, Derivation)> = Vec::new();
    for (options, reason) in branches {
        match joined.iter_mut().find(|(_, known)| *known == reason) {
            Some((together, _)) => together.extend(options),
            None => joined.push((options, reason)),
        }
    }
    joined.iter_mut().for_each(|(options, _)| options.sort_unstable());
    joined.sort_by(|(a, _), (b, _)| a.cmp(b));
    joined
}
