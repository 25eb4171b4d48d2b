//! Conditions on packages, as people state them.

use crate::grid::Grid;
use crate::{IssueId, Number, OptionId, OptionSet, Region};

/// A condition on a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The issue is settled by one of these options.
    Options(IssueId, Vec<OptionId>),
    /// The range issue is settled between these values, both included. A deal that leaves it open is outside.
    Between(IssueId, Option<Number>, Option<Number>),
    /// All of these hold. Empty: always.
    All(Vec<Condition>),
    /// At least one of these holds. Empty: never.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
}

/// What a condition needs to know of an issue to become regions.
#[derive(Clone, Debug)]
pub struct Axis {
    /// The issue, as conditions name it.
    pub issue: IssueId,
    /// Its options, "left open" included where it may be.
    pub options: Vec<OptionId>,
    /// The grid of a range, in the order of `options`.
    pub grid: Option<Grid>,
}

/// Why a condition cannot become regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConditionError {
    /// The issue does not exist, or its substance is withheld.
    UnknownIssue(IssueId),
    /// The issue has no such option.
    UnknownOption(IssueId, OptionId),
    /// Bounds were given for an issue that is not a range.
    NotARange(IssueId),
    /// The condition falls apart into too many regions.
    TooComplex,
}

/// A stated condition may fall apart into at most this many regions.
const REGIONS_MAX: usize = 10_000;

impl Condition {
    /// The packages that satisfy the condition, as regions without a common package.
    ///
    /// # Errors
    /// Unknown issues or options, bounds on an issue that is not a range, or more than 10,000 regions.
    pub fn regions(&self, axes: &[Axis]) -> Result<Vec<Region>, ConditionError> {
        let regions = match self {
            Self::Options(issue, options) => {
                let (index, axis) = find(axes, issue)?;
                let mut set = OptionSet::empty(axis.options.len());
                for option in options {
                    set.insert(axis.option(option)?);
                }
                single(index, set)
            }
            Self::Between(issue, min, max) => {
                let (index, axis) = find(axes, issue)?;
                let grid = axis.grid.as_ref().ok_or_else(|| ConditionError::NotARange(issue.clone()))?;
                let points = grid.between(min.as_ref(), max.as_ref());
                single(index, OptionSet::from_options(axis.options.len(), points))
            }
            Self::All(parts) => {
                let mut all = vec![Region::everything()];
                for part in parts {
                    let part = part.regions(axes)?;
                    let pairs = all.iter().flat_map(|a| part.iter().map(|b| a.intersection(b)));
                    all = pairs.filter(|region| !region.is_empty()).take(REGIONS_MAX + 1).collect();
                }
                all
            }
            Self::Any(parts) => {
                let mut any: Vec<Region> = Vec::new();
                for part in parts {
                    let mut fresh = part.regions(axes)?;
                    for known in &any {
                        fresh = fresh
                            .iter()
                            .flat_map(|region| region.minus(known))
                            .take(REGIONS_MAX + 1)
                            .collect();
                    }
                    any.extend(fresh);
                }
                any
            }
            Self::Not(inner) => {
                let mut outside = vec![Region::everything()];
                for region in inner.regions(axes)? {
                    outside = outside.iter().flat_map(|x| x.minus(&region)).take(REGIONS_MAX + 1).collect();
                }
                outside
            }
        };
        if regions.len() > REGIONS_MAX { Err(ConditionError::TooComplex) } else { Ok(regions) }
    }

    /// The issues the condition mentions, in the order of mention, with repetitions.
    pub fn issues(&self) -> Vec<&IssueId> {
        match self {
            Self::Options(issue, _) | Self::Between(issue, _, _) => vec![issue],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::issues).collect(),
            Self::Not(inner) => inner.issues(),
        }
    }
}

fn find<'a>(axes: &'a [Axis], issue: &IssueId) -> Result<(usize, &'a Axis), ConditionError> {
    let found = axes.iter().enumerate().find(|(_, axis)| &axis.issue == issue);
    found.ok_or_else(|| ConditionError::UnknownIssue(issue.clone()))
}

fn single(issue: usize, options: OptionSet) -> Vec<Region> {
    if options.is_empty() { Vec::new() } else { vec![Region::everything().with(issue, options)] }
}

impl Axis {
    /// The index of an option. On a range, a number written differently (`10` for `10.0`) is the same option.
    fn option(&self, option: &OptionId) -> Result<usize, ConditionError> {
        let by_value = || self.grid.as_ref()?.place(&option.as_str().parse().ok()?);
        by_value()
            .or_else(|| self.options.iter().position(|known| known == option))
            .ok_or_else(|| ConditionError::UnknownOption(self.issue.clone(), option.clone()))
    }
}
