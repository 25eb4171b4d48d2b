//! Matters to settle, and the ways to settle them: what a reader knows of it.

use crate::state::{Named, State, Trace};
use mediant_model::issue::IssueKind;
use mediant_model::{Issue, IssueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An issue that was split, or, into nothing, retired.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "SplitIssue")]
pub struct FormerIssue {
    /// What it was.
    pub issue: Issue,
    /// What stands in its place.
    pub into: Vec<IssueId>,
    /// Why it was retired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When and by whom.
    pub trace: Trace,
}

impl State {
    pub(crate) fn issue_mut(&mut self, id: &IssueId) -> Option<&mut Issue> {
        self.issues.iter_mut().find(|issue| &issue.id == id)
    }
}

/// The names that come with an issue: its own, and its options'.
pub(crate) fn names_of(issue: &Issue) -> Vec<Named> {
    let mut names = vec![Named::Issue(issue.id.clone())];
    // A range's options are its grid: known with the issue, and too many to list.
    if let IssueKind::Discrete(options) = &issue.kind {
        names.extend(options.iter().map(|option| Named::Option(issue.id.clone(), option.id.clone())));
    }
    names
}
