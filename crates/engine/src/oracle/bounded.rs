//! Questions about sets of facts, put to the interaction kernel.
//!
//! The search over broken facts sees each constraint and each sum by itself. Where walk-away values meet boxes, the
//! kernel's bound sees them together: every forbidden box, bonus and penalty is divided among its issues, under
//! prices aimed at the walk-away values. It answers one question at a time: do these facts leave a package?
//!
//! Indexing: as in [`ground`](super::ground).
//!
//! What differs from the search: broken facts are not counted here. A fact stands or it does not, so every
//! question is about one set, and an answer about one set says nothing about another.

use super::ground::{Ground, Line, Side, members};
use crate::Control;
use crate::fact_set::FactSet;
use crate::interaction::{Effect, Landscape, PackageBox, Shortfall, shortfall};
use mediant_model::OptionSet;

/// Steps of effort in a node, for each option and party and each side of a box.
const STEPS: u64 = 8;
/// Nodes that take as long as aiming the prices.
const AIMING: u64 = 30;

/// Some of the facts, as a landscape over live options.
pub(super) struct Bounded {
    landscape: Landscape,
    /// For each party whose reservation may fall what its unit counts.
    movable: Vec<Option<i64>>,
    node_cost: u64,
}

impl Bounded {
    /// The facts of `standing`, and the reservations of `lowered`, which may fall.
    pub fn new(ground: &Ground, standing: &FactSet, lowered: &FactSet) -> Self {
        let counts = |line: &&Line| standing.contains(line.fact) || lowered.contains(line.fact);
        let lines: Vec<&Line> = ground.lines.iter().filter(counts).collect();
        // Without reservations a party that asks for nothing stands in.
        let party_count = lines.len().max(1);
        let units = |issue: usize, place: usize| {
            lines.get(place % party_count).map_or(0, |line| line.values[issue][place / party_count])
        };
        let rows = |(issue, options): (usize, &Vec<u32>)| {
            (0..options.len() * party_count).map(|place| units(issue, place)).collect()
        };
        let forbidden = ground.forbidden.iter().filter(|forbidden| standing.contains(forbidden.fact));
        let mut boxes: Vec<PackageBox> =
            forbidden.map(|forbidden| held(ground, &forbidden.sides, Effect::Forbidden)).collect();
        for (party, line) in lines.iter().enumerate() {
            boxes.extend(line.bonuses.iter().map(|(at, points)| {
                let points = (0..party_count).map(|other| if other == party { *points } else { 0 });
                held(ground, &ground.bonuses[*at], Effect::Points(points.collect()))
            }));
        }
        let slots: usize = ground.live.iter().map(Vec::len).sum();
        let sides: usize = boxes.iter().map(|held| held.sides.len()).sum();
        // A floor for everybody: the kernel's shortfall is counted from floors.
        let floor = |party: usize| Some(lines.get(party).map_or(0, |line| line.reservation));
        Self {
            movable: (0..party_count)
                .map(|party| {
                    lines.get(party).filter(|line| lowered.contains(line.fact)).map(|line| line.weight)
                })
                .collect(),
            node_cost: STEPS * (slots * party_count + sides).div_ceil(16) as u64,
            landscape: Landscape {
                party_count,
                live: ground.live.iter().map(|options| OptionSet::full(options.len())).collect(),
                values: ground.live.iter().enumerate().map(rows).collect(),
                constant: (0..party_count)
                    .map(|party| lines.get(party).map_or(0, |line| line.constant))
                    .collect(),
                boxes,
                caps: (0..party_count).map(|party| lines.get(party).and_then(|line| line.cap)).collect(),
                floors: (0..party_count).map(floor).collect(),
                impossible: ground.live.iter().position(Vec::is_empty).map(|issue| vec![issue]),
            },
        }
    }

    /// The least number of shared units, if it is below this many, by which the reservations must fall, with a package
    /// (live indices); takes what it costs from the effort left.
    pub fn least(&self, below: i128, effort_left: &mut u64, control: &dyn Control) -> Shortfall {
        let nodes = *effort_left / self.node_cost.max(1);
        // Aiming costs something before the first node. Without effort for that the kernel is not asked at
        // all, so that many small questions cannot cost more than they were given.
        let Some(nodes) = nodes.checked_sub(AIMING) else {
            return Shortfall { best: None, proven: false, nodes: 0 };
        };
        let found = shortfall(&self.landscape, &self.movable, below, nodes, control);
        *effort_left = effort_left.saturating_sub((found.nodes + AIMING).saturating_mul(self.node_cost));
        found
    }
}

fn held(ground: &Ground, sides: &[Side], effect: Effect) -> PackageBox {
    let side = |side: &Side| {
        (side.issue, OptionSet::from_options(ground.live[side.issue].len(), members(&side.words)))
    };
    PackageBox { sides: sides.iter().map(side).collect(), effect }
}
