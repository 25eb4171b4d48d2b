//! Walking through a proof.

use crate::better::{Better, Floor, priced};
use crate::certificate::{Bound, Node, Prices};
use crate::replay::replay;
use mediant_model::problem::FactKind;
use mediant_model::{OptionSet, Problem, Region};
use std::collections::BTreeMap;

/// A region of packages, what it brings each party (units), and whether a fact excludes it.
#[derive(Clone, PartialEq)]
#[allow(missing_docs, reason = "named in the sentence")]
pub struct Combination {
    pub region: Region,
    pub points: Vec<i64>,
    pub forbidden: bool,
}

/// The regions of these facts and of all interactions, each once, ascending.
pub fn combinations(problem: &Problem, facts: &[usize]) -> Vec<Combination> {
    let facts = facts.iter().filter_map(|fact| problem.facts.get(*fact));
    let excluding = facts.filter(|fact| fact.kind != FactKind::Reservation).flat_map(|fact| &fact.forbids);
    let parties = problem.parties.iter().enumerate();
    let bringing = parties.flat_map(|(party, p)| {
        p.utility.iter().flat_map(move |u| u.interactions.iter().map(move |i| (party, i)))
    });
    let mut merged: BTreeMap<&Region, (Vec<i64>, bool)> = BTreeMap::new();
    let blank = || (vec![0; problem.parties.len()], false);
    for region in excluding {
        merged.entry(region).or_insert_with(blank).1 = true;
    }
    for (party, interaction) in bringing {
        let points = &mut merged.entry(&interaction.region).or_insert_with(blank).0;
        points.get_mut(party).into_iter().for_each(|points| *points += interaction.points);
    }
    let merged = merged.into_iter();
    merged
        .map(|(region, (points, forbidden))| Combination { region: region.clone(), points, forbidden })
        .collect()
}

/// The combinations that matter in a box, with their index and their region as it looks there.
pub(crate) type Cut<'a> = Vec<(usize, Region, &'a Combination)>;

/// Checks that no package which respects the facts has a better utility vector.
pub(crate) fn prove(
    problem: &Problem,
    facts: &[usize],
    better: &Better,
    proof: &[Node],
) -> Result<(), String> {
    let (floor, combinations) = (floor(problem, facts), combinations(problem, facts));
    let all: Vec<OptionSet> =
        problem.issues.iter().map(|issue| OptionSet::full(issue.options.len())).collect();
    // Branches come later in the list than their split, so one pass reaches every node that matters.
    let mut boxes = BTreeMap::from([(0, all)]);
    while let Some((place, options)) = boxes.pop_first() {
        let node = proof.get(place).ok_or("a proof lacks a node")?;
        let cut = combinations.iter().enumerate();
        let cut: Cut<'_> =
            cut.filter_map(|(index, c)| Some((index, c.region.within(&options)?, c))).collect();
        let excluded =
            cut.iter().any(|(_, region, combination)| combination.forbidden && region.width() == 0);
        if excluded || options.iter().any(OptionSet::is_empty) {
            continue; // no package is left here
        }
        match node {
            Node::Layers { prices } => {
                let prices = read_prices(problem, prices)?;
                replay(problem, (&options, &cut), (better, &floor), &prices)?;
            }
            Node::Bounds { bounds } => {
                let bounds = bounds.iter().map(|bound| upper(problem, &options, &cut, bound));
                let bounds = bounds.collect::<Result<Vec<_>, String>>()?;
                let above = |corner: &Floor, (prices, most): &(Vec<i128>, i128)| {
                    better.threshold(corner, prices).is_some_and(|threshold| threshold > *most)
                };
                if !better
                    .corners(&floor)
                    .iter()
                    .all(|corner| bounds.iter().any(|bound| above(corner, bound)))
                {
                    return Err(format!(
                        "the bounds of node {place} leave room for something better than claimed"
                    ));
                }
            }
            Node::Split { issue, branches } => {
                let issue =
                    problem.issue_index(&issue.as_str().into()).ok_or("a split names an unknown issue")?;
                let names = problem.issues.get(issue).map_or(&[][..], |issue| &issue.options);
                let mut rest = options.get(issue).ok_or("a split names an unknown issue")?.clone();
                for branch in branches {
                    let (mut part, mut left) = (OptionSet::empty(names.len()), options.clone());
                    for option in &branch.options {
                        let index = names.iter().position(|name| name.as_str() == option);
                        part.insert(index.ok_or("a branch names an unknown option")?);
                    }
                    rest = rest.intersection(&part.complement());
                    left.get_mut(issue).into_iter().for_each(|left| *left = left.intersection(&part));
                    if branch.node <= place || boxes.insert(branch.node, left).is_some() {
                        return Err("a node is the branch of two splits or of a later one".into());
                    }
                }
                if !rest.is_empty() {
                    return Err(format!("the split at node {place} leaves out an option"));
                }
            }
        }
    }
    Ok(())
}

/// The least utilities that the reservations among the facts ask for.
fn floor(problem: &Problem, facts: &[usize]) -> Floor {
    let mut floor = vec![None; problem.parties.len()];
    let facts = facts.iter().filter_map(|fact| problem.facts.get(*fact));
    for party in facts.filter(|fact| fact.kind == FactKind::Reservation).filter_map(|fact| fact.party) {
        let valued = problem.parties.get(party).is_some_and(|party| party.utility.is_some());
        let least = problem.reservation(party).filter(|_| valued);
        floor.get_mut(party).into_iter().for_each(|floor| *floor = least);
    }
    floor
}

/// Prices in the order of the parties; small enough for priced sums to stay within 128 bits.
pub(crate) fn read_prices(problem: &Problem, prices: &Prices) -> Result<Vec<i128>, String> {
    let known = |id: &String| problem.party_index(&id.as_str().into()).is_some();
    if prices.iter().any(|(party, price)| !known(party) || *price >= 1 << 56) || problem.parties.len() > 200 {
        return Err("a price is too large or names an unknown party, or there are too many parties".into());
    }
    Ok(problem.parties.iter().map(|p| prices.get(p.id.as_str()).copied().unwrap_or(0).into()).collect())
}

/// Units that an option brings each party by itself.
pub(crate) fn points(problem: &Problem, issue: usize, option: usize) -> impl Iterator<Item = i64> {
    problem
        .parties
        .iter()
        .map(move |party| party.utility.as_ref().map_or(0, |utility| utility.points(issue, option)))
}

/// Units that every package brings.
pub(crate) fn constant(problem: &Problem) -> Vec<i64> {
    problem.parties.iter().map(|party| party.utility.as_ref().map_or(0, |utility| utility.constant)).collect()
}

/// The prices of the bound, and the most that a package of the box can be worth by them.
///
/// A bonus c is divided among its issues: inside the region the options carry at least c together,
/// elsewhere at least 0. A penalty -c is charged to every package, up to c, and each option outside
/// the region returns the charge; an exclusion likewise, with any charge. So the parts of every
/// package sum to at least its worth, and the best option of each issue gives an upper bound.
fn upper(
    problem: &Problem,
    options: &[OptionSet],
    cut: &Cut<'_>,
    bound: &Bound,
) -> Result<(Vec<i128>, i128), String> {
    let prices = read_prices(problem, &bound.prices)?;
    let mut total = priced(&prices, &constant(problem));
    let value = |issue, option| priced(&prices, &points(problem, issue, option).collect::<Vec<i64>>());
    let parts = options.iter().enumerate();
    let parts = parts.map(|(issue, live)| live.iter().map(|option| (option, value(issue, option))).collect());
    let mut parts: Vec<BTreeMap<usize, i128>> = parts.collect();
    let shares: BTreeMap<usize, _> = bound.shares.iter().map(|share| (share.of, share)).collect();
    for (index, region, combination) in cut {
        let (worth, share) = (priced(&prices, &combination.points), shares.get(index));
        let bonus = worth > 0 && !combination.forbidden;
        let alone = region.width() <= 1; // then one issue, or everything, carries all of it
        let most = if combination.forbidden { i128::MAX } else { (-worth).max(0) };
        let charge =
            if alone { most.min(1 << 100) } else { share.map_or(0, |share| share.outside.into()).min(most) };
        let mut rest = worth;
        for (issue, side) in region.sides() {
            let name = problem.issues.get(issue).map_or("", |issue| issue.id.as_str());
            let given =
                share.and_then(|share| share.inside.get(name)).map_or(0, |amount| i128::from(*amount));
            let given = if alone { worth } else { given };
            rest -= given;
            let carries = |option: &usize| match (bonus, side.contains(*option)) {
                (true, true) => given,
                (false, false) => charge,
                _ => 0,
            };
            parts.get_mut(issue).into_iter().flatten().for_each(|(option, part)| *part += carries(option));
        }
        total += if bonus { rest.max(0) } else { -charge };
    }
    let best = parts.iter().map(|options| options.values().max().copied().unwrap_or(0));
    Ok((prices, total + best.sum::<i128>()))
}
