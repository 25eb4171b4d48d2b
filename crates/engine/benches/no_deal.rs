//! How long it takes to say why there is no deal, and what would open one.
//!
//! Run with `cargo bench -p mediant-engine --bench no_deal`. Ten parties state fifty red lines on random
//! combinations; sizes are issues x options. With points every party also has a walk-away value.

#[path = "support/instances.rs"]
#[expect(dead_code, reason = "each bench uses its own part")]
mod instances;

use divan::{Bencher, black_box};
use instances::Rng;
use mediant_engine::Unlimited;
use mediant_engine::conflict::Limits;
use mediant_engine::no_deal::no_deal;
use mediant_model::problem::{
    Fact, FactId, FactKind, FactOrigin, ProblemIssue, ProblemParty, Reservation, Utility,
};
use mediant_model::{IssueId, OptionId, OptionSet, PartyId, Problem, Region};

fn main() {
    divan::main();
}

/// A problem of ten parties with fifty red lines; `asked` per mille of its best package is each party's walk-away
/// value, where parties have points.
fn problem(issues: usize, options: usize, asked: Option<i64>, seed: u64) -> Problem {
    let mut rng = Rng(seed);
    let mut below = |n: usize| (rng.bits() % n as u64) as usize;
    let party = |index: usize, utility: Option<Utility>| {
        let best =
            |utility: &Utility| utility.values.iter().map(|v| v.iter().max().unwrap_or(&0)).sum::<i64>();
        let reservation = utility.as_ref().zip(asked).map(|(utility, asked)| {
            let units = best(utility) * asked / 1000;
            Reservation { firm: units, least: units, stated: true }
        });
        let id = PartyId::new(format!("p{index}"));
        ProblemParty { id, name: format!("P{index}"), veto: false, utility, reservation }
    };
    let mut parties = Vec::new();
    let mut facts = Vec::new();
    for index in 0..10 {
        let values = |below: &mut dyn FnMut(usize) -> usize| -> Vec<Vec<i64>> {
            (0..issues).map(|_| (0..options).map(|_| below(1000) as i64).collect()).collect()
        };
        let utility = asked.map(|_| {
            let values = values(&mut below);
            Utility { values, interactions: Vec::new(), constant: 0, cap: None }
        });
        if asked.is_some() {
            facts.push((FactKind::Reservation, index, Vec::new()));
        }
        for _ in 0..5 {
            let mut region = Region::everything();
            for _ in 0..2 {
                let side: Vec<usize> = (0..options).filter(|_| below(2) == 0).collect();
                region.narrow(below(issues), OptionSet::of(options, side));
            }
            facts.push((FactKind::RedLine, index, vec![region]));
        }
        parties.push(party(index, utility));
    }
    let fact = |(number, (kind, party, forbids)): (usize, (FactKind, usize, Vec<Region>))| Fact {
        id: FactId::new(format!("f{number}")),
        kind,
        party: Some(party),
        forbids,
        origin: FactOrigin::default(),
    };
    let issue = |index: usize| {
        let named: Vec<OptionId> = (0..options).map(|option| OptionId::new(format!("o{option}"))).collect();
        let labels = named.iter().map(ToString::to_string).collect();
        let (id, name) = (IssueId::new(format!("i{index}")), format!("I{index}"));
        ProblemIssue { id, name, options: named, labels, may_be_left_open: false }
    };
    Problem {
        parties,
        issues: (0..issues).map(issue).collect(),
        facts: facts.into_iter().enumerate().map(fact).collect(),
        quorum: 10,
        denominator: 1,
        rounded: false,
    }
}

#[divan::bench(args = [(5, 3), (6, 5), (10, 4), (10, 5)], sample_count = 20)]
fn red_lines_10_parties_50(bencher: Bencher, (issues, options): (usize, usize)) {
    let problem = problem(issues, options, None, 1);
    bencher.bench_local(|| no_deal(black_box(&problem), &Limits::default(), &Unlimited));
}

#[divan::bench(args = [(5, 4), (6, 5)], sample_count = 5)]
fn red_lines_and_walk_away_values_10_parties_50(bencher: Bencher, (issues, options): (usize, usize)) {
    let problem = problem(issues, options, Some(600), 1);
    bencher.bench_local(|| no_deal(black_box(&problem), &Limits::default(), &Unlimited));
}
