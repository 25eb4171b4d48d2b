//! Which statements of a report a certificate proves.
//!
//! The report is the JSON of `mediant analyze --format json`. It prints utilities as decimals; a claim proves what is
//! printed if the exact utility prints so.

use crate::about::ReportPrint;
use crate::certificate::{Basis, Certificate, Change, Claim, Efficiency, Point, Rule};
use mediant_model::Problem;
use mediant_model::problem::Choice;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::Write;

/// A statement of a report, and what shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Statement {
    /// Where it stands, such as `solutions.nash.package`.
    pub place: String,
    /// What shows it.
    pub shown: Shown,
}

/// What shows a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// These claims of the certificate, counted from 0.
    By(Vec<usize>),
    /// The files themselves: it restates them.
    Restated,
    /// Nothing in the certificate.
    Not,
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.shown {
            Shown::By(claims) => {
                let numbers: Vec<String> = claims.iter().map(|claim| (claim + 1).to_string()).collect();
                let what = if numbers.len() == 1 { "claim" } else { "claims" };
                write!(f, "proven by {what} {}: {}", numbers.join(", "), self.place)
            }
            Shown::Restated => write!(f, "as the files say: {}", self.place),
            Shown::Not => write!(f, "not proven: {}", self.place),
        }
    }
}

impl fmt::Debug for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Statement(confidential)")
    }
}

#[derive(Deserialize)]
struct Report<'a> {
    packages: String,
    zopa: Zopa,
    basis: String,
    #[serde(borrow, default)]
    frontier: Option<Frontier<'a>>,
    #[serde(default)]
    solutions: Option<BTreeMap<String, Solution>>,
    #[serde(default)]
    adjusted_winner: Option<Value>,
    #[serde(default)]
    ordinal: Option<Value>,
    #[serde(default)]
    package: Option<Judged>,
    #[serde(default)]
    conflicts: Vec<Conflict>,
    #[serde(default)]
    openings: Vec<Opening>,
    #[serde(default)]
    hurdles: Vec<String>,
    #[serde(default)]
    concessions: Option<BTreeMap<String, Option<Concession>>>,
    #[serde(default)]
    equal_concession: Option<Concession>,
}

#[derive(Deserialize)]
struct Zopa {
    exists: Option<bool>,
    count: Count,
    unanimous: Count,
    witness: Option<Choice>,
}

#[derive(Deserialize)]
struct Count {
    lower: String,
    upper: String,
}

#[derive(Deserialize)]
struct Frontier<'a> {
    complete: bool,
    /// Read one by one: there may be very many.
    #[serde(borrow)]
    points: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct SaidPoint {
    utilities: BTreeMap<String, Value>,
    package: Choice,
}

#[derive(Deserialize)]
struct Solution {
    package: Choice,
    utilities: BTreeMap<String, Value>,
    gains: BTreeMap<String, Value>,
    ties: Value,
    #[serde(default)]
    ties_at_least: bool,
    #[serde(default)]
    prices: Option<BTreeMap<String, i64>>,
}

#[derive(Deserialize)]
struct Judged {
    options: Choice,
    passes: Option<bool>,
    parties: BTreeMap<String, Share>,
    breaks: Vec<String>,
    efficient: Efficient,
    dominated_by: Option<Choice>,
}

#[derive(Deserialize)]
struct Share {
    utility: Option<Value>,
    accepts: Option<bool>,
}

#[derive(Deserialize)]
struct Efficient {
    necessary: Option<bool>,
}

#[derive(Deserialize)]
struct Conflict {
    facts: Vec<String>,
    #[serde(default)]
    issues: Vec<String>,
}

#[derive(Deserialize)]
struct Opening {
    change: Vec<SaidChange>,
    #[serde(default)]
    package: Option<Choice>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum SaidChange {
    Fact { fact: String, by: Value },
    NewOption { new_option: String, must_not_break: Vec<String> },
}

#[derive(Deserialize)]
struct Concession {
    by: Value,
    package: Choice,
}

/// Goes through the statements of the report in its order.
pub(crate) fn statements(
    problem: &Problem,
    certificate: &Certificate,
    report: &str,
) -> Result<Vec<Statement>, String> {
    let covered = certificate.about.as_ref().and_then(|about| about.report.as_ref());
    let covered = covered.ok_or("it covers no report")?;
    let mut print = ReportPrint::default();
    print.write_all(report.as_bytes()).map_err(|error| error.to_string())?;
    if print.finish() != *covered {
        return Err("it covers another report, or this one has changed since".into());
    }
    let said = serde_json::from_str(report).map_err(|error| format!("this is no report: {error}"))?;
    let mut held = Held { problem, claims: &certificate.claims, statements: Vec::new() };
    held.go_through(&said);
    Ok(held.statements)
}

/// A report held against claims.
struct Held<'a> {
    problem: &'a Problem,
    claims: &'a [Claim],
    statements: Vec<Statement>,
}

impl Held<'_> {
    fn go_through(&mut self, said: &Report<'_>) {
        let counted = said.packages == self.problem.package_count().to_string();
        self.add("packages", if counted { Shown::Restated } else { Shown::Not });
        self.zopa(&said.zopa);
        let basis = match said.basis.as_str() {
            "unanimous" => Some(Basis::Unanimous),
            "rule" => Some(Basis::Rule),
            "all" => Some(Basis::All),
            _ => None,
        };
        if let Some(frontier) = &said.frontier {
            let shown = if frontier.complete { self.frontier(basis, frontier) } else { Shown::Not };
            let complete = if frontier.complete { "complete" } else { "not complete" };
            self.add(format!("frontier: {} points, {complete}", frontier.points.len()), shown);
        }
        for (name, solution) in said.solutions.iter().flatten() {
            self.solution(basis, name, solution);
        }
        for (place, there) in
            [("adjusted_winner", said.adjusted_winner.is_some()), ("ordinal", said.ordinal.is_some())]
        {
            if there {
                self.add(place, Shown::Not);
            }
        }
        if let Some(package) = &said.package {
            self.judged(package);
        }
        for (index, conflict) in said.conflicts.iter().enumerate() {
            let wanted: BTreeSet<&String> = conflict.facts.iter().collect();
            let same = |claim: &Claim| matches!(claim, Claim::Conflict { facts, .. } if facts.iter().collect::<BTreeSet<_>>() == wanted);
            self.add(format!("conflicts[{index}].facts: {}", conflict.facts.join(", ")), self.by(same));
            if !conflict.issues.is_empty() {
                let issues = conflict.issues.join(", ");
                self.add(format!("conflicts[{index}].issues: {issues}"), Shown::Not);
            }
        }
        for (index, opening) in said.openings.iter().enumerate() {
            self.opening(index, opening);
        }
        if !said.conflicts.is_empty() || !said.openings.is_empty() {
            let whole = self.by(|claim| matches!(claim, Claim::Complete {}));
            self.add("conflicts, openings: all there are, but for new options", whole);
        }
        if !said.hurdles.is_empty() {
            self.add(format!("hurdles: {}", said.hurdles.join(", ")), Shown::Not);
        }
        for (party, concession) in said.concessions.iter().flatten() {
            let place = format!("concessions.{party}");
            let fact = format!("{party}.reservation");
            match concession {
                Some(concession) => {
                    let shown = self.concession(concession, &[fact]);
                    self.add(format!("{place}: opens a deal, and no less does"), shown);
                }
                None => {
                    let dropped = |claim: &Claim| match claim {
                        Claim::NoDeal { change, .. } => {
                            matches!(change.as_slice(), [Change::Fact { fact: f, by: None }] if *f == fact)
                        }
                        _ => false,
                    };
                    self.add(format!("{place}: none opens a deal"), self.by(dropped));
                }
            }
        }
        if let Some(concession) = &said.equal_concession {
            let everybody = self.problem.facts.iter().map(|fact| fact.id.to_string());
            let everybody: Vec<String> = everybody.filter(|fact| fact.ends_with(".reservation")).collect();
            let shown = self.concession(concession, &everybody);
            self.add("equal_concession: opens a deal, and no less does", shown);
        }
    }

    fn add(&mut self, place: impl Into<String>, shown: Shown) {
        self.statements.push(Statement { place: place.into(), shown });
    }

    /// Shown by the first claim for which this holds.
    fn by(&self, holds: impl Fn(&Claim) -> bool) -> Shown {
        self.claims.iter().position(holds).map_or(Shown::Not, |claim| Shown::By(vec![claim]))
    }

    fn no_deal(&self) -> Shown {
        self.by(|claim| matches!(claim, Claim::NoDeal { change, .. } if change.is_empty()))
    }

    fn zopa(&mut self, zopa: &Zopa) {
        match zopa.exists {
            Some(true) => {
                let there = self.by(|claim| matches!(claim, Claim::Deal { .. }));
                self.add("zopa.exists: there is a deal", there);
            }
            Some(false) => self.add("zopa.exists: there is no deal", self.no_deal()),
            None => self.add("zopa.exists: not known", Shown::Not),
        }
        let rule = if self.problem.is_unanimous() { Basis::Unanimous } else { Basis::Rule };
        for (place, count, of) in
            [("zopa.count", &zopa.count, rule), ("zopa.unanimous", &zopa.unanimous, Basis::Unanimous)]
        {
            let exact = count.lower == count.upper;
            let counted = |claim: &Claim| matches!(claim, Claim::Count { basis, count: n } if *basis == of && *n == count.lower);
            let mut shown = if exact { self.by(counted) } else { Shown::Not };
            // Where the rule passes nothing, nobody need have counted.
            if exact && count.lower == "0" && shown == Shown::Not {
                shown = self.no_deal();
            }
            let said =
                if exact { count.lower.clone() } else { format!("from {} to {}", count.lower, count.upper) };
            self.add(format!("{place}: {said}"), shown);
        }
        if let Some(witness) = &zopa.witness {
            let same =
                |claim: &Claim| matches!(claim, Claim::Deal { point, .. } if point.package == *witness);
            self.add("zopa.witness", self.by(same));
        }
    }

    fn frontier(&self, basis: Option<Basis>, said: &Frontier<'_>) -> Shown {
        let same = |claim: &Claim| match claim {
            Claim::Frontier { basis: of, points, table, .. } => {
                let count = points.len() + table.as_ref().map_or(0, |table| table.rows.len());
                basis == Some(*of) && count == said.points.len() && {
                    // Utilities tell the points of a frontier apart.
                    let named = points
                        .iter()
                        .map(|point| (vector(self.problem, &point.utilities), point.package.clone()));
                    let mut named: BTreeMap<Vec<i64>, Choice> = named.collect();
                    let rows: BTreeMap<&[i64], &[u32]> = table
                        .iter()
                        .flat_map(|table| &table.rows)
                        .map(|(places, units)| (units.as_slice(), places.as_slice()))
                        .collect();
                    said.points.iter().all(|point| {
                        let Ok(point) = serde_json::from_str::<SaidPoint>(point.get()) else { return false };
                        let Some(units) = self.units(&point.utilities) else { return false };
                        if let Some(package) = named.remove(&units) {
                            return package == point.package;
                        }
                        let (Some(table), Some(places)) = (table, rows.get(units.as_slice())) else {
                            return false;
                        };
                        let mut each = table.issues.iter().zip(*places);
                        point.package.len() == table.issues.len()
                            && each.all(|((issue, options), place)| {
                                point.package.get(issue) == options.get(*place as usize)
                            })
                    })
                }
            }
            _ => false,
        };
        self.by(same)
    }

    fn solution(&mut self, basis: Option<Basis>, name: &str, said: &Solution) {
        let rule = match name {
            "nash" => Rule::Nash,
            "kalai_smorodinsky" => Rule::KalaiSmorodinsky,
            "leximin" => Rule::Leximin,
            "utilitarian" => Rule::Utilitarian,
            _ => return,
        };
        let place = format!("solutions.{name}");
        let found = self.claims.iter().enumerate().find_map(|(index, claim)| match claim {
            Claim::Solution { rule: by, basis: of, point, ties, .. }
                if *by == rule && basis == Some(*of) && point.package == said.package =>
            {
                Some((index, point, ties))
            }
            _ => None,
        });
        let by = |holds: bool| match found {
            Some((index, ..)) if holds => Shown::By(vec![index]),
            _ => Shown::Not,
        };
        self.add(format!("{place}.package: none is better by this rule"), by(true));
        let worth = found.is_some_and(|(_, point, _)| self.prints(&point.utilities, &said.utilities));
        let gained = found.is_some_and(|(_, point, _)| self.prints(&self.gains(point), &said.gains));
        self.add(format!("{place}.utilities, gains"), by(worth && gained));
        let count = match &said.ties {
            Value::String(count) => count.clone(),
            other => other.to_string(),
        };
        let tied = found.is_some_and(|(_, _, ties)| ties.as_ref() == Some(&count) && !said.ties_at_least);
        let at_least = if said.ties_at_least { "at least " } else { "" };
        // One package at least, the one shown.
        self.add(format!("{place}.ties: {at_least}{count}"), by(tied || said.ties_at_least && count == "1"));
        if let Some(prices) = &said.prices {
            let same = |claim: &Claim| match claim {
                Claim::Bound { basis: of, prices: stated, value, .. } => {
                    let weighed = found.map(|(_, point, _)| weighed(&point.utilities, prices));
                    basis == Some(*of) && matches(stated, prices) && weighed == Some(*value)
                }
                _ => false,
            };
            self.add(format!("{place}.prices: none is worth more, weighed so"), self.by(same));
        }
    }

    fn judged(&mut self, said: &Judged) {
        let found = self.claims.iter().enumerate().find_map(|(index, claim)| match claim {
            Claim::Package { point, accepts, passes, breaks, efficiency }
                if point.package == said.options =>
            {
                Some((index, point, accepts, passes, breaks, efficiency))
            }
            _ => None,
        });
        let by = |holds: bool| match found {
            Some((index, ..)) if holds => Shown::By(vec![index]),
            _ => Shown::Not,
        };
        let same = found.is_some_and(|(_, point, accepts, ..)| {
            said.parties.iter().all(|(party, share)| {
                let worth = match (point.utilities.get(party), &share.utility) {
                    (Some(units), Some(said)) => self.is_amount(*units, said),
                    (None, None) => true,
                    _ => false,
                };
                worth && accepts.get(party) == Some(&share.accepts)
            })
        });
        self.add("package.parties: utilities and answers", by(same));
        self.add("package.passes", by(found.is_some_and(|(_, _, _, passes, ..)| *passes == said.passes)));
        let broken = found.is_some_and(|(_, _, _, _, breaks, _)| {
            breaks.iter().collect::<BTreeSet<_>>() == said.breaks.iter().collect::<BTreeSet<_>>()
        });
        self.add("package.breaks", by(broken));
        let efficient = found.is_some_and(|(.., efficiency)| match (efficiency, said.efficient.necessary) {
            (Some(Efficiency::Efficient { .. }), Some(true)) => true,
            (Some(Efficiency::Dominated { by, .. }), Some(false)) => {
                said.dominated_by.as_ref().is_none_or(|other| *other == by.package)
            }
            _ => false,
        });
        if said.efficient.necessary.is_some() {
            self.add("package.efficient", by(efficient));
        }
    }

    fn opening(&mut self, index: usize, said: &Opening) {
        let same = |change: &[Change]| {
            change.len() == said.change.len()
                && said.change.iter().all(|said| change.iter().any(|change| self.is_change(change, said)))
        };
        let found = self.claims.iter().enumerate().find_map(|(index, claim)| match claim {
            Claim::Opening { change, package, smallest } if same(change) => {
                let taken = said.package.as_ref().is_none_or(|said| said == package);
                taken.then_some((index, !smallest.is_empty()))
            }
            _ => None,
        });
        let by = |holds: bool| match found {
            Some((index, _)) if holds => Shown::By(vec![index]),
            _ => Shown::Not,
        };
        self.add(format!("openings[{index}]: opens a deal"), by(true));
        self.add(
            format!("openings[{index}]: no part of it is needless"),
            by(found.is_some_and(|(_, smallest)| smallest)),
        );
    }

    fn is_change(&self, change: &Change, said: &SaidChange) -> bool {
        match (change, said) {
            (Change::Fact { fact, by }, SaidChange::Fact { fact: named, by: stated }) => {
                let as_far = match by {
                    None => stated.is_null(),
                    Some(units) => self.is_amount(*units, stated),
                };
                fact == named && as_far
            }
            (
                Change::NewOption { new_option, must_not_break },
                SaidChange::NewOption { new_option: named, must_not_break: kept },
            ) => {
                new_option == named
                    && must_not_break.iter().collect::<BTreeSet<_>>() == kept.iter().collect::<BTreeSet<_>>()
            }
            _ => false,
        }
    }

    /// That all these walk-away values, lowered by as much, open a deal, and by a unit less do not.
    fn concession(&self, said: &Concession, facts: &[String]) -> Shown {
        let lowered = |change: &[Change]| {
            let by = change.iter().map(|change| match change {
                Change::Fact { fact, by: Some(by) } if facts.contains(fact) => Some(*by),
                _ => None,
            });
            let by = by.collect::<Option<BTreeSet<i64>>>()?;
            by.first().copied().filter(|_| by.len() == 1 && change.len() == facts.len())
        };
        let opens = self.claims.iter().enumerate().find_map(|(index, claim)| match claim {
            Claim::Opening { change, package, smallest } if *package == said.package => {
                let by = lowered(change).filter(|by| self.is_amount(*by, &said.by))?;
                Some((index, by, change.len() == 1 && !smallest.is_empty()))
            }
            _ => None,
        });
        let Some((index, by, smallest)) = opens else { return Shown::Not };
        if smallest {
            return Shown::By(vec![index]);
        }
        let no_less = self.claims.iter().position(|claim| match claim {
            Claim::NoDeal { change, .. } if change.is_empty() => by == -1,
            Claim::NoDeal { change, .. } => lowered(change) == Some(by + 1),
            _ => false,
        });
        no_less.map_or(Shown::Not, |no_less| Shown::By(vec![index, no_less]))
    }

    fn gains(&self, point: &Point) -> BTreeMap<String, i64> {
        let of = |(index, party): (usize, &mediant_model::problem::ProblemParty)| {
            let units = point.utilities.get(party.id.as_str())?;
            Some((party.id.to_string(), units - self.problem.reservation(index)?))
        };
        self.problem.parties.iter().enumerate().filter_map(of).collect()
    }

    /// Whether these units of each party print as said.
    fn prints(&self, units: &BTreeMap<String, i64>, said: &BTreeMap<String, Value>) -> bool {
        units.len() == said.len()
            && units
                .iter()
                .all(|(party, units)| said.get(party).is_some_and(|said| self.is_amount(*units, said)))
    }

    /// Whether so many units print as said: as a number, or exactly in a text.
    fn is_amount(&self, units: i64, said: &Value) -> bool {
        match said {
            Value::Number(number) => number.as_f64() == Some(self.problem.shown(units)),
            Value::String(text) => self.problem.exact(units).is_some_and(|exact| text.parse() == Ok(exact)),
            _ => false,
        }
    }

    /// The units of all parties that print as said.
    fn units(&self, said: &BTreeMap<String, Value>) -> Option<Vec<i64>> {
        let one = |party: &mediant_model::problem::ProblemParty| {
            let said = said.get(party.id.as_str())?;
            // A float proposes, printing decides.
            let near = (said.as_f64()? * self.problem.denominator as f64).round() as i64;
            self.is_amount(near, said).then_some(near)
        };
        self.problem.parties.iter().map(one).collect()
    }
}

fn vector(problem: &Problem, utilities: &BTreeMap<String, i64>) -> Vec<i64> {
    problem.parties.iter().map(|party| utilities.get(party.id.as_str()).copied().unwrap_or(0)).collect()
}

fn weighed(utilities: &BTreeMap<String, i64>, prices: &BTreeMap<String, i64>) -> i128 {
    let each = prices
        .iter()
        .map(|(party, price)| i128::from(utilities.get(party).copied().unwrap_or(0)) * i128::from(*price));
    each.sum()
}

/// Whether the prices are the same, those not named being 0.
fn matches(stated: &BTreeMap<String, u64>, said: &BTreeMap<String, i64>) -> bool {
    let of = |party: &String| stated.get(party).map_or(0, |price| i128::from(*price));
    stated
        .keys()
        .chain(said.keys())
        .all(|party| of(party) == said.get(party).map_or(0, |price| i128::from(*price)))
}
