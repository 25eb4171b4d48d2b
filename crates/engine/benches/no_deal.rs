//! How long it takes to say why there is no deal, and what would open one; and whether all of it was found.
//!
//! `cargo bench -p mediant-engine --bench no_deal [-- --conflicts=N] [NAME…]`: medians of several runs, one thread; only
//! the rows whose names contain every NAME, at most N conflicts listed (500 unless said otherwise). Sizes are parties x issues x options. Every party states five red lines on random
//! combinations; with points it has a walk-away value too, so many per mille of what its options bring at best, with
//! boxes a bonus or penalty on each of so many rectangles; links tie an option of an issue to options of another.

#![allow(clippy::disallowed_methods, reason = "a benchmark measures time")]

#[path = "support/instances.rs"]
#[expect(dead_code, reason = "each bench uses its own part")]
mod instances;

use instances::Rng;
use mediant_engine::Unlimited;
use mediant_engine::conflict::Limits;
use mediant_engine::no_deal::no_deal;
use mediant_model::problem::{
    Fact, FactId, FactKind, FactOrigin, Interaction, ProblemIssue, ProblemParty, Reservation, Utility,
};
use mediant_model::{IssueId, OptionId, OptionSet, PartyId, Problem, Region};
use std::time::Instant;

/// What is drawn.
#[derive(Clone, Copy)]
struct Size {
    parties: usize,
    issues: usize,
    options: usize,
    red_lines: usize,
    /// The walk-away value, per mille of the best options; `None`: no points at all.
    asked: Option<i64>,
    links: usize,
    /// Bonuses and penalties of each party.
    boxes: usize,
}

const TEN: Size = Size { parties: 10, issues: 5, options: 3, red_lines: 5, asked: None, links: 0, boxes: 0 };
const TWO: Size =
    Size { parties: 2, issues: 20, options: 5, red_lines: 2, asked: Some(1000), links: 20, boxes: 10 };

/// A box of two or three issues, on each of which it holds about half of the options.
fn drawn_box(below: &mut dyn FnMut(usize) -> usize, size: Size, sides: usize) -> Region {
    let mut region = Region::everything();
    for _ in 0..sides {
        let side: Vec<usize> = (0..size.options).filter(|_| below(2) == 0).collect();
        region.narrow(below(size.issues), OptionSet::from_options(size.options, side));
    }
    region
}

fn utility(below: &mut dyn FnMut(usize) -> usize, size: Size) -> Utility {
    let values: Vec<Vec<i64>> =
        (0..size.issues).map(|_| (0..size.options).map(|_| below(1000) as i64).collect()).collect();
    let interactions = (0..size.boxes).map(|stated| {
        let points = below(1500) as i64 - 500;
        let sides = 2 + below(2);
        Interaction { region: drawn_box(below, size, sides), points, stated }
    });
    Utility { values, interactions: interactions.collect(), constant: 0, cap: None }
}

fn problem(size: Size, seed: u64) -> Problem {
    let mut rng = Rng(seed);
    let mut below = |n: usize| (rng.bits() % n as u64) as usize;
    let mut parties = Vec::new();
    let mut facts = Vec::new();
    for index in 0..size.parties {
        let utility = size.asked.map(|_| utility(&mut below, size));
        let best =
            |utility: &Utility| utility.values.iter().map(|v| v.iter().max().unwrap_or(&0)).sum::<i64>();
        let reservation = utility.as_ref().zip(size.asked).map(|(utility, asked)| {
            let units = best(utility) * asked / 1000;
            Reservation { firm: units, least: units, stated: true, reached: true }
        });
        if size.asked.is_some() {
            facts.push((FactKind::Reservation, Some(index), Vec::new()));
        }
        for _ in 0..size.red_lines {
            facts.push((FactKind::RedLine, Some(index), vec![drawn_box(&mut below, size, 2)]));
        }
        let id = PartyId::new(format!("p{index}"));
        parties.push(ProblemParty {
            id,
            name: format!("P{index}"),
            veto: false,
            utility,
            reservation,
            scale: mediant_model::problem::Scale::one(),
        });
    }
    for _ in 0..size.links {
        let (a, b) = (below(size.issues), below(size.issues - 1));
        let b = if b >= a { b + 1 } else { b };
        let then = OptionSet::from_options(size.options, (0..size.options).filter(|_| below(2) == 0));
        let region = Region::everything()
            .with(a, OptionSet::from_options(size.options, [below(size.options)]))
            .with(b, then.complement());
        facts.push((FactKind::Linkage, None, vec![region]));
    }
    let fact = |(number, (kind, party, forbids)): (usize, (FactKind, Option<usize>, Vec<Region>))| Fact {
        id: FactId::new(format!("f{number}")),
        kind,
        party,
        forbids,
        beyond: Vec::new(),
        origin: FactOrigin::default(),
    };
    let issue = |index: usize| {
        let named: Vec<OptionId> =
            (0..size.options).map(|option| OptionId::new(format!("o{option}"))).collect();
        let labels = named.iter().map(ToString::to_string).collect();
        let (id, name) = (IssueId::new(format!("i{index}")), format!("I{index}"));
        ProblemIssue { id, name, options: named, labels, may_be_left_open: false }
    };
    Problem {
        parties,
        issues: (0..size.issues).map(issue).collect(),
        facts: facts.into_iter().enumerate().map(fact).collect(),
        quorum: size.parties,
    }
}

fn wanted(name: &str) -> bool {
    std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).all(|part| name.contains(&part))
}

/// How much is listed at most.
fn limits() -> Limits {
    let stated = std::env::args().find_map(|arg| arg.strip_prefix("--conflicts=")?.parse().ok());
    let limits = Limits::default();
    Limits { conflicts: stated.unwrap_or(limits.conflicts), ..limits }
}

fn row(size: Size, seed: u64) {
    let Size { parties, issues, options, .. } = size;
    let asked = size.asked.map_or_else(String::new, |asked| format!("+asked{asked}"));
    let boxes = if size.boxes > 0 { format!("+{}boxes", size.boxes) } else { String::new() };
    let links = if size.links > 0 { format!("+{}links", size.links) } else { String::new() };
    let lines = parties * size.red_lines;
    let name = format!("{parties}x{issues}x{options}+{lines}red_lines{asked}{links}{boxes}/seed{seed}");
    if !wanted(&name) {
        return;
    }
    let problem = problem(size, seed);
    let mut times = Vec::new();
    let started = Instant::now();
    let found = loop {
        let now = Instant::now();
        let found = no_deal(&problem, &limits(), &Unlimited);
        times.push(now.elapsed().as_secs_f64() * 1e3);
        let spent = started.elapsed().as_secs_f64();
        if times.len() >= 5 || spent > 2.0 {
            break found;
        }
    };
    times.sort_by(f64::total_cmp);
    println!(
        "{name:<62} {:>9.1} ms {:>4} conflicts {:>5} openings {}",
        times[times.len() / 2],
        found.conflicts.len(),
        found.openings.len(),
        if found.complete { "complete" } else { "incomplete" },
    );
}

fn main() {
    for (issues, options) in [(5, 3), (6, 5), (10, 4), (10, 5)] {
        row(Size { issues, options, ..TEN }, 1);
    }
    for (issues, options) in [(5, 4), (6, 5), (8, 5), (10, 5), (20, 5)] {
        row(Size { issues, options, asked: Some(600), ..TEN }, 1);
    }
    for size in [
        TWO,
        Size { parties: 3, asked: Some(850), ..TWO },
        Size { parties: 4, asked: Some(750), ..TWO },
        Size { issues: 30, options: 10, links: 10, boxes: 50, asked: Some(1400), ..TWO },
        Size { issues: 30, options: 10, links: 100, boxes: 0, asked: Some(850), ..TWO },
        Size { parties: 3, issues: 30, options: 10, links: 100, asked: Some(750), ..TWO },
        Size { parties: 10, issues: 10, options: 5, links: 10, asked: Some(600), ..TWO },
    ] {
        (1..=3).for_each(|seed| row(size, seed));
    }
}
