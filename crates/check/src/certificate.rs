//! What a certificate says: claims about a problem, each with what it takes to check it.
//!
//! Everything is named by the ids of the case, never by position. Utilities are whole units of
//! `1 / denominator`. Cases are checked one by one; see the crate's documentation for why they prove.

use mediant_model::Problem;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The version of the format.
pub const VERSION: u32 = 1;

/// A package by ids: issue to option.
pub type Choice = BTreeMap<String, String>;

/// A weight for each party's utility; a party that is not named has weight 0.
pub type Prices = BTreeMap<String, u64>;

/// Claims about one problem.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// The version of the format: [`VERSION`].
    pub mediant: u32,
    /// Units of utility per 1 on the scale of the input; must be the problem's.
    pub denominator: i64,
    /// The claims, each checked on its own.
    pub claims: Vec<Claim>,
}

/// One claim.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[allow(missing_docs, reason = "each variant's sentence names its fields")]
pub enum Claim {
    /// The agreement rule passes the package; `unanimous` if and only if every party accepts it.
    Deal { point: Point, unanimous: bool },
    /// The agreement rule passes no package, even after `change` (none unless stated).
    NoDeal {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        change: Vec<Change>,
        cases: Vec<Case>,
    },
    /// The points lie in the basis, none is at least as good for everybody as another, and every
    /// package of the basis has a point that is at least as good for everybody.
    Frontier { basis: Basis, points: Vec<Point>, cases: Vec<Case> },
    /// The package lies in the basis and no package of the basis is better by the rule.
    ///
    /// `ideals` is for Kalai-Smorodinsky: one for each party.
    Solution {
        rule: Rule,
        basis: Basis,
        point: Point,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        ideals: Vec<Ideal>,
        cases: Vec<Case>,
    },
    /// No package respects all of `facts`; without any one of them some package respects the others.
    Conflict { facts: Vec<String>, proof: Proof, witnesses: Vec<Witness> },
    /// After the change the agreement rule passes the package.
    ///
    /// An issue that gets a new option is left out of the package: it takes the new option.
    Opening { change: Vec<Change>, package: Choice },
    /// In every package of the basis the utilities times `prices` sum to at most `value`.
    Bound { basis: Basis, prices: Prices, value: i128, cases: Vec<Case> },
}

/// The packages a claim ranges over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// What is possible and every party accepts.
    Unanimous,
    /// What is possible and the agreement rule passes.
    Rule,
    /// What is possible: the linkages that bind nobody in particular hold.
    All,
}

/// A rule of fairness. Gains are counted in units from reservation values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The largest product of gains (a loss counts as no gain).
    Nash,
    /// The lexicographically largest ascending list of gains, each divided by its party's ideal gain.
    KalaiSmorodinsky,
    /// The lexicographically largest ascending list of gains.
    Leximin,
    /// The largest sum of utilities.
    Utilitarian,
}

/// A package with the utility, in units, of each party that has one.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// The package.
    pub package: Choice,
    /// Units for each party that has a utility, and for no other.
    pub utilities: BTreeMap<String, i64>,
}

/// A package that is best for one party within the basis, and the proof that none is better for it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ideal {
    /// The party.
    pub party: String,
    /// A package of the basis that is best for it.
    pub point: Point,
    /// No package of the basis is better for it.
    pub cases: Vec<Case>,
}

/// "No package that respects these facts is better than claimed."
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The facts by id. Fewer facts prove more.
    pub facts: Vec<String>,
    /// Why.
    pub proof: Proof,
}

/// A tree of nodes, the root first; every node after it is the branch of exactly one earlier split.
pub type Proof = Vec<Node>;

/// A node speaks of a box of packages: for the root all, for others what the splits above leave.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[allow(missing_docs, reason = "each variant's sentence names its fields")]
pub enum Node {
    /// The checker goes through the box itself, component by component, keeping only what can
    /// still be better by these prices. All prices 0: keeping whatever is not dominated.
    Layers { prices: Prices },
    /// The box is divided on one issue; the branches cover every option that is left there.
    Split { issue: String, branches: Vec<Branch> },
    /// Upper bounds on priced utility over the box that leave no room for anything better.
    Bounds { bounds: Vec<Bound> },
}

/// A part of a split.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// The options of the split's issue in this part.
    pub options: Vec<String>,
    /// The node that speaks of it, by its place in the list of nodes.
    pub node: usize,
}

/// An upper bound on priced utility over a box, computed by the checker from shares.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// The prices.
    pub prices: Prices,
    /// How the weights of combinations are divided among issues. Any shares give a valid bound.
    pub shares: Vec<Share>,
}

/// How the priced weight of one combination is divided.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The combination: an index into [`Live::combinations`](crate::Live) of the node's box.
    pub of: usize,
    /// Of a bonus: what each of its issues carries on the options inside.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub inside: BTreeMap<String, u64>,
    /// Of a penalty or an exclusion: what every package is charged and each option outside returns.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub outside: u64,
}

/// A package that respects every fact of a conflict but one.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    /// The fact that it may break.
    pub without: String,
    /// The package.
    pub package: Choice,
}

/// One change to what was stated. Written as in the analysis.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
#[allow(missing_docs, reason = "each variant's sentence names its fields")]
pub enum Change {
    /// The fact is dropped (`by` null) or, for a reservation, moved by units (negative: lowered).
    Fact { fact: String, by: Option<i64> },
    /// The issue gets an option that is not yet on the table.
    ///
    /// It breaks none of the facts named. Against every other fact it counts as the worst: a region
    /// with a side on this issue contains it, unless that side holds nothing but "left open"; and it
    /// reaches no reservation.
    NewOption { new_option: String, must_not_break: Vec<String> },
}

impl Certificate {
    /// A certificate of this version for the problem.
    pub fn new(problem: &Problem, claims: Vec<Claim>) -> Self {
        Self { mediant: VERSION, denominator: problem.denominator, claims }
    }

    /// The certificate as JSON on one line.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}

impl Point {
    /// The package, by indices, with its utilities.
    pub fn new(problem: &Problem, package: &[u32]) -> Self {
        let valued = problem
            .parties
            .iter()
            .enumerate()
            .filter_map(|(index, party)| Some((party.id.to_string(), problem.utility(index, package)?)));
        Self { package: choice(problem, package), utilities: valued.collect() }
    }
}

impl Case {
    /// A case of the facts with these indices.
    pub fn new(problem: &Problem, facts: impl IntoIterator<Item = usize>, proof: Proof) -> Self {
        let facts = facts.into_iter().filter_map(|fact| problem.facts.get(fact));
        Self { facts: facts.map(|fact| fact.id.to_string()).collect(), proof }
    }

    /// The single case of a unanimous claim: all facts, gone through by prices (one for each party).
    pub fn of_all_facts(problem: &Problem, prices: &[u64]) -> Self {
        Self::new(problem, 0..problem.facts.len(), layers(problem, prices))
    }
}

/// A package, by indices, as ids.
pub fn choice(problem: &Problem, package: &[u32]) -> Choice {
    let options = problem.issues.iter().zip(package);
    options
        .filter_map(|(issue, option)| {
            Some((issue.id.to_string(), issue.options.get(*option as usize)?.to_string()))
        })
        .collect()
}

/// Prices in the order of the problem's parties as prices by id.
pub fn prices(problem: &Problem, prices: &[u64]) -> Prices {
    let priced = problem.parties.iter().zip(prices).filter(|(_, price)| **price > 0);
    priced.map(|(party, price)| (party.id.to_string(), *price)).collect()
}

/// The proof that goes through everything by these prices (one for each party).
pub fn layers(problem: &Problem, by: &[u64]) -> Proof {
    vec![Node::Layers { prices: prices(problem, by) }]
}

fn is_zero(amount: &u64) -> bool {
    *amount == 0
}

macro_rules! confidential {
    ($($name:ident)*) => {$(
        /// Shows no content: utilities, prices and packages are confidential.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(confidential)"))
            }
        }
    )*};
}
confidential!(Certificate Claim Point Ideal Case Node Branch Bound Share Witness Change);
