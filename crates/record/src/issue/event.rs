//! Matters to settle, and the ways to settle them: what happened.

use super::{FormerIssue, names_of};
use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::event::Fact;
use crate::state::{Named, State, Trace};
use mediant_model::issue::{IssueKind, IssueOption};
use mediant_model::{Issue, IssueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A matter to settle came onto the table.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct IssueAdded {
    /// The issue.
    pub issue: Issue,
}

impl Fact for IssueAdded {
    const KIND: &'static str = "issue_added";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // Issues and options come before the table, or are the mediator's own idea so far.
        compartment.is_open() || matches!(compartment, Compartment::Mediator)
    }

    fn names(&self) -> Vec<Named> {
        let Self { issue } = self;
        names_of(issue)
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, _: &Trace) -> Option<()> {
        let Self { issue } = self;
        // An idea of the mediator's that comes onto the table is the same issue.
        state.disclosed.remove(&issue.id);
        match state.issues.iter_mut().find(|known| known.id == issue.id) {
            Some(known) => *known = issue,
            None => state.issues.push(issue),
        }
        Some(())
    }
}

/// A way to settle an issue came onto the table.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct OptionAdded {
    /// The issue.
    pub issue: IssueId,
    /// The option.
    pub option: IssueOption,
}

impl Fact for OptionAdded {
    const KIND: &'static str = "option_added";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // Issues and options come before the table, or are the mediator's own idea so far.
        compartment.is_open() || matches!(compartment, Compartment::Mediator)
    }

    fn names(&self) -> Vec<Named> {
        let Self { issue, option } = self;
        vec![Named::Option(issue.clone(), option.id.clone())]
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, _: &Trace) -> Option<()> {
        let Self { issue, option } = self;
        let IssueKind::Discrete(options) = &mut state.issue_mut(&issue)?.kind else { return None };
        let key = (issue, option.id.clone());
        match options.iter_mut().find(|known| known.id == option.id) {
            Some(known) => *known = option,
            None => options.push(option),
        }
        // What the mediator had retired for itself comes before others.
        state.retired.remove(&key);
        Some(())
    }
}

/// The substance of an issue that was withheld was disclosed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct IssueDisclosed {
    /// The issue.
    pub issue: IssueId,
    /// The ways to settle it.
    pub kind: IssueKind,
}

impl Fact for IssueDisclosed {
    const KIND: &'static str = "issue_disclosed";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // Issues and options come before the table, or are the mediator's own idea so far.
        compartment.is_open() || matches!(compartment, Compartment::Mediator)
    }

    fn names(&self) -> Vec<Named> {
        let Self { issue, kind } = self;
        let disclosed = Issue { id: issue.clone(), name: String::new(), kind: kind.clone() };
        names_of(&disclosed).into_iter().skip(1).collect()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let options = self.names();
        let Self { issue, kind } = self;
        let known = state.issue_mut(&issue)?;
        known.kind = with_options_of(kind, &known.kind);
        for named in options {
            if let Named::Option(issue, option) = named {
                state.retired.remove(&(issue, option));
            }
        }
        state.disclosed.entry(issue).or_default().insert(trace.clone().compartment);
        Some(())
    }
}

/// An issue was split: the parts stand in its place, what was said on it remains on record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct IssueSplit {
    /// The issue that is no longer to be settled as one.
    pub issue: IssueId,
    /// What is to be settled instead.
    pub into: Vec<Issue>,
}

impl Fact for IssueSplit {
    const KIND: &'static str = "issue_split";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // Issues and options come before the table, or are the mediator's own idea so far.
        compartment.is_open() || matches!(compartment, Compartment::Mediator)
    }

    fn names(&self) -> Vec<Named> {
        let Self { into, .. } = self;
        into.iter().flat_map(names_of).collect()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { issue, into } = self;
        let at = state.issues.iter().position(|known| known.id == issue)?;
        let whole = state.issues.remove(at);
        let parts = into.iter().map(|part| part.id.clone()).collect();
        state.issues.splice(at..at, into);
        state.split.push(FormerIssue { issue: whole, into: parts, reason: None, trace: trace.clone() });
        Some(())
    }
}

/// What is disclosed now. Options that fewer readers were told of before stay known to those.
fn with_options_of(disclosed: IssueKind, before: &IssueKind) -> IssueKind {
    match (disclosed, before) {
        (IssueKind::Discrete(mut options), IssueKind::Discrete(told)) => {
            let more = told.iter().filter(|told| options.iter().all(|option| option.id != told.id));
            let more: Vec<_> = more.cloned().collect();
            options.extend(more);
            IssueKind::Discrete(options)
        }
        (disclosed, _) => disclosed,
    }
}
