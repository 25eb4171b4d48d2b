//! Matters to settle, and ways to settle them.

use super::Decision;
use crate::Compartment;
use crate::event::Event;
use crate::refusal::Refusal;
use crate::state::Named;
use mediant_model::issue::{IssueKind, IssueOption};
use mediant_model::spelling::quoted;
use mediant_model::{Issue, IssueId};

impl Decision<'_, '_> {
    pub(super) fn add_issue(&mut self, compartment: Compartment, issue: Issue) -> Result<(), Refusal> {
        if self.state.split.iter().any(|split| split.issue.id == issue.id) {
            let message = format!("{} is the name of an issue that was split", quoted(issue.id.as_str()));
            return Err(Refusal::invalid("issue.id", message).help("choose another short name"));
        }
        // An idea of the mediator's may come onto the table; what is there already may not come twice.
        let home = self.state.home(&Named::Issue(issue.id.clone()));
        if home.is_some_and(|home| compartment.is_within(home)) {
            let message = format!("there is an issue {} already", quoted(issue.id.as_str()));
            return Err(Refusal::invalid("issue.id", message).help("choose another short name"));
        }
        self.sensible(&compartment, &issue, "issue")?;
        self.record(compartment, Event::IssueAdded { issue })
    }

    fn sensible(&self, compartment: &Compartment, issue: &Issue, field: &str) -> Result<(), Refusal> {
        let mut before = self.state.known_in(compartment);
        before.issues.retain(|known| known.id != issue.id);
        let mut after = before.clone();
        after.issues.push(issue.clone());
        self.makes_sense(&before, &after, field)
    }

    pub(super) fn add_option(
        &mut self,
        compartment: Compartment,
        issue: IssueId,
        option: IssueOption,
    ) -> Result<(), Refusal> {
        self.issue_known(&issue, &compartment, "issue")?;
        let known = self.state.known_in(&compartment).issues.into_iter().find(|known| known.id == issue);
        let Some(Issue { kind: IssueKind::Discrete(mut options), id, name }) = known else {
            let message = format!("{} is not settled by one of several options", quoted(issue.as_str()));
            return Err(Refusal::invalid("issue", message)
                .help("disclose its options first, or change its range by splitting it"));
        };
        if options.iter().any(|there| there.id == option.id) {
            let message = format!("there is an option {} already", quoted(option.id.as_str()));
            return Err(Refusal::invalid("option.id", message).help("choose another short name"));
        }
        options.push(option.clone());
        self.sensible(&compartment, &Issue { id, name, kind: IssueKind::Discrete(options) }, "option")?;
        self.record(compartment, Event::OptionAdded { issue, option })
    }

    pub(super) fn disclose_issue(
        &mut self,
        compartment: Compartment,
        issue: IssueId,
        kind: IssueKind,
    ) -> Result<(), Refusal> {
        self.issue_known(&issue, &compartment, "issue")?;
        // Whoever was told of it apart does not keep it from the others.
        let known = self.state.known_in(&compartment).issues.into_iter().find(|known| known.id == issue);
        let Some(known) = known.filter(|known| !known.is_disclosed()) else {
            let message = format!("the substance of {} is not withheld", quoted(issue.as_str()));
            return Err(Refusal::not_now(message).help("add options to it"));
        };
        if kind == IssueKind::Withheld {
            return Err(Refusal::invalid("kind", "this discloses nothing").help("give options, or a range"));
        }
        let disclosed = Issue { kind: kind.clone(), ..known };
        self.sensible(&compartment, &disclosed, "kind")?;
        self.record(compartment, Event::IssueDisclosed { issue, kind })
    }

    pub(super) fn split_issue(
        &mut self,
        compartment: Compartment,
        issue: IssueId,
        into: Vec<Issue>,
    ) -> Result<(), Refusal> {
        self.issue_known(&issue, &compartment, "issue")?;
        // Everybody who knows the whole has to learn of its parts, or they would talk of different things.
        let home = self.state.home(&Named::Issue(issue.clone()));
        if home.is_some_and(|home| *home != compartment) {
            let home = home.map(Compartment::name).unwrap_or_default();
            let message = format!("{} is known in {}", quoted(issue.as_str()), quoted(&home));
            return Err(Refusal::invalid("in", message).help("split it before the same readers"));
        }
        if into.len() < 2 {
            return Err(Refusal::invalid("into", "an issue is split into at least two"));
        }
        let before = self.state.known_in(&compartment);
        let mut after = before.clone();
        after.issues.retain(|known| known.id != issue);
        for part in &into {
            if self.state.home(&Named::Issue(part.id.clone())).is_some() {
                let message = format!("there is, or was, an issue {}", quoted(part.id.as_str()));
                return Err(Refusal::invalid("into", message).help("choose another short name"));
            }
            after.issues.push(part.clone());
        }
        self.makes_sense(&before, &after, "into")?;
        self.record(compartment, Event::IssueSplit { issue, into })
    }
}
