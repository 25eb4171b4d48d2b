//! What is on record of a party about an agreement, and no act in its file proves: who recorded it, and what the party said to it.

use super::act::moment;
use super::words::line;
use mediant_attest::agreement::{RecordedBy, Reported};
use mediant_attest::{Act, Deed, Line, Words};
use mediant_model::{PartyId, PersonId};
use mediant_record::agreement::{Agreed, Agreement};
use mediant_record::confirmation::{ReportStanding, ReportedAct};
use mediant_record::draft::ClauseAnswer;
use mediant_record::package::{PackageId, Verdict};
use mediant_record::state::Trace;
use mediant_record::{CommandError, Compartment, Event, Role, State};
use std::collections::{BTreeMap, BTreeSet};

/// A table at which an agreement was declared, and what was signed of it.
pub(super) struct Unsigned<'s> {
    pub state: &'s State,
    pub agreement: &'s Agreement,
    pub words: &'s Words,
    /// Every act on record, of other words, too.
    pub acts: Vec<&'s Act>,
}

/// An acceptance of some places of the words.
struct Given<'s> {
    place: u32,
    verb: &'static str,
    person: Option<&'s PersonId>,
    trace: &'s Trace,
}

/// Who answered, and how: what is told of several places at once.
type Answerer<'s> = (&'static str, RecordedBy, Option<&'s PersonId>);

impl Unsigned<'_> {
    /// Everything that the whole table reads: the file goes from hand to hand.
    ///
    /// # Errors
    /// Something on record cannot stand in a line.
    pub fn all(&self) -> Result<Vec<Reported>, CommandError> {
        let mut all = Vec::new();
        let parties: BTreeSet<&PartyId> =
            self.state.negotiating().map(|party| &party.id).chain(&self.agreement.accepted_by).collect();
        for party in &parties {
            self.acceptances(party, &mut all)?;
        }
        let since = |trace: &Trace| trace.index > self.agreement.trace.index;
        for deed in self.state.signatures.iter().filter(|deed| since(&deed.trace)) {
            if !self.signed_whole(&deed.party, |deed| matches!(deed, Deed::Signs(_))) {
                let by = self.by(&deed.trace);
                all.push(self.entry(
                    &deed.party,
                    deed.by.as_deref(),
                    "signs the agreement",
                    &deed.trace,
                    by,
                )?);
            }
        }
        for deed in self.state.ratifications.iter().filter(|deed| since(&deed.trace)) {
            if !self.signed_whole(&deed.party, |deed| matches!(deed, Deed::Ratifies(_))) {
                let by = self.by(&deed.trace);
                // It says by which act; who did it is the one of the party who recorded it.
                let own = Some(&deed.trace.by).filter(|actor| actor.role.party() == Some(&deed.party));
                let person = own.and_then(|actor| actor.person.as_ref()).map(PersonId::as_str);
                all.push(self.entry(&deed.party, person, "ratifies the agreement", &deed.trace, by)?);
            }
        }
        for party in &parties {
            for act in self.state.waiting_for(party).filter(|act| is_open(&act.trace)) {
                if let Some(what) = self.waits(act) {
                    let by = match act.trace.by.role {
                        Role::Team => RecordedBy::TeamWaits,
                        _ => RecordedBy::MediatorWaits,
                    };
                    let person = act.person.as_ref().map(PersonId::as_str);
                    all.push(self.entry(party, person, &what, &act.trace, by)?);
                }
            }
        }
        Ok(all)
    }

    /// What a party accepted and did not sign.
    fn acceptances(&self, party: &PartyId, all: &mut Vec<Reported>) -> Result<(), CommandError> {
        let signed: BTreeSet<u32> = self
            .acts_of(party)
            .filter_map(|act| act.deed.words())
            .filter(|theirs| theirs.are_among(self.words))
            .flat_map(Words::places)
            .collect();
        let given = self.given(party);
        let known: BTreeSet<u32> = given.iter().map(|given| given.place).collect();
        let mut grouped: BTreeMap<Answerer<'_>, (BTreeSet<u32>, &Trace)> = BTreeMap::new();
        for given in given.iter().filter(|given| !signed.contains(&given.place)) {
            let by = if self.signed_elsewhere(party, given.place) {
                RecordedBy::OtherWords
            } else {
                self.by(given.trace)
            };
            let (places, last) =
                grouped.entry((given.verb, by, given.person)).or_insert((BTreeSet::new(), given.trace));
            places.insert(given.place);
            *last = if last.index < given.trace.index { given.trace } else { *last };
        }
        for ((verb, by, person), (places, trace)) in grouped {
            let what = format!("{verb} {}", self.named(&places));
            all.push(self.entry(party, person.map(PersonId::as_str), &what, trace, by)?);
        }
        // What was accepted where the table does not read: that it was is what was declared.
        let unread =
            self.words.places().iter().any(|place| !signed.contains(place) && !known.contains(place));
        if unread && self.agreement.accepted_by.contains(party) {
            let what = match self.agreement.reported.contains(party) {
                true => "accepts: the agreement was declared on what was recorded on its word",
                false => "accepts: so the agreement was declared",
            };
            let trace = &self.agreement.trace;
            let by = if trace.by.role == Role::Team { RecordedBy::Team } else { RecordedBy::Mediator };
            all.push(self.entry(party, None, what, trace, by)?);
        }
        Ok(())
    }

    /// What a party accepted at the table, place by place, as it answered last.
    fn given(&self, party: &PartyId) -> Vec<Given<'_>> {
        let mut given = match &self.agreement.about {
            Agreed::Package(package) => self.given_to_package(package, party),
            Agreed::Draft { draft, .. } => {
                let clauses = self.state.drafts.get(draft).map(|draft| draft.clauses.as_slice());
                let clauses = (1..).zip(clauses.unwrap_or_default());
                let answers = clauses.filter_map(|(place, clause)| {
                    let answer = self.state.clause_answers.get(&(clause.id.clone(), party.clone()))?;
                    let verb = accepted(&answer.answer).filter(|_| answer.is_acceptance())?;
                    (answer.clause == *clause).then_some(Given {
                        place,
                        verb,
                        person: answer.person.as_ref(),
                        trace: &answer.trace,
                    })
                });
                answers.collect()
            }
        };
        let places = self.words.places();
        given.retain(|given: &Given<'_>| is_open(given.trace) && places.contains(&given.place));
        given
    }

    fn given_to_package(&self, id: &PackageId, party: &PartyId) -> Vec<Given<'_>> {
        let Some(package) = self.state.packages.get(id) else { return Vec::new() };
        let given =
            match package.answers.get(party) {
                Some(answer) => verdict(answer.verdict).filter(|_| answer.is_acceptance()).map(|verb| {
                    Given { place: 1, verb, person: answer.person.as_ref(), trace: &answer.trace }
                }),
                None => package.is_accepted_by(party).then_some(Given {
                    place: 1,
                    verb: "accepts",
                    person: package.trace.by.person.as_ref(),
                    trace: &package.trace,
                }),
            };
        given.into_iter().collect()
    }

    /// What is recorded of the agreement and waits, in words; `None` where it is about something else.
    fn waits(&self, act: &ReportedAct) -> Option<String> {
        let since = act.trace.index > self.agreement.trace.index;
        match (&*act.event, &self.agreement.about) {
            (Event::Signed(_), _) if since => Some("signs the agreement".to_owned()),
            (Event::Ratified(_), _) if since => Some("ratifies the agreement".to_owned()),
            (Event::PackageAnswered(answer), Agreed::Package(package)) if answer.package == *package => {
                Some(format!("{} the words", verdict(answer.verdict)?))
            }
            (Event::ClauseAnswered(answer), Agreed::Draft { draft, .. }) if answer.draft == *draft => {
                let clauses = &self.state.drafts.get(draft)?.clauses;
                let place = (1..).zip(clauses).find(|(_, clause)| clause.id == answer.clause)?.0;
                let verb = accepted(&answer.answer).filter(|_| self.words.places().contains(&place))?;
                Some(format!("{verb} {}", self.named(&BTreeSet::from([place]))))
            }
            _ => None,
        }
    }

    /// Whose account recorded it, and what the party said to it.
    fn by(&self, trace: &Trace) -> RecordedBy {
        let confirmed = self
            .state
            .reported_at(trace)
            .is_some_and(|act| matches!(act.standing, ReportStanding::Confirmed { .. }));
        match (&trace.by.role, confirmed) {
            (Role::Delegate(_), _) => RecordedBy::Delegate,
            (Role::Principal(_), _) => RecordedBy::Principal,
            (Role::Team, true) => RecordedBy::TeamConfirmed,
            (Role::Team, false) => RecordedBy::Team,
            (_, true) => RecordedBy::MediatorConfirmed,
            (_, false) => RecordedBy::Mediator,
        }
    }

    fn acts_of<'a>(&'a self, party: &'a PartyId) -> impl Iterator<Item = &'a Act> {
        self.acts.iter().copied().filter(|act| act.party.as_str() == party.as_str())
    }

    /// Whether a party signed all of the words in this way.
    fn signed_whole(&self, party: &PartyId, is: fn(&Deed) -> bool) -> bool {
        let mut own = self.acts_of(party).filter(|act| is(&act.deed)).filter_map(|act| act.deed.words());
        own.any(|theirs| theirs == self.words)
    }

    /// Whether a party signed an acceptance of the clause in another draft, or of the words as they read before.
    fn signed_elsewhere(&self, party: &PartyId, place: u32) -> bool {
        let known = |words: &Words| match words {
            Words::Draft(draft) => draft.clauses.iter().map(|clause| clause.id.clone()).collect(),
            Words::Package(package) => vec![package.id.clone()],
        };
        let here: Vec<Line> = match self.words {
            Words::Draft(draft) => {
                let at = draft.clauses.iter().filter(|clause| clause.number == place);
                at.map(|clause| clause.id.clone()).collect()
            }
            Words::Package(package) => vec![package.id.clone()],
        };
        let mut theirs = self.acts_of(party).filter_map(|act| act.deed.words());
        theirs.any(|words| known(words).iter().any(|id| here.contains(id)))
    }

    /// Clauses, as a sentence names them.
    fn named(&self, places: &BTreeSet<u32>) -> String {
        if *places == self.words.places() {
            return "the words".to_owned();
        }
        let numbers: Vec<String> = places.iter().map(u32::to_string).collect();
        format!("clause {}", numbers.join(", "))
    }

    fn entry(
        &self,
        party: &PartyId,
        person: Option<&str>,
        what: &str,
        trace: &Trace,
        by: RecordedBy,
    ) -> Result<Reported, CommandError> {
        let confirmed = self.state.reported_at(trace).and_then(|act| match &act.standing {
            ReportStanding::Confirmed { person, .. } => person.as_ref().map(PersonId::as_str),
            _ => None,
        });
        let person = match by {
            RecordedBy::MediatorConfirmed | RecordedBy::TeamConfirmed => confirmed,
            _ => person,
        };
        Ok(Reported {
            party: line(party.as_str())?,
            person: person.map(line).transpose()?,
            what: line(what)?,
            date: moment(trace.at)?,
            by,
        })
    }
}

fn is_open(trace: &Trace) -> bool {
    matches!(trace.compartment, Compartment::Public | Compartment::Table)
}

fn accepted(answer: &ClauseAnswer) -> Option<&'static str> {
    match answer {
        ClauseAnswer::Accept => Some("accepts"),
        ClauseAnswer::AcceptAdReferendum => Some("accepts ad referendum"),
        ClauseAnswer::Bracket { .. } | ClauseAnswer::Amend { .. } | ClauseAnswer::Reject => None,
    }
}

fn verdict(verdict: Verdict) -> Option<&'static str> {
    match verdict {
        Verdict::Accept => Some("accepts"),
        Verdict::AcceptAdReferendum => Some("accepts ad referendum"),
        Verdict::Reject => None,
    }
}
