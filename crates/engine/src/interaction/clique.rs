//! Boxes of which a package can be in one only.
//!
//! Dividing boxes among issues sees that two boxes exclude each other on one issue. It does not see that three do, each
//! pair on another issue: it lets a package be half in each. A clique of the conflict graph becomes an issue of its
//! own, whose options are its boxes, with one more side for each: a package takes the option of the box that it is in,
//! if any, so nothing is lost, and the bound divides a box's weight to that issue as well (clique cuts; Padberg,
//! Mathematical Programming 5, 1973).
//!
//! Boxes are numbered as in one landscape.
//!
//! What holds: the extra issue loses no package, since of a clique's boxes a package is in one at most, and
//! if it is in none any option will do, all of them being worth at least nothing.

use super::landscape::{Effect, Landscape, PackageBox};

/// Beyond so many boxes none are looked for: pairs of them are gone through.
const BOXES_MAX: usize = 1_500;

/// Cliques of boxes that only bring something, none of them on a single issue; each box in at most `per_box`.
///
/// Greedy: heavy boxes first, each clique taking in as many conflicts that no other has as it can. Cost: boxes² x sides,
/// and for each clique boxes x its size.
pub(super) fn cliques(landscape: &Landscape, per_box: usize) -> Vec<Vec<usize>> {
    let boxes = &landscape.boxes;
    let count = boxes.len();
    if per_box == 0 || count > BOXES_MAX {
        return Vec::new();
    }
    let weight: Vec<f64> = boxes.iter().map(|held| weight(landscape, held)).collect();
    let mut heavy: Vec<usize> = (0..count).filter(|held| weight[*held] > 0.0).collect();
    // Ties by number, here and below: the choice must not depend on how a sort treats equals.
    heavy.sort_by(|a, b| weight[*b].total_cmp(&weight[*a]).then(a.cmp(b)));
    let mut conflict = vec![false; count * count];
    for (place, a) in heavy.iter().enumerate() {
        for b in heavy.iter().skip(place + 1) {
            let apart = exclude(&boxes[*a], &boxes[*b]);
            conflict[a * count + b] = apart;
            conflict[b * count + a] = apart;
        }
    }
    let mut covered = vec![false; count * count];
    let mut uses = vec![0usize; count];
    let mut cliques = Vec::new();
    for seed in &heavy {
        while uses[*seed] < per_box {
            let new = |other: &&usize| {
                conflict[seed * count + **other]
                    && !covered[seed * count + **other]
                    && uses[**other] < per_box
            };
            let Some(second) = heavy.iter().find(new) else { break };
            let mut clique = vec![*seed, *second];
            let mut open: Vec<usize> = heavy
                .iter()
                .copied()
                .filter(|o| uses[*o] < per_box && clique.iter().all(|held| conflict[held * count + o]))
                .collect();
            while let Some(next) = open.iter().copied().max_by(|a, b| {
                let fresh = |o: usize| clique.iter().filter(|held| !covered[**held * count + o]).count();
                fresh(*a).cmp(&fresh(*b)).then(weight[*a].total_cmp(&weight[*b])).then(b.cmp(a))
            }) {
                clique.push(next);
                open.retain(|o| *o != next && conflict[next * count + o]);
            }
            for a in &clique {
                // Covered even where the clique is then not kept: each pair is tried once, or the loop would
                // find the same one for ever.
                clique.iter().for_each(|b| covered[a * count + b] = true);
            }
            // Two boxes apart on an issue, or many apart on the same one, are kept apart by that issue's own
            // options: the division sees that without help.
            if clique.len() > 2 && !on_one_issue(boxes, &clique) {
                clique.iter().for_each(|held| uses[*held] += 1);
                clique.sort_unstable();
                cliques.push(clique);
            }
        }
    }
    cliques
}

/// What the box brings, parties counted alike; 0 where it costs somebody something.
fn weight(landscape: &Landscape, held: &PackageBox) -> f64 {
    let Effect::Points(points) = &held.effect else { return 0.0 };
    if points.iter().any(|units| *units < 0) {
        return 0.0;
    }
    let total = |party: usize| {
        let brought = landscape.boxes.iter().filter_map(|other| match &other.effect {
            Effect::Points(points) => points.get(party),
            Effect::Forbidden => None,
        });
        // Parties state utilities on scales of their own: a box counts by its share of the party's largest.
        brought.map(|units| units.abs() as f64).fold(1.0, f64::max)
    };
    points
        .iter()
        .enumerate()
        .filter(|(_, units)| **units > 0)
        .map(|(p, units)| *units as f64 / total(p))
        .sum()
}

/// Whether no package is in both.
fn exclude(a: &PackageBox, b: &PackageBox) -> bool {
    a.sides.iter().any(|(issue, options)| b.side(*issue).is_some_and(|other| options.is_disjoint(other)))
}

/// Whether some issue alone keeps all of them apart.
fn on_one_issue(boxes: &[PackageBox], clique: &[usize]) -> bool {
    let Some(first) = clique.first().map(|held| &boxes[*held]) else { return true };
    first.sides.iter().any(|(issue, _)| {
        let sides: Option<Vec<_>> = clique.iter().map(|held| boxes[*held].side(*issue)).collect();
        sides.is_some_and(|sides| {
            sides.iter().enumerate().all(|(place, a)| sides.iter().skip(place + 1).all(|b| a.is_disjoint(b)))
        })
    })
}
