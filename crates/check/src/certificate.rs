//! What a certificate says: claims about a problem, each with what it takes to check it.
//!
//! Everything is named by the ids of the case; utilities are whole units, of which `units` says for each party
//! what one stands for.
#![allow(
    missing_docs,
    reason = "each sentence names the fields it is about; docs/guide/certificates.md has them all"
)]

use crate::about::About;
use mediant_model::Problem;
pub use mediant_model::answer::{Basis, FairnessRule, PlaceRule};
pub use mediant_model::problem::Choice;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;
use std::{fmt, io};

/// The version of the format.
pub const VERSION: u32 = 2;

/// A weight for each party's utility, below 2^56; a party that is not named has weight 0.
pub type Prices = BTreeMap<String, u64>;

/// A tree of nodes, the root first; every node after it is a branch of one earlier split.
pub type Proof = Vec<Node>;

/// Claims about one problem, each checked on its own.
///
/// `about` says which files and which report; absent while only the problem is known.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    pub mediant: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    pub units: BTreeMap<String, String>,
    pub claims: Vec<Claim>,
}

/// A statement about a problem, with all that it takes to check it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
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
    /// package of the basis has a point that is at least as good for everybody. Points stand in `points`, by
    /// name, or in the `table`.
    Frontier {
        basis: Basis,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        points: Vec<Point>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        table: Option<Table>,
        cases: Vec<Case>,
    },
    /// The package lies in the basis, and no package of the basis is better by the rule.
    /// `ideals` is for Kalai-Smorodinsky: one for each party. `ties`, where stated, is how many packages of the
    /// basis do as well, this one counted, in decimal digits.
    Solution {
        rule: FairnessRule,
        basis: Basis,
        point: Point,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ties: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        ideals: Vec<Ideal>,
        cases: Vec<Case>,
    },
    /// With `facts` alone standing there is no deal; without any one of them the others leave one. Where every
    /// party must accept, `proof` shows that no package respects all of them; where a party can be outvoted,
    /// `cases` that no coalition can agree.
    Conflict {
        facts: Vec<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        proof: Proof,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        cases: Vec<Case>,
        witnesses: Vec<Witness>,
    },
    /// There is no deal, and after the change the agreement rule passes the package. An issue that gets a new option
    /// is left out of the package: it takes the new option. With `smallest` no part of the change can be left out
    /// or be a unit smaller: for each part, in order, cases for what is left, or none where a conflict of the
    /// certificate shows it; of a new option, which must then be all of the change, for each statement in its order that it must
    /// not break cases that nothing passes with an option that may break it.
    Opening {
        change: Vec<Change>,
        package: Choice,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        smallest: Vec<Vec<Case>>,
    },
    /// An option on the issue that breaks none of the facts, all those of a conflict of the certificate, and is worth as much
    /// to each party as its best option there would dissolve that conflict: with the rest of the package.
    Hurdle { issue: String, facts: Vec<String>, package: Choice },
    /// The conflicts of the certificate are all there are, and whatever makes a deal possible lets all the facts of
    /// one of its openings fall or move.
    Complete {},
    /// The basis has so many packages, in decimal digits.
    Count { basis: Basis, count: String },
    /// What the package is worth to each party, which answers are known, which facts it breaks, and whether the
    /// agreement rule passes it; null where that depends on parties who have not said.
    Package {
        point: Point,
        accepts: BTreeMap<String, Option<bool>>,
        passes: Option<bool>,
        breaks: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        efficiency: Option<Efficiency>,
    },
    /// Where a party gave an order and no points: among the packages that break nothing stated, these, and no others, are
    /// efficient whatever numbers fit the orders: by none of those numbers is another one better for somebody and worse for
    /// nobody.
    Ranked { efficient: Vec<Choice> },
    /// Among the packages that break nothing stated each of these can be efficient: by some numbers that fit what the parties with
    /// points or a ranking stated no other is better for one of them and worse for none. So can `count` of them in all, in decimal
    /// digits, where that is stated.
    CanBeEfficient {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        count: Option<String>,
        packages: Vec<Choice>,
    },
    /// Among the packages that break nothing stated this one is best by the rule; `ties`, where stated, is how many are as good,
    /// this one counted, in decimal digits.
    Picked {
        rule: PlaceRule,
        package: Choice,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ties: Option<String>,
    },
    /// In every package of the basis the utilities times `prices` sum to at most `value`.
    Bound { basis: Basis, prices: Prices, value: i128, cases: Vec<Case> },
    /// By what the parties answered, and what was stated, the agreement rule passes no package; nobody's utility is
    /// known. Of the parties in `assumes` it is assumed that they value issues one by one and answered truly, and of
    /// them alone is anything inferred. A tree as a [`Proof`] is.
    Refused {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        assumes: Vec<String>,
        said: Answered,
        proof: Vec<Refusal>,
    },
    /// Every party said yes to the package, and by what they answered its product of gains is at least `share`, a fraction,
    /// of that of any package that no statement excludes; a loss counts as no gain. Nobody's utility is known. It is
    /// assumed of each party, all of whom `assumes` names, that it values issues one by one and answered truly. `bounds` say for
    /// each party how many times as much other packages can gain it.
    Share {
        assumes: Vec<String>,
        said: Answered,
        package: Choice,
        share: String,
        bounds: BTreeMap<String, Vec<GainBound>>,
    },
    /// Two parties value the issues one by one, and no statement binds them but their walk-aways. What one of two has more
    /// from its own best option of an issue than from the other's is at stake for it there. If the first party gets
    /// `first_shares` of each issue, fractions, and the second the rest, both get `points` of 100 of what is at stake for
    /// them in all; at most one issue is split; and no division gives one of them more and the other no less.
    AdjustedWinner { first_shares: BTreeMap<String, String>, points: String },
    /// The case over time. The first row is the time before anything dated counts, the others are the first days on which something
    /// stated begins or ceases to count; `all` of them, where it says so.
    Outlook { rows: Vec<Row>, all: bool },
}

/// The case as of a day, and what changed on it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The day; none for the time before anything dated.
    pub from: Option<String>,
    /// What a unit of each party's utility stands for as of that day.
    pub units: BTreeMap<String, String>,
    /// What is claimed of the case as of that day.
    pub claims: Vec<Claim>,
    /// What began or ceased to count on that day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Dated>,
    /// What became of the room for a deal since the row before, where the claims of both show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motion: Option<Motion>,
}

/// Something stated that changes on a day. `what`: a statement, by its name from that day on, `stands`; or, by its name before,
/// `falls`; a party's `walk_away` changes, `before` and `after` on the scale of the input; or an alternative of a party is stated
/// (`improving`, `worsening`, `steady`, or `alternative` where no trend is), or ends (`alternative_ends`).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dated {
    pub what: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// What becomes of the room for a deal: it opens or closes; there are more or fewer deals; or as many, none perhaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Motion {
    Opens,
    Closes,
    Grows,
    Shrinks,
    Stays,
}

/// What a package can gain a party at the most, beside the package of a [`Claim::Share`]: `times` in `scale` as much. The
/// gain of this one `scale` times, and the sum, make up `times` the gain of that one. Of any package that the party's own orders put no
/// higher on any issue the same holds.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GainBound {
    pub package: Choice,
    pub scale: String,
    pub times: String,
    pub sum: Vec<Summand>,
}

impl Claim {
    /// Whether it rests on what packages are worth beside one another. Where numbers were rounded on reading, that is
    /// proven of the rounded numbers; who accepts and who refuses is taken to be known only where rounding cannot change it.
    pub fn compares_worths(&self) -> bool {
        match self {
            Self::Deal { .. }
            | Self::NoDeal { .. }
            | Self::Conflict { .. }
            | Self::Refused { .. }
            | Self::Share { .. }
            | Self::Picked { .. } => false,
            Self::Count { basis, .. } => *basis != Basis::All,
            // Its rows speak for themselves.
            Self::Outlook { .. } => false,
            Self::Frontier { .. }
            | Self::Solution { .. }
            | Self::Opening { .. }
            | Self::Hurdle { .. }
            | Self::Complete {}
            | Self::Package { .. }
            | Self::Ranked { .. }
            | Self::CanBeEfficient { .. }
            | Self::Bound { .. }
            | Self::AdjustedWinner { .. } => true,
        }
    }
}

/// What each party answered, by its id.
pub type Answered = BTreeMap<String, Vec<Said>>;

/// An answer of a party.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Said {
    /// The options of an issue, groups of equals from best to worst.
    OrderOfOptions { issue: String, order: Vec<Vec<String>> },
    /// The issues by what the step from the worst to the best option is worth, groups of equals, the largest first.
    OrderOfIssues { order: Vec<Vec<String>> },
    /// Whether it accepts the package.
    Accepts { package: Choice, yes: bool },
    /// Which of two packages is better.
    Compares { first: Choice, second: Choice, better: Preferred },
}

/// Which of two is better.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preferred {
    First,
    Second,
    Neither,
}

/// A node of a tree of refusals; it speaks of a box of packages as a [`Node`] does.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Refusal {
    /// The box is divided on one issue; the branches cover every option that is left there.
    Split { issue: String, branches: Vec<Branch> },
    /// A stated fact of a party, or one that binds everybody, excludes the whole box.
    RedLine { fact: String },
    /// The box holds one package, and by this answer, an index, the party refuses it. This assumes nothing.
    Said { party: String, answer: usize },
    /// The party refuses the package: `sum` adds up to `scale` times what it falls short of the walk-away. On every
    /// issue the party's own order puts no option of the box above the package's.
    Refused { party: String, package: Choice, scale: String, sum: Vec<Summand> },
    /// Each of these nodes, none of them a split, speaks of the box; the rule passes nothing that all those parties
    /// refuse.
    Together { each: Vec<Refusal> },
}

/// Something the party said, a whole number of `times`, in decimal digits.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Summand {
    /// By its order of the issue's options, the better is worth at least what the worse is.
    Order { issue: String, better: String, worse: String, times: String },
    /// By its order of issues, the larger's step from worst to best is worth at least the smaller's.
    Step { larger: String, smaller: String, times: String },
    /// By its answer, an index: a package is worth the walk-away or less, or one package more than another.
    Answer { answer: usize, times: String },
}

/// A package with the utility of each party that has one: in units, or as a report prints it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point<U = i64> {
    pub package: Choice,
    pub utilities: BTreeMap<String, U>,
}

/// Points with each name said once: a row is a package, as places in the lists of options, and utilities in the order
/// of the parties.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub issues: Vec<(String, Vec<String>)>,
    pub parties: Vec<String>,
    pub rows: Vec<(Vec<u32>, Vec<i64>)>,
}

/// Whether a package is better than a given one for somebody and worse for nobody.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Efficiency {
    /// By points: this one of the basis is.
    Dominated { basis: Basis, by: Point },
    /// By points: none of the basis is.
    Efficient { basis: Basis, cases: Vec<Case> },
    /// Whatever numbers fit the rankings this one is, which breaks nothing stated.
    DominatedWhatever { by: Choice },
    /// For some numbers that fit the rankings this one is; by the numbers in `unless` none is, of those that break nothing
    /// stated.
    PerhapsDominated {
        by: Choice,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unless: Option<Numbers>,
    },
    /// Whatever numbers fit the rankings none is, of those that break nothing stated.
    EfficientWhatever {},
}

/// Points by party, issue and option, for parties that gave a ranking or nothing.
pub type Numbers = BTreeMap<String, BTreeMap<String, BTreeMap<String, i64>>>;

/// A package of the basis that is best for the party, and the proof that none is better for it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ideal {
    pub party: String,
    pub point: Point,
    pub cases: Vec<Case>,
}

/// "No package that respects these facts is better than claimed." Fewer facts prove more.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub facts: Vec<String>,
    pub proof: Proof,
}

/// A node speaks of a box of packages: for the root all, for others what the splits above leave.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Node {
    /// The checker goes through the box itself, keeping only what can still be better by these prices.
    Layers { prices: Prices },
    /// The box is divided on one issue; the branches cover every option that is left there.
    Split { issue: String, branches: Vec<Branch> },
    /// Upper bounds on priced utility leave no room in the box for anything better.
    Bounds { bounds: Vec<Bound> },
    /// One after the other, options of the box are given up for others that cost nobody anything
    /// ([`Problem::may_exchange`]); `node` speaks of what is left.
    Exchange { exchanges: Vec<Exchange>, node: usize },
    /// The corners above which every better utility vector lies are divided, by their places `from` up to
    /// but without `to`; each part is proven for the box on its own.
    Corners { parts: Vec<Corners> },
}

/// On this issue `by` may stand in for `option`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    pub issue: String,
    pub option: String,
    pub by: String,
}

/// A run of corners, and the node that speaks of them.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corners {
    pub from: usize,
    pub to: usize,
    pub node: usize,
}

/// Options of a split's issue, and the node that speaks of them, by its place in the proof.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    pub options: Vec<String>,
    pub node: usize,
}

/// An upper bound on priced utility, which the checker computes. Any shares give a valid one.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    pub prices: Prices,
    pub shares: Vec<Share>,
    /// Weights by which a party's utility counts at its `cap`, beside those of `prices`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub capped: Prices,
}

/// How the priced weight of a combination, an index `of` [`Problem::combinations`], is
/// divided: of a bonus what each issue carries `inside`; of a penalty or an exclusion what every
/// package is charged and each option `outside` returns.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    pub of: usize,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub inside: BTreeMap<String, u64>,
    #[serde(default)]
    pub outside: u64,
}

/// A package that respects every fact of a conflict but one.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    pub without: String,
    pub package: Choice,
}

/// One change to what was stated, as in the analysis: a fact dropped (`by` null), a reservation moved
/// by units, or an option not yet on the table ([`Problem::with_new_option`]).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Change {
    Fact { fact: String, by: Option<i64> },
    NewOption { new_option: String, must_not_break: Vec<String> },
}

impl Certificate {
    /// A certificate of this version for the problem.
    pub fn new(problem: &Problem, claims: Vec<Claim>) -> Self {
        Self { mediant: VERSION, about: None, units: units(problem), claims }
    }

    /// The same, about these files and this report.
    pub fn about(self, about: About) -> Self {
        Self { about: Some(about), ..self }
    }

    /// Writes it as JSON, part by part, as if it were about this.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write_about(&self, about: &About, out: impl io::Write) -> serde_json::Result<()> {
        serde_json::to_writer(out, &Written { certificate: self, about })
    }
}

/// A certificate with something said of what it is about, without a copy of its claims.
struct Written<'a> {
    certificate: &'a Certificate,
    about: &'a About,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Certificate { mediant, about: _, units, claims } = self.certificate;
        let mut written = serializer.serialize_struct("Certificate", 4)?;
        written.serialize_field("mediant", mediant)?;
        written.serialize_field("about", self.about)?;
        written.serialize_field("units", units)?;
        written.serialize_field("claims", claims)?;
        written.end()
    }
}

impl Table {
    /// Rows of packages, by indices, and utilities of all parties; the options that no row takes are not named.
    pub fn new<'a>(
        problem: &Problem,
        rows: impl IntoIterator<Item = (&'a [u32], &'a [i64]), IntoIter: Clone>,
    ) -> Self {
        let rows = rows.into_iter();
        let mut taken = vec![BTreeMap::new(); problem.issues.len()];
        for (package, _) in rows.clone() {
            for (taken, option) in taken.iter_mut().zip(package) {
                taken.entry(*option).or_insert(0u32);
            }
        }
        for taken in &mut taken {
            for (place, entry) in (0..).zip(taken.values_mut()) {
                *entry = place;
            }
        }
        let issues = problem.issues.iter().zip(&taken).map(|(issue, taken)| {
            let named = taken.keys().filter_map(|option| issue.options.get(*option as usize));
            (issue.id.to_string(), named.map(ToString::to_string).collect())
        });
        let places = |package: &[u32]| {
            let each = package.iter().zip(&taken);
            each.map(|(option, taken)| taken.get(option).copied().unwrap_or(0)).collect()
        };
        Self {
            issues: issues.collect(),
            parties: problem.parties.iter().map(|party| party.id.to_string()).collect(),
            rows: rows.map(|(package, units)| (places(package), units.to_vec())).collect(),
        }
    }
}

/// What a unit of each party's utility stands for on the scale of the input: a decimal, or a fraction.
pub(crate) fn units(problem: &Problem) -> BTreeMap<String, String> {
    let known = problem.parties.iter().filter(|party| party.utility.is_some());
    known.map(|party| (party.id.to_string(), party.scale.unit.exact_text())).collect()
}

impl Point {
    /// The package, by indices, with its utilities.
    pub fn new(problem: &Problem, package: &[u32]) -> Self {
        let utilities = (0..problem.parties.len()).map(|party| problem.utility(party, package));
        Self { package: problem.choice(package), utilities: problem.by_party(utilities) }
    }
}

impl Case {
    /// A case of the facts with these indices.
    pub fn new(problem: &Problem, facts: impl IntoIterator<Item = usize>, proof: Proof) -> Self {
        Self { facts: problem.fact_names(facts), proof }
    }
}

/// Prices, one for each party in the problem's order, by id.
pub fn prices(problem: &Problem, prices: &[u64]) -> Prices {
    problem.by_party(prices.iter().copied().map(Some))
}

/// The proof that goes through everything by these prices, one for each party in the problem's order.
pub fn layers(problem: &Problem, by: &[u64]) -> Proof {
    vec![Node::Layers { prices: prices(problem, by) }]
}

impl fmt::Debug for Certificate {
    /// Shows no content: utilities, prices and packages are confidential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({} claims, confidential)", self.claims.len())
    }
}
