//! Issues, their options and ranges.

use super::{Findings, RESERVED_WORDS};
use crate::issue::{IssueOption, Range};
use crate::spelling::quoted;
use crate::{Case, IssueKind, Number, Place};

pub(super) fn issues(case: &Case, findings: &mut Findings) {
    let place = Place::top().key("issues");
    let ids = case.issues.iter().map(|issue| issue.id.as_str());
    findings.unique("issue", ids.map(|id| (id, place.key(id).name())));
    for issue in &case.issues {
        let (id, place) = (issue.id.as_str(), place.key(&issue.id));
        if RESERVED_WORDS.contains(&id) {
            let message =
                format!("an issue cannot be called {}, a word of the condition language", quoted(id));
            findings.error_help(place.name(), message, "give the issue another id");
        }
        match &issue.kind {
            IssueKind::Discrete(list) => options(id, list, &place, findings),
            IssueKind::Range(of_issue) => range(id, of_issue, &place, findings),
            IssueKind::Withheld => {}
        }
    }
}

fn options(issue: &str, options: &[IssueOption], place: &Place, findings: &mut Findings) {
    let place = place.key("options");
    if options.is_empty() {
        let help = "name at least one option, or write `disclosed = false` where the substance is withheld";
        findings.error_help(place.clone(), format!("issue {} has no options", quoted(issue)), help);
    }
    // A list of options has indices, a table of options has keys: the place fits both.
    let ids = options.iter().enumerate().map(|(index, option)| {
        let id = option.id.as_str();
        (id, place.index(index).key(id).name())
    });
    findings.unique("option", ids);
}

fn range(issue: &str, range: &Range, place: &Place, findings: &mut Findings) {
    let issue = quoted(issue);
    if range.max < range.min {
        let message = format!(
            "the range of {issue} is empty: its `max` ({}) is below its `min` ({})",
            range.max, range.min
        );
        findings.error(place.key("max").index(0), message);
    }
    if range.step.is_negative() || range.step.is_zero() {
        let message = format!("the step of {issue} is `{}`", range.step);
        findings.error_help(place.key("step").index(0), message, "give a step above zero");
        return;
    }
    let steps = (&range.max - &range.min).checked_div(&range.step);
    if steps.is_some_and(|steps| steps > Number::from(Range::GRID_MAX as i64 - 1)) {
        let message = format!("the range of {issue} has more than {} steps", Range::GRID_MAX - 1);
        findings.error_help(place.key("step").index(0), message, "give a larger step");
    }
}
