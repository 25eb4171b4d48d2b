//! Statements in words, as their authors put them: not the boxes that they became.

use super::naming::{Naming, either, quoted};
use mediant_model::bounds::Bounds;
use mediant_model::problem::Wording;
use mediant_model::{Condition, IssueId, OptionId};

impl Naming<'_> {
    /// A condition as something that a package has: `“by halves” on “Repair” together with …`.
    pub(super) fn noun(&self, condition: &Condition) -> String {
        if let Some((issue, bounds)) = Bounds::of(condition) {
            return format!("{} {}", self.issue_by_id(issue), self.bounds(issue, &bounds));
        }
        match condition {
            Condition::Options(issue, options) if open_alone(options) => {
                format!("{} left open", self.issue_by_id(issue))
            }
            Condition::Options(issue, options) => {
                format!("{} on {}", self.options_by_id(issue, options), self.issue_by_id(issue))
            }
            Condition::Between(issue, ..) => format!("{} at any value", self.issue_by_id(issue)),
            Condition::All(parts) => match parts.as_slice() {
                [] => "any package".to_owned(),
                parts => parts
                    .iter()
                    .map(|part| self.noun_within(part))
                    .collect::<Vec<_>>()
                    .join(" together with "),
            },
            Condition::Any(parts) if parts.is_empty() => "nothing".to_owned(),
            Condition::Any(parts) => either(&parts.iter().map(|part| self.noun(part)).collect::<Vec<_>>()),
            Condition::Not(inner) => match inner.as_ref() {
                Condition::Options(issue, options) if open_alone(options) => {
                    format!("{} settled", self.issue_by_id(issue))
                }
                Condition::Options(issue, options) => {
                    format!(
                        "anything but {} on {}",
                        self.options_by_id(issue, options),
                        self.issue_by_id(issue)
                    )
                }
                Condition::Not(stated) => self.noun(stated),
                other => format!("a package without {}", self.noun_within(other)),
            },
        }
    }

    fn noun_within(&self, condition: &Condition) -> String {
        match condition {
            Condition::Any(parts) if parts.len() > 1 => format!("either {}", self.noun(condition)),
            _ => self.noun(condition),
        }
    }

    /// A condition as a clause: `“Repair” is “by halves” and …`.
    pub(super) fn clause(&self, condition: &Condition) -> String {
        if let Some((issue, bounds)) = Bounds::of(condition) {
            return format!("{} is {}", self.issue_by_id(issue), self.bounds(issue, &bounds));
        }
        match condition {
            Condition::Options(issue, options) if open_alone(options) => {
                format!("{} is left open", self.issue_by_id(issue))
            }
            Condition::Options(issue, options) => {
                format!("{} is {}", self.issue_by_id(issue), self.options_by_id(issue, options))
            }
            Condition::Between(issue, ..) => format!("{} is settled", self.issue_by_id(issue)),
            Condition::All(parts) => match parts.as_slice() {
                [] => "anything holds".to_owned(),
                parts => super::naming::all_of(
                    &parts.iter().map(|part| self.clause_within(part)).collect::<Vec<_>>(),
                ),
            },
            Condition::Any(parts) if parts.is_empty() => "nothing holds".to_owned(),
            Condition::Any(parts) => either(&parts.iter().map(|part| self.clause(part)).collect::<Vec<_>>()),
            Condition::Not(inner) => match inner.as_ref() {
                Condition::Options(issue, options) if open_alone(options) => {
                    format!("{} is settled", self.issue_by_id(issue))
                }
                Condition::Options(issue, options) => {
                    let neither = if options.len() > 1 { "none of" } else { "not" };
                    let options = self.options_by_id(issue, options).replace(" or ", " and ");
                    format!("{} is {neither} {options}", self.issue_by_id(issue))
                }
                Condition::Not(stated) => self.clause(stated),
                other => format!("it is not so that {}", self.clause_within(other)),
            },
        }
    }

    fn clause_within(&self, condition: &Condition) -> String {
        match condition {
            Condition::Any(parts) if parts.len() > 1 => format!("either {}", self.clause(condition)),
            _ => self.clause(condition),
        }
    }

    /// What a precondition asks for, or a linkage.
    pub(super) fn demand(&self, wording: &Wording) -> String {
        match wording {
            Wording::Never(never) => self.noun(never),
            Wording::Needs { settled, require } => {
                let settled = settled.iter().map(|issue| format!("{} is settled", self.issue_by_id(issue)));
                let all: Vec<String> =
                    settled.chain(require.iter().map(|require| self.clause_within(require))).collect();
                super::naming::all_of(&all)
            }
            Wording::IfThen { when, then } => format!("if {}, then {}", self.clause(when), self.clause(then)),
        }
    }

    fn issue_by_id(&self, id: &IssueId) -> String {
        self.place_of(id).map_or_else(|| quoted(id.as_str()), |issue| self.quoted_issue(issue))
    }

    fn options_by_id(&self, issue: &IssueId, options: &[OptionId]) -> String {
        let place = self.place_of(issue);
        let name = |option: &OptionId| {
            if option.is_left_open() {
                return "leaving it open".to_owned();
            }
            let known = place.and_then(|issue| self.label(issue, option));
            quoted(&known.unwrap_or_else(|| option.to_string()))
        };
        either(&options.iter().map(name).collect::<Vec<_>>())
    }

    fn bounds(&self, issue: &IssueId, bounds: &Bounds) -> String {
        bounds.words(self.unit(issue))
    }
}

fn open_alone(options: &[OptionId]) -> bool {
    matches!(options, [one] if one.is_left_open())
}
