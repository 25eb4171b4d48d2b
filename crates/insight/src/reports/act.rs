//! Which act of the record an accepted suggestion is.
//!
//! Nothing is guessed. What names no party, person or day of the case, and what the record has no act for, becomes a note that the
//! mediator and the team read, and the note says why.

use super::fields as written;
use super::found::Found;
use mediant_model::case::Reader;
use mediant_model::statement::{
    Alternative, Answer, Confidence, Deadline, Interest, Position, Provenance, Publicity, Remark, Speaker,
    Stance as Stood, Trend,
};
use mediant_model::{Date, IssueId, Party, PartyId, Person, PersonId};
use mediant_reader::review::Fields;
use mediant_reader::suggest::{PersonChange, SessionState, Stance, StatusKind, Way};
use mediant_record::Compartment;
use mediant_record::person::Departure;
use mediant_record::report::{Decided, Entry};
use mediant_record::session::SessionState as Stage;
use mediant_record::session::{Plan, SessionId, SessionOnRecord};
use mediant_record::state::State;
use mediant_record::statement::Statement;

/// What an accepted suggestion goes on record as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// As this act.
    Entry(Entry),
    /// As a note of the mediator's: why nothing else says it, and what to do.
    Note(String),
}

/// What is to become of a suggestion.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// Its fields, as they were accepted.
    pub fields: &'a Fields,
    /// Its words, at most 25.
    pub words: &'a str,
    /// Who may know of it.
    pub to: &'a Compartment,
    /// Today, where the record is kept.
    pub today: Date,
}

/// The act that a suggestion is, as the mediator knows the case. Costs the number of people and sessions.
pub fn act(state: &State, wanted: &Wanted<'_>) -> Act {
    debug_assert_eq!(state.reader(), Reader::Mediator);
    let Some(publicity) = publicity(wanted.to) else {
        return Act::Note("nothing goes there from a report".to_owned());
    };
    let made = Maker { state, wanted, publicity };
    let made = match wanted.fields {
        Fields::Statement { stance, speaker, party, on, about } => {
            made.statement(*stance, speaker.as_deref(), party.as_deref(), *on, about.as_deref())
        }
        Fields::Session { state, on, participants, place } => {
            made.session(*state, *on, participants, place.as_deref())
        }
        Fields::Status { kind, on, about } => made.status(*kind, *on, about.as_deref()),
        Fields::Alternative { way, party } => made.alternative(*way, party.as_deref()),
        Fields::Person { change, who, on, party } => {
            made.person(*change, who.as_deref(), *on, party.as_deref())
        }
    };
    made.map_or_else(Act::Note, Act::Entry)
}

/// The act that an accepted suggestion is, as it was decided about.
pub fn of_decision(state: &State, today: Date, decided: &Decided, found: &Found) -> Act {
    let base = found.suggestion(&decided.suggestion).map(|suggested| &suggested.proposal.fields);
    if written::value(decided, written::AS) == written::NOTE {
        return Act::Note("it was accepted as a note".to_owned());
    }
    let (Ok(fields), Some(to)) = (written::decided(decided, base), &decided.to) else {
        return Act::Note("its fields cannot be read here; state it by hand".to_owned());
    };
    act(state, &Wanted { fields: &fields, words: written::value(decided, written::WORDS), to, today })
}

/// The text of the note that keeps what no act says: what was accepted, and why it is no more than a note.
pub fn note(decided: &Decided, why: &str) -> String {
    let all = ["speaker", "who", "party", "participants", "place", "on", "about"];
    let known = all.map(|name| written::value(decided, name));
    let known: Vec<&str> = known.into_iter().filter(|value| !value.is_empty()).collect();
    let kind = written::value(decided, written::KIND);
    let what = written::value(decided, "what");
    let beside = if known.is_empty() { String::new() } else { format!(": {}", known.join(", ")) };
    format!("A report says ({kind}, {what}{beside}). It stands as a note: {why}.")
}

/// The publicity of a statement that stands in a compartment.
fn publicity(to: &Compartment) -> Option<Publicity> {
    match to {
        Compartment::Public => Some(Publicity::Public),
        Compartment::Table => Some(Publicity::Table),
        Compartment::Caucus(party) => Some(Publicity::Caucus(party.clone())),
        Compartment::Mediator => Some(Publicity::Mediator),
        Compartment::Delegation(_) | Compartment::Report(_) => None,
    }
}

/// The act, or why there is none.
type Made = Result<Entry, String>;

struct Maker<'a> {
    state: &'a State,
    wanted: &'a Wanted<'a>,
    publicity: Publicity,
}

impl Maker<'_> {
    fn statement(
        &self,
        stance: Stance,
        speaker: Option<&str>,
        party: Option<&str>,
        on: Option<Date>,
        about: Option<&str>,
    ) -> Made {
        let known = self.party(party)?;
        let issue = self.issue(about)?;
        let provenance =
            Provenance { by: speaker.and_then(|name| said_by(known, name)), on, ..self.provenance() };
        let party = known.id.clone();
        let statement = match (stance, issue) {
            (Stance::Interest, _) => Statement::Interest(Interest { party, provenance }),
            // What settles nothing, or is about nothing that the case knows, stands as what somebody said.
            (Stance::None, issue) => Statement::Remark(Remark { party, issue, provenance }),
            (_, None) => Statement::Remark(Remark { party, issue: None, provenance }),
            (Stance::Accepts, Some(issue)) => answer(party, issue, Stood::Accepts, provenance),
            (Stance::AcceptsInPart, Some(issue)) => answer(party, issue, Stood::AcceptsInPart, provenance),
            (Stance::Open, Some(issue)) => answer(party, issue, Stood::Open, provenance),
            // Which options are meant only a person says.
            (Stance::RulesOut | Stance::Demands | Stance::Precondition, Some(issue)) => {
                Statement::Position(Position { party, issue, wants: None, provenance })
            }
        };
        Ok(Entry::Statement { statement: Box::new(statement) })
    }

    fn status(&self, kind: StatusKind, on: Option<Date>, about: Option<&str>) -> Made {
        let provenance = self.provenance();
        let issues: Vec<IssueId> = self.issue(about)?.into_iter().collect();
        let statement = match kind {
            StatusKind::Deadline => {
                let on = on.ok_or("it is not said which day; edit the suggestion to say it")?;
                Statement::Deadline(Deadline { on, party: None, issues, provenance })
            }
            StatusKind::Confidentiality => {
                let all: Vec<PartyId> = self.state.negotiating().map(|party| party.id.clone()).collect();
                let parties = if all.len() == 2 { all } else { Vec::new() };
                Statement::Confidence(Confidence { parties, issues, provenance })
            }
            StatusKind::Agreed => {
                return Err(
                    "what both sides settled is theirs to say: it counts once they accept it here".to_owned()
                );
            }
            StatusKind::Hurdle => {
                return Err(
                    "what stands in the way follows from what the parties say, and is not recorded by itself"
                        .to_owned(),
                );
            }
            StatusKind::Stalled => {
                return Err(
                    "that nothing moves is no act; let the talks rest on the desk if they do".to_owned()
                );
            }
        };
        Ok(Entry::Statement { statement: Box::new(statement) })
    }

    fn alternative(&self, way: Way, party: Option<&str>) -> Made {
        let party = self.party(party)?.id.clone();
        let trend = match way {
            Way::Improves => Trend::Improving,
            Way::Worsens => Trend::Worsening,
        };
        let provenance = self.provenance();
        let statement = Statement::Alternative(Alternative { party, trend: Some(trend), provenance });
        Ok(Entry::Statement { statement: Box::new(statement) })
    }

    fn session(
        &self,
        stage: SessionState,
        on: Option<Date>,
        participants: &[String],
        place: Option<&str>,
    ) -> Made {
        let met = self.met(participants);
        if met.parties.is_empty() {
            return Err("it is not clear which parties met; edit the participants to name them".to_owned());
        }
        let known = on.and_then(|on| self.known_session(on, &met.parties));
        let is_past = known
            .is_some_and(|(_, known)| matches!(known.state, Stage::Held { .. } | Stage::Cancelled { .. }));
        let id = known.map(|(id, _)| id.clone());
        match (stage, id, on) {
            (_, Some(_), _) if is_past => Err("a session of that day is on record already".to_owned()),
            (SessionState::Planned, Some(_), _) => Err("a session of that day is planned already".to_owned()),
            (SessionState::Held, Some(session), Some(on)) => Ok(Entry::SessionHeld { session, on }),
            (SessionState::Cancelled, Some(session), _) => Ok(Entry::SessionCancelled { session }),
            (SessionState::Cancelled, None, _) => {
                Err("no session of that day is planned; cancel the one that is meant under Sessions"
                    .to_owned())
            }
            (SessionState::Moved, ..) => {
                Err("a session is moved under Sessions, where its new day is known".to_owned())
            }
            (SessionState::Held, _, None) => {
                Err("it is not said on which day they met; edit the suggestion to say it".to_owned())
            }
            (SessionState::Held, None, Some(on)) => Ok(self.new_session(met, Some(on), place, Some(on))),
            (SessionState::Planned, None, on) => Ok(self.new_session(met, on, place, None)),
        }
    }

    fn new_session(&self, met: Met, on: Option<Date>, place: Option<&str>, held: Option<Date>) -> Entry {
        let plan = Plan {
            parties: met.parties,
            people: met.people,
            on,
            place: place.map(str::to_owned),
            text: Some(self.text()),
            ..Plan::default()
        };
        Entry::Session { plan: Box::new(plan), held }
    }

    /// Who of the case is named at a meeting, and would be known to whoever reads of it. Other names may be places.
    fn met(&self, participants: &[String]) -> Met {
        let mut met = Met::default();
        for name in participants {
            let of_person = self.state.parties.iter().find_map(|party| Some((party, person(party, name)?)));
            let party = self.state.parties.iter().find(|party| is_called(party, name));
            if let Some(known) = party.or(of_person.map(|(party, _)| party))
                && !met.parties.contains(&known.id)
            {
                met.parties.push(known.id.clone());
            }
            if let (None, Some((_, person))) = (party, of_person) {
                met.people.push(person.id.clone());
            }
        }
        met
    }

    /// The session of a day with one of these parties of which no others know than may know of this.
    fn known_session(&self, on: Date, parties: &[PartyId]) -> Option<(&SessionId, &SessionOnRecord)> {
        self.state.sessions.iter().find(|(_, known)| {
            let day = match &known.state {
                Stage::Held { on, .. } => Some(*on),
                Stage::Planned | Stage::Moved { .. } | Stage::Cancelled { .. } => known.plan.on,
            };
            day == Some(on)
                && known.plan.parties.iter().any(|party| parties.contains(party))
                && known.trace.compartment.is_within(self.wanted.to)
        })
    }

    fn person(&self, change: PersonChange, who: Option<&str>, on: Option<Date>, party: Option<&str>) -> Made {
        let who = who.ok_or("it is not said who; edit the suggestion to say it")?;
        let named = party.map(|name| self.party(Some(name))).transpose()?;
        let of = named.map_or_else(|| self.state.parties.iter().collect(), |party| vec![party]);
        let mut known = of.iter().filter_map(|party| Some((*party, person(party, who)?)));
        let how = match change {
            PersonChange::Resigned => Departure::Resigned,
            PersonChange::Dismissed => Departure::Dismissed,
            PersonChange::Appointed => {
                return Err("name them under People and mandates, with what they may do".to_owned());
            }
            PersonChange::Replaced => {
                return Err("record under People and mandates who takes their place".to_owned());
            }
            PersonChange::Died => {
                return Err(
                    "record under People and mandates that they no longer speak for the party".to_owned()
                );
            }
        };
        let (Some((party, person)), None) = (known.next(), known.next()) else {
            return Err(format!(
                "the case knows nobody who is surely the one called {who}; edit the suggestion to name one"
            ));
        };
        let on = on.ok_or("it is not said on which day; edit the suggestion to say it")?;
        Ok(Entry::Departure { party: party.id.clone(), person: person.id.clone(), on, how })
    }

    fn party(&self, name: Option<&str>) -> Result<&Party, String> {
        let name = name.ok_or("it is not said for which party; edit the suggestion to say it")?;
        let known = self.state.parties.iter().find(|party| is_called(party, name));
        known.ok_or_else(|| {
            format!("no party of the case is called {name}; edit the suggestion to choose one")
        })
    }

    /// The issue that somebody chose. The reader chooses none.
    fn issue(&self, about: Option<&str>) -> Result<Option<IssueId>, String> {
        let Some(about) = about else { return Ok(None) };
        let known = self.state.issues.iter().find(|issue| issue.id.as_str() == about);
        known.map(|issue| Some(issue.id.clone())).ok_or_else(|| format!("there is no issue {about} any more"))
    }

    fn provenance(&self) -> Provenance {
        Provenance { text: Some(self.text()), ..Provenance::known_to(self.publicity.clone()) }
    }

    fn text(&self) -> String {
        format!("“{}”", self.wanted.words)
    }
}

/// Parties and people who met.
#[derive(Default)]
struct Met {
    parties: Vec<PartyId>,
    people: Vec<PersonId>,
}

fn answer(party: PartyId, issue: IssueId, stance: Stood, provenance: Provenance) -> Statement {
    Statement::Answer(Answer { party, issue, stance, provenance })
}

/// Who said it: a person of the party, or whoever the report describes; nobody apart where it is the party itself.
fn said_by(party: &Party, name: &str) -> Option<Speaker> {
    match person(party, name) {
        Some(person) => Some(Speaker::Person(person.id.clone())),
        None if is_called(party, name) => None,
        None => Some(Speaker::Described(name.to_owned())),
    }
}

/// The person of a party who is called so: by the whole name, or by a surname that no other of the party has.
fn person<'p>(party: &'p Party, name: &str) -> Option<&'p Person> {
    let wanted = folded(name);
    if let Some(same) = party.people.iter().find(|person| folded(&person.name) == wanted) {
        return Some(same);
    }
    let surname = |text: &str| text.rsplit(' ').next().unwrap_or(text).to_owned();
    let is_full = wanted.contains(' ');
    let mut alike = party.people.iter().filter(|person| !is_full && surname(&folded(&person.name)) == wanted);
    alike.next().filter(|_| alike.next().is_none())
}

fn is_called(party: &Party, name: &str) -> bool {
    let wanted = folded(name);
    folded(&party.name) == wanted || folded(party.id.as_str()) == wanted
}

/// A name without what writers leave to chance: case, an article, runs of spaces.
fn folded(name: &str) -> String {
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    line.strip_prefix("the ").map(str::to_owned).unwrap_or(line)
}
