//! Everything the engine finds out about a negotiation.
//!
//! Indices are those of the [`Problem`](mediant_model::Problem) analysed: parties, issues, facts.
//! Utilities and gains are integer units, each party's on a scale of its own ([`mediant_model::problem::Scale`]).

use mediant_check::Certificate;
use mediant_model::answer::FairnessRule;
pub use mediant_model::answer::{Basis, Count, FrontierPoint};
use mediant_model::{Number, Package};
use num_bigint::BigUint;

/// The answers to the mediator's three questions.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// How many packages there are.
    pub package_count: BigUint,
    /// Over which packages frontier and solutions are taken: those every party accepts; those the agreement rule passes,
    /// where no package is accepted by all; or, asked for with `--all`, every possible one.
    pub basis: Basis,
    /// Is there a deal?
    pub zopa: Zopa,
    /// Which packages leave nothing on the table? `None` unless every party states points and some package qualifies.
    pub frontier: Option<Frontier>,
    /// Which packages are fair? `None` under the same conditions.
    pub solutions: Option<Solutions>,
    /// Adjusted Winner, for two parties with points.
    pub adjusted_winner: Option<AdjustedWinner>,
    /// If there is no deal: why, and what would open one.
    pub no_deal: Option<NoDeal>,
    /// How frontier, fair packages and counts were found.
    pub method: Method,
    /// How the answers were found and what limits them, for the reader.
    pub notes: Vec<Note>,
    /// The proof of all of it, as far as there is one.
    pub certificate: Certificate,
}

/// A way of answering; which one is taken depends on what it would cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// Nothing joins issues: sums over independent choices.
    #[default]
    Additive,
    /// What hangs together was gone through combination by combination; the groups are independent.
    Decomposition,
    /// Branch and bound over combinations.
    BranchAndBound,
    /// Package by package.
    Enumeration,
    /// Coalition by coalition.
    Coalitions,
}

impl Method {
    /// Its name, for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Additive => "additive",
            Self::Decomposition => "decomposition",
            Self::BranchAndBound => "branch and bound",
            Self::Enumeration => "enumeration",
            Self::Coalitions => "coalitions",
        }
    }
}

/// Whether a deal exists, and how many packages would be one.
#[derive(Clone, Debug, PartialEq)]
pub struct Zopa {
    /// `None` where what was stated does not decide it: some party's walk-away is unknown.
    pub exists: Option<bool>,
    /// How many packages the agreement rule passes.
    pub count: Count,
    /// How many packages every party accepts.
    pub unanimous: Count,
    /// One of them: unanimous if any is.
    pub witness: Option<Package>,
}

/// The Pareto-efficient utility vectors with a package each.
#[derive(Clone, Debug, PartialEq)]
pub struct Frontier {
    /// Whether every efficient vector is listed.
    pub complete: bool,
    /// Where it is not complete because it was too large: how many units of each party's utility it
    /// was thinned out to. Every admissible package that is at least this far above the walk-away
    /// values has a point that is, for every party, at most this many units worse. `None` when
    /// complete, or when a budget ended and nothing is promised.
    pub within: Option<Vec<i64>>,
    /// The points, by falling utility of the first party, then the second, and so on.
    pub points: Vec<FrontierPoint>,
}

/// The fair packages.
#[derive(Clone, Debug, PartialEq)]
pub struct Solutions {
    /// Greatest product of gains.
    pub nash: Solution,
    /// Greatest least share of each party's ideal gain, then the next.
    pub kalai_smorodinsky: Solution,
    /// Greatest least gain, then the next.
    pub leximin: Solution,
    /// Greatest sum of utilities.
    pub utilitarian: Solution,
}

impl Solutions {
    /// The package that a rule picks.
    pub fn by(&self, rule: FairnessRule) -> &Solution {
        match rule {
            FairnessRule::Nash => &self.nash,
            FairnessRule::KalaiSmorodinsky => &self.kalai_smorodinsky,
            FairnessRule::Leximin => &self.leximin,
            FairnessRule::Utilitarian => &self.utilitarian,
        }
    }

    /// Each rule and the package that it picks, in the order of a report.
    pub fn each(&self) -> [(FairnessRule, &Solution); 4] {
        FairnessRule::ALL.map(|rule| (rule, self.by(rule)))
    }
}

/// A package that a fairness rule picks.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// The package picked: one option an issue.
    pub package: Package,
    /// Units for each party.
    pub utilities: Vec<i64>,
    /// Units above each party's reservation value.
    pub gains: Vec<i64>,
    /// How many packages do equally well by the rule.
    pub ties: Ties,
    /// Whether it is proven that none does better.
    pub proven: bool,
    /// Where it is not: how far the best could be from it, on the rule's own measure.
    pub gap: Option<Gap>,
    /// Integer weights of the parties under which the package is (nearly) the best on every
    /// issue, where such weights were found: the reason in one line.
    pub prices: Option<Vec<i64>>,
}

/// How many packages tie for the best.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ties {
    /// The number counted.
    pub count: BigUint,
    /// Whether there may be more.
    pub at_least: bool,
}

/// How far a package can be from the best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// What was reached, on the rule's measure: for printing.
    pub reached: f64,
    /// What is proven not to be exceeded, rounded up: for printing.
    pub bound: f64,
}

/// The division that gives two parties equal points by splitting at most one issue
/// (Brams and Taylor, *Fair Division*, 1996, ch. 4).
///
/// Exact: fractions are numerator and denominator.
#[derive(Clone, Debug, PartialEq)]
pub struct AdjustedWinner {
    /// For each issue the share that follows the first party's wish: 0/1, 1/1, or a fraction on one issue.
    pub first_shares: Vec<(BigUint, BigUint)>,
    /// What both parties get, in points out of 100 of their own scale.
    pub points: (BigUint, BigUint),
}

/// Why there is no deal, and what would open one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NoDeal {
    /// All minimal sets of facts that no package respects together.
    pub conflicts: Vec<Conflict>,
    /// All minimal changes that make a deal possible.
    pub openings: Vec<Opening>,
    /// On hurdles where no option like those on the table would do: openings by one that is unlike all of them.
    pub unlike: Vec<Opening>,
    /// For each party the least it alone would have to give up of its reservation value, in units,
    /// to make a deal possible; `None` where no such concession of that party alone does.
    pub concessions: Vec<Option<Concession>>,
    /// The least that makes a deal possible when every party gives up as much on the scale of the input.
    pub equal_concession: Option<EqualConcession>,
    /// The issues that the conflicts turn on.
    pub hurdles: Vec<usize>,
    /// Whether all conflicts and openings are listed; otherwise a limit or budget ended the search.
    pub complete: bool,
}

/// Facts that no package respects together, although it would if any one of them fell.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The facts, ascending.
    pub facts: Vec<usize>,
    /// For each fact, in the same order, a package that respects all the others.
    pub witnesses: Vec<Package>,
    /// The issues it turns on.
    pub issues: Vec<usize>,
    /// Why the facts exclude every package.
    pub derivation: Derivation,
    /// Whether it stands whatever parties might accept within the ranges of their walk-away values; otherwise perhaps.
    pub certain: bool,
}

/// A tree whose leaves are stated facts.
#[derive(Clone, Debug, PartialEq)]
pub enum Derivation {
    /// On this issue every option is excluded, each by what its branch says.
    Cases {
        /// The issue gone through, by its place in the problem.
        issue: usize,
        /// Options with the same reason together, and that reason.
        branches: Vec<(Vec<u32>, Derivation)>,
    },
    /// This fact excludes what is left.
    Fact(usize),
    /// Even the package best for these parties together, weighed so, stays below their reservation values.
    Prices {
        /// The reservation facts.
        reservations: Vec<usize>,
        /// The constraints that narrow what is possible.
        constraints: Vec<usize>,
        /// The weight of each party.
        prices: Vec<i64>,
        /// The weighed units by which it falls short.
        short_by: i128,
    },
    /// All packages that respect the constraints were looked at; none meets the reservation values.
    Exhausted {
        /// The reservation facts.
        reservations: Vec<usize>,
        /// The facts of other kinds: red lines, preconditions, linkages.
        constraints: Vec<usize>,
    },
}

/// A minimal change that makes a deal possible.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// What changes; all of it together.
    pub change: Vec<Change>,
    /// A package that is a deal then; `None` for an option not on the table yet.
    pub package: Option<Package>,
    /// Where several walk-away values have to fall: other ways to share that among them, with a package each. Of all ways
    /// listed none lowers every value by as little as another, and one by less.
    pub others: Vec<(Vec<Change>, Package)>,
    /// Whether these are all such ways.
    pub all_ways: bool,
    /// Whether something has to change for certain; otherwise parties perhaps accept within the ranges of their
    /// walk-away values, and nothing has to.
    pub certain: bool,
}

impl Opening {
    /// An opening that there is only one way to.
    pub fn single(change: Vec<Change>, package: Option<Package>) -> Self {
        Self { change, package, others: Vec::new(), all_ways: true, certain: true }
    }
}

/// One part of an [`Opening`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A fact no longer stands.
    Drop(usize),
    /// A reservation value falls.
    Lower {
        /// The reservation fact.
        fact: usize,
        /// By so many units, above zero.
        units: i64,
    },
    /// An option on this issue that is not on the table yet.
    NewOption {
        /// The issue, by its place in the problem.
        issue: usize,
        /// The facts it must not break.
        must_not_break: Vec<usize>,
    },
}

/// Giving up part of a reservation value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concession {
    /// Units given up, above zero.
    pub units: i64,
    /// A package that is a deal then.
    pub package: Package,
}

/// Every party giving up as much of its reservation value as the others.
#[derive(Clone, Debug, PartialEq)]
pub struct EqualConcession {
    /// How much, on the scale of the input.
    pub amount: Number,
    /// How many whole units of its own each party gives up; 0 for a party without a reservation value.
    pub units: Vec<i64>,
    /// The same with the least smaller amount that changes anything: not enough.
    pub too_little: Vec<i64>,
    /// A package that is a deal then.
    pub package: Package,
}

/// Something the reader should know about how the answers came about.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// A party gave no brief with points, so its preferences are not known by numbers.
    NoPoints(usize),
    /// A party stated no walk-away value; the format's default was taken.
    DefaultReservation(usize),
    /// A party stated a walk-away range; its upper end was taken. At the lower end a deal exists, or not.
    ReservationRange {
        /// The party that stated the range, by its place in the problem.
        party: usize,
        /// Whether a deal exists at the lower ends.
        exists_at_least: Option<bool>,
    },
    /// A party's numbers were rounded; by this much, at the most, the utility of a package differs from what was stated.
    Rounded {
        /// The party whose numbers they are, by its place in the problem.
        party: usize,
        /// By how much.
        by: Number,
    },
    /// The worst package of a party that stated no walk-away value was not found; what stands for it is worth no more.
    WorstNotFound(usize),
    /// Utilities of different parties can only be added and compared nearly: their scales lie too far apart.
    Incomparable,
    /// No package gives every party a gain, so the product of gains is zero everywhere; leximin stands in for Nash.
    NashIsZero,
    /// A budget ended the search.
    Stopped,
    /// The frontier is larger than the limit.
    FrontierLimited,
    /// These issues have very many options and were looked at through so many of them, evenly spread and where points bend.
    Cells(Vec<(usize, usize)>),
    /// What method answered, for the curious.
    Method(&'static str),
}
