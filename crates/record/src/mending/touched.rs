//! What a mending touches, worked out before it is done from what the one who asks knows, and from nothing else.

use super::Subject;
use super::removing::is_asked;
use crate::command::Command;
use crate::communique::CommuniqueId;
use crate::draft::{ClauseId, DraftId};
use crate::item::ItemId;
use crate::mandate::MandateId;
use crate::mediation::MediationId;
use crate::package::PackageId;
use crate::round::RoundId;
use crate::state::State;
use crate::statement::{Statement, StatementId};
use mediant_model::statement::{Linkage, Position, Precondition, RedLine};
use mediant_model::{Condition, IssueId, OptionId, PartyId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Something that a mending touches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Touch {
    /// A party's acceptance of a package: it falls, and the party is asked anew.
    PackageAcceptance(PackageId, PartyId),
    /// A party's acceptance of a clause: it falls, and the party is asked anew.
    ClauseAcceptance(ClauseId, PartyId),
    /// A brief that speaks of it: to be looked at.
    Brief(PartyId),
    /// A statement about it.
    Statement(StatementId),
    /// A package that holds it.
    Package(PackageId),
    /// A clause that settles it.
    Clause(DraftId, ClauseId),
    /// A round that asked about it.
    Round(RoundId),
    /// A mediation that asked about it.
    Mediation(MediationId),
    /// A communiqué about it.
    Communique(CommuniqueId),
    /// Something told in confidence about it.
    Item(ItemId),
    /// A mandate on it.
    Mandate(MandateId),
    /// An issue that was split into it.
    Split(IssueId),
    /// Entries of this part of the record that name it.
    Part(String),
}

impl Touch {
    /// Whether it counts no more once the mending is done.
    pub fn falls(&self) -> bool {
        matches!(self, Self::PackageAcceptance(..) | Self::ClauseAcceptance(..))
    }

    /// Of which sort it is, for one and for several.
    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::PackageAcceptance(..) | Self::ClauseAcceptance(..) => ("acceptance", "acceptances"),
            Self::Brief(_) => ("brief", "briefs"),
            Self::Statement(_) => ("statement", "statements"),
            Self::Package(_) => ("package", "packages"),
            Self::Clause(..) => ("clause", "clauses"),
            Self::Round(_) => ("round", "rounds"),
            Self::Mediation(_) => ("mediation", "mediations"),
            Self::Communique(_) => ("communiqué", "communiqués"),
            Self::Item(_) => ("item told in confidence", "items told in confidence"),
            Self::Mandate(_) => ("mandate", "mandates"),
            Self::Split(_) => ("issue that was split", "issues that were split"),
            Self::Part(_) => ("part of the record", "parts of the record"),
        }
    }
}

/// Everything that a mending touches, as far as the one who asks knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Touched(pub BTreeSet<Touch>);

impl Touched {
    /// Whether it touches nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A mark of exactly this: whoever gives it back has seen it.
    pub fn mark(&self) -> String {
        let bytes = serde_json::to_vec(&self.0).unwrap_or_default();
        blake3::hash(&bytes).to_hex().chars().take(16).collect()
    }
}

impl fmt::Display for Touched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for touch in &self.0 {
            *counts.entry(touch.words()).or_default() += 1;
        }
        for (at, ((one, several), count)) in counts.into_iter().enumerate() {
            let separator = if at == 0 { "" } else { ", " };
            let word = if count == 1 { one } else { several };
            write!(f, "{separator}{count} {word}")?;
        }
        Ok(())
    }
}

impl State {
    /// What a command touches where it mends something; nothing for every other command.
    ///
    /// It rests on what is mended, not on the new words: the same before they are written.
    pub fn touched(&self, command: &Command) -> Touched {
        match command {
            Command::Reword(asked) => match &asked.what {
                what @ (Subject::Issue(_) | Subject::Option { .. }) => self.resting_on(what),
                // Who somebody is stays: nothing that was said or accepted reads otherwise.
                Subject::Title
                | Subject::Party(_)
                | Subject::Person { .. }
                | Subject::Office { .. }
                | Subject::Source(_) => Touched::default(),
            },
            Command::Retire(asked) => self.resting_on(&asked.what),
            Command::TakeOut(asked) => self.resting_on(&asked.what),
            Command::CorrectSession(asked) => {
                let about = self
                    .communiques
                    .iter()
                    .filter(|(_, known)| known.session.as_ref() == Some(&asked.session));
                Touched(about.map(|(id, _)| Touch::Communique(id.clone())).collect())
            }
            Command::CorrectMandate(asked) => self.resting_on_mandate(&asked.mandate),
            Command::CorrectClause(asked) => {
                let accepted = self
                    .clause_answers
                    .iter()
                    .filter(|((clause, _), answer)| *clause == asked.clause && answer.is_acceptance());
                Touched(
                    accepted
                        .map(|((id, party), _)| Touch::ClauseAcceptance(id.clone(), party.clone()))
                        .collect(),
                )
            }
            _ => Touched::default(),
        }
    }

    /// Everything on record that something carries.
    pub fn resting_on(&self, what: &Subject) -> Touched {
        let mut found = BTreeSet::new();
        match what {
            Subject::Issue(issue) => {
                self.resting_on_issue(issue, &mut found);
                self.resting_on_words(what, &mut found);
            }
            Subject::Option { .. } => self.resting_on_words(what, &mut found),
            Subject::Party(party) => {
                found.extend(self.parts_naming(party.as_str(), true).into_iter().map(Touch::Part));
            }
            Subject::Person { person, .. } => {
                found.extend(self.parts_naming(person.as_str(), false).into_iter().map(Touch::Part));
            }
            Subject::Title | Subject::Office { .. } | Subject::Source(_) => {}
        }
        Touched(found)
    }

    /// What is about an issue or an option in its words.
    fn resting_on_words(&self, what: &Subject, found: &mut BTreeSet<Touch>) {
        for (id, package) in self.packages.iter().filter(|(_, package)| what.is_in(&package.options)) {
            found.insert(Touch::Package(id.clone()));
            let accepting = self.parties.iter().filter(|party| package.is_accepted_by(&party.id));
            found.extend(accepting.map(|party| Touch::PackageAcceptance(id.clone(), party.id.clone())));
        }
        let rounds = self.rounds.iter();
        let asked = rounds
            .filter(|(_, round)| round.questions.iter().any(|asked| is_asked(self, what, &asked.matter)));
        found.extend(asked.map(|(id, _)| Touch::Round(id.clone())));
        let about = |statement: &Statement| match what {
            Subject::Issue(issue) => statement.issues().contains(&issue),
            Subject::Option { issue, option } => {
                conditions(statement).any(|condition| names(condition, issue, option))
            }
            _ => false,
        };
        let said = self.statements.iter().filter(|(_, stated)| about(&stated.content));
        found.extend(said.map(|(id, _)| Touch::Statement(id.clone())));
        let asked = self.mediations.iter().filter(|(_, mediation)| {
            mediation.issues.iter().any(|asked| match what {
                Subject::Issue(issue) => &asked.issue == issue,
                Subject::Option { issue, option } => &asked.issue == issue && asked.options.contains(option),
                _ => false,
            })
        });
        found.extend(asked.map(|(id, _)| Touch::Mediation(id.clone())));
        if self.reported().any(|act| act.waits() && what.is_spoken_of_in(&act.event)) {
            found.insert(Touch::Part("reported".to_owned()));
        }
        // A brief is a text: it may speak of something under its short name.
        let short_names: Vec<&str> = match what {
            Subject::Issue(issue) => vec![issue.as_str()],
            Subject::Option { issue, option } => vec![issue.as_str(), option.as_str()],
            _ => Vec::new(),
        };
        for (party, briefs) in &self.briefs {
            let texts = briefs.draft.iter().chain(briefs.deposited.last()).chain(&briefs.estimate);
            if texts.into_iter().any(|brief| short_names.iter().all(|name| brief.text.read().contains(name)))
            {
                found.insert(Touch::Brief(party.clone()));
            }
        }
    }

    /// What is about an issue, whatever its options.
    fn resting_on_issue(&self, issue: &IssueId, found: &mut BTreeSet<Touch>) {
        for (id, draft) in &self.drafts {
            let settling = draft.clauses.iter().filter(|clause| clause.issue.as_ref() == Some(issue));
            found.extend(settling.map(|clause| Touch::Clause(id.clone(), clause.id.clone())));
        }
        let accepted = self
            .clause_answers
            .iter()
            .filter(|(_, answer)| answer.clause.issue.as_ref() == Some(issue) && answer.is_acceptance());
        found.extend(accepted.map(|((id, party), _)| Touch::ClauseAcceptance(id.clone(), party.clone())));
        let told = self.items.iter().filter(|(_, item)| item.issue.as_ref() == Some(issue));
        found.extend(told.map(|(id, _)| Touch::Item(id.clone())));
        if self.heard.values().any(|heard| heard.issue.as_ref() == Some(issue)) {
            found.insert(Touch::Part("heard".to_owned()));
        }
        let covers =
            |issues: &Option<BTreeSet<IssueId>>| issues.iter().flatten().any(|covered| covered == issue);
        let given = self.mandates.iter().filter(|(_, given)| covers(&given.issues));
        found.extend(given.map(|(id, _)| Touch::Mandate(id.clone())));
        let parts = self.split.iter().filter(|split| split.into.contains(issue));
        found.extend(parts.map(|split| Touch::Split(split.issue.id.clone())));
    }

    /// The acceptances that rest on a mandate.
    fn resting_on_mandate(&self, mandate: &MandateId) -> Touched {
        let mut found = BTreeSet::new();
        for (id, package) in &self.packages {
            for (party, answer) in &package.answers {
                if answer.is_acceptance() && answer.footing.mandates.contains(mandate) {
                    found.insert(Touch::PackageAcceptance(id.clone(), party.clone()));
                }
            }
            if let Some(party) = &package.party
                && package.binds(party)
                && package.footing.mandates.contains(mandate)
            {
                found.insert(Touch::PackageAcceptance(id.clone(), party.clone()));
            }
        }
        for ((id, party), answer) in &self.clause_answers {
            if answer.is_acceptance() && answer.footing.mandates.contains(mandate) {
                found.insert(Touch::ClauseAcceptance(id.clone(), party.clone()));
            }
        }
        Touched(found)
    }
}

/// The conditions of a statement.
fn conditions(statement: &Statement) -> impl Iterator<Item = &Condition> {
    let found: Vec<&Condition> = match statement {
        Statement::Position(Position { wants, .. }) => wants.iter().collect(),
        Statement::RedLine(RedLine { never, .. }) => vec![never],
        Statement::Precondition(Precondition { require, .. }) => require.iter().collect(),
        Statement::Linkage(Linkage { when, then, .. }) => vec![when, then],
        Statement::Interest(_)
        | Statement::Alternative(_)
        | Statement::Answer(_)
        | Statement::Remark(_)
        | Statement::Confidence(_)
        | Statement::Deadline(_) => Vec::new(),
    };
    found.into_iter()
}

/// Whether a condition names an option.
fn names(condition: &Condition, issue: &IssueId, option: &OptionId) -> bool {
    match condition {
        Condition::Options(of, options) => of == issue && options.contains(option),
        Condition::Between(..) => false,
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(|part| names(part, issue, option)),
        Condition::Not(part) => names(part, issue, option),
    }
}
