//! One event more.

use crate::compartment::Compartment;
use crate::event::{Event, Placed, Recorded};
use crate::request::CarriedOut;
use crate::state::{State, Trace};
use jiff::tz::TimeZone;
use std::fmt;

/// An event that cannot be read here, or refers to what its reader does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplyError {
    /// Of which kind the event is.
    pub kind: &'static str,
    /// What is wrong.
    pub why: &'static str,
}

impl fmt::Display for ApplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an event `{}` {}", self.kind, self.why)
    }
}

impl std::error::Error for ApplyError {}

impl State {
    /// Takes an event in that the reader may read.
    ///
    /// Events that were decided on this reader's state, or a state that knows more, always fit.
    ///
    /// # Errors
    /// The event may not stand in its compartment, the reader does not read that, or the event refers to something
    /// that was never recorded. The state is unchanged then.
    pub fn apply(&mut self, placed: &Placed) -> Result<(), ApplyError> {
        let event = &placed.recorded.event;
        let misplaced = |why| ApplyError { kind: event.kind(), why };
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
        self.take_in(&placed.recorded, &trace).ok_or_else(|| misplaced("refers to what is not on record"))?;
        self.settle(event, &placed.compartment);
        self.seen += 1;
        self.keep_clocks(&trace);
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

    /// What the event changes: at once where it is the word of whoever records it, or where it counts until the party on
    /// whose word it was recorded contests it; later where it waits for that party.
    fn take_in(&mut self, recorded: &Recorded, trace: &Trace) -> Option<()> {
        let act = recorded.event.act_of(self);
        match act {
            Some(act) if recorded.by.role.mediates() => self.take_report(recorded, act, trace),
            // Nothing else waits for anybody.
            _ if recorded.waits => None,
            Some(act) => {
                recorded.event.clone().fold(self, trace)?;
                self.overtake(&act);
                Some(())
            }
            None => recorded.event.clone().fold(self, trace),
        }
    }

    /// Notes from which compartment on the names in an event are known: the widest one that named them.
    fn settle(&mut self, event: &Event, compartment: &Compartment) {
        for name in event.names() {
            match self.homes.get_mut(&name) {
                Some(home) if home.is_within(compartment) => *home = compartment.clone(),
                Some(_) => {}
                None => {
                    self.homes.insert(name, compartment.clone());
                }
            }
        }
    }
}
