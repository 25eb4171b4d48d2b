//! Which statements of a report a certificate proves.
//!
//! The report is the JSON of `mediant analyze --format json`. It prints utilities as decimals; a claim proves what is
//! printed if the exact utility prints so.

mod mixed;
mod over_time;

use crate::Subject;
use crate::about::ReportPrint;
use crate::certificate::{Basis, Certificate, Change, Claim, Efficiency, FairnessRule, Point, Table};
use mediant_model::problem::{Choice, FactKind, ProblemParty};
use mediant_model::{Count, Number, Problem};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::ToPrimitive;
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
    adjusted_winner: Option<Division>,
    #[serde(default)]
    ordinal: Option<Ordinal>,
    #[serde(default)]
    mixed: Option<mixed::Said>,
    #[serde(default)]
    package: Option<Judged>,
    #[serde(default)]
    conflicts: Vec<Conflict>,
    #[serde(borrow, default)]
    openings: Vec<Opening<'a>>,
    #[serde(default)]
    hurdles: Vec<String>,
    #[serde(borrow, default)]
    unlike: Vec<Opening<'a>>,
    #[serde(borrow, default)]
    concessions: Option<BTreeMap<String, Option<Concession<'a>>>>,
    #[serde(borrow, default)]
    equal_concession: Option<Concession<'a>>,
}

#[derive(Deserialize)]
struct Zopa {
    exists: Option<bool>,
    count: Count,
    unanimous: Count,
    witness: Option<Choice>,
}

#[derive(Deserialize)]
struct Frontier<'a> {
    complete: bool,
    /// Read one by one: there may be very many.
    #[serde(borrow)]
    points: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Solution {
    package: Choice,
    utilities: BTreeMap<String, Value>,
    gains: BTreeMap<String, Value>,
    proven: bool,
    ties: Value,
    #[serde(default)]
    ties_at_least: bool,
    #[serde(default)]
    prices: Option<BTreeMap<String, i64>>,
}

#[derive(Deserialize)]
struct Division {
    points: f64,
    first_shares: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Ordinal {
    necessarily_efficient: Option<Vec<Choice>>,
}

#[derive(Deserialize)]
struct Judged {
    options: Choice,
    passes: Option<bool>,
    parties: BTreeMap<String, Share>,
    breaks: Vec<String>,
    efficient: Efficient,
    dominated_by: Option<Choice>,
    maybe_dominated_by: Option<Choice>,
}

#[derive(Deserialize)]
struct Share {
    utility: Option<Value>,
    accepts: Option<bool>,
}

#[derive(Deserialize)]
struct Efficient {
    necessary: Option<bool>,
    possible: Option<bool>,
}

#[derive(Deserialize)]
struct Conflict {
    facts: Vec<String>,
    #[serde(default)]
    issues: Vec<String>,
    certain: bool,
}

#[derive(Deserialize)]
struct Opening<'a> {
    #[serde(borrow)]
    change: Vec<SaidChange<'a>>,
    #[serde(default)]
    package: Option<Choice>,
    certain: bool,
    #[serde(borrow, default)]
    others: Vec<OtherWay<'a>>,
    #[serde(default)]
    more_ways: bool,
}

#[derive(Deserialize)]
struct OtherWay<'a> {
    #[serde(borrow)]
    change: Vec<SaidChange<'a>>,
    package: Choice,
}

/// A fact that falls, or moves `by` an amount; or a new option on an issue.
#[derive(Deserialize)]
struct SaidChange<'a> {
    #[serde(default)]
    fact: Option<String>,
    #[serde(borrow, default)]
    by: Option<&'a RawValue>,
    #[serde(default)]
    exact: Option<String>,
    #[serde(default)]
    new_option: Option<String>,
    #[serde(default)]
    must_not_break: Vec<String>,
}

#[derive(Deserialize)]
struct Concession<'a> {
    #[serde(borrow)]
    by: &'a RawValue,
    #[serde(default)]
    exact: Option<String>,
    package: Choice,
}

/// An amount with all its digits; where no decimal is exact the fraction stands beside it.
fn amount(decimal: &RawValue, fraction: Option<&str>) -> Option<Number> {
    match fraction {
        None => decimal.get().parse().ok(),
        Some(fraction) => {
            let (above, below) = fraction.split_once('/')?;
            Number::ratio(above.parse::<BigInt>().ok()?, below.parse::<BigInt>().ok()?)
        }
    }
}

/// Goes through the statements of the report in its order.
pub(crate) fn statements(
    subject: &Subject<'_>,
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
    let unread = |error: serde_json::Error| format!("this is no report: {error}");
    if over_time::is_over_time(report) {
        let said = serde_json::from_str(report).map_err(unread)?;
        return Ok(over_time::statements(subject, &certificate.claims, &said));
    }
    let said = serde_json::from_str(report).map_err(unread)?;
    let mut held = Held { problem: subject.problem(), claims: &certificate.claims, statements: Vec::new() };
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
        if let Some(division) = &said.adjusted_winner {
            let same = |claim: &Claim| match claim {
                Claim::AdjustedWinner { first_shares, points } => {
                    *first_shares == division.first_shares && printed(points) == Some(division.points)
                }
                _ => false,
            };
            self.add("adjusted_winner: it applies; its points and shares", self.by(same));
        }
        if let Some(found) = said.ordinal.as_ref().and_then(|ordinal| ordinal.necessarily_efficient.as_ref())
        {
            let wanted: BTreeSet<&Choice> = found.iter().collect();
            let same = |claim: &Claim| matches!(claim, Claim::Ranked { efficient } if efficient.iter().collect::<BTreeSet<_>>() == wanted);
            let count = found.len();
            self.add(format!("ordinal.necessarily_efficient: {count}, and all there are"), self.by(same));
        }
        if let Some(mixed) = &said.mixed {
            mixed::go_through(self, mixed);
        }
        if let Some(package) = &said.package {
            self.judged(package);
        }
        for (index, conflict) in said.conflicts.iter().enumerate() {
            let wanted: BTreeSet<&String> = conflict.facts.iter().collect();
            let same = |claim: &Claim| matches!(claim, Claim::Conflict { facts, .. } if facts.iter().collect::<BTreeSet<_>>() == wanted);
            let facts = conflict.facts.join(", ");
            if conflict.certain {
                self.add(format!("conflicts[{index}].facts: {facts}"), self.by(same));
            } else {
                self.add(format!("conflicts[{index}].facts, perhaps: {facts}"), Shown::Not);
            }
            if !conflict.issues.is_empty() {
                let shown = self.all_by(&conflict.issues, |claim, issue| match claim {
                    Claim::Hurdle { issue: on, facts, .. } => {
                        on == issue && facts.iter().collect::<BTreeSet<_>>() == wanted
                    }
                    _ => false,
                });
                let issues = conflict.issues.join(", ");
                self.add(format!("conflicts[{index}].issues, an option there dissolves it: {issues}"), shown);
            }
        }
        for (index, opening) in said.openings.iter().enumerate() {
            self.opening(&format!("openings[{index}]"), opening);
        }
        for (index, opening) in said.unlike.iter().enumerate() {
            self.opening(&format!("unlike[{index}]"), opening);
        }
        if !said.conflicts.is_empty() || !said.openings.is_empty() {
            let whole = self.by(|claim| matches!(claim, Claim::Complete {}));
            self.add("conflicts, openings: all there are, but for new options", whole);
        }
        if !said.hurdles.is_empty() {
            let shown = self.all_by(
                &said.hurdles,
                |claim, issue| matches!(claim, Claim::Hurdle { issue: on, .. } if on == issue),
            );
            let hurdles = said.hurdles.join(", ");
            self.add(format!("hurdles, an option there dissolves a conflict: {hurdles}"), shown);
        }
        for (party, concession) in said.concessions.iter().flatten() {
            let place = format!("concessions.{party}");
            let fact = format!("{party}.reservation");
            match concession {
                Some(concession) => {
                    let shown = self.concession(concession, |owner| owner == party);
                    self.add(format!("{place}: opens a deal, and no less does"), shown);
                }
                // Who has no walk-away value cannot lower it.
                None if self.owner(&fact).is_none() => {
                    self.add(format!("{place}: none opens a deal"), self.no_deal());
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
            let shown = self.concession(concession, |_| true);
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

    /// Shown by a claim for each of the names.
    fn all_by(&self, names: &[String], holds: impl Fn(&Claim, &String) -> bool) -> Shown {
        let of = |name: &String| self.claims.iter().position(|claim| holds(claim, name));
        let found: Option<BTreeSet<usize>> = names.iter().map(of).collect();
        found.map_or(Shown::Not, |claims| Shown::By(claims.into_iter().collect()))
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
            let (exact, lower) = (count.is_exact(), count.lower.to_string());
            let counted = |claim: &Claim| matches!(claim, Claim::Count { basis, count: n } if *basis == of && *n == lower);
            let mut shown = if exact { self.by(counted) } else { Shown::Not };
            // Where the rule passes nothing, nobody need have counted.
            if exact && lower == "0" && shown == Shown::Not {
                shown = self.no_deal();
            }
            let said = if exact { lower.clone() } else { format!("from {} to {}", count.lower, count.upper) };
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
                    let mut named: BTreeMap<&Choice, &Point> =
                        points.iter().map(|point| (&point.package, point)).collect();
                    let rows = table.as_ref().map(Rows::from_table);
                    said.points.iter().all(|point| {
                        let Ok(point) = serde_json::from_str::<Point<Value>>(point.get()) else {
                            return false;
                        };
                        if let Some(known) = named.remove(&point.package) {
                            return self.prints(&known.utilities, &point.utilities);
                        }
                        let units = rows.as_ref().and_then(|rows| rows.utilities(&point.package));
                        units.is_some_and(|units| self.prints(&units, &point.utilities))
                    })
                }
            }
            _ => false,
        };
        self.by(same)
    }

    fn solution(&mut self, basis: Option<Basis>, name: &str, said: &Solution) {
        let Some(rule) = FairnessRule::ALL.into_iter().find(|rule| rule.key() == name) else { return };
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
        if said.proven {
            self.add(format!("{place}.package: none is better by this rule"), by(true));
        }
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
                    (Some(units), Some(said)) => self.is_amount(party, *units, said),
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
        let efficiency = found.and_then(|(.., efficiency)| efficiency.as_ref());
        let other = |by: &Choice, said: &Option<Choice>| said.as_ref().is_none_or(|other| other == by);
        let (necessary, possible) = match efficiency {
            None => (None, None),
            Some(Efficiency::Efficient { .. } | Efficiency::EfficientWhatever {}) => (Some(true), Some(true)),
            Some(
                Efficiency::Dominated { by: Point { package: by, .. }, .. }
                | Efficiency::DominatedWhatever { by },
            ) => {
                let no = other(by, &said.dominated_by).then_some(false);
                (no, no)
            }
            Some(Efficiency::PerhapsDominated { by, unless }) => {
                let no = other(by, &said.maybe_dominated_by).then_some(false);
                (no, unless.is_some().then_some(true))
            }
        };
        if let Some(answer) = said.efficient.necessary {
            self.add("package.efficient, whatever numbers fit", by(necessary == Some(answer)));
        }
        if let Some(answer) = said.efficient.possible {
            self.add("package.efficient, for some numbers", by(possible == Some(answer)));
        }
    }

    fn opening(&mut self, place: &str, said: &Opening<'_>) {
        if said.certain {
            self.way(place, &said.change, said.package.as_ref());
        } else {
            self.add(format!("{place}: perhaps opens a deal"), Shown::Not);
        }
        for (index, way) in said.others.iter().enumerate() {
            self.way(&format!("{place}.others[{index}]"), &way.change, Some(&way.package));
        }
        if said.change.len() > 1 && !said.more_ways {
            self.add(format!("{place}: these are all the ways to share it"), Shown::Not);
        }
    }

    fn way(&mut self, place: &str, said: &[SaidChange<'_>], package: Option<&Choice>) {
        let same = |change: &[Change]| {
            change.len() == said.len()
                && said.iter().all(|said| change.iter().any(|change| self.is_change(change, said)))
        };
        let found = self.claims.iter().enumerate().find_map(|(index, claim)| match claim {
            Claim::Opening { change, package: taken, smallest } if same(change) => {
                // A new option of which nothing is asked cannot be less.
                let of_nothing = matches!(change.as_slice(), [Change::NewOption { must_not_break, .. }] if must_not_break.is_empty());
                package.is_none_or(|said| said == taken).then_some((index, of_nothing || !smallest.is_empty()))
            }
            _ => None,
        });
        let by = |holds: bool| match found {
            Some((index, _)) if holds => Shown::By(vec![index]),
            _ => Shown::Not,
        };
        self.add(format!("{place}: opens a deal"), by(true));
        let smallest = by(found.is_some_and(|(_, smallest)| smallest));
        self.add(format!("{place}: no part of it is needless"), smallest);
    }

    fn is_change(&self, change: &Change, said: &SaidChange<'_>) -> bool {
        match change {
            Change::Fact { fact, by } => {
                let as_far = match (by, said.by) {
                    (None, None) => true,
                    (Some(units), Some(by)) => {
                        let owner = self.owner(fact);
                        let moved = owner.and_then(|party| self.problem.exact(party, *units));
                        moved.is_some() && moved == amount(by, said.exact.as_deref())
                    }
                    _ => false,
                };
                said.fact.as_ref() == Some(fact) && as_far
            }
            Change::NewOption { new_option, must_not_break } => {
                let kept = &said.must_not_break;
                said.new_option.as_ref() == Some(new_option)
                    && must_not_break.iter().collect::<BTreeSet<_>>() == kept.iter().collect::<BTreeSet<_>>()
            }
        }
    }

    /// The party whose statement this is.
    fn owner(&self, fact: &str) -> Option<usize> {
        self.problem.facts.iter().find(|known| known.id.as_str() == fact)?.party
    }

    /// That the walk-away values of these parties, each lowered by as much, open a deal, and by any less do not.
    fn concession(&self, said: &Concession<'_>, of: impl Fn(&str) -> bool) -> Shown {
        let shown = || {
            let amount = &Number::zero() - &amount(said.by, said.exact.as_deref())?;
            let (mut enough, mut too_little) = (BTreeMap::new(), BTreeMap::new());
            for fact in self.problem.facts.iter().filter(|fact| fact.kind == FactKind::Reservation) {
                let party = self.problem.parties.get(fact.party?)?;
                if !of(party.id.as_str()) {
                    continue;
                }
                // Utilities are whole units: lowered by as much, a walk-away value falls by the whole units in it.
                let units = amount.checked_div(&party.scale.unit)?;
                let (above, below) = units.parts();
                let whole = above.div_floor(below).to_i64()?;
                let less = if units.is_integer() { whole - 1 } else { whole };
                enough.extend((whole != 0).then(|| (fact.id.as_str(), -whole)));
                too_little.extend((less != 0).then(|| (fact.id.as_str(), -less)));
            }
            let opens = self.claims.iter().position(|claim| match claim {
                Claim::Opening { change, package, .. } => {
                    *package == said.package && lowered(change).as_ref() == Some(&enough)
                }
                _ => false,
            })?;
            if let Some(Claim::Opening { change, smallest, .. }) = self.claims.get(opens)
                && change.len() == 1
                && !smallest.is_empty()
            {
                return Some(vec![opens]);
            }
            let no_less = self.claims.iter().position(|claim| match claim {
                Claim::NoDeal { change, .. } => lowered(change).as_ref() == Some(&too_little),
                _ => false,
            })?;
            Some(vec![opens, no_less])
        };
        shown().map_or(Shown::Not, Shown::By)
    }

    fn gains(&self, point: &Point) -> BTreeMap<String, i64> {
        let of = |(index, party): (usize, &ProblemParty)| {
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
                .all(|(party, units)| said.get(party).is_some_and(|said| self.is_amount(party, *units, said)))
    }

    /// Whether so many units of the party print as said.
    fn is_amount(&self, party: &str, units: i64, said: &Value) -> bool {
        let party = self.problem.party_index(&party.into());
        party.is_some_and(|party| said.as_f64() == Some(self.problem.shown(party, units)))
    }
}

/// The rows of a table, found by their packages.
struct Rows<'a> {
    table: &'a Table,
    /// For each issue the places of its options.
    places: Vec<BTreeMap<&'a str, u32>>,
    by_package: BTreeMap<&'a [u32], &'a [i64]>,
}

impl<'a> Rows<'a> {
    fn from_table(table: &'a Table) -> Self {
        let places =
            table.issues.iter().map(|(_, options)| options.iter().map(String::as_str).zip(0..).collect());
        let rows = table.rows.iter().map(|(places, units)| (places.as_slice(), units.as_slice()));
        Self { table, places: places.collect(), by_package: rows.collect() }
    }

    /// What the row of this package says that it is worth.
    fn utilities(&self, package: &Choice) -> Option<BTreeMap<String, i64>> {
        let issues = self.table.issues.iter().zip(&self.places);
        let places = issues.map(|((issue, _), places)| places.get(package.get(issue)?.as_str()).copied());
        let places = places.collect::<Option<Vec<u32>>>().filter(|places| places.len() == package.len())?;
        let units = self.by_package.get(places.as_slice())?;
        Some(self.table.parties.iter().cloned().zip(units.iter().copied()).collect())
    }
}

/// A fraction as a report prints it.
fn printed(fraction: &str) -> Option<f64> {
    let (above, below) = fraction.split_once('/')?;
    Some(Number::ratio(above.parse::<BigInt>().ok()?, below.parse::<BigInt>().ok()?)?.to_f64())
}

/// What walk-away values are lowered by, in units; `None` where something else changes.
fn lowered(change: &[Change]) -> Option<BTreeMap<&str, i64>> {
    let each = change.iter().map(|change| match change {
        Change::Fact { fact, by: Some(by) } => Some((fact.as_str(), *by)),
        _ => None,
    });
    each.collect()
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
