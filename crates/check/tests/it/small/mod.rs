//! Small problems drawn from bytes, and what is true of them by going through every package.

#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot happen")]

use mediant_check::*;
use mediant_model::problem::*;
use mediant_model::{OptionSet, Package, Problem, Region};
use std::cmp::Ordering;

/// Choices taken from bytes, so that a failing case shrinks; 0 when the bytes are used up.
pub struct Draw<'a>(pub std::slice::Iter<'a, u8>);

impl Draw<'_> {
    pub fn below(&mut self, n: usize) -> usize {
        self.0.next().map_or(0, |byte| *byte as usize % n)
    }

    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as usize) as i64
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    pub fn pick<'b, T>(&mut self, from: &'b [T]) -> &'b T {
        &from[self.below(from.len())]
    }

    fn region(&mut self, sizes: &[usize]) -> Region {
        let mut region = Region::everything();
        for _ in 0..1 + self.below(3) {
            let issue = self.below(sizes.len());
            let options: Vec<usize> = (0..sizes[issue]).filter(|_| self.one_in(2)).collect();
            region.narrow(issue, OptionSet::from_options(sizes[issue], options));
        }
        region
    }

    pub fn problem(&mut self) -> Problem {
        let sizes: Vec<usize> = (0..1 + self.below(4)).map(|_| 1 + self.below(3)).collect();
        let count = 2 + self.below(3);
        let issues = sizes.iter().enumerate().map(|(issue, size)| ProblemIssue {
            id: format!("issue{issue}").as_str().into(),
            name: String::new(),
            options: (0..*size).map(|option| format!("option{option}").as_str().into()).collect(),
            labels: vec![String::new(); *size],
            may_be_left_open: false,
        });
        let issues = issues.collect();
        let mut facts = Vec::new();
        let mut parties = Vec::new();
        for party in 0..count {
            let utility = Utility {
                values: sizes.iter().map(|size| (0..*size).map(|_| self.between(-2, 9)).collect()).collect(),
                interactions: (0..self.below(4))
                    .map(|stated| Interaction {
                        region: self.region(&sizes),
                        points: self.between(-7, 8),
                        stated,
                    })
                    .collect(),
                constant: self.between(0, 2),
                cap: self.one_in(4).then(|| self.between(6, 20)),
            };
            let firm = self.between(-2, 16);
            parties.push(ProblemParty {
                id: format!("party{party}").as_str().into(),
                name: String::new(),
                veto: self.one_in(4),
                utility: Some(utility),
                reservation: Some(Reservation { firm, least: firm, stated: true, reached: true }),
                scale: Scale::one(),
            });
            facts.push(fact(format!("party{party}.reservation"), FactKind::Reservation, Some(party), vec![]));
        }
        for number in 0..self.below(4) {
            let party = Some(self.below(count + 1)).filter(|party| *party < count);
            let forbids = (0..1 + self.below(2)).map(|_| self.region(&sizes)).collect();
            facts.push(fact(format!("fact.{number}"), FactKind::RedLine, party, forbids));
        }
        let quorum = if self.one_in(2) { count } else { 1 + self.below(count) };
        Problem { parties, issues, facts, quorum }
    }

    pub fn prices(&mut self, problem: &Problem) -> Vec<u64> {
        (0..problem.parties.len()).map(|_| self.below(6) as u64).collect()
    }

    /// A proof of some form; whether it proves anything is for the checker to say.
    pub fn proof(&mut self, problem: &Problem, all_layers: bool) -> Proof {
        let mut proof = vec![];
        let mut open = 1;
        while open > 0 {
            open -= 1;
            let kind = if proof.len() > 12 { 0 } else { self.below(6) };
            proof.push(match kind {
                1 | 2 if !all_layers => {
                    Node::Bounds { bounds: (0..3).map(|_| self.bound(problem)).collect() }
                }
                3 => {
                    let issue = self.pick(&problem.issues);
                    let cut = self.below(issue.options.len());
                    let names: Vec<String> = issue.options.iter().map(|option| option.to_string()).collect();
                    let node = proof.len() + open + 1;
                    open += 2;
                    let parts = [&names[..cut], &names[cut..]].into_iter().enumerate();
                    let branch = |(index, part): (usize, &[String])| Branch {
                        options: part.to_vec(),
                        node: node + index,
                    };
                    Node::Split { issue: issue.id.to_string(), branches: parts.map(branch).collect() }
                }
                4 if !all_layers => {
                    open += 1;
                    Node::Exchange { exchanges: self.exchanges(problem), node: proof.len() + open }
                }
                5 if !all_layers => {
                    let (node, cut) = (proof.len() + open + 1, self.below(3));
                    open += 2;
                    let parts = [(0, cut, node), (cut, 1 + self.below(4), node + 1)];
                    Node::Corners { parts: parts.map(|(from, to, node)| Corners { from, to, node }).to_vec() }
                }
                _ => layers(problem, &self.prices(problem)).remove(0),
            });
        }
        proof
    }

    fn bound(&mut self, problem: &Problem) -> Bound {
        let shares = (0..self.below(6)).map(|of| Share {
            of,
            inside: problem.issues.iter().map(|i| (i.id.to_string(), self.below(12) as u64)).collect(),
            outside: self.below(12) as u64,
        });
        let shares = shares.collect();
        let own = self.prices(problem);
        let at_cap = |(party, price): (&ProblemParty, &u64)| {
            party.utility.as_ref().and_then(|utility| utility.cap).map(|_| *price % 4)
        };
        let capped = problem.by_party(problem.parties.iter().zip(&own).map(at_cap));
        let capped = if self.below(2) == 0 { capped } else { Prices::new() };
        Bound { prices: prices(problem, &self.prices(problem)), shares, capped }
    }

    fn exchanges(&mut self, problem: &Problem) -> Vec<Exchange> {
        let mut exchange = || {
            let issue = self.pick(&problem.issues).clone();
            let [option, by] = [0; 2].map(|_| self.pick(&issue.options).to_string());
            Exchange { issue: issue.id.to_string(), option, by }
        };
        (0..2).map(|_| exchange()).collect()
    }
}

pub fn fact(id: String, kind: FactKind, party: Option<usize>, forbids: Vec<Region>) -> Fact {
    Fact { id: FactId::new(id), kind, party, forbids, beyond: Vec::new(), origin: FactOrigin::default() }
}

/// Every package.
pub fn packages(problem: &Problem) -> Vec<Package> {
    let mut all = vec![vec![]];
    for issue in &problem.issues {
        all = all
            .iter()
            .flat_map(|package: &Package| {
                (0..issue.options.len() as u32).map(|option| [package.clone(), vec![option]].concat())
            })
            .collect();
    }
    all
}

pub fn in_basis(problem: &Problem, basis: Basis) -> Vec<Package> {
    let inside = |package: &Package| match basis {
        Basis::All => problem.is_possible(package),
        Basis::Unanimous => problem.is_unanimously_acceptable(package),
        Basis::Rule => problem.passes_rule(package),
    };
    packages(problem).into_iter().filter(inside).collect()
}

pub fn utilities(problem: &Problem, package: &[u32]) -> Vec<i64> {
    (0..problem.parties.len()).map(|party| problem.utility(party, package).unwrap()).collect()
}

/// The sets of facts that together cover a basis: one for each winning coalition.
pub fn coverage(problem: &Problem, basis: Basis) -> Vec<Vec<usize>> {
    let count = problem.parties.len();
    let coalitions: Vec<usize> = match basis {
        Basis::All => vec![0],
        Basis::Unanimous => vec![(1 << count) - 1],
        Basis::Rule => (0..1usize << count)
            .filter(|coalition| coalition.count_ones() as usize >= problem.quorum)
            .filter(|coalition| (0..count).all(|p| !problem.parties[p].veto || coalition >> p & 1 == 1))
            .collect(),
    };
    let bound = |fact: &Fact, coalition: usize| fact.party.is_none_or(|party| coalition >> party & 1 == 1);
    let facts =
        |coalition: usize| (0..problem.facts.len()).filter(move |f| bound(&problem.facts[*f], coalition));
    coalitions.into_iter().map(|coalition| facts(coalition).collect()).collect()
}

/// Whether `a` is better than `b` by the rule.
pub fn is_better(problem: &Problem, rule: FairnessRule, ideals: &[i64], a: &[i64], b: &[i64]) -> bool {
    let from: Vec<i64> = (0..a.len()).map(|party| problem.reservation(party).unwrap()).collect();
    let gains = |u: &[i64]| u.iter().zip(&from).map(|(u, from)| u - from).collect::<Vec<i64>>();
    let product = |u: &[i64]| gains(u).iter().map(|gain| i128::from(*gain.max(&0))).product::<i128>();
    let by_share = |x: &(i64, i64), y: &(i64, i64)| (x.0 * y.1).cmp(&(y.0 * x.1));
    let shares = |u: &[i64], by: &[i64]| {
        let mut shares: Vec<(i64, i64)> =
            gains(u).into_iter().zip(by.iter().copied()).filter(|s| s.1 > 0).collect();
        shares.sort_by(by_share);
        shares
    };
    let lexicographic = |by: &[i64]| {
        shares(a, by).iter().zip(&shares(b, by)).map(|(x, y)| by_share(x, y)).find(|order| order.is_ne())
            == Some(Ordering::Greater)
    };
    match rule {
        FairnessRule::Nash => product(a) > product(b),
        FairnessRule::Utilitarian => a.iter().sum::<i64>() > b.iter().sum::<i64>(),
        FairnessRule::Leximin => lexicographic(&vec![1; a.len()]),
        FairnessRule::KalaiSmorodinsky => {
            lexicographic(&ideals.iter().zip(&from).map(|(ideal, from)| ideal - from).collect::<Vec<i64>>())
        }
    }
}
