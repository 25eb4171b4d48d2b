//! Making a landscape smaller without changing its answer.
//!
//! Passes repeat until nothing changes: boxes are cut to the options that are left, sides that
//! allow everything fall away, boxes of one issue move into the values of its options or remove
//! them, equal boxes merge, and, where asked, dominated options go (dead-end elimination, Desmet et
//! al., Nature 1992). On the nonlinear files of ANAC 2014 this takes 10^40 packages down to 10^9.
//!
//! The order matters for cost, not for the result: each pass makes another possible. A folded box changes the
//! values by which options dominate; a dominated option that goes narrows boxes, which then fold. The options
//! removed are listed in order, since each is justified by what was left when it went.
//!
//! Dominance keeps a package for every vector of utilities that nothing beats, but not every package. Whoever
//! counts packages or ties has to ask for [`Dominance::Keep`].

use super::landscape::{Effect, Landscape, PackageBox, add};
use super::prune::COMPARED_MAX;
use mediant_model::OptionSet;
use std::collections::BTreeMap;

/// Whether options that another option beats whatever else is agreed may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dominance {
    /// Every admissible package stays: for counting.
    Keep,
    /// For every utility vector of a package some package stays that is at least as good for every
    /// party: for frontiers and solutions, not for counts and ties.
    Remove,
}

/// An option that simplification removed, in the order of removal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// The issue, by its place in the landscape.
    pub issue: usize,
    /// The option that went.
    pub option: usize,
    /// Why it may go.
    pub reason: RemovalReason,
}

/// Why an option may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemovalReason {
    /// Every package with it lies in a forbidden box.
    Forbidden,
    /// Exchanging it for this option, in any package, costs nobody anything.
    Dominated(usize),
}

/// The issues on which a box is narrower than everything, with the options it allows.
type Sides = Vec<(usize, OptionSet)>;

impl Landscape {
    /// Simplifies to a fixpoint and returns the options removed, in order.
    ///
    /// Options keep their numbers. Cost: per round, boxes x sides plus, with
    /// [`Dominance::Remove`], options² x boxes per issue; few rounds.
    pub fn simplify(&mut self, dominance: Dominance) -> Vec<Removal> {
        let mut removals = Vec::new();
        loop {
            let before = removals.len();
            self.fold_boxes(&mut removals);
            if self.is_empty() {
                return removals;
            }
            if dominance == Dominance::Remove {
                self.remove_dominated(&mut removals);
            }
            if removals.len() == before {
                return removals;
            }
        }
    }

    fn fold_boxes(&mut self, removals: &mut Vec<Removal>) {
        let mut merged: BTreeMap<(bool, Sides), Vec<i64>> = BTreeMap::new();
        for held in std::mem::take(&mut self.boxes) {
            let forbidden = held.is_forbidden();
            let Some(sides) = self.cut(&held) else { continue };
            // A forbidden box around everything that is left: no package at all. The issues it was stated on
            // say where.
            if forbidden && sides.is_empty() {
                self.impossible = Some(held.sides.iter().map(|(issue, _)| *issue).collect());
                continue;
            }
            let points = match held.effect {
                Effect::Points(points) => points,
                Effect::Forbidden => vec![0; self.party_count],
            };
            if !forbidden && points.iter().all(|units| *units == 0) {
                continue;
            }
            match (sides.as_slice(), forbidden) {
                ([], _) => add(&mut self.constant, &points),
                ([(issue, options)], true) => self.forbid(*issue, options, removals),
                ([(issue, options)], false) => self.value(*issue, options, &points),
                _ => add(
                    // The key includes whether it is forbidden: merged with one that pays, a forbidden box
                    // would lose its meaning.
                    merged.entry((forbidden, sides)).or_insert_with(|| vec![0; self.party_count]),
                    &points,
                ),
            }
        }
        // From an ordered map: the boxes come out in the same order however they were stated.
        let effect = |forbidden, points| if forbidden { Effect::Forbidden } else { Effect::Points(points) };
        self.boxes = merged
            .into_iter()
            .map(|((forbidden, sides), points)| PackageBox { sides, effect: effect(forbidden, points) })
            .collect();
    }

    /// The box's sides on the options that are left; `None` when it holds no package.
    fn cut(&self, held: &PackageBox) -> Option<Sides> {
        let mut sides = Vec::with_capacity(held.sides.len());
        for (issue, options) in &held.sides {
            let live = self.live.get(*issue)?;
            let options = options.intersection(live);
            if options.is_empty() {
                return None;
            }
            // A side that allows all that is left says nothing, and would only weaken the division by one
            // more share.
            if options != *live {
                sides.push((*issue, options));
            }
        }
        Some(sides)
    }

    fn forbid(&mut self, issue: usize, options: &OptionSet, removals: &mut Vec<Removal>) {
        let Some(live) = self.live.get_mut(issue) else { return };
        for option in options.iter().filter(|option| live.contains(*option)).collect::<Vec<_>>() {
            live.remove(option);
            removals.push(Removal { issue, option, reason: RemovalReason::Forbidden });
        }
        if live.is_empty() {
            self.impossible = Some(vec![issue]);
        }
    }

    pub(super) fn value(&mut self, issue: usize, options: &OptionSet, points: &[i64]) {
        let Some(rows) = self.values.get_mut(issue) else { return };
        for (_, row) in
            rows.chunks_exact_mut(self.party_count).enumerate().filter(|(o, _)| options.contains(*o))
        {
            add(row, points);
        }
    }

    fn remove_dominated(&mut self, removals: &mut Vec<Removal>) {
        let mut by_issue: Vec<Vec<&PackageBox>> = vec![Vec::new(); self.live.len()];
        for held in &self.boxes {
            for (issue, _) in &held.sides {
                if let Some(boxes) = by_issue.get_mut(*issue) {
                    boxes.push(held);
                }
            }
        }
        for (issue, boxes) in by_issue.iter().enumerate() {
            let Some(mut left) = self.live.get(issue).filter(|live| live.len() <= COMPARED_MAX).cloned()
            else {
                continue;
            };
            // Held against what is still left, not against all options at the start: of two that are equal
            // each beats the other, and both would go.
            for option in left.clone().iter() {
                let better =
                    left.iter().find(|other| *other != option && self.beats(issue, *other, option, boxes));
                if let Some(better) = better {
                    left.remove(option);
                    removals.push(Removal { issue, option, reason: RemovalReason::Dominated(better) });
                }
            }
            if let Some(live) = self.live.get_mut(issue) {
                *live = left;
            }
        }
    }

    /// Whether exchanging `worse` for `better` costs no party anything in any package.
    fn beats(&self, issue: usize, better: usize, worse: usize, boxes: &[&PackageBox]) -> bool {
        let (gains, losses) = (self.row(issue, better), self.row(issue, worse));
        if gains.iter().zip(losses).any(|(gain, loss)| gain < loss) {
            return false;
        }
        let mut least: Vec<i64> = gains.iter().zip(losses).map(|(gain, loss)| gain - loss).collect();
        // The sums only fall: the sign can be tested at every step.
        let holds = |least: &[i64]| least.iter().all(|units| *units >= 0);
        boxes.iter().all(|held| {
            let Some(side) = held.side(issue) else { return true };
            match (side.contains(worse), side.contains(better), &held.effect) {
                // The worse is in a box that the better leaves: in some package that whole bonus is lost. A
                // penalty left is a gain, but not in every package, so it does not count.
                (true, false, Effect::Points(points)) => {
                    least.iter_mut().zip(points).for_each(|(units, w)| *units -= (*w).max(0));
                }
                // The better brings the package into a box: in some package that is a penalty. A bonus
                // entered counts for nothing, since in some package it is not entered.
                (false, true, Effect::Points(points)) => {
                    least.iter_mut().zip(points).for_each(|(units, w)| *units += (*w).min(0));
                }
                // The exchange could turn a package into none.
                (false, true, Effect::Forbidden) => return false,
                _ => {}
            }
            holds(&least)
        })
    }
}
