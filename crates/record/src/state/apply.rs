//! One event more.

use super::footing::Loss;
use super::{
    Agreement, AnsweredClause, Back, BriefText, Communique, Deed, Draft, GivenMandate, HeardOnRecord, Item,
    Left, Mediation, MediationStage, Named, Note, Opening, PackageAnswer, PassedOn, Progress,
    ProposedPackage, ReportOnRecord, Round, RoundState, Sealed, SessionOnRecord, SessionState, SplitIssue,
    Stage, State, Stated, Step, Told, Trace,
};
use crate::Compartment;
use crate::event::{Clause, Event, Placed};
use crate::request::CarriedOut;
use jiff::tz::TimeZone;
use mediant_model::issue::IssueKind;
use mediant_model::party::PersonRole;
use mediant_model::{Issue, Party};
use std::collections::BTreeSet;
use std::fmt;

/// An event that cannot be read here, or refers to what its reader does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misplaced {
    /// Of which kind the event is.
    pub kind: &'static str,
    /// What is wrong.
    pub why: &'static str,
}

impl fmt::Display for Misplaced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an event `{}` {}", self.kind, self.why)
    }
}

impl std::error::Error for Misplaced {}

impl State {
    /// Takes an event in that the reader may read.
    ///
    /// Events that were decided on this reader's state, or a state that knows more, always fit.
    ///
    /// # Errors
    /// The event may not stand in its compartment, the reader does not read that, or the event refers to something
    /// that was never recorded. The state is unchanged then.
    pub fn apply(&mut self, placed: &Placed) -> Result<(), Misplaced> {
        let event = &placed.recorded.event;
        let misplaced = |why| Misplaced { kind: event.kind(), why };
        if !event.may_stand_in(&placed.compartment) {
            return Err(misplaced("may not stand in this compartment"));
        }
        if !placed.compartment.is_read_by(&self.reader()) {
            return Err(misplaced("is not for this reader"));
        }
        let trace = Trace {
            index: self.seen + 1,
            at: placed.recorded.at,
            by: placed.recorded.by.clone(),
            compartment: placed.compartment.clone(),
        };
        self.fold(event, &trace).ok_or_else(|| misplaced("refers to what is not on record"))?;
        self.settle(event, &placed.compartment);
        self.seen += 1;
        self.latest = Some(placed.recorded.id.clone());
        if event.ends_authority() {
            let day = placed.recorded.day.unwrap_or_else(|| TimeZone::UTC.to_datetime(trace.at).date());
            self.latest_day = self.latest_day.max(Some(day));
        }
        if let Some(request) = &placed.recorded.request {
            let carried_out = CarriedOut { last: self.seen, digest: placed.recorded.request_digest };
            self.requests.insert(request.clone(), carried_out);
        }
        Ok(())
    }

    /// `None` when the event refers to what is not there; nothing is changed then.
    #[expect(clippy::too_many_lines, reason = "one arm an event, each a few lines, read as a table")]
    fn fold(&mut self, event: &Event, trace: &Trace) -> Option<()> {
        let stood = trace;
        let trace = || stood.clone();
        match event.clone() {
            Event::CaseOpened { title, reference, agreement, caucus_rule } => {
                self.opening = Some(Opening { title, reference, agreement, caucus_rule, trace: trace() });
                self.stage = Stage::Going;
            }
            Event::AgreementRuleChanged { agreement } => self.opening.as_mut()?.agreement = agreement,
            Event::CaucusRuleChanged { caucus_rule } => self.opening.as_mut()?.caucus_rule = caucus_rule,
            // A document that some knew may be named to more.
            Event::SourceNamed { source } => {
                match self.sources.iter_mut().find(|known| known.id == source.id) {
                    Some(known) => *known = source,
                    None => self.sources.push(source),
                }
            }
            Event::PartyJoined { party } => self.parties.push(Party { people: Vec::new(), ..party }),
            Event::PersonNamed { party, person } => {
                let of_party = self.parties.iter_mut().find(|known| known.id == party)?;
                if person.leads {
                    of_party.people.iter_mut().for_each(|other| other.leads = false);
                }
                let (id, decides) = (person.id.clone(), person.role == PersonRole::Principal);
                let decided = match of_party.people.iter_mut().find(|known| known.id == id) {
                    Some(known) => std::mem::replace(known, person).role == PersonRole::Principal,
                    None => {
                        of_party.people.push(person);
                        false
                    }
                };
                if decided && !decides {
                    self.lose(&party, &id, &Loss::Office);
                }
            }
            Event::PersonLeft { party, person, on, how, reason, source } => {
                let of_party = self.parties.iter_mut().find(|known| known.id == party)?;
                let known = of_party.people.iter_mut().find(|known| known.id == person)?;
                known.leads = false;
                for mandate in self.mandates.values_mut().filter(|m| m.party == party && m.person == person) {
                    mandate.end(on, reason.as_ref());
                }
                self.lose(&party, &person, &Loss::Person);
                let left = Left { on, how, reason, source, trace: trace(), back: None };
                self.left.insert((party, person), left);
            }
            Event::PersonReturned { party, person, on, reason, source } => {
                let left = self.left.get_mut(&(party, person))?;
                left.back = Some(Back { on, reason, source, trace: trace() });
            }
            Event::MandateGiven { mandate, party, person, issues, from, until, source } => {
                let mut given = GivenMandate {
                    party: party.clone(),
                    person: person.clone(),
                    issues,
                    from,
                    until,
                    ended: None,
                    source,
                    trace: trace(),
                };
                // It ends with a departure that is on record already: a mandate brings nobody back.
                if let Some(left) = self.left.get(&(party, person)).filter(|left| left.back.is_none()) {
                    given.end(left.on, left.reason.as_ref());
                }
                self.mandates.insert(mandate, given);
            }
            Event::MandateLimited { mandate, issues, until } => {
                let given = self.mandates.get_mut(&mandate)?;
                (given.issues, given.until) = (issues.clone(), until);
                let (party, person) = (given.party.clone(), given.person.clone());
                if let Some(issues) = &issues {
                    self.lose(&party, &person, &Loss::Narrowed(&mandate, issues));
                }
            }
            Event::MandateRevoked { mandate, on, reason } => {
                let given = self.mandates.get_mut(&mandate)?;
                given.ended = Some((on, reason));
                let (party, person) = (given.party.clone(), given.person.clone());
                self.lose(&party, &person, &Loss::Mandate(&mandate));
            }
            Event::IssueAdded { issue } => {
                // An idea of the mediator's that comes onto the table is the same issue.
                self.disclosed.remove(&issue.id);
                match self.issues.iter_mut().find(|known| known.id == issue.id) {
                    Some(known) => *known = issue,
                    None => self.issues.push(issue),
                }
            }
            Event::OptionAdded { issue, option } => {
                let IssueKind::Discrete(options) = &mut self.issue_mut(&issue)?.kind else { return None };
                match options.iter_mut().find(|known| known.id == option.id) {
                    Some(known) => *known = option,
                    None => options.push(option),
                }
            }
            Event::IssueDisclosed { issue, kind } => {
                let known = self.issue_mut(&issue)?;
                known.kind = with_options_of(kind, &known.kind);
                self.disclosed.entry(issue).or_default().insert(trace().compartment);
            }
            Event::IssueSplit { issue, into } => {
                let at = self.issues.iter().position(|known| known.id == issue)?;
                let whole = self.issues.remove(at);
                let parts = into.iter().map(|part| part.id.clone()).collect();
                self.issues.splice(at..at, into);
                self.split.push(SplitIssue { issue: whole, into: parts, trace: trace() });
            }
            Event::Stated { statement, content } => {
                self.statements
                    .insert(statement, Stated { content, withdrawn_because: None, trace: trace() });
            }
            Event::StatementWithdrawn { statement, on, reason } => {
                let stated = self.statements.get_mut(&statement)?;
                stated.content.provenance_mut().until = Some(on);
                stated.withdrawn_because = reason;
            }
            Event::BriefDrafted { party, text } => {
                self.briefs.entry(party).or_default().draft =
                    Some(BriefText { version: 0, text, trace: trace() });
            }
            Event::BriefDeposited { party, version, text } => {
                let brief = BriefText { version, text, trace: trace() };
                self.briefs.entry(party).or_default().deposited.push(brief);
            }
            Event::BriefEstimated { party, text } => {
                self.briefs.entry(party).or_default().estimate =
                    Some(BriefText { version: 0, text, trace: trace() });
            }
            Event::SessionPlanned { session, plan } => {
                let planned = SessionOnRecord { plan, state: SessionState::Planned, trace: trace() };
                self.sessions.insert(session, planned);
            }
            Event::SessionMoved { session, plan, reason } => {
                let known = self.sessions.get_mut(&session)?;
                known.plan = plan;
                known.state = SessionState::Moved { reason };
            }
            Event::SessionHeld { session, on, people, summary } => {
                self.sessions.get_mut(&session)?.state = SessionState::Held { on, people, summary };
            }
            Event::SessionCancelled { session, reason } => {
                self.sessions.get_mut(&session)?.state = SessionState::Cancelled { reason };
            }
            Event::NoteWritten { note, session, about, text } => {
                self.notes.insert(note, Note { session, about, text, trace: trace() });
            }
            Event::ItemTold { item, party, person, session, issue, release, text } => {
                let told = Item {
                    party,
                    person,
                    session,
                    issue,
                    release,
                    releases: Vec::new(),
                    text,
                    passed_on: Vec::new(),
                    taken_back: None,
                    trace: trace(),
                };
                self.items.insert(item, told);
            }
            Event::ItemReleased { item, release, person } => {
                let told = self.items.get_mut(&item)?;
                told.release = release;
                told.releases.push((release, person, trace()));
            }
            Event::ItemTakenBack { item, person, reason } => {
                self.items.get_mut(&item)?.taken_back = Some((person, reason, trace()));
            }
            Event::ItemPassedOn { item, to, release, wording, heard } => {
                let passed = PassedOn { to, release, wording, heard, trace: trace() };
                self.items.get_mut(&item)?.passed_on.push(passed);
            }
            Event::Heard { heard, wording, from, issue } => {
                let said =
                    HeardOnRecord { wording, from, issue, confirmed: Default::default(), trace: trace() };
                self.heard.insert(heard, said);
            }
            Event::HearingConfirmed { heard, party, person } => {
                self.heard.get_mut(&heard)?.confirmed.insert(party, (person, trace()));
            }
            Event::DraftPut { draft, number, title, clauses, replaces, note } => {
                self.redraft(&clauses, &stood.compartment);
                self.drafts.insert(draft, Draft { number, title, clauses, replaces, note, trace: trace() });
            }
            Event::ClauseAnswered { draft, clause, party, person, answer, note } => {
                let read = self.drafts.get(&draft)?.clauses.iter().find(|known| known.id == clause)?.clone();
                let issues = read.issue.iter().cloned().collect();
                let footing = self.footing(&party, person.as_ref(), &issues, stood.at);
                let changed_in = BTreeSet::new();
                let answered = AnsweredClause {
                    draft,
                    clause: read,
                    changed_in,
                    footing,
                    person,
                    answer,
                    note,
                    trace: trace(),
                };
                self.clause_answers.insert((clause, party), answered);
            }
            Event::PackageProposed { package, party, options, binding, note } => {
                let by = stood.by.person.as_ref();
                let issues = options.keys().cloned().collect();
                let bound = party.as_ref().map(|party| self.footing(party, by, &issues, stood.at));
                let proposed = ProposedPackage {
                    party,
                    options,
                    binding,
                    note,
                    footing: bound.unwrap_or_default(),
                    answers: Default::default(),
                    trace: trace(),
                };
                self.packages.insert(package, proposed);
            }
            Event::PackageAnswered { package, party, person, verdict, note } => {
                let issues = self.packages.get(&package)?.options.keys().cloned().collect();
                let footing = self.footing(&party, person.as_ref(), &issues, stood.at);
                let answer = PackageAnswer { verdict, person, note, footing, trace: trace() };
                self.packages.get_mut(&package)?.answers.insert(party, answer);
            }
            Event::RoundOpened { round, title, questions, closes, reveal } => {
                let opened = Round {
                    title,
                    questions,
                    closes,
                    reveal,
                    state: RoundState::Open,
                    received: Default::default(),
                    shown: Default::default(),
                    trace: trace(),
                };
                self.rounds.insert(round, opened);
            }
            Event::RoundAnswered { round, party: _, person, answers } => {
                self.rounds.get(&round)?;
                self.sealed.insert(round, Sealed { person, answers });
            }
            Event::RoundAnswerReceived { round, party, person } => {
                self.rounds.get_mut(&round)?.received.insert(party, (person, trace()));
            }
            Event::RoundClosed { round, overlap } => {
                let own = self.reader().clone();
                let known = self.rounds.get_mut(&round)?;
                known.state = RoundState::Closed { overlap, trace: trace() };
                // Now a party may read again what it answered itself.
                if let (mediant_model::case::Reader::Party(party), Some(sealed)) =
                    (own, self.sealed.get(&round))
                {
                    known.shown.insert(party, sealed.answers.clone());
                }
            }
            Event::RoundAnswersShown { round, answers } => {
                self.rounds.get_mut(&round)?.shown.extend(answers);
            }
            Event::RoundCancelled { round, reason } => {
                self.rounds.get_mut(&round)?.state = RoundState::Cancelled { reason };
            }
            Event::QuestioningRuleChanged { coupled } => self.coupled_allowed = coupled,
            Event::MediationOpened { mediation, title, parties, issues, manner, questions_max, closes } => {
                let opened = Mediation {
                    title,
                    parties,
                    issues,
                    manner,
                    questions_max,
                    closes,
                    stage: MediationStage::Open,
                    progress: Default::default(),
                    outcomes: Vec::new(),
                    trace: trace(),
                };
                self.mediations.insert(mediation, opened);
            }
            Event::MediationTold { mediation, party: _, person, exchange } => {
                self.mediations.get(&mediation)?;
                let all = self.told.entry(mediation).or_default();
                let told = Told { person, exchange, trace: trace() };
                match all.iter_mut().find(|known| known.exchange.question == told.exchange.question) {
                    Some(known) => *known = told,
                    None => all.push(told),
                }
            }
            Event::MediationProgressed { mediation, party, person, forms, questions } => {
                let progress = Progress { forms, questions, person, trace: trace() };
                self.mediations.get_mut(&mediation)?.progress.insert(party, progress);
            }
            Event::MediationConcluded { mediation } => {
                self.mediations.get_mut(&mediation)?.stage = MediationStage::Concluded { trace: trace() };
            }
            Event::MediationProposed { mediation, outcome } => {
                self.mediations.get_mut(&mediation)?.outcomes.push((outcome, trace()));
            }
            Event::MediationResumed { mediation, questions_max, closes } => {
                let known = self.mediations.get_mut(&mediation)?;
                known.stage = MediationStage::Open;
                (known.questions_max, known.closes) = (questions_max, closes);
            }
            Event::MediationCancelled { mediation, reason } => {
                self.mediations.get_mut(&mediation)?.stage = MediationStage::Cancelled { reason };
            }
            Event::CommuniqueProposed { communique, session, concerned, text, wording: _ } => {
                let known = self.communiques.entry(communique).or_insert_with(|| Communique {
                    session,
                    concerned: concerned.clone(),
                    wordings: Vec::new(),
                    agreed: Default::default(),
                    published: None,
                    trace: trace(),
                });
                known.concerned = concerned;
                known.wordings.push((text, trace()));
                known.agreed.clear();
            }
            Event::CommuniqueAgreed { communique, wording, party, person } => {
                let known = self.communiques.get_mut(&communique)?;
                if u32::try_from(known.wordings.len()).ok() == Some(wording) {
                    known.agreed.insert(party, (person, trace()));
                }
            }
            Event::CommuniquePublished { communique, text, agreed_by } => {
                // Those who were not concerned meet it here for the first time.
                let known = self.communiques.entry(communique).or_insert_with(|| Communique {
                    session: None,
                    concerned: agreed_by,
                    wordings: vec![(text, trace())],
                    agreed: Default::default(),
                    published: None,
                    trace: trace(),
                });
                known.published = Some(trace());
            }
            Event::ReportAdded { report, name, on, published, text, sha256 } => {
                let added = ReportOnRecord {
                    name,
                    on,
                    published,
                    text,
                    sha256,
                    steps: Vec::new(),
                    entered: Default::default(),
                    trace: trace(),
                };
                self.reports.insert(report, added);
            }
            Event::SuggestionsDecided { report, decisions } => {
                self.reports.get_mut(&report)?.steps.push(Step { decisions, trace: trace() });
            }
            Event::DecisionUndone { report } => {
                self.reports.get_mut(&report)?.steps.pop()?;
            }
            Event::SuggestionEntered { report, suggestion, entered } => {
                self.reports.get_mut(&report)?.entered.insert(suggestion, (entered, trace()));
            }
            Event::AgreementReached { about, accepted_by } => {
                self.agreements.push(Agreement { about, accepted_by, trace: trace() });
            }
            Event::Signed { party, person, on } => {
                let by = person.map(|person| person.to_string());
                self.signatures.push(Deed { party, on, by, trace: trace() });
            }
            Event::Ratified { party, on, by_act_of } => {
                self.ratifications.push(Deed { party, on, by: by_act_of, trace: trace() });
            }
            Event::TalksPaused { until, reason } => {
                self.stage = Stage::Paused { until, reason, trace: trace() };
            }
            Event::TalksResumed {} => self.stage = Stage::Going,
            Event::TalksBrokenOff { party, reason } => {
                self.stage = Stage::BrokenOff { party, reason, trace: trace() };
            }
            Event::CaseClosed { outcome } => self.stage = Stage::Closed { outcome, trace: trace() },
            Event::CompartmentDeleted { deleted } => {
                self.deleted.insert(deleted);
            }
        }
        Some(())
    }

    /// Notes which answers a new draft of a compartment outdates there: those that counted for the draft before and whose
    /// clause does not stand as it was.
    fn redraft(&mut self, clauses: &[Clause], compartment: &Compartment) {
        let before =
            self.latest_draft(compartment).map(|(_, draft)| draft.clauses.clone()).unwrap_or_default();
        for answer in self.clause_answers.values_mut() {
            if before.contains(&answer.clause) && !clauses.contains(&answer.clause) {
                answer.changed_in.insert(compartment.clone());
            }
        }
    }

    /// Notes from which compartment on the names in an event are known: the widest one that named them.
    fn settle(&mut self, event: &Event, compartment: &Compartment) {
        let of_issue = |issue: &Issue| {
            let mut names = vec![Named::Issue(issue.id.clone())];
            // A range's options are its grid: known with the issue, and too many to list.
            if let IssueKind::Discrete(options) = &issue.kind {
                names.extend(options.iter().map(|option| Named::Option(issue.id.clone(), option.id.clone())));
            }
            names
        };
        let names = match event {
            Event::PartyJoined { party } => vec![Named::Party(party.id.clone())],
            Event::PersonNamed { party, person } => vec![Named::Person(party.clone(), person.id.clone())],
            Event::SourceNamed { source } => vec![Named::Source(source.id.clone())],
            Event::IssueAdded { issue } => of_issue(issue),
            Event::IssueSplit { into, .. } => into.iter().flat_map(of_issue).collect(),
            Event::OptionAdded { issue, option } => vec![Named::Option(issue.clone(), option.id.clone())],
            Event::IssueDisclosed { issue, kind } => {
                let disclosed = Issue { id: issue.clone(), name: String::new(), kind: kind.clone() };
                of_issue(&disclosed).into_iter().skip(1).collect()
            }
            _ => Vec::new(),
        };
        for name in names {
            match self.homes.get_mut(&name) {
                Some(home) if home.is_within(compartment) => *home = compartment.clone(),
                Some(_) => {}
                None => {
                    self.homes.insert(name, compartment.clone());
                }
            }
        }
    }

    fn issue_mut(&mut self, id: &mediant_model::IssueId) -> Option<&mut Issue> {
        self.issues.iter_mut().find(|issue| &issue.id == id)
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
