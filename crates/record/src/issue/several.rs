//! All issues at once, with the ways to settle them: every one of them is recorded, or none.

use super::{IssueAdded, table};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::{Limits, is_list, is_name, not_empty};
use crate::naming::id_for;
use crate::refusal::CommandError;
use crate::state::{Named, State};
use mediant_model::issue::{IssueKind, IssueOption, Range};
use mediant_model::spelling::quoted;
use mediant_model::{Issue, IssueId, OptionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Add several issues with their options or numbers. Ids come from the names; where one is refused, none is recorded.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AddIssues {
    /// `public`, `table`, or `mediator` while they are ideas.
    pub r#in: Compartment,
    /// The issues.
    #[serde(default)]
    pub issues: Vec<NewIssue>,
    /// More of them as rows of a spreadsheet: a name, then options, or from, to, step and unit; in columns apart by tabs, semicolons
    /// or commas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
}

/// An issue that is added: settled by one of its options, or by a number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIssue {
    /// Its id; made from the name where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<IssueId>,
    /// Its name to show.
    #[serde(default)]
    pub name: String,
    /// What each option means.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// The numbers that settle it, in place of options.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbers: Option<NewNumbers>,
}

/// The numbers that settle an issue, as a person writes them: `12,5` is read, and `1 000`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNumbers {
    /// The first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// How far they are apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// What is counted, such as "EUR".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

impl std::fmt::Debug for NewNumbers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewNumbers(confidential)")
    }
}

impl std::fmt::Debug for NewIssue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewIssue(confidential)")
    }
}

impl Act for AddIssues {
    const KIND: &'static str = "add_issues";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["table"], file: None };

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
        let Self { r#in: compartment, issues, table } = self;
        let typed = issues.len();
        let pasted = table.as_deref().map(table::rows).unwrap_or_default();
        cells_fit(&pasted)?;
        if issues.is_empty() && pasted.is_empty() {
            return Err(CommandError::invalid("issues", "no issue is named").help("name at least one"));
        }
        let before = decision.state.known_in(&compartment);
        let mut known = before.issues.clone();
        for (row, new) in issues.into_iter().chain(pasted).enumerate() {
            // What is wrong in the table is wrong in one field, whichever cell it is.
            let at =
                |field: &str| if row < typed { format!("issues.{row}.{field}") } else { "table".to_owned() };
            if new.name.trim().is_empty() {
                let what = new.options.first().map_or_else(|| "a row".to_owned(), |option| quoted(option));
                let message = format!("the issue with {what} has no name");
                return Err(CommandError::invalid(at("name"), message).help("name the issue"));
            }
            not_empty(&new.name, &at("name"))?;
            if let Some(other) = known.iter().find(|other| other.name.trim() == new.name.trim()) {
                let message = format!("there is an issue {} already", quoted(&other.name));
                return Err(CommandError::invalid(at("name"), message).help("give it a name of its own"));
            }
            let id = issue_id(decision.state, &compartment, &known, &new, &at("id"))?;
            let kind = kind(&new, &at)?;
            let issue = Issue { id, name: new.name, kind };
            let mut after = before.clone();
            after.issues.push(issue.clone());
            let place = if row < typed { format!("issues.{row}") } else { "table".to_owned() };
            decision.makes_sense(&before, &after, &place)?;
            known.push(issue.clone());
            decision.record(compartment.clone(), IssueAdded { issue })?;
        }
        Ok(())
    }
}

/// Every cell of the table is a name, as if it had been typed into a field of its own.
fn cells_fit(pasted: &[NewIssue]) -> Result<(), CommandError> {
    is_list(pasted.len(), "table")?;
    for new in pasted {
        is_list(new.options.len(), "table")?;
        let unit = new.numbers.as_ref().and_then(|numbers| numbers.unit.as_ref());
        new.options.iter().chain([&new.name]).chain(unit).try_for_each(|cell| is_name(cell, "table"))?;
    }
    Ok(())
}

/// The id that was given, or one from the name that nobody who reads it knows for another issue.
fn issue_id(
    state: &State,
    compartment: &Compartment,
    known: &[Issue],
    new: &NewIssue,
    field: &str,
) -> Result<IssueId, CommandError> {
    let taken = |id: &IssueId| {
        known.iter().any(|other| &other.id == id) || state.is_known_in(&Named::Issue(id.clone()), compartment)
    };
    let id = match &new.id {
        Some(id) => id.clone(),
        None => IssueId::new(id_for(&new.name, "issue", |id| taken(&IssueId::new(id)))),
    };
    not_empty(id.as_str(), field)?;
    let was_split = state.split.iter().any(|split| split.issue.id == id);
    // An idea of the mediator's comes onto the table under its own name. Another one of the same id would be lost in it.
    let other_idea =
        state.issues.iter().any(|idea| idea.id == id && new.id.is_none() && idea.name != new.name);
    if taken(&id) || was_split || other_idea {
        let message = format!("{} is the short name of another issue", quoted(id.as_str()));
        return Err(CommandError::invalid(field, message).help("choose another short name"));
    }
    Ok(id)
}

/// What settles it: options, or a number.
fn kind(new: &NewIssue, at: &dyn Fn(&str) -> String) -> Result<IssueKind, CommandError> {
    let name = quoted(&new.name);
    match &new.numbers {
        Some(_) if !new.options.is_empty() => {
            let message = format!("{name} has both options and numbers");
            Err(CommandError::invalid(at("options"), message).help("leave one of the two empty"))
        }
        Some(numbers) => range(numbers, &name, at).map(IssueKind::Range),
        None if new.options.is_empty() => {
            let message = format!("{name} has no options");
            Err(CommandError::invalid(at("options"), message)
                .help("write its options, or the numbers that settle it: from, to and step"))
        }
        None => options(new, &name, at).map(IssueKind::Discrete),
    }
}

/// The numbers as a range.
fn range(numbers: &NewNumbers, issue: &str, at: &dyn Fn(&str) -> String) -> Result<Range, CommandError> {
    let read = |written: &Option<String>, field: &str, words: &str| {
        let written = written.as_deref().map(str::trim).unwrap_or_default();
        if written.is_empty() {
            let message = format!("{issue} is settled by a number, and it is not said {words}");
            return Err(CommandError::invalid(at(&format!("numbers.{field}")), message)
                .help("write from, to and step, or options in their place"));
        }
        table::number(written).ok_or_else(|| {
            let message = format!("we could not read {} as a number, for {issue}", quoted(written));
            CommandError::invalid(at(&format!("numbers.{field}")), message)
                .help("write it in digits, such as 1000 or 12.5")
        })
    };
    Ok(Range {
        min: read(&numbers.from, "from", "from which on")?,
        max: read(&numbers.to, "to", "up to which")?,
        step: read(&numbers.step, "step", "in which steps")?,
        unit: numbers.unit.clone(),
    })
}

/// The options with ids of their own.
fn options(
    new: &NewIssue,
    issue: &str,
    at: &dyn Fn(&str) -> String,
) -> Result<Vec<IssueOption>, CommandError> {
    let (mut names, mut ids) = (BTreeSet::new(), BTreeSet::new());
    let mut options = Vec::new();
    for name in &new.options {
        not_empty(name, &at("options"))?;
        if !names.insert(name.trim()) {
            let message = format!("{issue} has the option {} twice", quoted(name));
            return Err(CommandError::invalid(at("options"), message).help("leave one of them out"));
        }
        let id = id_for(name, "option", |id| ids.contains(id));
        ids.insert(id.clone());
        options.push(IssueOption { id: OptionId::new(id), name: name.clone() });
    }
    Ok(options)
}
