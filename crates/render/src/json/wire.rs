//! The parts of an analysis as JSON, with names for the indices of its problem.

use super::Ordered;
use super::exact::Exact;
use crate::Posed;
use mediant_engine::analysis::{
    AdjustedWinner, Analysis, Change, Conflict, EqualConcession, Frontier, FrontierPoint, NoDeal, Opening,
    Solution, Solutions,
};
use mediant_engine::judgement::{Comparison, Judgement};
use mediant_engine::ordinal::{Efficient, Findings};
use mediant_engine::report::{conflict_text, opening_text};
use mediant_model::{Number, Problem};
use num_bigint::BigUint;
use num_traits::ToPrimitive;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// The efficient packages.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisFrontier")]
pub(super) struct FrontierJson<'a> {
    /// Whether every efficient utility vector is listed.
    complete: bool,
    /// How many points are listed.
    count: usize,
    /// Where there were too many: how far each party's utility may be off.
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<Ordered<f64>>,
    #[schemars(with = "Vec<PointJson<'static>>")]
    points: PointsJson<'a>,
}

/// Points, named while they are written: a frontier may have hundreds of thousands.
struct PointsJson<'a> {
    problem: &'a Problem,
    points: &'a [FrontierPoint],
}

impl Serialize for PointsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let problem = self.problem;
        serializer.collect_seq(self.points.iter().map(|point| PointJson {
            utilities: Units { problem, units: &point.utilities },
            package: Options { problem, package: &point.package },
        }))
    }
}

/// An efficient point: what it is worth to each party, and a package that brings it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisPoint")]
struct PointJson<'a> {
    #[schemars(with = "BTreeMap<String, f64>")]
    utilities: Units<'a>,
    #[schemars(with = "BTreeMap<String, String>")]
    package: Options<'a>,
}

/// Utilities by party.
struct Units<'a> {
    problem: &'a Problem,
    units: &'a [i64],
}

impl Serialize for Units<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let each = self.problem.parties.iter().zip(self.units);
        serializer.collect_map(each.map(|(party, units)| (party.id.as_str(), party.scale.shown(*units))))
    }
}

/// A package by issue.
struct Options<'a> {
    problem: &'a Problem,
    package: &'a [u32],
}

impl Serialize for Options<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let each = self.problem.issues.iter().zip(self.package);
        serializer.collect_map(each.filter_map(|(issue, option)| {
            Some((issue.id.as_str(), issue.options.get(*option as usize)?.as_str()))
        }))
    }
}

/// What each rule of fairness picks.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisSolutions")]
pub(super) struct SolutionsJson {
    nash: SolutionJson,
    kalai_smorodinsky: SolutionJson,
    leximin: SolutionJson,
    utilitarian: SolutionJson,
}

/// A package that a rule of fairness picks.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisSolution")]
pub(super) struct SolutionJson {
    package: Ordered<String>,
    utilities: Ordered<f64>,
    /// Utilities above what each party has without a deal.
    gains: Ordered<f64>,
    /// How many packages do as well, this one counted.
    /// A number where it fits one that every reader of JSON keeps exactly, else text.
    ties: TiesJson,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    ties_at_least: bool,
    /// Whether it is proven that none does better.
    proven: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    gap: Option<GapJson>,
    /// Weights of the parties under which the package is the best, issue by issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    prices: Option<Ordered<i64>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisTies")]
#[serde(untagged)]
pub(super) enum TiesJson {
    Number(u64),
    Text(String),
}

/// How far a package that is not proven can be from the best.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisGap")]
pub(super) struct GapJson {
    /// On the rule's own measure.
    reached: f64,
    /// What no package exceeds, on the same measure.
    bound: f64,
}

/// Adjusted Winner, for two parties with points.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisAdjustedWinner")]
pub(super) struct AdjustedWinnerJson {
    /// What both get, out of 100.
    points: f64,
    /// By issue the share that follows the first party's wish, as a fraction.
    first_shares: Ordered<String>,
}

/// What follows from rankings alone.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisOrdinal")]
pub(super) struct OrdinalJson {
    /// Null with `count` where it was not found out.
    necessarily_efficient: Option<Vec<Ordered<String>>>,
    count: Option<usize>,
}

/// The package that was asked about.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisPackage")]
pub(super) struct JudgementJson {
    options: Ordered<String>,
    /// Whether the agreement rule passes it; null where that depends on parties who have not said.
    passes: Option<bool>,
    parties: Ordered<ShareJson>,
    /// The facts that it breaks, by id.
    breaks: Vec<String>,
    efficient: EfficientJson,
    dominated_by: Option<Ordered<String>>,
    maybe_dominated_by: Option<Ordered<String>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisShare")]
pub(super) struct ShareJson {
    utility: Option<f64>,
    gain: Option<f64>,
    accepts: Option<bool>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisEfficient")]
pub(super) struct EfficientJson {
    necessary: Option<bool>,
    possible: Option<bool>,
}

/// Facts that no package respects together, although one would if any of them fell.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisConflict")]
pub(super) struct ConflictJson {
    facts: Vec<String>,
    issues: Vec<String>,
    text: String,
    /// Whether it stands whatever parties accept within the ranges of their walk-away values.
    certain: bool,
}

/// A smallest change that makes a deal possible.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisOpening")]
pub(super) struct OpeningJson {
    /// What changes; all of it together.
    change: Vec<ChangeJson>,
    text: String,
    /// A deal then; null for an option that is not on the table yet.
    package: Option<Ordered<String>>,
    /// Whether something has to change for certain, or perhaps.
    certain: bool,
    /// Other ways to share what several walk-away values give up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    others: Vec<OtherWayJson>,
    /// Whether the ways listed are all there are.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    more_ways: bool,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisOtherWay")]
pub(super) struct OtherWayJson {
    change: Vec<ChangeJson>,
    package: Ordered<String>,
}

/// A fact that falls, by how much a walk-away value does, or an option that is not on the table yet.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisChange")]
#[serde(untagged)]
pub(super) enum ChangeJson {
    Fact {
        fact: String,
        by: Option<Exact>,
        #[serde(skip_serializing_if = "Option::is_none")]
        exact: Option<String>,
    },
    NewOption {
        new_option: String,
        must_not_break: Vec<String>,
    },
}

/// Giving up part of a walk-away value.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisConcession")]
pub(super) struct ConcessionJson {
    by: Exact,
    /// The fraction, where no decimal is exact.
    #[serde(skip_serializing_if = "Option::is_none")]
    exact: Option<String>,
    package: Ordered<String>,
}

/// Something stated that excludes packages.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisFact")]
pub(super) struct FactJson {
    id: String,
    party: Option<String>,
    kind: &'static str,
    standing: Option<&'static str>,
    by: Option<String>,
    on: Option<String>,
    source: Option<String>,
    place: Option<String>,
    text: Option<String>,
}

/// Names for the indices of a problem.
pub(super) struct Wire<'a> {
    pub(super) problem: &'a Problem,
}

impl<'a> Wire<'a> {
    fn parties<T>(&self, values: impl IntoIterator<Item = T>) -> Ordered<T> {
        Ordered(self.problem.parties.iter().map(|party| party.id.to_string()).zip(values).collect())
    }

    fn issues(&self) -> impl Iterator<Item = String> + '_ {
        self.problem.issues.iter().map(|issue| issue.id.to_string())
    }

    pub(super) fn issue_ids(&self, issues: &[usize]) -> Vec<String> {
        issues
            .iter()
            .filter_map(|issue| self.problem.issues.get(*issue))
            .map(|issue| issue.id.to_string())
            .collect()
    }

    pub(super) fn package(&self, package: &[u32]) -> Ordered<String> {
        let options = self.problem.issues.iter().zip(package).filter_map(|(issue, option)| {
            Some((issue.id.to_string(), issue.options.get(*option as usize)?.to_string()))
        });
        Ordered(options.collect())
    }

    fn units(&self, units: &[i64]) -> Ordered<f64> {
        self.parties(units.iter().enumerate().map(|(party, units)| self.problem.shown(party, *units)))
    }

    fn fact(&self, fact: usize) -> String {
        self.problem.facts.get(fact).map(|fact| fact.id.to_string()).unwrap_or_default()
    }

    pub(super) fn frontier(&self, frontier: &'a Frontier) -> FrontierJson<'a> {
        FrontierJson {
            complete: frontier.complete,
            count: frontier.points.len(),
            within: frontier.within.as_ref().map(|within| self.units(within)),
            points: PointsJson { problem: self.problem, points: &frontier.points },
        }
    }

    pub(super) fn solutions(&self, solutions: &Solutions) -> SolutionsJson {
        SolutionsJson {
            nash: self.solution(&solutions.nash),
            kalai_smorodinsky: self.solution(&solutions.kalai_smorodinsky),
            leximin: self.solution(&solutions.leximin),
            utilitarian: self.solution(&solutions.utilitarian),
        }
    }

    fn solution(&self, solution: &Solution) -> SolutionJson {
        let ties = &solution.ties;
        // Beyond 2^53 a number may lose digits on the way through a float.
        let number = ties.count.to_u64().filter(|count| *count <= 1 << 53);
        SolutionJson {
            package: self.package(&solution.package),
            utilities: self.units(&solution.utilities),
            gains: self.units(&solution.gains),
            ties: number.map_or_else(|| TiesJson::Text(ties.count.to_string()), TiesJson::Number),
            ties_at_least: ties.at_least,
            proven: solution.proven,
            gap: solution.gap.map(|gap| GapJson { reached: gap.reached, bound: gap.bound }),
            prices: solution.prices.as_ref().map(|prices| self.parties(prices.iter().copied())),
        }
    }

    pub(super) fn adjusted_winner(&self, found: &AdjustedWinner) -> AdjustedWinnerJson {
        let shares = found.first_shares.iter().map(|share| format!("{}/{}", share.0, share.1));
        AdjustedWinnerJson {
            points: ratio(&found.points),
            first_shares: Ordered(self.issues().zip(shares).collect()),
        }
    }

    pub(super) fn ordinal(&self, findings: &Findings) -> Option<OrdinalJson> {
        match &findings.efficient {
            Efficient::All(found) => Some(OrdinalJson {
                necessarily_efficient: Some(found.iter().map(|package| self.package(package)).collect()),
                count: Some(found.len()),
            }),
            Efficient::TooMany | Efficient::Stopped => {
                Some(OrdinalJson { necessarily_efficient: None, count: None })
            }
            Efficient::NothingAdmissible | Efficient::NoRanking => None,
        }
    }

    pub(super) fn judgement(&self, judged: &Judgement) -> JudgementJson {
        let shown = |party: usize, units: Option<i64>| units.map(|units| self.problem.shown(party, units));
        let shares = judged.parties.iter().enumerate().map(|(party, share)| ShareJson {
            utility: shown(party, share.utility),
            gain: shown(party, share.gain),
            accepts: share.accepts,
        });
        let (necessary, possible) = judged.efficient();
        let maybe = match &judged.comparison {
            Comparison::Rankings(found) => found.maybe_dominated_by.as_ref(),
            Comparison::Points { .. } => judged.dominated_by(),
            Comparison::Nothing => None,
        };
        JudgementJson {
            options: self.package(&judged.package),
            passes: judged.passes,
            parties: self.parties(shares),
            breaks: judged.broken.iter().map(|fact| self.fact(*fact)).collect(),
            efficient: EfficientJson { necessary, possible },
            dominated_by: judged.dominated_by().map(|package| self.package(package)),
            maybe_dominated_by: maybe.map(|package| self.package(package)),
        }
    }

    pub(super) fn conflict(&self, posed: &Posed, analysis: &Analysis, conflict: &Conflict) -> ConflictJson {
        ConflictJson {
            facts: conflict.facts.iter().map(|fact| self.fact(*fact)).collect(),
            issues: self.issue_ids(&conflict.issues),
            text: conflict_text(&posed.case, self.problem, analysis, conflict),
            certain: conflict.certain,
        }
    }

    pub(super) fn opening(&self, posed: &Posed, analysis: &Analysis, opening: &Opening) -> OpeningJson {
        OpeningJson {
            change: opening.change.iter().map(|change| self.change(change)).collect(),
            text: opening_text(&posed.case, self.problem, analysis, opening),
            package: opening.package.as_ref().map(|package| self.package(package)),
            certain: opening.certain,
            others: opening
                .others
                .iter()
                .map(|(change, package)| OtherWayJson {
                    change: change.iter().map(|change| self.change(change)).collect(),
                    package: self.package(package),
                })
                .collect(),
            more_ways: !opening.all_ways,
        }
    }

    fn change(&self, change: &Change) -> ChangeJson {
        match change {
            Change::Drop(fact) => ChangeJson::Fact { fact: self.fact(*fact), by: None, exact: None },
            Change::Lower { fact, units } => {
                let party = self.problem.facts.get(*fact).and_then(|fact| fact.party);
                let by = party.and_then(|party| self.problem.exact(party, -units)).map(Exact);
                let exact = by.as_ref().and_then(Exact::fraction);
                ChangeJson::Fact { fact: self.fact(*fact), by, exact }
            }
            Change::NewOption { issue, must_not_break } => ChangeJson::NewOption {
                new_option: self.issue_ids(&[*issue]).pop().unwrap_or_default(),
                must_not_break: must_not_break.iter().map(|fact| self.fact(*fact)).collect(),
            },
        }
    }

    pub(super) fn concessions(&self, no_deal: &NoDeal) -> Option<Ordered<Option<ConcessionJson>>> {
        let known = no_deal.concessions.len() == self.problem.parties.len();
        let alone = no_deal.concessions.iter().enumerate().map(|(party, found)| {
            let found = found.as_ref()?;
            Some(self.concession(self.problem.exact(party, -found.units)?, &found.package))
        });
        known.then(|| self.parties(alone))
    }

    pub(super) fn equal_concession(&self, found: &EqualConcession) -> ConcessionJson {
        self.concession(&Number::zero() - &found.amount, &found.package)
    }

    fn concession(&self, by: Number, package: &[u32]) -> ConcessionJson {
        let by = Exact(by);
        ConcessionJson { exact: by.fraction(), by, package: self.package(package) }
    }

    pub(super) fn facts(&self) -> Vec<FactJson> {
        use mediant_model::problem::FactKind;
        use mediant_model::statement::Standing;
        let wire = |fact: &mediant_model::problem::Fact| FactJson {
            id: fact.id.to_string(),
            party: fact
                .party
                .and_then(|party| self.problem.parties.get(party))
                .map(|party| party.id.to_string()),
            kind: match fact.kind {
                FactKind::Reservation => "reservation",
                FactKind::RedLine => "red_line",
                FactKind::Precondition => "precondition",
                FactKind::Linkage => "linkage",
            },
            standing: fact.origin.standing.map(|standing| match standing {
                Standing::Public => "public",
                Standing::Told => "told",
                Standing::Inferred => "inferred",
            }),
            by: fact.origin.by_name.clone(),
            on: fact.origin.on.map(|day| day.to_string()),
            source: fact.origin.source.clone(),
            place: fact.origin.place.clone(),
            text: fact.origin.text.clone(),
        };
        self.problem.facts.iter().map(wire).collect()
    }
}

fn ratio((numerator, denominator): &(BigUint, BigUint)) -> f64 {
    Number::ratio(numerator.clone(), denominator.clone()).map_or(0.0, |number| number.to_f64())
}
