//! What was recorded on a party's word: what a reader knows of it, and what follows from that.
//!
//! An act that the mediator or the team recorded for a party is *reported*. It counts, or it waits for the party, as its
//! event says (`waits`): the party's principals had come when it was recorded. What waits is kept here, and in no other
//! part of the state: it gives no acceptance, moves no item, counts to no agreement.

use super::shape::PartyAct;
use super::undo::Before;
use crate::authority::Authority;
use crate::command::Command;
use crate::event::{Event, Recorded};
use crate::id::EventId;
use crate::item::ItemTold;
use crate::mending::Subject;
use crate::state::{State, Trace};
use mediant_model::{PartyId, PersonId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Something that was recorded on a party's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedAct {
    /// The event that recorded it.
    pub id: EventId,
    /// What it says.
    pub event: Box<Event>,
    /// The party on whose word.
    pub party: PartyId,
    /// The person on whose word, where that was said.
    pub person: Option<PersonId>,
    /// When it was recorded, by whom and where.
    pub trace: Trace,
    /// How it stands.
    pub standing: ReportStanding,
    /// What it is about.
    pub(super) matter: String,
    /// What it takes to contest it.
    pub(super) undone_by: Authority,
    /// What it changed, to be put back where it is contested.
    pub(super) before: Before,
}

/// How something stands that was recorded on a party's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportStanding {
    /// It counts, and the party has not said that it is its word.
    Counts,
    /// It waits for the party's word, and counts for nothing.
    Waits,
    /// The party confirmed it, and it counts.
    Confirmed {
        /// Who did.
        person: Option<PersonId>,
        /// When.
        trace: Trace,
    },
    /// The party contested it, and it does not count.
    Contested {
        /// Who did.
        person: Option<PersonId>,
        /// Why.
        reason: Option<String>,
        /// When.
        trace: Trace,
    },
    /// It waited, and something else was said on the same matter before the party answered.
    Overtaken,
}

/// Everything that was recorded on a party's word, as far as the reader may know.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reported {
    /// By the place among the reader's events at which they stand.
    acts: BTreeMap<u64, ReportedAct>,
    /// Their places.
    places: BTreeMap<EventId, u64>,
    /// The places of those that wait.
    waiting: BTreeSet<u64>,
}

impl State {
    /// Everything that was recorded on a party's word, oldest first.
    pub fn reported(&self) -> impl DoubleEndedIterator<Item = &ReportedAct> {
        self.reported.acts.values()
    }

    /// What was recorded on a party's word by this event; `None` where it was not, or is not for this reader.
    pub fn reported_by(&self, event: &EventId) -> Option<&ReportedAct> {
        self.reported.acts.get(self.reported.places.get(event)?)
    }

    /// What was recorded on a party's word at this trace; `None` where it is the party's own word, or the mediator's.
    pub fn reported_at(&self, trace: &Trace) -> Option<&ReportedAct> {
        self.reported.acts.get(&trace.index)
    }

    /// What waits for a party's word, oldest first.
    pub fn waiting_for<'s>(&'s self, party: &'s PartyId) -> impl Iterator<Item = &'s ReportedAct> {
        let waiting = self.reported.waiting.iter().filter_map(|place| self.reported.acts.get(place));
        waiting.filter(move |act| &act.party == party)
    }

    /// Whether it counts on the word of whoever recorded it alone: the party has not confirmed it.
    pub fn is_only_reported(&self, trace: &Trace) -> bool {
        self.reported_at(trace).is_some_and(|act| act.standing == ReportStanding::Counts)
    }

    /// Takes an event in that the mediator or the team recorded on a party's word.
    pub(crate) fn take_report(&mut self, recorded: &Recorded, act: PartyAct, trace: &Trace) -> Option<()> {
        let event = &recorded.event;
        let before = Before::of(self, event);
        if recorded.waits {
            self.keep_back(event, trace)?;
        } else {
            event.clone().fold(self, trace)?;
        }
        self.overtake(&act);
        let standing = if recorded.waits { ReportStanding::Waits } else { ReportStanding::Counts };
        if recorded.waits {
            self.reported.waiting.insert(trace.index);
        }
        self.reported.places.insert(recorded.id.clone(), trace.index);
        let PartyAct { party, person, matter, undone_by, .. } = act;
        let reported = ReportedAct {
            id: recorded.id.clone(),
            event: Box::new(event.clone()),
            party,
            person,
            trace: trace.clone(),
            standing,
            matter,
            undone_by,
            before,
        };
        self.reported.acts.insert(trace.index, reported);
        Some(())
    }

    /// What was said anew on a matter takes the place of what waits there.
    pub(crate) fn overtake(&mut self, act: &PartyAct) {
        let waiting = self.reported.waiting.iter().copied();
        let overtaken: Vec<u64> = waiting
            .filter(|place| {
                let known = self.reported.acts.get(place);
                known.is_some_and(|known| known.party == act.party && known.matter == act.matter)
            })
            .collect();
        for place in overtaken {
            self.stand(place, ReportStanding::Overtaken);
        }
    }

    /// What waits on these matters, or is about what was put into other words, waits no more: it would be confirmed as
    /// something else than was recorded.
    pub(crate) fn overtake_all(&mut self, matters: &BTreeSet<String>, what: &Subject) {
        let waiting = self.reported.waiting.iter().copied();
        let overtaken: Vec<u64> = waiting
            .filter(|place| {
                let known = self.reported.acts.get(place);
                known.is_some_and(|known| {
                    matters.contains(&known.matter) || what.is_spoken_of_in(&known.event)
                })
            })
            .collect();
        for place in overtaken {
            self.stand(place, ReportStanding::Overtaken);
        }
    }

    /// The party says that it is its word. What waited counts from now on.
    pub(super) fn confirm(
        &mut self,
        report: &EventId,
        party: &PartyId,
        person: Option<PersonId>,
        trace: &Trace,
    ) -> Option<()> {
        let (place, act) = self.open_report(report, party)?;
        if act.standing == ReportStanding::Waits {
            // It is given now, by whoever confirms it; where it was recorded and by whom stays.
            let given = Trace { at: trace.at, ..act.trace.clone() };
            let event = given_by(*act.event, person.as_ref());
            let _ = self.let_count(event, &given);
        }
        self.stand(place, ReportStanding::Confirmed { person, trace: trace.clone() });
        Some(())
    }

    /// The party says that it is not its word.
    pub(super) fn contest(
        &mut self,
        report: &EventId,
        party: &PartyId,
        (person, reason): (Option<PersonId>, Option<String>),
        trace: &Trace,
    ) -> Option<()> {
        let (place, act) = self.open_report(report, party)?;
        self.undo(&act, (person.as_ref(), reason.as_ref()), trace);
        self.stand(place, ReportStanding::Contested { person, reason, trace: trace.clone() });
        Some(())
    }

    /// What a party has still to say something to.
    fn open_report(&self, report: &EventId, party: &PartyId) -> Option<(u64, ReportedAct)> {
        let place = *self.reported.places.get(report)?;
        let act = self.reported.acts.get(&place).filter(|act| &act.party == party && act.is_open())?;
        Some((place, act.clone()))
    }

    fn stand(&mut self, place: u64, standing: ReportStanding) {
        self.reported.waiting.remove(&place);
        if let Some(act) = self.reported.acts.get_mut(&place) {
            act.standing = standing;
        }
    }

    /// What is known at once of something that waits: that an item was told, as far as what is told may travel unsaid.
    fn keep_back(&mut self, event: &Event, trace: &Trace) -> Option<()> {
        let Event::ItemTold(told) = event else { return Some(()) };
        let release = told.release.min(self.release_usual());
        Event::from(ItemTold { release, ..told.clone() }).fold(self, trace)
    }

    fn let_count(&mut self, event: Event, trace: &Trace) -> Option<()> {
        let Event::ItemTold(told) = event else { return event.fold(self, trace) };
        // The item is on record: only its release waited.
        let item = self.items.get_mut(&told.item)?;
        item.release = told.release;
        item.releases.push((told.release, told.person, trace.clone()));
        Some(())
    }
}

impl ReportedAct {
    /// The command by which the party would do itself what waits. `None` for kinds that never wait.
    pub fn asked_anew(&self) -> Option<Command> {
        (*self.event).clone().asked_anew(self.trace.compartment.clone())
    }

    /// Whether the party may still confirm or contest it.
    pub fn is_open(&self) -> bool {
        matches!(self.standing, ReportStanding::Counts | ReportStanding::Waits)
    }

    /// Whether it waits for the party's word.
    pub fn waits(&self) -> bool {
        self.standing == ReportStanding::Waits
    }
}

/// An acceptance rests on the authority of whoever gives it: the one who confirms it. Who signed, agreed or heard stays who
/// it was.
fn given_by(event: Event, person: Option<&PersonId>) -> Event {
    match event {
        Event::PackageAnswered(mut answered) => {
            answered.person = person.cloned();
            answered.into()
        }
        Event::ClauseAnswered(mut answered) => {
            answered.person = person.cloned();
            answered.into()
        }
        other => other,
    }
}
