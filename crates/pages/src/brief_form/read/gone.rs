//! What a brief says of issues and options that are not on the table any more.

use crate::brief_form::names::Names;
use crate::brief_form::told::Fields;
use crate::percent;
use mediant_model::{IssueId, IssueKind, OptionId};

/// Something that a field says of an issue or an option that is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// The issue.
    pub issue: IssueId,
    /// The option, where it is about one.
    pub option: Option<OptionId>,
    /// What the field is for, such as `points`.
    pub what: String,
    /// What stands in it.
    pub value: String,
}

/// What the fields say of issues and options that are not on the table any more.
pub fn gone(names: &Names<'_>, fields: &Fields) -> Vec<Gone> {
    let mut gone = Vec::new();
    for (name, value) in fields {
        let (name, _) = name.rsplit_once(':').unwrap_or((name, ""));
        let mut steps = name.split('.');
        let what = steps.next().unwrap_or_default();
        let is_of_issue = OF_ISSUE.contains(&what) || OF_OPTION.contains(&what);
        let Some(issue) = steps.next().filter(|_| is_of_issue).and_then(percent::decoded) else { continue };
        let issue = IssueId::new(issue);
        let option = steps.next().and_then(percent::decoded).map(OptionId::new);
        let is_there = names.issue(&issue).is_some_and(|known| {
            option.as_ref().is_none_or(|option| match known.kind {
                IssueKind::Discrete(_) => names.has_option(known, option),
                IssueKind::Range(_) | IssueKind::Withheld => option.is_left_open() && names.partial,
            })
        });
        if !is_there && !value.trim().is_empty() {
            gone.push(Gone { issue, option, what: what.to_owned(), value: value.clone() });
        }
    }
    gone
}

const OF_ISSUE: [&str; 11] =
    ["order", "least", "most", "why", "low", "high", "corners", "exact", "left_open", "weight", "importance"];

const OF_OPTION: [&str; 3] = ["rank", "never", "points"];
