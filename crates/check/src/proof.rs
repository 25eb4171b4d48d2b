//! Walking through a proof.

use crate::better::{Better, Floor, priced};
use crate::certificate::{Bound, Node, Prices, Share};
use crate::live::Live;
use crate::replay::{constant, points, replay};
use mediant_model::problem::FactKind;
use mediant_model::{OptionSet, Problem};
use std::collections::BTreeMap;

/// Prices at and beyond this are refused, so that priced sums stay within 128 bits.
const PRICE_MAX: u64 = 1 << 56;

/// Checks that no package which respects the facts has a better utility vector.
pub(crate) fn prove(
    problem: &Problem,
    facts: &[usize],
    better: &Better,
    proof: &[Node],
) -> Result<(), String> {
    let floor = floor(problem, facts);
    let mut boxes: BTreeMap<usize, Option<Live>> = BTreeMap::from([(0, Live::all(problem, facts))]);
    // Branches come later in the list than their split, so one pass reaches every node that matters.
    while let Some((place, live)) = boxes.pop_first() {
        let Some(live) = live else { continue }; // nothing is left here to be better
        match proof.get(place).ok_or("a branch has no node")? {
            Node::Layers { prices } => {
                replay(problem, &live, (better, &floor), &priced_parties(problem, prices)?)?
            }
            Node::Bounds { bounds } => {
                let bounds =
                    bounds.iter().map(|bound| upper(problem, &live, bound)).collect::<Result<Vec<_>, _>>()?;
                let excluded = |corner: &Floor| {
                    bounds
                        .iter()
                        .any(|(prices, most)| better.threshold(corner, prices).is_some_and(|t| t > *most))
                };
                if !better.corners(&floor).iter().all(excluded) {
                    return Err(format!(
                        "the bounds of node {place} leave room for something better than claimed"
                    ));
                }
            }
            Node::Split { issue, branches } => {
                let issue =
                    problem.issue_index(&issue.as_str().into()).ok_or("a split names an unknown issue")?;
                let options = &problem.issues.get(issue).ok_or("a split names an unknown issue")?.options;
                let mut covered = OptionSet::empty(options.len());
                for branch in branches {
                    let index = |option: &String| options.iter().position(|o| o.as_str() == option.as_str());
                    let part = branch.options.iter().map(index).collect::<Option<Vec<usize>>>();
                    let part = OptionSet::of(options.len(), part.ok_or("a branch names an unknown option")?);
                    covered = covered.union(&part);
                    if branch.node <= place
                        || boxes.insert(branch.node, live.narrowed(issue, &part)).is_some()
                    {
                        return Err("a node is the branch of two splits or of a later one".into());
                    }
                }
                if !live.options.get(issue).is_some_and(|open| open.is_subset(&covered)) {
                    return Err(format!(
                        "the split at node {place} does not cover every option that is left"
                    ));
                }
            }
        }
    }
    Ok(())
}

/// The least utilities that the reservations among the facts ask for.
fn floor(problem: &Problem, facts: &[usize]) -> Floor {
    let facts = || facts.iter().filter_map(|fact| problem.facts.get(*fact));
    let stated = |party| facts().any(|fact| fact.kind == FactKind::Reservation && fact.party == Some(party));
    let least =
        |party: usize| problem.parties.get(party)?.utility.as_ref().and_then(|_| problem.reservation(party));
    (0..problem.parties.len()).map(|party| least(party).filter(|_| stated(party))).collect()
}

/// Prices in the order of the parties.
pub(crate) fn priced_parties(problem: &Problem, prices: &Prices) -> Result<Vec<i128>, String> {
    if prices.values().any(|price| *price >= PRICE_MAX) {
        return Err(format!("a price is not below {PRICE_MAX}"));
    }
    let known = |id: &String| problem.party_index(&id.as_str().into());
    if let Some(unknown) = prices.keys().find(|id| known(id).is_none()) {
        return Err(format!("a price names the unknown party `{unknown}`"));
    }
    Ok(problem.parties.iter().map(|p| prices.get(p.id.as_str()).copied().unwrap_or(0).into()).collect())
}

/// The prices of the bound and the most that a package of the box can be worth by them.
///
/// A bonus c is divided among its issues: inside the region the options carry at least c together,
/// elsewhere at least 0. A penalty -c is charged to every package up to c, and each option outside
/// the region returns the charge; an exclusion likewise, with any charge. So for every package the
/// parts sum to at least its worth, and the best option of each issue gives an upper bound.
fn upper(problem: &Problem, live: &Live, bound: &Bound) -> Result<(Vec<i128>, i128), String> {
    let prices = priced_parties(problem, &bound.prices)?;
    let shares: BTreeMap<usize, &Share> = bound.shares.iter().map(|share| (share.of, share)).collect();
    let mut total = priced(&prices, &constant(problem, live));
    let value = |issue: usize, option: usize| -> i128 {
        problem
            .parties
            .iter()
            .zip(&prices)
            .map(|(party, price)| price * i128::from(points(party, issue, option)))
            .sum()
    };
    let mut parts: Vec<BTreeMap<usize, i128>> = live
        .options
        .iter()
        .enumerate()
        .map(|(issue, options)| options.iter().map(|option| (option, value(issue, option))).collect())
        .collect();
    for (index, combination) in live.combinations.iter().enumerate().filter(|(_, c)| c.region.width() > 0) {
        let (worth, single) = (priced(&prices, &combination.points), combination.region.width() == 1);
        let share = shares.get(&index);
        let bonus = worth > 0 && !combination.forbidden;
        let charge = share.map_or(0, |share| i128::from(share.outside));
        let charge = match combination.forbidden {
            true => charge,
            false if single => (-worth).max(0),
            false => charge.min((-worth).max(0)),
        };
        let mut rest = worth;
        for (issue, side) in combination.region.sides() {
            let name = problem.issues.get(issue).map(|issue| issue.id.as_str()).unwrap_or_default();
            let given =
                share.and_then(|share| share.inside.get(name)).map_or(0, |amount| i128::from(*amount));
            let given = if single { worth } else { given };
            rest -= given;
            for (option, part) in parts.get_mut(issue).into_iter().flatten() {
                *part += match (bonus, side.contains(*option)) {
                    (true, true) => given,
                    (false, false) => charge,
                    _ => 0,
                };
            }
        }
        total += if bonus { rest.max(0) } else { -charge };
    }
    let best = parts.iter().map(|options| options.values().max().copied().unwrap_or(0));
    Ok((prices, total + best.sum::<i128>()))
}
