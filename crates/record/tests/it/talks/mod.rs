//! A record in memory with every reader's state, for tests: what the desk's service does, without a store.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up fails")]

use jiff::Timestamp;
use jiff::civil::Date;
use mediant_model::case::Reader;
use mediant_model::issue::{IssueKind, IssueOption};
use mediant_model::party::{PartyRole, PersonRole};
use mediant_model::{AgreementRule, Issue, OptionId, Party, Person, Quorum};
use mediant_record::case::{CaucusRule, OpenCase};
use mediant_record::command::Command;
use mediant_record::event::Placed;
use mediant_record::issue::AddIssue;
use mediant_record::mandate::GiveMandate;
use mediant_record::mediation::MediationOutcome;
use mediant_record::party::AddParty;
use mediant_record::person::NamePerson;
use mediant_record::request::RequestDigest;
use mediant_record::round::CloseRound;
use mediant_record::{Actor, CommandError, Compartment, Context, Request, Role, State, decide};
use std::collections::BTreeMap;

/// The parties of these talks.
pub const PARTIES: [&str; 3] = ["north", "south", "west"];

/// A record with all its readers.
#[derive(Clone)]
pub struct Talks {
    pub log: Vec<Placed>,
    pub states: BTreeMap<Reader, State>,
    pub now: Timestamp,
}

pub fn party(id: &str) -> Reader {
    Reader::Party(id.into())
}

pub fn mediator() -> Actor {
    Actor::new(Role::Mediator)
}

pub fn principal(party: &str) -> Actor {
    Actor::person(Role::Principal(party.into()), format!("{party}_principal").as_str())
}

pub fn delegate(party: &str) -> Actor {
    Actor::person(Role::Delegate(party.into()), format!("{party}_delegate").as_str())
}

pub fn caucus(party: &str) -> Compartment {
    Compartment::Caucus(party.into())
}

/// A command from its JSON.
pub fn command(json: serde_json::Value) -> Command {
    serde_json::from_value(json).expect("a command")
}

impl Talks {
    /// Nothing yet.
    pub fn empty() -> Self {
        let readers = [Reader::Mediator, Reader::Public].into_iter().chain(PARTIES.iter().map(|p| party(p)));
        Self {
            log: Vec::new(),
            states: readers.map(|reader| (reader.clone(), State::new(&reader))).collect(),
            now: "2026-03-02T09:00:00Z".parse().expect("a time"),
        }
    }

    /// Three parties, each with a principal and a delegate without a mandate; two issues.
    pub fn opened(quorum: Quorum, veto: &[&str]) -> Self {
        let mut talks = Self::empty();
        let agreement = AgreementRule {
            quorum,
            veto: veto.iter().map(|party| (*party).into()).collect(),
            ..AgreementRule::default()
        };
        let open = Command::OpenCase(OpenCase {
            r#in: Compartment::Public,
            title: "Harbour".to_owned(),
            reference: Some("harbour".to_owned()),
            agreement,
            caucus_rule: CaucusRule::NothingWithoutRelease,
        });
        talks.must(&mediator(), open);
        for id in PARTIES {
            let party = Party {
                id: id.into(),
                name: id.to_uppercase(),
                role: PartyRole::Negotiating,
                people: Vec::new(),
                factions: Vec::new(),
            };
            talks.must(&mediator(), Command::AddParty(AddParty { r#in: Compartment::Public, party }));
            for (role, word) in [(PersonRole::Principal, "principal"), (PersonRole::Delegate, "delegate")] {
                let person = Person {
                    id: format!("{id}_{word}").as_str().into(),
                    name: format!("{word} of {id}"),
                    office: None,
                    role,
                    leads: role == PersonRole::Delegate,
                    faction: None,
                    mandates: Vec::new(),
                };
                let name =
                    Command::NamePerson(NamePerson { r#in: Compartment::Public, party: id.into(), person });
                talks.must(&mediator(), name);
            }
        }
        for (id, options) in [("quay", ["wide", "narrow"]), ("fees", ["low", "high"])] {
            let options = options.map(|id| IssueOption { id: OptionId::new(id), name: id.to_owned() });
            let issue =
                Issue { id: id.into(), name: id.to_uppercase(), kind: IssueKind::Discrete(options.to_vec()) };
            talks.must(&mediator(), Command::AddIssue(AddIssue { r#in: Compartment::Public, issue }));
        }
        talks
    }

    pub fn state(&self, reader: &Reader) -> &State {
        &self.states[reader]
    }

    pub fn today(&self) -> Date {
        jiff::tz::TimeZone::UTC.to_datetime(self.now).date()
    }

    /// Carries a command out, or says why not. Ids come from the label alone.
    pub fn ask_as(
        &mut self,
        label: &str,
        actor: &Actor,
        command: &Command,
    ) -> Result<Vec<Placed>, CommandError> {
        let mut count = 0_u32;
        let mut ids = || {
            count += 1;
            blake3::hash(format!("{label}/{count}").as_bytes()).to_hex()[..12].to_owned()
        };
        let sealed = match command {
            Command::CloseRound(CloseRound { round }) => self
                .states
                .iter()
                .filter_map(|(reader, state)| match reader {
                    Reader::Party(party) => {
                        state.sealed_answers(round).map(|sealed| (party.clone(), sealed.clone()))
                    }
                    Reader::Mediator | Reader::Public => None,
                })
                .collect(),
            _ => BTreeMap::new(),
        };
        let today = self.today();
        // What the desk would work out; here always the same, whatever was answered.
        let concludes = matches!(command, Command::ConcludeMediation(_));
        let outcome = concludes.then_some(MediationOutcome::NothingFound);
        let request = Some(Request { name: label.to_owned(), digest: RequestDigest::new([0; 32]) });
        let mut context =
            Context { now: self.now, today, ids: &mut ids, sealed, outcome, request, account: None };
        let events = decide(&self.states[&actor.role.reader()], actor, command, &mut context)?;
        for placed in &events {
            let before = self.states.clone();
            for (reader, state) in &mut self.states {
                if placed.compartment.is_read_by(reader) {
                    state.apply(placed).expect("what was decided fits every reader's state");
                } else {
                    assert_eq!(Some(&*state), before.get(reader));
                }
            }
            self.log.push(placed.clone());
        }
        Ok(events)
    }

    pub fn ask(&mut self, actor: &Actor, command: &Command) -> Result<Vec<Placed>, CommandError> {
        let label = format!("step {}", self.log.len());
        self.ask_as(&label, actor, command)
    }

    pub fn must(&mut self, actor: &Actor, command: Command) -> Vec<Placed> {
        match self.ask(actor, &command) {
            Ok(events) => events,
            Err(refusal) => panic!("{command:?} was refused: {refusal:?}"),
        }
    }

    /// What is wrong, where the command has to be refused.
    pub fn refused(&mut self, actor: &Actor, command: Command) -> CommandError {
        let before = self.log.len();
        let refusal = self.ask(actor, &command).expect_err("a refusal");
        assert_eq!(self.log.len(), before);
        refusal
    }

    pub fn mandate(&mut self, of: &str, issues: Option<&[&str]>) {
        let give = Command::GiveMandate(GiveMandate {
            r#in: caucus(of),
            party: of.into(),
            person: format!("{of}_delegate").as_str().into(),
            issues: issues.map(|issues| issues.iter().map(|issue| (*issue).into()).collect()),
            from: None,
            until: None,
            source: None,
        });
        self.must(&principal(of), give);
    }
}
