//! Iterated local search for good packages.
//!
//! It decides nothing: it hands packages to a goal, so that the exact search starts with a good one.
//! A kick enters a random bonus or changes a few issues; then every issue takes its best option
//! until no single change helps. Indices come from one [`Instance`].
//!
//! A package's raw utilities, and on how many sides it is outside of each box, are kept in step with every
//! change of one option. A trial costs what the issue touches, not the whole landscape; that is what makes a
//! hundred kicks cheap. Depth-first search needs a good package before anything else: until it has one its
//! threshold is low and it filters nothing. In early measurements, a start without one cost ten
//! times the time and thirty-five times the nodes.

use super::instance::Instance;
use super::landscape::add;
use super::search::Goal;
use crate::Control;

/// Searches from `start`, with `kicks` kicks; `score` of worth and number of broken prohibitions
/// says what is better.
pub(super) fn improve(
    instance: &Instance,
    start: &[u32],
    kicks: u32,
    goal: &mut dyn Goal,
    control: &dyn Control,
    score: &dyn Fn(&[i64], usize) -> f64,
) {
    if instance.stated_issues() == 0 {
        return;
    }
    // The bound also points to options of cliques; they follow from the stated ones.
    let start = start.get(..instance.stated_issues()).unwrap_or(start);
    let mut climb = Climb::new(instance, start);
    // Always the same numbers: two runs on one problem must not differ.
    let mut dice = Dice(1);
    let mut best = (f64::NEG_INFINITY, start.to_vec());
    for kick in 0..=kicks {
        if control.should_stop() {
            return;
        }
        if kick > 0 {
            // Now and then back to the best: otherwise the walk drifts off and kicks something that is
            // already poor.
            if dice.below(4) == 0 {
                climb.options.clone_from(&best.1);
            }
            climb.kick(&mut dice);
        }
        // A kick changes many issues; counting anew is cheaper than moving one at a time. It also stops a
        // wrong count, if there ever were one, from living on.
        climb.recount();
        // Starts at a random issue. Always from the first, the same early issues would decide how boxes are
        // filled.
        let reached = climb.climb(score, dice.below(instance.stated_issues()));
        if climb.broken == 0 {
            goal.offer(&climb.worth(), &climb.options);
        }
        if reached > best.0 {
            best = (reached, climb.options.clone());
        }
    }
}

struct Climb<'a> {
    instance: &'a Instance,
    options: Vec<u32>,
    /// Raw utilities of the package.
    raw: Vec<i64>,
    /// For every box on how many sides the package is outside.
    outside: Vec<u32>,
    /// How many forbidden boxes hold the package.
    broken: usize,
    bonuses: Vec<usize>,
}

impl<'a> Climb<'a> {
    fn new(instance: &'a Instance, start: &[u32]) -> Self {
        let pays = |held: &usize| instance.paid(*held).iter().any(|points| *points > 0);
        Self {
            instance,
            options: start.to_vec(),
            raw: Vec::new(),
            outside: vec![0; instance.boxes()],
            broken: 0,
            bonuses: (0..instance.boxes()).filter(pays).collect(),
        }
    }

    fn worth(&self) -> Vec<i64> {
        let mut worth = self.raw.clone();
        self.instance.clip(&mut worth);
        worth
    }

    fn kick(&mut self, dice: &mut Dice) {
        let instance = self.instance;
        // A box pays only once all of its sides are met. No single change leads there, so a kick meets them
        // all at once.
        if !self.bonuses.is_empty() && dice.below(4) > 0 {
            let held = self.bonuses[dice.below(self.bonuses.len())];
            for side in instance.stated_sides(held) {
                let issue = instance.side_issue[side];
                if !instance.allows(side, self.options[issue] as usize) {
                    let count = instance.slot_start[issue + 1] - instance.slot_start[issue];
                    // Never empty: simplification drops a box with a side that no live option meets.
                    let allowed: Vec<usize> =
                        (0..count).filter(|option| instance.allows(side, *option)).collect();
                    self.options[issue] = allowed[dice.below(allowed.len())] as u32;
                }
            }
        } else {
            for _ in 0..3 {
                let issue = dice.below(instance.stated_issues());
                let count = instance.slot_start[issue + 1] - instance.slot_start[issue];
                self.options[issue] = dice.below(count) as u32;
            }
        }
    }

    fn recount(&mut self) {
        let instance = self.instance;
        self.raw.clone_from(&instance.constant);
        for (issue, option) in self.options.iter().enumerate() {
            add(&mut self.raw, instance.row(instance.slot_start[issue] + *option as usize));
        }
        self.broken = 0;
        for held in 0..instance.boxes() {
            let within =
                |side: &usize| instance.allows(*side, self.options[instance.side_issue[*side]] as usize);
            self.outside[held] = instance.stated_sides(held).filter(|side| !within(side)).count() as u32;
            if self.outside[held] == 0 {
                self.enter(held);
            }
        }
    }

    fn enter(&mut self, held: usize) {
        if self.instance.forbidden[held] {
            self.broken += 1;
        }
        add(&mut self.raw, self.instance.paid(held));
    }

    fn leave(&mut self, held: usize) {
        if self.instance.forbidden[held] {
            self.broken -= 1;
        }
        for party in 0..self.instance.parties {
            self.raw[party] -= self.instance.points[held * self.instance.parties + party];
        }
    }

    fn climb(&mut self, score: &dyn Fn(&[i64], usize) -> f64, first: usize) -> f64 {
        let issues = self.instance.stated_issues();
        let mut reached = score(&self.worth(), self.broken);
        let (mut idle, mut issue) = (0, first);
        while idle < issues {
            let before = self.options[issue];
            let count = self.instance.slot_start[issue + 1] - self.instance.slot_start[issue];
            let mut best = before;
            for option in 0..count as u32 {
                self.set(issue, option);
                let value = score(&self.worth(), self.broken);
                // Strictly better only. With "as good" two equal options could take turns for ever.
                if value > reached {
                    (reached, best) = (value, option);
                }
            }
            self.set(issue, best);
            // Ends after one whole round without a change, wherever it began.
            idle = if best == before { idle + 1 } else { 0 };
            issue = (issue + 1) % issues;
        }
        reached
    }

    fn set(&mut self, issue: usize, option: u32) {
        let instance = self.instance;
        let before = self.options[issue];
        if before == option {
            return;
        }
        let row = |option: u32| (instance.slot_start[issue] + option as usize) * instance.parties;
        for party in 0..instance.parties {
            self.raw[party] += instance.values[row(option) + party] - instance.values[row(before) + party];
        }
        self.options[issue] = option;
        for (held, side) in &instance.touching[issue] {
            match (instance.allows(*side, before as usize), instance.allows(*side, option as usize)) {
                (true, false) => {
                    // 0 is "inside": the points go as the first side is left, not with each.
                    if self.outside[*held] == 0 {
                        self.leave(*held);
                    }
                    self.outside[*held] += 1;
                }
                (false, true) => {
                    self.outside[*held] -= 1;
                    if self.outside[*held] == 0 {
                        self.enter(*held);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Repeatable numbers without a pattern (splitmix64); the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 33) as usize % n.max(1)
    }
}
