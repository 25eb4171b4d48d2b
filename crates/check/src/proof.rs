//! Walking through a proof.

use crate::better::{Better, priced};
use crate::certificate::{Bound, Corners, Exchange, Node, Prices};
use crate::claim::Ground;
use crate::replay::replay;
use crate::{Checked, ensure};
use mediant_model::problem::Part;
use mediant_model::{OptionSet, Problem};
use std::collections::BTreeMap;
use std::ops::Range;

/// The most points of a frontier of more than two parties whose corners are gone through.
const POINTS_MAX: usize = 2_000;

/// Checks that no package which respects the facts has a better utility vector.
pub(crate) fn prove(ground: &Ground<'_>, facts: &[usize], better: &Better, proof: &[Node]) -> Checked<()> {
    let problem = ground.problem;
    let combinations = problem.combinations(facts);
    let bounds = proof.iter().any(|node| !matches!(node, Node::Layers { .. }));
    let many = bounds && problem.parties.len() > 2 && better.point_count() > POINTS_MAX;
    ensure(!many, "a frontier of more than two parties has too many points for a proof by bounds")?;
    let mut corners = better.corners(&problem.floor(facts), bounds);
    corners.retain(|corner| problem.clipped(corner) == *corner); // a cap keeps packages from reaching others
    // Branches come later in the list than their split, so one pass reaches every node that matters.
    let mut open = Open(BTreeMap::from([(0, (problem.all_options(), 0..corners.len()))]));
    while let Some((place, (options, places))) = open.0.pop_first() {
        ground.watch.look()?;
        let node = proof.get(place).ok_or("a proof lacks a node")?;
        let part = problem.part(options, &combinations);
        let corners = corners.get(places.clone()).unwrap_or_default();
        if part.lacks_options() {
            continue; // no package is left here
        }
        match node {
            Node::Layers { prices } => {
                replay(ground, &part, (better, corners), &read_prices(problem, prices)?)?;
            }
            Node::Bounds { bounds } => {
                let bounds = bounds.iter().map(|bound| upper(problem, &part, bound));
                let bounds = bounds.collect::<Checked<Vec<_>>>()?;
                let below =
                    |corner: &Vec<i64>| bounds.iter().any(|(by, most)| *most < better.threshold(corner, by));
                let room = "the bounds of a node leave room for something better than claimed";
                let all =
                    ground.watch.through(corners.iter(), |mut corners| Iterator::all(&mut corners, below))?;
                ensure(all, room)?;
            }
            Node::Split { issue, branches } => {
                let issue = problem.issue_named(issue)?;
                let mut named = problem.options_named(issue, &[])?;
                for branch in branches {
                    let options = problem.options_named(issue, &branch.options)?;
                    open.insert(place, branch.node, part.narrowed(issue, &options), places.clone())?;
                    named = named.union(&options);
                }
                let covers = part.options.get(issue).is_some_and(|left| left.is_subset(&named));
                ensure(covers, "a split leaves out an option")?;
            }
            Node::Exchange { exchanges, node } => {
                let mut options = part.options;
                for Exchange { issue, option, by } in exchanges {
                    let issue = problem.issue_named(issue)?;
                    let (from, to) = (problem.option_named(issue, option)?, problem.option_named(issue, by)?);
                    let free = problem.may_exchange(&options, &combinations, issue, (from, to));
                    ensure(free, "an option is given up for one that may cost somebody something")?;
                    options.get_mut(issue).into_iter().for_each(|left| left.remove(from));
                }
                open.insert(place, *node, options, places)?;
            }
            Node::Corners { parts } => {
                let mut covered = places.start;
                for Corners { from, to, node } in parts {
                    let follows = *from == covered && from <= to && *to <= places.end;
                    ensure(follows, "the parts of the corners do not follow one another")?;
                    open.insert(place, *node, part.options.clone(), *from..*to)?;
                    covered = *to;
                }
                ensure(covered == places.end, "a part leaves out a corner")?;
            }
        }
    }
    Ok(())
}

/// The nodes still to be walked through, by their places: each with its box and the places of its corners.
struct Open(BTreeMap<usize, (Vec<OptionSet>, Range<usize>)>);

impl Open {
    fn insert(
        &mut self,
        after: usize,
        place: usize,
        options: Vec<OptionSet>,
        corners: Range<usize>,
    ) -> Checked<()> {
        let is_new = self.0.insert(place, (options, corners)).is_none();
        ensure(is_new && place > after, "a node is the branch of two splits or of a later one")
    }
}

/// Prices in the order of the parties; small enough for priced sums to stay within 128 bits.
pub(crate) fn read_prices(problem: &Problem, prices: &Prices) -> Checked<Vec<i128>> {
    let known = |id: &str| problem.party_index(&id.into()).is_some();
    let sound =
        problem.parties.len() <= 200 && prices.iter().all(|(id, price)| known(id) && *price < 1 << 56);
    ensure(sound, "a price is too large or names an unknown party, or there are too many parties")?;
    Ok(problem.parties.iter().map(|p| prices.get(p.id.as_str()).copied().unwrap_or(0).into()).collect())
}

/// The prices of the bound, and the most that a package of the part can be worth by them.
///
/// A bonus c is divided among its issues: inside the region the options carry at least c together,
/// elsewhere at least 0. A penalty -c is charged to every package, up to c, and each option outside
/// the region returns the charge; an exclusion likewise, with any charge. So the parts of every
/// package sum to at least its worth, and the best option of each issue gives an upper bound. A utility is
/// at most its cap: counted at the cap with a further weight, the sum of both weights prices it from above.
fn upper(problem: &Problem, part: &Part<'_>, bound: &Bound) -> Checked<(Vec<i128>, i128)> {
    let prices = read_prices(problem, &bound.prices)?;
    let shares: BTreeMap<usize, _> = bound.shares.iter().map(|share| (share.of, share)).collect();
    let mut total = priced(&prices, &part.constant);
    let value = |(option, points): (&usize, &Vec<i64>)| (*option, priced(&prices, points));
    let values = part.points.iter().map(|options| options.iter().map(value).collect());
    let mut values: Vec<BTreeMap<usize, i128>> = values.collect();
    for joined in &part.joined {
        let (worth, forbidden) = (priced(&prices, &joined.combination.points), joined.combination.forbidden);
        let (share, bonus) = (shares.get(&joined.of), worth > 0 && !forbidden);
        let charge_most = if forbidden { i128::MAX } else { (-worth).max(0) };
        let charge = share.map_or(0, |share| i128::from(share.outside)).min(charge_most);
        let mut rest = worth;
        for (issue, side) in joined.region.sides() {
            let name = problem.issues.get(issue).map_or("", |issue| issue.id.as_str());
            let given = share.and_then(|share| share.inside.get(name)).map_or(0, |given| i128::from(*given));
            rest -= given;
            for (option, value) in values.get_mut(issue).into_iter().flatten() {
                *value += match (bonus, side.contains(*option)) {
                    (true, true) => given,
                    (false, false) => charge,
                    _ => 0,
                };
            }
        }
        total += if bonus { rest.max(0) } else { -charge };
    }
    let best = values.iter().map(|options| options.values().max().copied().unwrap_or(0));
    total += best.sum::<i128>();
    let mut prices = prices;
    let capped = read_prices(problem, &bound.capped)?;
    for ((party, price), weight) in problem.parties.iter().zip(&mut prices).zip(capped) {
        if weight > 0 {
            let cap = party.utility.as_ref().and_then(|utility| utility.cap);
            total += weight * i128::from(cap.ok_or("a party without a cap is counted at its cap")?);
            *price += weight;
            ensure(*price < 1 << 56, "a price is too large")?;
        }
    }
    Ok((prices, total))
}
