//! From a case and its briefs to integers.

use super::column::Column;
use super::stated::{ReservationReading, Stated, WalkAway};
use super::{
    Fact, FactId, FactKind, FactOrigin, Problem, ProblemIssue, ProblemParty, Region, Scale, ScaleError,
    Wording,
};
use crate::brief::{IssuePoints, IssueValues, Points};
use crate::condition::{Axis, Condition, ConditionError};
use crate::grid::Grid;
use crate::issue::IssueKind;
use crate::statement::{Linkage, Precondition, Provenance, RedLine, ReservationValue, Speaker, Standing};
use crate::{Brief, Case, Date, Issue, IssueId, Number, OptionId, OptionSet, PartyId};
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

/// Why a case and its briefs do not make a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompileError {
    /// A brief is for a party that does not negotiate in this case.
    UnknownParty(PartyId),
    /// Two briefs are for the same party.
    TwoBriefs(PartyId),
    /// A brief names another case.
    OtherCase {
        /// The party whose brief it is.
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
        /// The party that states points.
        party: PartyId,
        /// The issue on which they are missing.
        issue: IssueId,
        /// The option that has none.
        option: OptionId,
    },
    /// An issue has no options.
    EmptyIssue(IssueId),
    /// Numbers of this party lie too far apart to be computed with: the largest beside the smallest steps.
    TooLarge {
        /// The party whose numbers they are.
        party: PartyId,
        /// How far apart.
        spread: ScaleError,
    },
    /// More options, or more numbers (options times parties with points), than fit into memory.
    TooMany {
        /// Options of all issues together.
        options: usize,
        /// How many parties state points.
        parties: usize,
    },
    /// The agreement rule cannot be met or names a party that does not negotiate.
    Rule(String),
    /// Nobody negotiates: the case has no party but, perhaps, a third one.
    NoParties,
}

/// Every option takes some two hundred bytes, with its name.
const OPTIONS_MAX: usize = 4_000_000;
/// And eight for each party that values it.
const NUMBERS_MAX: usize = 110_000_000;

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
            Self::TooLarge { party, spread } => write!(
                f,
                "the points of `{party}` lie too far apart: `{}` beside `{}`; all of a party's numbers have to fit into 18 digits",
                spread.largest, spread.smallest
            ),
            Self::TooMany { options, parties } => write!(
                f,
                "the issues have {options} options in all, for {parties} parties with points: more than there is memory for \
                 (at most {OPTIONS_MAX} options, and {NUMBERS_MAX} options times parties). Give the longest ranges larger steps"
            ),
            Self::Rule(why) => write!(f, "{why}"),
            Self::NoParties => write!(f, "nobody negotiates in this case"),
        }
    }
}

impl std::error::Error for CompileError {}

impl Problem {
    /// Compiles a case and briefs of some of its parties.
    ///
    /// Each party's numbers become integers on a scale of their own ([`Scale`]); exactly, wherever its integers then stay below
    /// 2^60, else rounded once, and the scale says by how much.
    ///
    /// # Errors
    /// Every inconsistency between case and briefs, all at once.
    ///
    /// ```
    /// use mediant_model::{Case, Problem, problem::Options};
    ///
    /// let case: Case = serde_json::from_value(serde_json::json!({
    ///     "title": "A fence",
    ///     "parties": [
    ///         { "id": "north", "name": "North", "role": "negotiating" },
    ///         { "id": "south", "name": "South", "role": "negotiating" },
    ///     ],
    ///     "issues": [{ "id": "height", "name": "Height", "kind": "discrete", "options": [
    ///         { "id": "low", "name": "one metre" },
    ///         { "id": "high", "name": "two metres" },
    ///     ] }],
    ///     "red_lines": [
    ///         { "party": "north", "never": { "height": "low" }, "standing": "public", "publicity": "public" },
    ///     ],
    /// }))?;
    /// let problem = Problem::compile(&case, &[], &Options::default()).map_err(|errors| format!("{errors:?}"))?;
    /// assert_eq!(problem.package_count(), 2_u32.into());
    /// assert!(!problem.is_unanimously_acceptable(&[0]) && problem.is_unanimously_acceptable(&[1]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn compile(case: &Case, briefs: &[Brief], options: &Options) -> Result<Self, Vec<CompileError>> {
        if let Some(error) = too_many(case, briefs) {
            return Err(vec![error]);
        }
        Compiler::new(case, briefs, options).compile()
    }
}

/// Whether there is no room for the options and what they are worth, counted before any of them is laid out.
fn too_many(case: &Case, briefs: &[Brief]) -> Option<CompileError> {
    let options = case.issues.iter().fold(0usize, |sum, issue| sum.saturating_add(issue.option_count()));
    let parties = briefs.iter().filter(|brief| brief.points.is_some()).count();
    let fits = options <= OPTIONS_MAX && options.saturating_mul(parties) <= NUMBERS_MAX;
    (!fits).then_some(CompileError::TooMany { options, parties })
}

struct Compiler<'a> {
    case: &'a Case,
    briefs: BTreeMap<&'a PartyId, &'a Brief>,
    options: &'a Options,
    on: Option<Date>,
    axes: Vec<Axis>,
    /// The same with an option more on each issue, one that is not on the table; none where no statement excludes anything.
    wider: Vec<Axis>,
    errors: Vec<CompileError>,
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
        let axes: Vec<Axis> = case
            .issues
            .iter()
            .filter(|issue| issue.is_disclosed())
            .map(|issue| axis(issue, partial))
            .collect();
        // Only what statements exclude is asked of them; a range is a million options.
        let states = |brief: &&Brief| {
            !(brief.red_lines.is_empty() && brief.preconditions.is_empty() && brief.linkages.is_empty())
        };
        let of_case = [case.red_lines.len(), case.preconditions.len(), case.linkages.len()];
        let excludes = of_case.iter().sum::<usize>() > 0 || briefs.iter().any(|brief| states(&brief));
        let wider = if excludes { axes.iter().map(with_unknown_option).collect() } else { Vec::new() };
        Self { case, briefs: by_party, options, on: options.on.or(case.as_of), axes, wider, errors }
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
        let case = self.case;
        let mut parties = Vec::new();
        let mut errors = Vec::new();
        for (party, stated) in case.negotiating_parties().zip(&stated) {
            let mut compiled = ProblemParty {
                id: party.id.clone(),
                name: party.name.clone(),
                veto: case.agreement.veto.contains(&party.id),
                utility: None,
                reservation: None,
                scale: Scale::one(),
            };
            if let Some(stated) = stated {
                match stated.compile(self.options.reading) {
                    Ok((scale, utility, reservation)) => {
                        compiled.scale = scale;
                        compiled.utility = Some(utility);
                        compiled.reservation = Some(reservation);
                    }
                    Err(spread) => {
                        errors.push(CompileError::TooLarge { party: party.id.clone(), spread: *spread });
                    }
                }
            }
            parties.push(compiled);
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let quorum = case.agreement.acceptances(parties.len());
        let facts = with_reservations(facts, &parties);
        Ok(Problem { parties, issues: self.issues(), facts, quorum })
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
                let mut labels = labels(issue);
                let may_be_left_open = axis.options.last().is_some_and(OptionId::is_left_open);
                if labels.len() < axis.options.len() {
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
            match statement.excluded().regions(&self.wider) {
                Ok(wider) => {
                    let origin = FactOrigin {
                        wording: Some(statement.wording()),
                        ..origin(self.case, statement.provenance(), statement.standing())
                    };
                    let forbids = wider.iter().filter_map(on_the_table).collect();
                    // Most statements name what they exclude: then nothing else is to be kept.
                    let is_beyond = |region: &Region| {
                        region.sides().any(|(_, side)| side.contains(side.size().saturating_sub(1)))
                    };
                    let beyond = if wider.iter().any(is_beyond) { wider } else { Vec::new() };
                    facts.push(Fact { id, kind, party, forbids, beyond, origin });
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
        IssueKind::Range(range) => Grid::from_range(range),
        IssueKind::Discrete(_) | IssueKind::Withheld => None,
    };
    let mut options = issue.option_ids();
    // Wherever its author put it: everything that counts an option's place relies on "left open" being last.
    options.sort_by_key(OptionId::is_left_open);
    if partial && !options.iter().any(OptionId::is_left_open) {
        options.push(OptionId::left_open());
    }
    Axis { issue: issue.id.clone(), options, grid }
}

/// The options' names in the order of [`axis`].
fn labels(issue: &Issue) -> Vec<String> {
    let IssueKind::Discrete(options) = &issue.kind else { return issue.option_names() };
    let (open, closed): (Vec<_>, Vec<_>) = options.iter().partition(|option| option.id.is_left_open());
    closed.into_iter().chain(open).map(|option| option.name.clone()).collect()
}

/// The issue with one option more that nothing names: no id is spelled so, and no point of a range lies there.
fn with_unknown_option(axis: &Axis) -> Axis {
    let mut wider = axis.clone();
    wider.options.push(OptionId::new("\0not on the table"));
    wider
}

/// What of a region over wider issues is on the table; `None` where nothing is.
fn on_the_table(wider: &Region) -> Option<Region> {
    let mut region = Region::everything();
    for (issue, side) in wider.sides() {
        region.narrow(issue, OptionSet::from_options(side.size().saturating_sub(1), side.iter()));
    }
    (!region.is_empty()).then_some(region)
}

/// An issue's options in points; the option without any as the error.
///
/// An issue that the party does not value at all counts nothing.
fn option_values(points: &Points, axis: &Axis) -> Result<Column, OptionId> {
    let Some(stated) = points.issues.get(&axis.issue) else {
        return Ok(Column::level(Number::zero(), axis.options.len()));
    };
    if let (IssueValues::Curve(curve), Some(grid)) = (&stated.values, &axis.grid) {
        let may_stay_open = axis.options.iter().any(OptionId::is_left_open);
        let open = may_stay_open.then(|| stated.left_open.as_ref().map(|value| &stated.weight * value));
        return Ok(Column::along(grid, curve, &stated.weight, open));
    }
    let closed = axis.options.iter().filter(|option| !option.is_left_open());
    let mut values = Vec::with_capacity(axis.options.len());
    for (index, option) in closed.enumerate() {
        let point = axis.grid.as_ref().and_then(|grid| grid.at(index));
        // Points of a range are stated by option as often as by curve; looking up the option is cheaper.
        let value = stated.values.of_option(option).or_else(|| stated.values.at(point.as_ref()?));
        values.push(&stated.weight * &value.ok_or_else(|| option.clone())?);
    }
    if axis.options.iter().any(OptionId::is_left_open) {
        values.push(left_open_value(stated, &values));
    }
    Ok(Column::Listed(values))
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
                beyond: Vec::new(),
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
    /// What was stated.
    fn wording(&self) -> Wording;
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
    fn wording(&self) -> Wording {
        Wording::Never(self.never.clone())
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
    fn wording(&self) -> Wording {
        Wording::Needs { settled: self.settled.clone(), require: self.require.clone() }
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
    fn wording(&self) -> Wording {
        Wording::IfThen { when: self.when.clone(), then: self.then.clone() }
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
        wording: None,
    }
}
