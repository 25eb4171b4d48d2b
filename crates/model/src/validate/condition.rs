//! Conditions: what they name must exist, and they should be able to hold and to fail.

use super::Findings;
use crate::condition::{Axis, ConditionError};
use crate::issue::{Issue, Range};
use crate::problem::axis;
use crate::spelling::quoted;
use crate::{Case, Condition, IssueId, IssueKind, Number, OptionId, Place, Region};
use std::collections::{BTreeMap, BTreeSet};

/// Beyond this many options in all, whether a condition can hold is not computed.
const OPTIONS_MAX: usize = 100_000;
/// Beyond this many parts, whether a condition can hold is not computed.
const PARTS_MAX: usize = 500;

/// The issues of a case, prepared for checking many conditions.
pub(super) struct Conditions<'a> {
    issues: BTreeMap<&'a IssueId, &'a Issue>,
    options: BTreeMap<&'a IssueId, BTreeSet<&'a str>>,
    partial: bool,
    /// Absent where the case has too many options.
    axes: Option<Vec<Axis>>,
}

/// What a condition comes to, whatever the package.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Always {
    Holds,
    Fails,
}

impl<'a> Conditions<'a> {
    pub(super) fn new(case: &'a Case) -> Self {
        let partial = case.agreement.partial;
        let options = case.issues.iter().filter_map(|issue| match &issue.kind {
            IssueKind::Discrete(list) => Some((&issue.id, list.iter().map(|o| o.id.as_str()).collect())),
            IssueKind::Range(_) | IssueKind::Withheld => None,
        });
        let disclosed = || case.issues.iter().filter(|issue| issue.is_disclosed());
        let count =
            disclosed().map(|issue| grid_size(issue).unwrap_or(OPTIONS_MAX)).fold(0, usize::saturating_add);
        Self {
            issues: case.issues.iter().map(|issue| (&issue.id, issue)).collect(),
            options: options.collect(),
            partial,
            axes: (count < OPTIONS_MAX).then(|| disclosed().map(|issue| axis(issue, partial)).collect()),
        }
    }

    pub(super) fn axes(&self) -> Option<&[Axis]> {
        self.axes.as_deref()
    }

    /// The ids of the issues.
    pub(super) fn issue_ids(&self) -> impl Iterator<Item = &'a str> {
        self.issues.keys().map(|issue| issue.as_str())
    }

    /// The issue of this id, which must have options; what is wrong is noted at the place.
    pub(super) fn issue(&self, id: &IssueId, place: Place, findings: &mut Findings) -> Option<&'a Issue> {
        let Some(issue) = self.issues.get(id).copied() else {
            let message = |name: &str| format!("{name} is no issue of this case");
            findings.unknown(place, id.as_str(), self.issue_ids(), message);
            return None;
        };
        if !issue.is_disclosed() {
            let message =
                format!("{} has no options to speak of: its substance is withheld", quoted(id.as_str()));
            findings.error(place, message);
            return None;
        }
        Some(issue)
    }

    /// Whether the issue has the option; what is wrong is noted at the place.
    pub(super) fn option(&self, issue: &Issue, option: &OptionId, place: Place, findings: &mut Findings) {
        if option.is_left_open() && self.partial {
            return;
        }
        let known = match &issue.kind {
            IssueKind::Discrete(_) => {
                self.options.get(&issue.id).is_some_and(|all| all.contains(option.as_str()))
            }
            IssueKind::Range(range) => option.as_str().parse().is_ok_and(|value| on_grid(range, &value)),
            IssueKind::Withheld => true,
        };
        if known {
            return;
        }
        let issue_name = quoted(issue.id.as_str());
        match &issue.kind {
            _ if option.is_left_open() => {
                let message = format!("{issue_name} cannot be `left open` in this case");
                findings.error_help(place, message, "write `partial = true` under `[agreement]`");
            }
            IssueKind::Range(range) => {
                let message = format!("{} is no grid point of {issue_name}", quoted(option.as_str()));
                let help =
                    format!("its range goes from {} to {} in steps of {}", range.min, range.max, range.step);
                findings.error_help(place, message, help);
            }
            _ => {
                let known = self.options.get(&issue.id).into_iter().flatten().copied();
                let message = |name: &str| format!("{name} is no option of {issue_name}");
                findings.unknown(place, option.as_str(), known, message);
            }
        }
    }

    /// Checks the names in a condition; whether it holds for every package or for none.
    pub(super) fn check(
        &self,
        condition: &Condition,
        place: &Place,
        findings: &mut Findings,
    ) -> Option<Always> {
        let before = findings.list.len();
        self.names(condition, place, findings);
        if findings.list.len() > before || parts(condition) > PARTS_MAX {
            return None;
        }
        let axes = self.axes.as_ref()?;
        match condition.regions(axes) {
            Err(ConditionError::TooComplex) => {
                let help = "say it in several statements";
                findings.error_help(place.clone(), "this condition is too complex", help);
                None
            }
            Err(_) => None,
            Ok(regions) if regions.is_empty() => Some(Always::Fails),
            Ok(regions) if regions.contains(&Region::everything()) => Some(Always::Holds),
            Ok(_) => {
                let failing = Condition::Not(Box::new(condition.clone())).regions(axes);
                failing.is_ok_and(|regions| regions.is_empty()).then_some(Always::Holds)
            }
        }
    }

    fn names(&self, condition: &Condition, place: &Place, findings: &mut Findings) {
        match condition {
            Condition::Options(issue, options) => {
                let place = place.key(issue);
                let Some(issue) = self.issue(issue, place.name(), findings) else { return };
                for (index, option) in options.iter().enumerate() {
                    self.option(issue, option, place.index(index), findings);
                }
            }
            Condition::Between(issue, ..) => {
                let place = place.key(issue);
                let Some(found) = self.issue(issue, place.name(), findings) else { return };
                if !matches!(found.kind, IssueKind::Range(_)) {
                    let message =
                        format!("{} is not a range, so it has no `min` and `max`", quoted(issue.as_str()));
                    let help = format!("name options: `{issue} = [\"…\"]`");
                    findings.error_help(place, message, help);
                }
            }
            Condition::All(parts) => self.all_names(parts, &place.key("all"), findings),
            Condition::Any(parts) => self.all_names(parts, &place.key("any"), findings),
            Condition::Not(inner) => self.names(inner, &place.key("not"), findings),
        }
    }

    fn all_names(&self, parts: &[Condition], place: &Place, findings: &mut Findings) {
        for (index, part) in parts.iter().enumerate() {
            self.names(part, &place.index(index), findings);
        }
    }
}

/// How many options an issue has; `None` for a range that is no proper one or too fine.
pub(super) fn grid_size(issue: &Issue) -> Option<usize> {
    match &issue.kind {
        IssueKind::Discrete(options) => Some(options.len()),
        IssueKind::Withheld => Some(0),
        IssueKind::Range(range) => {
            if range.step.is_negative() || range.max < range.min {
                return None;
            }
            let steps = (&range.max - &range.min).checked_div(&range.step)?;
            let (above, below) = steps.parts();
            let steps = usize::try_from(above / below).ok()?;
            (steps < Range::GRID_MAX).then_some(steps + 1)
        }
    }
}

/// Whether a value is one of the range's grid points.
pub(super) fn on_grid(range: &Range, value: &Number) -> bool {
    let inside = range.min <= *value && *value <= range.max;
    inside && (value - &range.min).checked_div(&range.step).is_some_and(|steps| steps.is_integer())
}

fn parts(condition: &Condition) -> usize {
    match condition {
        Condition::Options(..) | Condition::Between(..) => 1,
        Condition::All(inner) | Condition::Any(inner) => 1 + inner.iter().map(parts).sum::<usize>(),
        Condition::Not(inner) => 1 + parts(inner),
    }
}
