//! What is put right: what a reader knows of it, and what falls with words that change.

use super::Subject;
use crate::compartment::Compartment;
use crate::draft::ClauseAnswer;
use crate::state::{Named, State, Trace};
use mediant_model::issue::IssueKind;
use mediant_model::statement::{Linkage, Provenance, Publicity};
use mediant_model::{Case, Condition, IssueId, OptionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What something was called before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FormerWords {
    /// What.
    pub what: Subject,
    /// How it read until then; `None` where nothing was said.
    pub was: Option<String>,
    /// How it read from then on.
    pub now: Option<String>,
    /// Why it was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When and by whom it was changed.
    pub trace: Trace,
}

/// Something that was entered by mistake, and taken out again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TakenAway {
    /// What.
    pub what: Subject,
    /// What it was called.
    pub name: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When and by whom.
    pub trace: Trace,
}

/// An option that can no longer be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Retirement {
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When and by whom.
    pub trace: Trace,
}

impl State {
    /// How something reads now; `None` where there is no such thing, `Some(None)` where nothing is said, as of an office.
    pub fn words_of(&self, what: &Subject) -> Option<Option<String>> {
        Some(match what {
            Subject::Title => Some(self.opening.as_ref()?.title.clone()),
            Subject::Party(party) => Some(self.party(party)?.name.clone()),
            Subject::Person { party, person } => Some(self.person(party, person)?.name.clone()),
            Subject::Office { party, person } => self.person(party, person)?.office.clone(),
            Subject::Issue(id) => Some(self.issues.iter().find(|issue| &issue.id == id)?.name.clone()),
            Subject::Option { issue, option } => {
                let known = self.issues.iter().find(|known| &known.id == issue)?;
                let IssueKind::Discrete(options) = &known.kind else { return None };
                Some(options.iter().find(|known| &known.id == option)?.name.clone())
            }
            Subject::Source(id) => Some(self.sources.iter().find(|source| &source.id == id)?.title.clone()),
        })
    }

    /// Where something is known: everybody who reads there knows it.
    pub fn home_of(&self, what: &Subject) -> Option<&Compartment> {
        match what.named() {
            Some(named) => self.home(&named),
            None => self.opening.as_ref().map(|opening| &opening.trace.compartment),
        }
    }

    /// How something read when the event at this place was recorded, where it reads otherwise now.
    pub fn words_then<'s>(&'s self, what: &Subject, index: u64) -> Option<&'s str> {
        let later = self.reworded.iter().find(|former| &former.what == what && former.trace.index > index)?;
        later.was.as_deref()
    }

    /// Whether the option of an issue can no longer be chosen.
    pub fn is_retired(&self, issue: &IssueId, option: &OptionId) -> bool {
        self.retired.contains_key(&(issue.clone(), option.clone()))
    }

    /// What can be chosen by everybody who reads the compartment: [`State::known_in`], retired options left out.
    pub fn choosable_in(&self, compartment: &Compartment) -> Case {
        let mut case = self.known_in(compartment);
        for issue in &mut case.issues {
            let id = issue.id.clone();
            if let IssueKind::Discrete(options) = &mut issue.kind {
                options.retain(|option| !self.is_retired(&id, &option.id));
            }
        }
        case
    }

    /// What makes a package with a retired option impossible: a linkage of that option to the others of its issue.
    pub(crate) fn retired_as_linkages(&self) -> impl Iterator<Item = Linkage> + '_ {
        self.retired.iter().filter_map(|((issue, option), retired)| {
            let known = self.issues.iter().find(|known| &known.id == issue)?;
            let left = known.option_ids().into_iter().filter(|other| !self.is_retired(issue, other));
            let publicity = match &retired.trace.compartment {
                Compartment::Public => Publicity::Public,
                Compartment::Table => Publicity::Table,
                Compartment::Caucus(party) => Publicity::Caucus(party.clone()),
                Compartment::Mediator | Compartment::Delegation(_) | Compartment::Report(_) => {
                    Publicity::Mediator
                }
            };
            let text = Some("This option was retired.".to_owned());
            Some(Linkage {
                party: None,
                when: Condition::Options(issue.clone(), vec![option.clone()]),
                then: Condition::Options(issue.clone(), left.collect()),
                provenance: Provenance { text, ..Provenance::known_to(publicity) },
            })
        })
    }

    /// Puts words in the place of others.
    pub(super) fn set_words(&mut self, what: &Subject, now: Option<String>) -> Option<()> {
        let words = now.clone().unwrap_or_default();
        match what {
            Subject::Title => self.opening.as_mut()?.title = words,
            Subject::Party(id) => self.parties.iter_mut().find(|known| &known.id == id)?.name = words,
            Subject::Person { party, person } | Subject::Office { party, person } => {
                let of = self.parties.iter_mut().find(|known| &known.id == party)?;
                let known = of.people.iter_mut().find(|known| &known.id == person)?;
                if matches!(what, Subject::Office { .. }) {
                    known.office = now;
                } else {
                    known.name = words;
                }
            }
            Subject::Issue(id) => self.issue_mut(id)?.name = words,
            Subject::Option { issue, option } => {
                let IssueKind::Discrete(options) = &mut self.issue_mut(issue)?.kind else { return None };
                options.iter_mut().find(|known| &known.id == option)?.name = words;
            }
            Subject::Source(id) => self.sources.iter_mut().find(|known| &known.id == id)?.title = words,
        }
        Some(())
    }

    /// What was accepted in words that change, or with an option that is retired, is asked anew.
    pub(super) fn fall(&mut self, what: &Subject) {
        let mut matters = BTreeSet::new();
        for (id, package) in &mut self.packages {
            if !what.is_in(&package.options) {
                continue;
            }
            matters.extend([format!("package {id}"), format!("proposal {id}")]);
            if package.binding {
                package.footing.put_into_other_words();
            }
            let accepted = package.answers.values_mut().filter(|answer| answer.verdict.accepts());
            accepted.for_each(|answer| answer.footing.put_into_other_words());
        }
        if let Subject::Issue(issue) = what {
            for ((clause, _), answer) in &mut self.clause_answers {
                let accepts =
                    matches!(answer.answer, ClauseAnswer::Accept | ClauseAnswer::AcceptAdReferendum);
                if accepts && answer.clause.issue.as_ref() == Some(issue) {
                    answer.footing.put_into_other_words();
                }
                if answer.clause.issue.as_ref() == Some(issue) {
                    matters.insert(format!("clause {clause}"));
                }
            }
            let of_issue = self.drafts.values().flat_map(|draft| &draft.clauses);
            let of_issue = of_issue.filter(|clause| clause.issue.as_ref() == Some(issue));
            matters.extend(of_issue.map(|clause| format!("clause {}", clause.id)));
        }
        self.overtake_all(&matters, what);
    }

    /// Forgets a name: nobody knows it from some compartment on any more.
    pub(super) fn forget(&mut self, is: impl Fn(&Named) -> bool) {
        self.homes.retain(|named, _| !is(named));
    }
}
