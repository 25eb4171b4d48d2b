//! Instances of a stated size, the same for the same seed: for benchmarks.

use super::{Numbers, fact, issue, problem_party};
use mediant_model::problem::{FactKind, Interaction, Region, Utility};
use mediant_model::{OptionSet, Problem};

/// Units of a party's best package by options alone.
const SCALE: f64 = 1e6;

/// What is drawn: `issues` x `options`, links between pairs of issues, rectangles for each party.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub parties: usize,
    pub issues: usize,
    pub options: usize,
    pub links: usize,
    pub rectangles: usize,
    pub opposed: bool,
    /// The most issues of a rectangle.
    pub widest: usize,
}

/// Two parties, 30 issues x 10 options, nothing that joins them.
pub const PLAIN: Size =
    Size { parties: 2, issues: 30, options: 10, links: 0, rectangles: 0, opposed: false, widest: 3 };

/// Values of options, links that leave each "if" half of the "then" options, rectangles of 2 to `widest`
/// issues worth up to two mean issues. Opposed: the parties' values run in opposite directions, with
/// 15 % noise. Walk-away values are 0 and bind nobody.
pub fn generated(size: Size, seed: u64) -> Problem {
    let n = &mut Numbers(seed);
    let parties = (0..size.parties).map(|party| {
        let weights: Vec<f64> = (0..size.issues).map(|_| 0.2 + unit(n)).collect();
        let total: f64 = weights.iter().sum();
        let value = |n: &mut Numbers, weight: f64, option: usize| {
            let rising = option as f64 / (size.options - 1) as f64;
            let base = if party % 2 == 0 { rising } else { 1.0 - rising };
            let share = if size.opposed { 0.85 * base + 0.15 * unit(n) } else { unit(n) };
            (share * weight / total * SCALE) as i64
        };
        let values =
            weights.iter().map(|weight| (0..size.options).map(|o| value(n, *weight, o)).collect()).collect();
        let interactions = (0..size.rectangles).map(|stated| {
            let points = (unit(n) * 2.0 * SCALE / size.issues as f64) as i64;
            Interaction { region: rectangle(n, size), points, stated }
        });
        let interactions = interactions.collect();
        problem_party(party, Some(Utility { values, interactions, constant: 0, cap: None }), 0)
    });
    let parties: Vec<_> = parties.collect();
    let facts = (0..size.links).map(|link| {
        let (a, b) = (n.below(size.issues), n.below(size.issues - 1));
        let b = if b >= a { b + 1 } else { b };
        let then = OptionSet::from_options(size.options, (0..size.options).filter(|_| n.chance(50)));
        let region = Region::everything()
            .with(a, OptionSet::from_options(size.options, [n.below(size.options)]))
            .with(b, then.complement());
        fact(format!("linkage.{link}"), FactKind::Linkage, None, vec![region])
    });
    let facts = facts.collect();
    let issues = (0..size.issues).map(|index| issue(index, size.options)).collect();
    Problem { quorum: size.parties, parties, issues, facts }
}

fn unit(n: &mut Numbers) -> f64 {
    (n.next() >> 11) as f64 / (1u64 << 53) as f64
}

fn rectangle(n: &mut Numbers, size: Size) -> Region {
    let mut region = Region::everything();
    for _ in 0..2 + n.below(size.widest - 1) {
        let low = n.below(size.options);
        let high = low + n.below(size.options - low);
        region.narrow(n.below(size.issues), OptionSet::from_options(size.options, low..=high));
    }
    if region.is_empty() { rectangle(n, size) } else { region }
}

/// Nothing but rectangles, as in the nonlinear files of ANAC 2014: 1 to `widest` issues each, both ends
/// of a side uniform, worth 1 to 100; walk-away values at a fifth of all of them.
pub fn rectangles_only(size: Size, seed: u64) -> Problem {
    let n = &mut Numbers(seed);
    let parties: Vec<_> = (0..size.parties)
        .map(|party| {
            let interactions: Vec<Interaction> = (0..size.rectangles)
                .map(|stated| {
                    let wide = 1 + n.below(size.widest);
                    let mut region = Region::everything();
                    while region.width() < wide {
                        let issue = n.below(size.issues);
                        if region.side(issue).is_none() {
                            let (a, b) = (n.below(size.options), n.below(size.options));
                            region.narrow(issue, OptionSet::from_options(size.options, a.min(b)..=a.max(b)));
                        }
                    }
                    Interaction { region, points: n.between(1, 100), stated }
                })
                .collect();
            let reservation = interactions.iter().map(|held| held.points).sum::<i64>() / 5;
            let values = vec![vec![0; size.options]; size.issues];
            problem_party(party, Some(Utility { values, interactions, constant: 0, cap: None }), reservation)
        })
        .collect();
    let facts = (0..parties.len())
        .map(|party| fact(format!("p{party}.reservation"), FactKind::Reservation, Some(party), vec![]))
        .collect();
    let issues = (0..size.issues).map(|index| issue(index, size.options)).collect();
    Problem { quorum: parties.len(), parties, issues, facts }
}
