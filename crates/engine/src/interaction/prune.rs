//! Making a subproblem smaller: propagation, dominance, filtering, and bounds for single parties.
//!
//! Indices come from one [`Instance`]; see there for why they are in range.
//!
//! Three ways to make a node smaller. Propagation takes what follows from the options alone, and keeps every
//! package. Dominance keeps a package at least as good for everybody as each that goes. The filter takes what
//! the bound rules out, and keeps everything that is still of interest. After each the others may find more:
//! they start each other through the sets of changed and dirty issues, so that only what moved is looked at
//! again.

use super::instance::{Instance, Marks, bits};
use super::split::{Direction, Kind, Node};

/// Settles boxes by the options that are left, and removes options that forbidden boxes or
/// dominance rule out, starting from the issues in `changed`. False: nothing is left.
///
/// Issues whose θ or options change are added to `dirty`.
pub(super) fn propagate(
    instance: &Instance,
    to: &Direction,
    node: &mut Node,
    mut changed: Marks,
    dirty: &mut Marks,
    dominance: bool,
) -> bool {
    // Two sets: `changed` holds issues whose options went, so that boxes may have become certain; `touched`
    // also those whose θ moved, or whose boxes did, so that options may have become dominated.
    let mut touched = changed.clone();
    loop {
        while let Some(issue) = changed.pop() {
            if node.open(instance, issue).iter().all(|word| *word == 0) {
                return false;
            }
            for (held, side) in &instance.touching[issue] {
                if node.alive[*held]
                    && !settle(instance, to, node, (*held, *side), &mut changed, &mut touched)
                {
                    return false;
                }
            }
        }
        // Dominance waits until nothing follows from the options any more: it compares every pair of options,
        // and boxes settled before make it find more.
        dirty.add(&touched);
        let Some(issue) = touched.pop() else { return true };
        if dominance && remove_dominated(instance, node, issue) {
            changed.set(issue);
            touched.set(issue);
        }
    }
}

/// One box after the options of one of its issues changed. False: it forbids all that is left.
fn settle(
    instance: &Instance,
    to: &Direction,
    node: &mut Node,
    (held, side): (usize, usize),
    changed: &mut Marks,
    touched: &mut Marks,
) -> bool {
    let (none, all) = node.meets(instance, side);
    if none {
        // No package that is left is in the box.
        node.release(instance, to, held, touched);
        return true;
    }
    // A bonus that is certain stays in the division: its shares then lie on every live option and sum to its
    // weight, which is exactly what it brings.
    if !all || to.kinds[held] == Kind::Bonus {
        return true;
    }
    let mut open = instance.sides(held).filter(|side| !node.meets(instance, *side).1);
    match (open.next(), open.next(), to.kinds[held]) {
        (None, _, Kind::Forbidden) => return false,
        // A penalty that every package has: the charge goes and the full cost is counted, which is at least
        // as much.
        (None, _, _) => {
            drop(open);
            node.release(instance, to, held, touched);
            node.base += to.weights[held];
        }
        // All sides but one are certain: whoever is inside on the last one too is excluded, so its options
        // go.
        (Some(last), None, Kind::Forbidden) => {
            drop(open);
            let issue = instance.side_issue[last];
            let words = instance.word_start[issue]..instance.word_start[issue + 1];
            for (live, side) in node.live[words].iter_mut().zip(instance.side(last)) {
                *live &= !side;
            }
            changed.set(issue);
            touched.set(issue);
        }
        _ => {}
    }
    true
}

/// Issues with more options keep those that another one beats.
pub(super) const COMPARED_MAX: usize = 1_000;

/// Removes the issue's options that another live option beats for every party, whatever else is
/// agreed within the subproblem. True when some went.
fn remove_dominated(instance: &Instance, node: &mut Node, issue: usize) -> bool {
    let mut gone = false;
    let options: Vec<usize> = node.options(instance, issue).collect();
    // Comparing all pairs of a long range would take longer than it saves.
    if options.len() < 2 || options.len() > COMPARED_MAX {
        return false;
    }
    let mut left = options.clone();
    let mut least = vec![0i64; instance.parties];
    for worse in options {
        // Against those still left, not against all: of two equal options each beats the other, and both
        // would go.
        if left
            .iter()
            .any(|better| *better != worse && beats(instance, node, issue, *better, worse, &mut least))
        {
            left.retain(|option| *option != worse);
            node.live[instance.word_start[issue] + worse / 64] &= !(1 << (worse % 64));
            gone = true;
        }
    }
    gone
}

fn beats(
    instance: &Instance,
    node: &Node,
    issue: usize,
    better: usize,
    worse: usize,
    least: &mut [i64],
) -> bool {
    let first = instance.slot_start[issue];
    let pairs = instance.row(first + better).iter().zip(instance.row(first + worse));
    for (least, (gain, loss)) in least.iter_mut().zip(pairs) {
        *least = gain - loss;
        if *least < 0 {
            return false;
        }
    }
    for (held, side) in &instance.touching[issue] {
        let (with, without) = (instance.allows(*side, better), instance.allows(*side, worse));
        // A box that is settled makes no difference between the two any more: dropped as out of interest, or
        // true of all or none of what is left. Why that is right for a bonus that was dropped, `search` says.
        if with == without || !node.alive[*held] {
            continue;
        }
        if with && instance.forbidden[*held] {
            return false;
        }
        for (least, points) in least.iter_mut().zip(instance.paid(*held)) {
            // The worst case for the exchange: entering costs if the points are negative, leaving costs if
            // they are positive. Whether the package meets the box's other sides is not known, so gains count
            // for nothing.
            *least += if with { (*points).min(0) } else { -(*points).max(0) };
            if *least < 0 {
                return false;
            }
        }
    }
    true
}

/// Removes every option whose best package stays below `needed`, given the node's bound.
pub(super) fn filter(
    instance: &Instance,
    node: &mut Node,
    bound: i64,
    needed: i64,
    removed: &mut Marks,
) -> bool {
    // A package with this option is worth at most the bound less what the option is behind the best of its
    // issue. One bound serves for all issues: it only falls as options go.
    let slack = bound.saturating_sub(needed);
    let mut any = false;
    for issue in 0..instance.issues() {
        let (_, best) = node.best(instance, issue);
        for index in instance.word_start[issue]..instance.word_start[issue + 1] {
            let first = instance.slot_start[issue] + (index - instance.word_start[issue]) * 64;
            let kept = bits(node.live[index])
                // Equal to the slack stays: `needed` itself is still of interest.
                .filter(|bit| best - node.theta[first + bit] <= slack)
                .fold(0u64, |kept, bit| kept | 1 << bit);
            if kept != node.live[index] {
                node.live[index] = kept;
                removed.set(issue);
                any = true;
            }
        }
    }
    any
}

/// Settles bonuses by what is at least lost in them and outside of them: drops those that nothing of interest is
/// in, and leaves no options outside those that everything of interest is in. True when any was settled.
///
/// `slack` is how far the bound may fall. With θ as it stands, a package in the box costs on each of its issues what
/// the best option inside is below the best of all; a package outside forgoes the shares, which on each issue costs
/// at most the share and no more than the way down to the best option outside. Boxes settled before only make the
/// bound smaller, so the slack stays valid.
pub(super) fn settle_bonuses(
    instance: &Instance,
    to: &Direction,
    node: &mut Node,
    slack: i64,
    changed: &mut Marks,
) -> bool {
    let mut any = false;
    for held in 0..instance.boxes() {
        if !node.alive[held] || to.kinds[held] != Kind::Bonus {
            continue;
        }
        let (mut within, mut without) = (0i64, 0i64);
        for side in instance.sides(held) {
            let (inside, outside) = node.peaks(instance, side);
            // Only where the best is outside does being inside cost anything.
            within = within.saturating_add((outside - inside).max(0));
            // Outside the box somewhere, a package gets none of the shares, also on the sides that it does
            // meet.
            let left = (inside - node.shares[side]).max(outside);
            without = without.saturating_add(inside.max(outside) - left);
        }
        if within > slack {
            node.release(instance, to, held, changed);
            any = true;
        } else if without > slack {
            any |= node.enter(instance, held, changed);
        }
    }
    any
}

/// Computes upper bounds for single parties; keeps its memory between calls.
#[derive(Default)]
pub(super) struct PartyBounds {
    /// What packages of the subproblem are worth to each party, at most.
    pub most: Vec<i64>,
    /// For each slot and party the scaled price with the shares of the party's own boxes.
    theta: Vec<i64>,
    base: Vec<i64>,
}

impl PartyBounds {
    /// All that is not yet lost, or the node's split read for that party alone, or the cap;
    /// whichever is least.
    pub fn update(&mut self, instance: &Instance, to: &Direction, node: &Node) {
        self.most.clear();
        self.most.extend_from_slice(&instance.constant);
        self.theta.clone_from(&to.party_slots);
        self.base.clone_from(&to.party_base);
        for held in (0..instance.boxes()).filter(|held| to.kinds[*held] != Kind::Forbidden) {
            self.add_box(instance, to, node, held);
        }
        self.add_issues(instance, node);
        for party in 0..instance.parties {
            let most = &mut self.most[party];
            if to.prices[party] > 0 {
                // Priced for this party alone, so its own utility is that divided by its price. Downwards,
                // also below zero: a utility is an integer. Of a party with price 0 the split knows nothing.
                let split = to.allowed(self.base[party]).div_euclid(i128::from(to.prices[party]));
                *most = split.clamp(i128::from(i64::MIN), i128::from(*most)) as i64;
            }
            *most = (*most).min(instance.caps[party]);
        }
    }

    fn add_box(&mut self, instance: &Instance, to: &Direction, node: &Node, held: usize) {
        let certain = instance.sides(held).all(|side| node.meets(instance, side).1);
        // Certain first: a penalty that is settled as met is no longer alive, and yet everybody has it. Still
        // open, it is hoped to be avoided. Neither: dropped, none of the packages of interest is in it.
        let counts = |points: i64| match (certain, node.alive[held]) {
            (true, _) => points,
            (false, true) => points.max(0),
            (false, false) => 0,
        };
        let row = held * instance.parties;
        for party in 0..instance.parties {
            self.most[party] += counts(instance.points[row + party]);
        }
        match instance.owner[held] {
            // A box that concerns one party alone was divided by that party's price, so the division can be
            // read for it. A box of several was divided by the sum over them: read for one, it need not sum
            // to that one's points.
            Some(party) if node.alive[held] => {
                self.base[party] -= node.charges[held];
                for side in instance.sides(held) {
                    self.add_side(instance, to, node, (held, side), party);
                }
            }
            _ => {
                for party in 0..instance.parties {
                    self.base[party] += counts(to.party_points[row + party]);
                }
            }
        }
    }

    fn add_side(
        &mut self,
        instance: &Instance,
        to: &Direction,
        node: &Node,
        of: (usize, usize),
        party: usize,
    ) {
        let (held, side) = of;
        let issue = instance.side_issue[side];
        for (index, (live, allowed)) in node.open(instance, issue).iter().zip(instance.side(side)).enumerate()
        {
            let (set, amount) = match to.kinds[held] {
                Kind::Bonus => (live & allowed, node.shares[side]),
                _ => (live & !allowed, node.charges[held]),
            };
            for bit in bits(set) {
                self.theta[(instance.slot_start[issue] + index * 64 + bit) * instance.parties + party] +=
                    amount;
            }
        }
    }

    fn add_issues(&mut self, instance: &Instance, node: &Node) {
        for issue in 0..instance.issues() {
            for party in 0..instance.parties {
                let (mut units, mut scaled) = (i64::MIN, i64::MIN);
                for option in node.options(instance, issue) {
                    let entry = (instance.slot_start[issue] + option) * instance.parties + party;
                    units = units.max(instance.values[entry]);
                    scaled = scaled.max(self.theta[entry]);
                }
                // An issue without live options closes the node elsewhere.
                self.most[party] += if units == i64::MIN { 0 } else { units };
                self.base[party] += if scaled == i64::MIN { 0 } else { scaled };
            }
        }
    }
}
