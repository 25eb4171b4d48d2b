//! The case as a reader knows it.

use super::{Named, State};
use crate::Compartment;
use crate::session::model_session;
use crate::statement::Statement;
use mediant_model::issue::IssueKind;
use mediant_model::{Case, Date, IssueId};
use std::collections::BTreeSet;

impl State {
    /// The case as the reader knows it on a day: what `mediant analyze` would read.
    ///
    /// What was said on an issue that was split or retired stays on record, and out of the case. An option that was retired stays
    /// in it, since briefs and statements may name it, with a linkage that makes every package with it impossible.
    pub fn case(&self, today: Date) -> Case {
        let mut case = Case {
            id: self.opening.as_ref().and_then(|opening| opening.reference.clone()),
            title: self.opening.as_ref().map(|opening| opening.title.clone()).unwrap_or_default(),
            as_of: Some(self.day(today)),
            agreement: self.opening.as_ref().map(|opening| opening.agreement.clone()).unwrap_or_default(),
            sources: self.sources.clone(),
            parties: self.parties.iter().map(|party| self.with_mandates(party)).collect(),
            issues: self.issues.clone(),
            ..Case::default()
        };
        let known: BTreeSet<&IssueId> = self.issues.iter().map(|issue| &issue.id).collect();
        let mut stated: Vec<_> = self.statements.values().collect();
        stated.sort_by_key(|stated| stated.trace.index);
        for stated in stated {
            let mut content = stated.content.clone();
            match &mut content {
                Statement::Confidence(confidence) => confidence.issues.retain(|issue| known.contains(issue)),
                // One that was for several issues goes on for those that are left; one for nothing else goes with them.
                Statement::Deadline(deadline)
                    if deadline.issues.iter().any(|issue| known.contains(issue)) =>
                {
                    deadline.issues.retain(|issue| known.contains(issue));
                }
                _ => {}
            }
            if content.issues().iter().all(|issue| known.contains(issue)) {
                content.enter(&mut case);
            }
        }
        case.linkages.extend(self.retired_as_linkages());
        let mut sessions: Vec<_> = self.sessions.values().collect();
        sessions.sort_by_key(|session| session.trace.index);
        case.sessions.extend(sessions.into_iter().map(model_session));
        case
    }

    /// Rules, parties, people, issues and options as everybody knows them who reads the compartment; nothing that was
    /// said. What is stated there must make sense within this.
    pub fn known_in(&self, compartment: &Compartment) -> Case {
        let known = |named: Named| self.is_known_in(&named, compartment);
        let mut case = Case {
            title: self.opening.as_ref().map(|opening| opening.title.clone()).unwrap_or_default(),
            agreement: self.opening.as_ref().map(|opening| opening.agreement.clone()).unwrap_or_default(),
            sources: self.sources.clone(),
            parties: self.parties.clone(),
            issues: self.issues.clone(),
            ..Case::default()
        };
        case.sources.retain(|source| known(Named::Source(source.id.clone())));
        case.parties.retain(|party| known(Named::Party(party.id.clone())));
        for party in &mut case.parties {
            let id = party.id.clone();
            party.people.retain(|person| known(Named::Person(id.clone(), person.id.clone())));
        }
        case.issues.retain(|issue| known(Named::Issue(issue.id.clone())));
        for issue in &mut case.issues {
            if !self.is_disclosed_in(issue, compartment) {
                issue.kind = IssueKind::Withheld;
            }
            if let IssueKind::Discrete(options) = &mut issue.kind {
                options.retain(|option| known(Named::Option(issue.id.clone(), option.id.clone())));
            }
        }
        case
    }
}
