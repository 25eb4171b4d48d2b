//! From a case and its briefs to integers.

use super::{
    Fact, FactId, FactKind, FactOrigin, Interaction, Problem, ProblemIssue, ProblemParty, Region,
    Reservation, Utility,
};
use crate::brief::{IssuePoints, Points, ReservationDefault};
use crate::condition::{Axis, Condition, ConditionError};
use crate::issue::IssueKind;
use crate::statement::{Linkage, Precondition, Provenance, RedLine, ReservationValue, Speaker, Standing};
use crate::{Brief, Case, Date, Issue, IssueId, Number, OptionId, PartyId};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::collections::BTreeMap;
use std::fmt;

/// How a problem is compiled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The day: statements made later do not count, and of dated walk-away values the latest one
    /// not after it holds. `None`: the case's own day, or, where it has none, everything said.
    pub on: Option<Date>,
    /// Which end of a stated walk-away range stands for it.
    pub reading: ReservationReading,
}

/// Which end of a stated walk-away range stands for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReservationReading {
    /// The upper end: a deal there is certain to be accepted.
    #[default]
    Firm,
    /// The lower end: a deal below it is certain to be refused.
    Least,
}

/// Why a case and its briefs do not make a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompileError {
    /// A brief is for a party that does not negotiate in this case.
    UnknownParty(PartyId),
    /// Two briefs are for the same party.
    TwoBriefs(PartyId),
    /// A brief names another case.
    OtherCase {
        /// Whose brief.
        party: PartyId,
        /// The case it names.
        named: String,
    },
    /// A condition of a statement cannot be read.
    Condition {
        /// The statement: a fact id, or `PARTY.interaction.N`.
        statement: String,
        /// What is wrong with it.
        error: ConditionError,
    },
    /// An option has no points although its party states points.
    NoPoints {
        /// The party.
        party: PartyId,
        /// The issue.
        issue: IssueId,
        /// The option.
        option: OptionId,
    },
    /// An issue has no options.
    EmptyIssue(IssueId),
    /// Utilities of this party are too large to be computed with exactly (beyond 10^15).
    TooLarge(PartyId),
    /// The agreement rule cannot be met or names a party that does not negotiate.
    Rule(String),
    /// Nobody negotiates.
    NoParties,
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownParty(party) => {
                write!(f, "a brief is for `{party}`, which does not negotiate in this case")
            }
            Self::TwoBriefs(party) => write!(f, "two briefs are for `{party}`"),
            Self::OtherCase { party, named } => {
                write!(f, "the brief of `{party}` is for another case, `{named}`")
            }
            Self::Condition { statement, error } => match error {
                ConditionError::UnknownIssue(issue) => {
                    write!(f, "`{statement}` speaks of `{issue}`, which is no issue with options")
                }
                ConditionError::UnknownOption(issue, option) => {
                    write!(f, "`{statement}` speaks of `{option}`, which is no option of `{issue}`")
                }
                ConditionError::NotARange(issue) => {
                    write!(f, "`{statement}` gives bounds for `{issue}`, which is not a range")
                }
                ConditionError::TooComplex => write!(f, "`{statement}` is too complex"),
            },
            Self::NoPoints { party, issue, option } => {
                write!(f, "the brief of `{party}` gives no points for `{option}` of `{issue}`")
            }
            Self::EmptyIssue(issue) => write!(f, "issue `{issue}` has no options"),
            Self::TooLarge(party) => write!(f, "the points of `{party}` are too large"),
            Self::Rule(why) => write!(f, "{why}"),
            Self::NoParties => write!(f, "nobody negotiates in this case"),
        }
    }
}

impl std::error::Error for CompileError {}

/// The largest denominator that utilities get, and the one to which numbers are rounded at most.
const DENOMINATOR_MAX: i64 = 1_000_000_000_000_000;
/// Decimals kept of a number that is longer, where exactness would need a larger denominator.
const DECIMALS_KEPT: u32 = 12;
/// The sum of a party's absolute utilities stays below this.
const MAGNITUDE_MAX: i64 = 1 << 60;

impl Problem {
    /// Compiles a case and briefs of some of its parties.
    ///
    /// Numbers become integers over one common denominator; it is exact whenever that denominator
    /// is at most 10^15, else numbers are rounded once, to 12 decimals, and `rounded` says so.
    ///
    /// # Errors
    /// Every inconsistency between case and briefs, all at once.
    pub fn compile(case: &Case, briefs: &[Brief], options: &Options) -> Result<Self, Vec<CompileError>> {
        Compiler::new(case, briefs, options).compile()
    }
}

struct Compiler<'a> {
    case: &'a Case,
    briefs: BTreeMap<&'a PartyId, &'a Brief>,
    options: &'a Options,
    on: Option<Date>,
    axes: Vec<Axis>,
    errors: Vec<CompileError>,
}

/// A party's utility before it becomes integers.
struct Stated {
    values: Vec<Vec<Number>>,
    interactions: Vec<(Region, Number, usize)>,
    constant: Number,
    cap: Option<Number>,
    reservation: WalkAway,
}

/// A party's walk-away value before it becomes integers.
enum WalkAway {
    /// Stated, as the ends of a range that are equal for a single value.
    Stated(Number, Number),
    /// Not stated, and the format's default.
    Default(ReservationDefault),
}

impl<'a> Compiler<'a> {
    fn new(case: &'a Case, briefs: &'a [Brief], options: &'a Options) -> Self {
        let mut errors = Vec::new();
        let mut by_party: BTreeMap<&PartyId, &Brief> = BTreeMap::new();
        for brief in briefs {
            if !case.negotiating_parties().any(|party| party.id == brief.party) {
                errors.push(CompileError::UnknownParty(brief.party.clone()));
            }
            if let Some(named) = &brief.case
                && case.id.as_ref() != Some(named)
                && &case.title != named
            {
                errors.push(CompileError::OtherCase { party: brief.party.clone(), named: named.clone() });
            }
            if by_party.insert(&brief.party, brief).is_some() {
                errors.push(CompileError::TwoBriefs(brief.party.clone()));
            }
        }
        let partial = case.agreement.partial;
        let axes = case
            .issues
            .iter()
            .filter(|issue| issue.is_disclosed())
            .map(|issue| axis(issue, partial))
            .collect();
        Self { case, briefs: by_party, options, on: options.on.or(case.as_of), axes, errors }
    }

    fn compile(mut self) -> Result<Problem, Vec<CompileError>> {
        for axis in &self.axes {
            if axis.options.iter().all(OptionId::is_left_open) {
                self.errors.push(CompileError::EmptyIssue(axis.issue.clone()));
            }
        }
        self.check_rule();
        let facts = self.facts();
        let stated: Vec<Option<Stated>> = self.parties().iter().map(|party| self.stated(party)).collect();
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        let scale = Scale::choose(&stated);
        let case = self.case;
        let mut parties = Vec::new();
        for (party, stated) in case.negotiating_parties().zip(&stated) {
            let integers = stated.as_ref().map(|stated| scale.integers(stated, self.options.reading));
            let (utility, reservation) = match integers {
                None => (None, None),
                Some(Some((utility, reservation))) => (Some(utility), Some(reservation)),
                Some(None) => return Err(vec![CompileError::TooLarge(party.id.clone())]),
            };
            let veto = case.agreement.veto.contains(&party.id);
            parties.push(ProblemParty {
                id: party.id.clone(),
                name: party.name.clone(),
                veto,
                utility,
                reservation,
            });
        }
        let quorum = case.agreement.acceptances(parties.len());
        let facts = with_reservations(facts, &parties);
        Ok(Problem {
            parties,
            issues: self.issues(),
            facts,
            quorum,
            denominator: scale.denominator,
            rounded: scale.rounded,
        })
    }

    fn parties(&self) -> Vec<PartyId> {
        self.case.negotiating_parties().map(|party| party.id.clone()).collect()
    }

    fn check_rule(&mut self) {
        let count = self.case.negotiating_parties().count();
        let needed = self.case.agreement.acceptances(count);
        if count == 0 {
            self.errors.push(CompileError::NoParties);
        } else if needed > count || needed == 0 {
            self.errors
                .push(CompileError::Rule(format!("the quorum is {needed}, but {count} parties negotiate")));
        }
        for party in &self.case.agreement.veto {
            if !self.case.negotiating_parties().any(|known| &known.id == party) {
                self.errors.push(CompileError::Rule(format!("`{party}` has a veto but does not negotiate")));
            }
        }
    }

    fn issues(&self) -> Vec<ProblemIssue> {
        let disclosed = self.case.issues.iter().filter(|issue| issue.is_disclosed());
        disclosed
            .zip(&self.axes)
            .map(|(issue, axis)| {
                let mut labels = issue.option_names();
                let may_be_left_open = axis.options.last().is_some_and(OptionId::is_left_open);
                if may_be_left_open {
                    labels.push("left open".to_owned());
                }
                ProblemIssue {
                    id: issue.id.clone(),
                    name: issue.name.clone(),
                    options: axis.options.clone(),
                    labels,
                    may_be_left_open,
                }
            })
            .collect()
    }

    /// Every fact but the reservations, party by party, then the linkages that bind everybody.
    fn facts(&mut self) -> Vec<Fact> {
        let mut facts = Vec::new();
        for (index, party) in self.parties().iter().enumerate() {
            let brief = self.briefs.get(party).copied();
            let of_case = self.case.red_lines.iter().filter(|x| &x.party == party);
            let red_lines: Vec<&RedLine> = of_case.chain(brief.iter().flat_map(|b| &b.red_lines)).collect();
            self.add(&mut facts, FactKind::RedLine, Some(index), &red_lines);
            let of_case = self.case.preconditions.iter().filter(|x| &x.party == party);
            let preconditions: Vec<&Precondition> =
                of_case.chain(brief.iter().flat_map(|b| &b.preconditions)).collect();
            self.add(&mut facts, FactKind::Precondition, Some(index), &preconditions);
            let of_case = self.case.linkages.iter().filter(|x| x.party.as_ref() == Some(party));
            let linkages: Vec<&Linkage> = of_case.chain(brief.iter().flat_map(|b| &b.linkages)).collect();
            self.add(&mut facts, FactKind::Linkage, Some(index), &linkages);
        }
        let common: Vec<&Linkage> = self.case.linkages.iter().filter(|x| x.party.is_none()).collect();
        self.add(&mut facts, FactKind::Linkage, None, &common);
        facts
    }

    fn add<S: Excluding>(
        &mut self,
        facts: &mut Vec<Fact>,
        kind: FactKind,
        party: Option<usize>,
        statements: &[&S],
    ) {
        let counting = statements.iter().filter(|statement| statement.provenance().counts(self.on));
        let counting: Vec<&&S> = counting.collect();
        for (number, statement) in counting.into_iter().enumerate() {
            let name = match kind {
                FactKind::Reservation => "reservation",
                FactKind::RedLine => "red_line",
                FactKind::Precondition => "precondition",
                FactKind::Linkage => "linkage",
            };
            let owner = party.and_then(|index| self.case.negotiating_parties().nth(index));
            let prefix = owner.map(|party| format!("{}.", party.id)).unwrap_or_default();
            let id = FactId::new(format!("{prefix}{name}.{}", number + 1));
            match statement.excluded().regions(&self.axes) {
                Ok(forbids) => {
                    let origin = origin(self.case, statement.provenance(), statement.standing());
                    facts.push(Fact { id, kind, party, forbids, origin });
                }
                Err(error) => self.errors.push(CompileError::Condition { statement: id.to_string(), error }),
            }
        }
    }

    fn stated(&mut self, party: &PartyId) -> Option<Stated> {
        let brief = *self.briefs.get(party)?;
        let points = brief.points.as_ref()?;
        let mut values = Vec::new();
        for axis in &self.axes {
            match option_values(points, axis) {
                Ok(of_issue) => values.push(of_issue),
                Err(option) => {
                    let issue = axis.issue.clone();
                    self.errors.push(CompileError::NoPoints { party: party.clone(), issue, option });
                }
            }
        }
        for issue in points.issues.keys() {
            if !self.axes.iter().any(|axis| &axis.issue == issue) {
                let error = ConditionError::UnknownIssue(issue.clone());
                self.errors.push(CompileError::Condition { statement: format!("{party}.points"), error });
            }
        }
        let mut interactions = Vec::new();
        for (index, stated) in points.interactions.iter().enumerate() {
            match stated.when.regions(&self.axes) {
                Ok(regions) => {
                    interactions.extend(regions.into_iter().map(|r| (r, stated.points.clone(), index)))
                }
                Err(error) => {
                    let statement = format!("{party}.interaction.{}", index + 1);
                    self.errors.push(CompileError::Condition { statement, error });
                }
            }
        }
        let constant = points.constant.clone().unwrap_or_else(Number::zero);
        let reservation = match reservation_on(&brief.reservations, self.on) {
            Some(value) => WalkAway::Stated(value.low.clone(), value.high.clone()),
            None => WalkAway::Default(brief.reservation_default),
        };
        Some(Stated { values, interactions, constant, cap: points.cap.clone(), reservation })
    }
}

/// The walk-away value that holds on the day: the last one stated from then or before.
fn reservation_on(values: &[ReservationValue], on: Option<Date>) -> Option<&ReservationValue> {
    let holds = values.iter().filter(|value| match (value.from, on) {
        (Some(from), Some(on)) => from <= on,
        _ => true,
    });
    // Of equal dates the one stated last wins: `max_by_key` returns the last maximum.
    holds.max_by_key(|value| value.from)
}

/// The options of an issue as conditions see them.
pub(crate) fn axis(issue: &Issue, partial: bool) -> Axis {
    let grid = match &issue.kind {
        IssueKind::Range(range) => range.grid(),
        IssueKind::Discrete(_) | IssueKind::Withheld => None,
    };
    let mut options = issue.option_ids();
    if partial && !options.iter().any(OptionId::is_left_open) {
        options.push(OptionId::left_open());
    }
    Axis { issue: issue.id.clone(), options, grid }
}

/// An issue's options in points; the option without any as the error.
///
/// An issue that the party does not value at all counts nothing.
fn option_values(points: &Points, axis: &Axis) -> Result<Vec<Number>, OptionId> {
    let Some(stated) = points.issues.get(&axis.issue) else {
        return Ok(vec![Number::zero(); axis.options.len()]);
    };
    let closed = axis.options.iter().filter(|option| !option.is_left_open());
    let mut values = Vec::with_capacity(axis.options.len());
    for (index, option) in closed.enumerate() {
        let point = axis.grid.as_ref().and_then(|grid| grid.get(index));
        // Points of a range are stated by option as often as by curve; looking up the option is cheaper.
        let value = stated.values.of_option(option).or_else(|| stated.values.at(point?));
        values.push(&stated.weight * &value.ok_or_else(|| option.clone())?);
    }
    if axis.options.iter().any(OptionId::is_left_open) {
        values.push(left_open_value(stated, &values));
    }
    Ok(values)
}

fn left_open_value(stated: &IssuePoints, closed: &[Number]) -> Number {
    let of_open = stated.left_open.clone().or_else(|| stated.values.of_option(&OptionId::left_open()));
    match of_open {
        Some(value) => &stated.weight * &value,
        None => closed.iter().min().cloned().unwrap_or_else(Number::zero),
    }
}

/// Adds each party's reservation in front of its other facts.
fn with_reservations(facts: Vec<Fact>, parties: &[ProblemParty]) -> Vec<Fact> {
    let mut all = Vec::with_capacity(facts.len() + parties.len());
    let mut rest = facts.into_iter().peekable();
    for (index, party) in parties.iter().enumerate() {
        if party.reservation.is_some() {
            let id = FactId::new(format!("{}.reservation", party.id));
            let origin =
                FactOrigin { by_name: Some(format!("brief of {}", party.name)), ..FactOrigin::default() };
            all.push(Fact {
                id,
                kind: FactKind::Reservation,
                party: Some(index),
                forbids: Vec::new(),
                origin,
            });
        }
        while let Some(fact) = rest.next_if(|fact| fact.party == Some(index)) {
            all.push(fact);
        }
    }
    all.extend(rest);
    all
}

/// A statement that excludes packages.
trait Excluding {
    fn provenance(&self) -> &Provenance;
    fn standing(&self) -> Option<Standing>;
    /// The condition that the excluded packages satisfy.
    fn excluded(&self) -> Condition;
}

impl Excluding for RedLine {
    fn provenance(&self) -> &Provenance {
        &self.provenance
    }
    fn standing(&self) -> Option<Standing> {
        Some(self.standing)
    }
    fn excluded(&self) -> Condition {
        self.never.clone()
    }
}

impl Excluding for Precondition {
    fn provenance(&self) -> &Provenance {
        &self.provenance
    }
    fn standing(&self) -> Option<Standing> {
        Some(self.standing)
    }
    fn excluded(&self) -> Condition {
        let open =
            self.settled.iter().map(|issue| Condition::Options(issue.clone(), vec![OptionId::left_open()]));
        let unmet = self.require.iter().map(|condition| Condition::Not(Box::new(condition.clone())));
        Condition::Any(open.chain(unmet).collect())
    }
}

impl Excluding for Linkage {
    fn provenance(&self) -> &Provenance {
        &self.provenance
    }
    fn standing(&self) -> Option<Standing> {
        None
    }
    fn excluded(&self) -> Condition {
        Condition::All(vec![self.when.clone(), Condition::Not(Box::new(self.then.clone()))])
    }
}

fn origin(case: &Case, provenance: &Provenance, standing: Option<Standing>) -> FactOrigin {
    let (by, by_name) = match &provenance.by {
        Some(Speaker::Person(id)) => {
            (Some(id.clone()), case.person(id).map(|(_, person)| person.name.clone()))
        }
        Some(Speaker::Described(words)) => (None, Some(words.clone())),
        None => (None, None),
    };
    let citation = provenance.source.as_ref();
    FactOrigin {
        text: provenance.text.clone(),
        by,
        by_name,
        on: provenance.on,
        source: citation.and_then(|c| case.source(&c.source)).map(|source| source.title.clone()),
        place: citation.and_then(|c| c.place.clone()),
        standing,
    }
}

/// The common denominator of all utilities.
struct Scale {
    denominator: i64,
    rounded: bool,
    decimals_kept: Option<u32>,
}

impl Scale {
    fn choose(stated: &[Option<Stated>]) -> Self {
        let numbers = || stated.iter().flatten().flat_map(Stated::numbers);
        let largest = stated.iter().flatten().map(Stated::magnitude).max().unwrap_or_else(Number::zero);
        let fits = |denominator: &BigInt| {
            *denominator <= BigInt::from(DENOMINATOR_MAX)
                && largest.scaled(denominator) < BigInt::from(MAGNITUDE_MAX)
        };
        for kept in [None, Some(DECIMALS_KEPT)] {
            let denominator = common_denominator(numbers().map(|number| shortened(number, kept)));
            if let Some(denominator) = denominator.filter(fits).and_then(|d| d.to_i64()) {
                return Self { denominator, rounded: kept.is_some(), decimals_kept: kept };
            }
        }
        let mut denominator = BigInt::from(10u32).pow(DECIMALS_KEPT);
        while !denominator.is_one() && !fits(&denominator) {
            denominator /= 10;
        }
        Self {
            denominator: denominator.to_i64().unwrap_or(1),
            rounded: true,
            decimals_kept: Some(DECIMALS_KEPT),
        }
    }

    fn units(&self, number: &Number) -> Option<i64> {
        shortened(number, self.decimals_kept).scaled(&BigInt::from(self.denominator)).to_i64()
    }

    /// The stated utility in units; `None` when it is too large.
    fn integers(&self, stated: &Stated, reading: ReservationReading) -> Option<(Utility, Reservation)> {
        let magnitude = stated.magnitude().scaled(&BigInt::from(self.denominator));
        if magnitude >= BigInt::from(MAGNITUDE_MAX) {
            return None;
        }
        let mut values = Vec::with_capacity(stated.values.len());
        for of_issue in &stated.values {
            values.push(of_issue.iter().map(|value| self.units(value)).collect::<Option<Vec<i64>>>()?);
        }
        let mut interactions = Vec::with_capacity(stated.interactions.len());
        for (region, points, index) in &stated.interactions {
            interactions.push(Interaction {
                region: region.clone(),
                points: self.units(points)?,
                stated: *index,
            });
        }
        let cap = match &stated.cap {
            Some(cap) => Some(self.units(cap)?),
            None => None,
        };
        let utility = Utility { values, interactions, constant: self.units(&stated.constant)?, cap };
        let (least, high) = match &stated.reservation {
            WalkAway::Stated(low, high) => (self.units(low)?, self.units(high)?),
            WalkAway::Default(ReservationDefault::Zero) => (0, 0),
            WalkAway::Default(ReservationDefault::WorstPackage) => (worst(&utility), worst(&utility)),
        };
        let firm = match reading {
            ReservationReading::Firm => high,
            ReservationReading::Least => least,
        };
        Some((
            utility,
            Reservation { firm, least, stated: matches!(stated.reservation, WalkAway::Stated(..)) },
        ))
    }
}

/// Each issue's worst option and every penalty: no package is worth less.
fn worst(utility: &Utility) -> i64 {
    let values = utility.values.iter().filter_map(|of_issue| of_issue.iter().min());
    let penalties = utility.interactions.iter().map(|x| &x.points).filter(|points| points.is_negative());
    let sum = utility.constant + values.chain(penalties).sum::<i64>();
    utility.cap.map_or(sum, |cap| sum.min(cap))
}

/// The number as it is, or cut to `kept` decimals where it is a longer decimal.
///
/// Thirds and their like are left alone: dividing them exactly is what the format asks for.
fn shortened(number: &Number, kept: Option<u32>) -> Number {
    let Some(kept) = kept else { return number.clone() };
    let (_, denominator) = number.parts();
    let cut = number.rounded(kept);
    let limit = BigInt::from(10u32).pow(kept);
    if denominator > &limit && (number - &cut).parts().0.abs() > BigInt::zero() {
        cut
    } else {
        number.clone()
    }
}

/// The least common denominator; `None` as soon as it passes the largest allowed.
fn common_denominator(numbers: impl Iterator<Item = Number>) -> Option<BigInt> {
    let mut common = BigInt::one();
    for number in numbers {
        common = common.lcm(number.parts().1);
        if common > BigInt::from(DENOMINATOR_MAX) {
            return None;
        }
    }
    Some(common)
}

impl WalkAway {
    fn numbers(&self) -> impl Iterator<Item = &Number> {
        let ends = match self {
            Self::Stated(low, high) => vec![low, high],
            Self::Default(_) => Vec::new(),
        };
        ends.into_iter()
    }
}

impl Stated {
    fn numbers(&self) -> impl Iterator<Item = &Number> {
        let interactions = self.interactions.iter().map(|(_, points, _)| points);
        let walk_away = self.reservation.numbers();
        self.values
            .iter()
            .flatten()
            .chain(interactions)
            .chain([&self.constant])
            .chain(walk_away)
            .chain(&self.cap)
    }

    /// An upper bound of the absolute value of any utility.
    fn magnitude(&self) -> Number {
        let absolute =
            |number: &Number| if number.is_negative() { &Number::zero() - number } else { number.clone() };
        let per_issue = self.values.iter().filter_map(|of_issue| of_issue.iter().map(absolute).max());
        let rest = self.interactions.iter().map(|(_, points, _)| absolute(points));
        let single = self.reservation.numbers().chain([&self.constant]).chain(&self.cap).map(absolute);
        per_issue.chain(rest).chain(single).fold(Number::zero(), |sum, value| &sum + &value)
    }
}
