//! Matters to settle, and the ways to settle them: what can be asked for, and how it is decided.

use super::{IssueAdded, IssueDisclosed, IssueSplit, OptionAdded};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::Limits;
use crate::refusal::CommandError;
use crate::state::{Named, State};
use mediant_model::issue::{IssueKind, IssueOption};
use mediant_model::spelling::quoted;
use mediant_model::{Issue, IssueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Add a matter to settle.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AddIssue {
    /// `public`, `table`, or `mediator` while it is an idea.
    pub r#in: Compartment,
    /// The issue.
    pub issue: Issue,
}

impl Act for AddIssue {
    const KIND: &'static str = "add_issue";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates()
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, issue } = self;
        if decision.state.split.iter().any(|split| split.issue.id == issue.id) {
            let message =
                format!("{} is the name of an issue that was split or retired", quoted(issue.id.as_str()));
            return Err(CommandError::invalid("issue.id", message).help("choose another short name"));
        }
        // An idea of the mediator's may come onto the table; what is there already may not come twice.
        let home = decision.state.home(&Named::Issue(issue.id.clone()));
        if home.is_some_and(|home| compartment.is_within(home)) {
            let message = format!("there is an issue {} already", quoted(issue.id.as_str()));
            return Err(CommandError::invalid("issue.id", message).help("choose another short name"));
        }
        decision.sensible(&compartment, &issue, "issue")?;
        decision.record(compartment, IssueAdded { issue })
    }
}

/// Add a way to settle an issue.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AddOption {
    /// `public`, `table`, or `mediator` while it is an idea.
    pub r#in: Compartment,
    /// The issue.
    pub issue: IssueId,
    /// The option.
    pub option: IssueOption,
}

impl Act for AddOption {
    const KIND: &'static str = "add_option";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates()
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, issue, option } = self;
        decision.issue_known(&issue, &compartment, "issue")?;
        let known = decision.state.known_in(&compartment).issues.into_iter().find(|known| known.id == issue);
        let Some(Issue { kind: IssueKind::Discrete(mut options), id, name }) = known else {
            let message = format!("{} is not settled by one of several options", quoted(issue.as_str()));
            return Err(CommandError::invalid("issue", message)
                .help("disclose its options first, or change its range by splitting it"));
        };
        if options.iter().any(|there| there.id == option.id) {
            let message = format!("there is an option {} already", quoted(option.id.as_str()));
            return Err(CommandError::invalid("option.id", message).help("choose another short name"));
        }
        options.push(option.clone());
        decision.sensible(&compartment, &Issue { id, name, kind: IssueKind::Discrete(options) }, "option")?;
        decision.record(compartment, OptionAdded { issue, option })
    }
}

/// Disclose the substance of an issue that was withheld.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct DiscloseIssue {
    /// `public`, `table`, or `mediator`.
    pub r#in: Compartment,
    /// The issue.
    pub issue: IssueId,
    /// The ways to settle it.
    pub kind: IssueKind,
}

impl Act for DiscloseIssue {
    const KIND: &'static str = "disclose_issue";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates()
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, issue, kind } = self;
        decision.issue_known(&issue, &compartment, "issue")?;
        // Whoever was told of it apart does not keep it from the others.
        let known = decision.state.known_in(&compartment).issues.into_iter().find(|known| known.id == issue);
        let Some(known) = known.filter(|known| !known.is_disclosed()) else {
            let message = format!("the substance of {} is not withheld", quoted(issue.as_str()));
            return Err(CommandError::not_now(message).help("add options to it"));
        };
        if kind == IssueKind::Withheld {
            return Err(
                CommandError::invalid("kind", "this discloses nothing").help("give options, or a range")
            );
        }
        let disclosed = Issue { kind: kind.clone(), ..known };
        decision.sensible(&compartment, &disclosed, "kind")?;
        decision.record(compartment, IssueDisclosed { issue, kind })
    }
}

/// Split an issue into several.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct SplitIssue {
    /// `public`, `table`, or `mediator`.
    pub r#in: Compartment,
    /// The issue.
    pub issue: IssueId,
    /// What stands in its place.
    pub into: Vec<Issue>,
}

impl Act for SplitIssue {
    const KIND: &'static str = "split_issue";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates()
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, issue, into } = self;
        decision.issue_known(&issue, &compartment, "issue")?;
        // Everybody who knows the whole has to learn of its parts, or they would talk of different things.
        let home = decision.state.home(&Named::Issue(issue.clone()));
        if home.is_some_and(|home| *home != compartment) {
            let home = home.map(Compartment::name).unwrap_or_default();
            let message = format!("{} is known in {}", quoted(issue.as_str()), quoted(&home));
            return Err(CommandError::invalid("in", message).help("split it before the same readers"));
        }
        if into.len() < 2 {
            return Err(CommandError::invalid("into", "an issue is split into at least two"));
        }
        let before = decision.state.known_in(&compartment);
        let mut after = before.clone();
        after.issues.retain(|known| known.id != issue);
        for part in &into {
            if decision.state.home(&Named::Issue(part.id.clone())).is_some() {
                let message = format!("there is, or was, an issue {}", quoted(part.id.as_str()));
                return Err(CommandError::invalid("into", message).help("choose another short name"));
            }
            after.issues.push(part.clone());
        }
        decision.makes_sense(&before, &after, "into")?;
        decision.record(compartment, IssueSplit { issue, into })
    }
}

impl Decision<'_, '_> {
    fn sensible(&self, compartment: &Compartment, issue: &Issue, field: &str) -> Result<(), CommandError> {
        let mut before = self.state.known_in(compartment);
        before.issues.retain(|known| known.id != issue.id);
        let mut after = before.clone();
        after.issues.push(issue.clone());
        self.makes_sense(&before, &after, field)
    }
}
