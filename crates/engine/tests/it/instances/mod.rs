//! Small random problems and what enumeration says about them.

#![allow(clippy::expect_used, reason = "a file that cannot be read fails the test")]
#![allow(dead_code, reason = "each test file uses its own part")]

pub mod generated;
pub mod genius;

use mediant_engine::Scope;
use mediant_model::problem::{Fact, FactId, FactKind, FactOrigin, Interaction, ProblemIssue, ProblemParty};
use mediant_model::problem::{Region, Reservation, Utility};
use mediant_model::{OptionSet, Package, Problem};

/// A repeatable source of numbers (splitmix64).
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        ((self.next() >> 33) as usize) % n.max(1)
    }

    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as usize) as i64
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// What sort of instance to draw.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub parties: usize,
    pub issues: usize,
    pub options: usize,
    pub interactions: usize,
    pub constraints: usize,
    /// Largest absolute value of an option or interaction.
    pub units: i64,
    /// -1: penalties only, 1: bonuses only, 0: both.
    pub sign: i64,
    pub additive: bool,
    pub caps: bool,
    pub widest: usize,
}

pub fn random_shape(n: &mut Numbers) -> Shape {
    Shape {
        parties: 1 + n.below(4),
        issues: 1 + n.below(5),
        options: 1 + n.below(4),
        interactions: n.below(7),
        constraints: if n.chance(50) { 0 } else { n.below(6) },
        units: if n.chance(30) { 2 } else { 40 },
        sign: n.between(-1, 1),
        additive: n.chance(60),
        caps: n.chance(30),
        widest: 2 + n.below(3),
    }
}

pub fn region(n: &mut Numbers, sizes: &[usize], widest: usize) -> Region {
    let mut region = Region::everything();
    for _ in 0..1 + n.below(widest) {
        let issue = n.below(sizes.len());
        let size = sizes[issue];
        let mut set = OptionSet::from_options(size, (0..size).filter(|_| n.chance(50)));
        if set.is_empty() {
            set.insert(n.below(size));
        }
        region.narrow(issue, set);
    }
    region
}

pub fn random_problem(n: &mut Numbers, shape: Shape) -> Problem {
    let sizes: Vec<usize> = (0..shape.issues).map(|_| 1 + n.below(shape.options)).collect();
    let issues = sizes.iter().enumerate().map(|(i, size)| issue(i, *size)).collect();
    let parties: Vec<ProblemParty> = (0..shape.parties).map(|p| party(n, p, &sizes, shape)).collect();
    let mut facts: Vec<Fact> = (0..shape.parties)
        .filter(|_| n.chance(70))
        .map(|p| fact(format!("p{p}.reservation"), FactKind::Reservation, Some(p), vec![]))
        .collect();
    for c in 0..shape.constraints {
        let first = region(n, &sizes, shape.widest);
        let mut forbids = vec![first.clone()];
        if n.chance(20) {
            forbids.extend(region(n, &sizes, shape.widest).minus(&first).into_iter().take(2));
        }
        let party = n.chance(60).then(|| n.below(shape.parties));
        facts.push(fact(format!("c{c}"), FactKind::RedLine, party, forbids));
    }
    Problem { quorum: parties.len(), parties, issues, facts }
}

pub fn issue(index: usize, size: usize) -> ProblemIssue {
    let names: Vec<String> = (0..size).map(|o| format!("o{o}")).collect();
    ProblemIssue {
        id: format!("i{index}").as_str().into(),
        name: format!("issue {index}"),
        options: names.iter().map(|name| name.as_str().into()).collect(),
        labels: names,
        may_be_left_open: false,
    }
}

pub fn fact(id: String, kind: FactKind, party: Option<usize>, forbids: Vec<Region>) -> Fact {
    Fact { id: FactId::new(id), kind, party, forbids, beyond: Vec::new(), origin: FactOrigin::default() }
}

pub fn problem_party(index: usize, utility: Option<Utility>, reservation: i64) -> ProblemParty {
    let reservation = utility.as_ref().map(|_| Reservation {
        firm: reservation,
        least: reservation,
        stated: true,
        reached: true,
    });
    ProblemParty {
        id: format!("p{index}").as_str().into(),
        name: format!("party {index}"),
        veto: false,
        utility,
        reservation,
        scale: mediant_model::problem::Scale::one(),
    }
}

fn party(n: &mut Numbers, index: usize, sizes: &[usize], shape: Shape) -> ProblemParty {
    let value = |n: &mut Numbers| if shape.additive { n.between(-shape.units / 2, shape.units) } else { 0 };
    let values: Vec<Vec<i64>> = sizes.iter().map(|size| (0..*size).map(|_| value(n)).collect()).collect();
    let interactions: Vec<Interaction> = (0..shape.interactions)
        .map(|stated| {
            let points = match shape.sign {
                0 => n.between(-shape.units, shape.units),
                sign => sign * n.between(0, shape.units),
            };
            Interaction { region: region(n, sizes, shape.widest), points, stated }
        })
        .collect();
    let cap = shape.caps.then(|| n.between(0, 2 * shape.units));
    let utility = Utility { values, interactions, constant: n.between(-5, 5), cap };
    let reservation = n.between(-shape.units, shape.units / 2);
    problem_party(index, n.chance(95).then_some(utility), reservation)
}

/// Every package of the problem.
pub fn packages(problem: &Problem) -> Vec<Package> {
    let mut all: Vec<Package> = vec![vec![]];
    for issue in &problem.issues {
        all = all
            .iter()
            .flat_map(|package| {
                (0..issue.options.len() as u32).map(|option| {
                    let mut longer = package.clone();
                    longer.push(option);
                    longer
                })
            })
            .collect();
    }
    all
}

/// What the package is worth to each party in scope; zero for the others.
pub fn worth(problem: &Problem, scope: &Scope, package: &[u32]) -> Vec<i64> {
    (0..problem.parties.len())
        .map(|p| if scope.counts_utility(p) { problem.utility(p, package).unwrap_or(0) } else { 0 })
        .collect()
}

/// Whether the package breaks no fact in scope other than reservations.
pub fn possible(problem: &Problem, scope: &Scope, package: &[u32]) -> bool {
    let facts = problem.facts.iter().enumerate().filter(|(index, _)| scope.binds(*index));
    facts
        .filter(|(_, fact)| fact.kind != FactKind::Reservation)
        .all(|(_, fact)| !problem.breaks(fact, package))
}

/// Whether the package breaks no fact in scope.
pub fn acceptable(problem: &Problem, scope: &Scope, package: &[u32]) -> bool {
    let facts = problem.facts.iter().enumerate().filter(|(index, _)| scope.binds(*index));
    facts.into_iter().all(|(_, fact)| {
        let counts = fact.party.is_none_or(|party| scope.counts_utility(party));
        (fact.kind == FactKind::Reservation && !counts) || !problem.breaks(fact, package)
    })
}

/// The vectors that no other vector equals or beats for every party, in ascending order.
pub fn undominated(mut vectors: Vec<Vec<i64>>) -> Vec<Vec<i64>> {
    vectors.sort();
    vectors.dedup();
    let covers = |a: &[i64], b: &[i64]| a.iter().zip(b).all(|(x, y)| x >= y);
    let beaten = |v: &Vec<i64>| vectors.iter().any(|w| w != v && covers(w, v));
    vectors.iter().filter(|v| !beaten(v)).cloned().collect()
}
