//! Where a subproblem is divided: on the bonus or the issue that its bound leaves most undecided.
//!
//! Wide boxes make the bound weak in one way: it lets the best options collect parts of boxes that no package is in
//! at once. Taking an option more or less hardly changes that. Entering a box settles all of its issues and closes
//! every box that is apart from it; leaving it out takes its whole weight away. So boxes come first.
//!
//! Indices come from one [`Instance`]; see there for why they are in range.

use super::instance::Instance;
use super::split::{Direction, Kind, Node};

/// The bonus that `options` is half in with the largest weight times weight of the bonuses that entering it closes
/// (those apart from it on two issues count twice). Only bonuses that cost nobody anything.
pub(super) fn undecided_bonus(
    instance: &Instance,
    to: &Direction,
    node: &Node,
    options: &[u32],
) -> Option<usize> {
    let half_in = |held: &usize| {
        let within = |side: usize| instance.allows(side, options[instance.side_issue[side]] as usize);
        let sides = instance.sides(*held);
        let inside = sides.clone().filter(|side| within(*side)).count();
        // With all sides in or all sides out the bound counts the box as the package does. Only half in is a
        // gap.
        inside > 0 && inside < sides.len()
    };
    // A bonus by the prices may cost some party. Left out, it would be forgotten by dominance, which then might let a
    // package stand in for another that is better for that party.
    let costs_nobody = |held: &usize| instance.paid(*held).iter().all(|points| *points >= 0);
    let bonuses = (0..instance.boxes())
        .filter(|held| node.alive[*held] && to.kinds[*held] == Kind::Bonus)
        .filter(costs_nobody);
    // The first of equals, so that nothing depends on how a maximum is found.
    let mut chosen: Option<((i128, i64), usize)> = None;
    for held in bonuses.filter(half_in) {
        let weight = to.weights[held];
        // A product: a heavy box that closes nothing leaves the gap where it is, and so does a light one that
        // closes much.
        let key = (i128::from(weight) * i128::from(closed_by(instance, to, node, held)), weight);
        if chosen.is_none_or(|(top, _)| key > top) {
            chosen = Some((key, held));
        }
    }
    chosen.map(|(_, held)| held)
}

/// The weight of the live bonuses with which no live option of some issue is shared, once for each such issue.
fn closed_by(instance: &Instance, to: &Direction, node: &Node, held: usize) -> i64 {
    let mut closed = 0i64;
    for side in instance.sides(held) {
        let issue = instance.side_issue[side];
        for (other, theirs) in &instance.touching[issue] {
            if node.alive[*other] && to.kinds[*other] == Kind::Bonus {
                let words = instance.side(side).iter().zip(instance.side(*theirs));
                let apart = words.zip(node.open(instance, issue)).all(|((a, b), live)| a & b & live == 0);
                closed = closed.saturating_add(if apart { to.weights[*other] } else { 0 });
            }
        }
    }
    closed
}

/// The issue with the most weight, per option, in boxes that `options` leaves undecided.
pub(super) fn undecided_issue(
    instance: &Instance,
    to: &Direction,
    node: &Node,
    options: &[u32],
) -> Option<usize> {
    let mut weight = vec![0i64; instance.issues()];
    for held in (0..instance.boxes()).filter(|held| node.alive[*held]) {
        let sides = instance.stated_sides(held);
        let within = |side: &usize| instance.allows(*side, options[instance.side_issue[*side]] as usize);
        let inside = sides.clone().filter(within).count();
        // Where the bound and the package it points to can differ: a bonus half collected; a penalty or
        // prohibition that the package is in; or one with a charge that several outside options return, so
        // that more comes back than was taken.
        let undecided = match to.kinds[held] {
            Kind::Bonus => inside > 0 && inside < sides.len(),
            _ => inside == sides.len() || (node.charges[held] > 0 && inside + 1 < sides.len()),
        };
        if undecided {
            let at_stake = match to.kinds[held] {
                // A prohibition has no weight. What it was charged says how much the bound leans on it; the 1
                // keeps it from being overlooked while nothing is charged.
                Kind::Forbidden => 1 + node.charges[held],
                _ => to.weights[held].abs(),
            };
            for side in sides {
                weight[instance.side_issue[side]] =
                    weight[instance.side_issue[side]].saturating_add(at_stake);
            }
        }
    }
    let mut chosen: Option<((i64, i64), usize)> = None;
    // Cliques need no branches: on the stated issues' options they follow.
    for issue in 0..instance.stated_issues() {
        let count = node.open_count(instance, issue);
        if count < 2 {
            continue;
        }
        let theta = &node.theta[instance.slot_start[issue]..];
        let best = options[issue] as usize;
        let others = node.options(instance, issue).filter(|option| *option != best);
        let second = others.map(|option| theta[option]).max().unwrap_or(theta[best]);
        // Many options make weak branches: taking one of them away hardly narrows anything. Among equals the
        // issue whose best option is furthest ahead, since leaving that option out then lowers the bound
        // most.
        let key = (weight[issue] / i64::from(count), theta[best] - second);
        if chosen.is_none_or(|(top, _)| key > top) {
            chosen = Some((key, issue));
        }
    }
    chosen.map(|(_, issue)| issue)
}
