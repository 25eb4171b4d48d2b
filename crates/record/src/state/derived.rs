//! What follows from a state: the case as its reader knows it, who may act, what is accepted.

use super::{AnsweredClause, Draft, Named, Stage, State};
use crate::Compartment;
use crate::event::{CaucusRule, Clause, ClauseAnswer, Release, Verdict};
use crate::id::{DraftId, MandateId};
use crate::statement::Statement;
use crate::wording::is_bracketed;
use mediant_model::issue::IssueKind;
use mediant_model::party::PersonRole;
use mediant_model::party::{Mandate, MandateEnd};
use mediant_model::statement::{Provenance, Publicity, Session, SessionStatus};
use mediant_model::{Case, Date, IssueId, Party, PartyId, PartyRole, Person, PersonId, Quorum};
use std::collections::{BTreeMap, BTreeSet};

/// Who accepted something and who did not, under the rule of agreement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those who accepted.
    pub accepted: BTreeSet<PartyId>,
    /// Those who accepted subject to their principal.
    pub ad_referendum: BTreeSet<PartyId>,
    /// Those who refused, or asked for something else.
    pub refused: BTreeSet<PartyId>,
    /// Those who have not answered.
    pub silent: BTreeSet<PartyId>,
}

/// How a clause stands among those whose answers the reader may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClauseStanding {
    /// Enough parties accepted it, and it holds no bracket.
    Accepted,
    /// Enough parties accepted it, some of them subject to their principal.
    AcceptedAdReferendum,
    /// It holds a bracket, or somebody asks for other words.
    Bracketed,
    /// Somebody refuses it.
    Rejected,
    /// Answers are missing.
    Open,
}

impl ClauseStanding {
    /// Its word: `accepted`, `accepted_ad_referendum`, `bracketed`, `rejected`, `open`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::AcceptedAdReferendum => "accepted_ad_referendum",
            Self::Bracketed => "bracketed",
            Self::Rejected => "rejected",
            Self::Open => "open",
        }
    }
}

/// A clause with its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseState<'a> {
    /// The clause.
    pub clause: &'a Clause,
    /// How it stands.
    pub standing: ClauseStanding,
    /// Who accepted it.
    pub tally: Tally,
    /// The answers that count for it as it stands.
    pub answers: BTreeMap<PartyId, &'a AnsweredClause>,
    /// The answers that count no more: the clause was changed since, or the authority was taken away.
    pub outdated: BTreeMap<PartyId, &'a AnsweredClause>,
}

impl State {
    /// The case as the reader knows it on a day: what `mediant analyze` would read.
    ///
    /// What was said on an issue that was split stays on record, and out of the case.
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

    fn with_mandates(&self, party: &Party) -> Party {
        let mut party = party.clone();
        for person in &mut party.people {
            let mut given: Vec<_> = self.mandates_of(&party.id, &person.id).collect();
            given.sort_by_key(|(_, mandate)| mandate.trace.index);
            person.mandates = given
                .into_iter()
                .map(|(_, given)| Mandate {
                    issues: given.issues.as_ref().map(|issues| issues.iter().cloned().collect()),
                    from: given.from,
                    until: given.until,
                    ended: given
                        .ended
                        .as_ref()
                        .map(|(on, reason)| MandateEnd { on: *on, reason: reason.clone() }),
                    source: given.source.clone(),
                })
                .collect();
        }
        party
    }

    /// The mandates that a person was ever given.
    pub fn mandates_of<'a>(
        &'a self,
        party: &'a PartyId,
        person: &'a PersonId,
    ) -> impl Iterator<Item = (&'a MandateId, &'a super::GivenMandate)> {
        self.mandates.iter().filter(move |(_, given)| &given.party == party && &given.person == person)
    }

    /// The party of this id.
    pub fn party(&self, id: &PartyId) -> Option<&Party> {
        self.parties.iter().find(|party| &party.id == id)
    }

    /// The parties whose acceptance counts, in the order in which they joined.
    pub fn negotiating(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|party| party.role == PartyRole::Negotiating)
    }

    /// A person of a party.
    pub fn person(&self, party: &PartyId, person: &PersonId) -> Option<&Person> {
        self.party(party)?.people.iter().find(|known| &known.id == person)
    }

    /// The departure of a person who does not speak for the party on the day; `None` for who has not left, or is back.
    pub fn departed(&self, party: &PartyId, person: &PersonId, today: Date) -> Option<&super::Left> {
        let left = self.left.get(&(party.clone(), person.clone()))?;
        let is_back = left.back.as_ref().is_some_and(|back| back.on <= today);
        (left.on <= today && !is_back).then_some(left)
    }

    /// Whether the person still speaks for the party on the day, mandates aside.
    pub fn speaks(&self, party: &PartyId, person: &PersonId, today: Date) -> bool {
        self.person(party, person).is_some() && self.departed(party, person, today).is_none()
    }

    /// Whether the person decides for the party on the day.
    pub fn in_office(&self, party: &PartyId, person: &PersonId, today: Date) -> bool {
        let decides = self.person(party, person).is_some_and(|known| known.role == PersonRole::Principal);
        decides && self.speaks(party, person, today)
    }

    /// How far an item may travel that is told without a word about that.
    pub fn release_usual(&self) -> Release {
        match self.opening.as_ref().map(|opening| opening.caucus_rule).unwrap_or_default() {
            CaucusRule::NothingWithoutRelease => Release::Held,
            CaucusRule::SubstanceUnlessMarked => Release::Substance,
        }
    }

    /// The issues on which the person may not act for the party on the day. `None` when the person may act on all of
    /// them: as a principal who speaks for it, or under live mandates that cover every issue.
    ///
    /// Where no issue is named the matter concerns the whole: any live mandate over all issues covers it.
    pub fn missing_mandate(
        &self,
        party: &PartyId,
        person: &PersonId,
        issues: &BTreeSet<IssueId>,
        today: Date,
    ) -> Option<BTreeSet<IssueId>> {
        if !self.speaks(party, person, today) {
            return Some(issues.clone());
        }
        if self.in_office(party, person, today) {
            return None;
        }
        let live = |issue: Option<&IssueId>| {
            self.mandates_of(party, person).any(|(_, given)| {
                let covers = match (&given.issues, issue) {
                    (None, _) => true,
                    (Some(covered), Some(issue)) => covered.contains(issue),
                    (Some(_), None) => false,
                };
                covers && given.is_live(today)
            })
        };
        if issues.is_empty() {
            return (!live(None)).then(BTreeSet::new);
        }
        let missing: BTreeSet<IssueId> = issues.iter().filter(|issue| !live(Some(issue))).cloned().collect();
        (!missing.is_empty()).then_some(missing)
    }

    /// The drafts of a compartment, oldest first.
    pub fn drafts_in<'a>(&'a self, compartment: &'a Compartment) -> Vec<(&'a DraftId, &'a Draft)> {
        let here = self.drafts.iter().filter(|(_, draft)| &draft.trace.compartment == compartment);
        let mut drafts: Vec<_> = here.collect();
        drafts.sort_by_key(|(_, draft)| draft.number);
        drafts
    }

    /// The latest draft of a compartment.
    pub fn latest_draft<'a>(&'a self, compartment: &'a Compartment) -> Option<(&'a DraftId, &'a Draft)> {
        self.drafts_in(compartment).pop()
    }

    /// A draft's clauses with the answers the reader may read.
    pub fn clauses<'a>(&'a self, draft: &'a Draft) -> Vec<ClauseState<'a>> {
        let place = &draft.trace.compartment;
        draft.clauses.iter().map(|clause| self.clause_state(clause, place)).collect()
    }

    fn clause_state<'a>(&'a self, clause: &'a Clause, place: &Compartment) -> ClauseState<'a> {
        let all = self.negotiating().filter_map(|party| {
            let answer = self.clause_answers.get(&(clause.id.clone(), party.id.clone()))?;
            Some((party.id.clone(), answer))
        });
        let (answers, outdated): (BTreeMap<_, _>, BTreeMap<_, _>) =
            all.partition(|(_, answer)| answer.counts_for(clause, place));
        let mut tally = Tally::default();
        for party in self.negotiating() {
            let into = match answers.get(&party.id).map(|answered| &answered.answer) {
                Some(ClauseAnswer::Accept) => &mut tally.accepted,
                Some(ClauseAnswer::AcceptAdReferendum) => &mut tally.ad_referendum,
                Some(ClauseAnswer::Bracket { .. } | ClauseAnswer::Amend { .. } | ClauseAnswer::Reject) => {
                    &mut tally.refused
                }
                None => &mut tally.silent,
            };
            into.insert(party.id.clone());
        }
        let disputed = answers.values().any(|answered| {
            matches!(answered.answer, ClauseAnswer::Bracket { .. } | ClauseAnswer::Amend { .. })
        });
        let standing = if is_bracketed(&clause.text) {
            ClauseStanding::Bracketed
        } else if self.carries(&tally.accepted) {
            ClauseStanding::Accepted
        } else if self.carries(&tally.accepted.union(&tally.ad_referendum).cloned().collect()) {
            ClauseStanding::AcceptedAdReferendum
        } else if disputed {
            ClauseStanding::Bracketed
        } else if !tally.refused.is_empty() {
            ClauseStanding::Rejected
        } else {
            ClauseStanding::Open
        };
        ClauseState { clause, standing, tally, answers, outdated }
    }

    /// Whether acceptance by these parties is enough under the rule of agreement: the quorum is reached and every
    /// party with a veto is among them.
    pub fn carries(&self, accepted: &BTreeSet<PartyId>) -> bool {
        let Some(opening) = &self.opening else { return false };
        let rule = &opening.agreement;
        let parties: BTreeSet<&PartyId> = self.negotiating().map(|party| &party.id).collect();
        let counting = accepted.iter().filter(|party| parties.contains(party)).count();
        let needed = match rule.quorum {
            Quorum::Unanimity => parties.len(),
            Quorum::AtLeast(count) => count,
        };
        !parties.is_empty() && counting >= needed && rule.veto.iter().all(|party| accepted.contains(party))
    }

    /// How a package was answered, as far as the reader may know. Whoever is bound by it accepts it.
    pub fn package_tally(&self, package: &super::ProposedPackage) -> Tally {
        let mut tally = Tally::default();
        for party in self.negotiating() {
            let own = package.binds(&party.id);
            let into = match package.answers.get(&party.id).map(|answer| answer.verdict) {
                Some(verdict) if verdict.accepts() && !package.is_accepted_by(&party.id) => &mut tally.silent,
                Some(Verdict::Accept) => &mut tally.accepted,
                Some(Verdict::AcceptAdReferendum) => &mut tally.ad_referendum,
                Some(Verdict::Reject) => &mut tally.refused,
                None if own => &mut tally.accepted,
                None => &mut tally.silent,
            };
            into.insert(party.id.clone());
        }
        tally
    }

    /// Whether something may be added to the record now.
    pub fn is_going(&self) -> bool {
        self.stage == Stage::Going
    }
}

impl super::GivenMandate {
    /// Whether it holds on the day.
    pub fn is_live(&self, today: Date) -> bool {
        self.from.is_none_or(|from| from <= today)
            && self.until.is_none_or(|until| today <= until)
            && self.ended.as_ref().is_none_or(|(ended, _)| today < *ended)
    }
}

impl AnsweredClause {
    /// Whether it counts for a clause as it stands in a compartment's latest draft.
    pub(crate) fn counts_for(&self, clause: &Clause, place: &Compartment) -> bool {
        let accepts = matches!(self.answer, ClauseAnswer::Accept | ClauseAnswer::AcceptAdReferendum);
        self.clause == *clause && !self.changed_in.contains(place) && (!accepts || self.is_acceptance())
    }
}

impl super::GivenMandate {
    /// Ends it on a day, unless it ends earlier.
    pub(super) fn end(&mut self, on: Date, reason: Option<&String>) {
        if self.ended.as_ref().is_none_or(|(ended, _)| on < *ended) {
            self.ended = Some((on, reason.cloned()));
        }
    }
}

fn model_session(session: &super::SessionOnRecord) -> Session {
    use super::SessionState as S;
    let (status, on, people, text) = match &session.state {
        S::Planned => (SessionStatus::Planned, session.plan.on, &session.plan.people, None),
        S::Moved { reason } => (SessionStatus::Moved, session.plan.on, &session.plan.people, reason.clone()),
        S::Held { on, people, summary } => (SessionStatus::Held, Some(*on), people, summary.clone()),
        S::Cancelled { reason } => {
            (SessionStatus::Cancelled, session.plan.on, &session.plan.people, reason.clone())
        }
    };
    let publicity = match &session.trace.compartment {
        Compartment::Public => Publicity::Public,
        Compartment::Table => Publicity::Table,
        Compartment::Caucus(party) => Publicity::Caucus(party.clone()),
        Compartment::Mediator | Compartment::Delegation(_) | Compartment::Report(_) => Publicity::Mediator,
    };
    let agenda = (!session.plan.agenda.is_empty()).then(|| session.plan.agenda.join("; "));
    let provenance = Provenance {
        by: session.plan.told_by.clone(),
        on: session.plan.told_on,
        source: session.plan.source.clone(),
        also: session.plan.also.clone(),
        text: text.or_else(|| session.plan.text.clone()).or(agenda),
        ..Provenance::known_to(publicity)
    };
    Session {
        parties: session.plan.parties.clone(),
        people: people.clone(),
        status,
        on,
        place: session.plan.place.clone(),
        provenance,
    }
}
