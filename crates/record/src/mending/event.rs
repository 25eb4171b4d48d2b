//! What is put right: what happened to names and to what was entered by mistake.

use super::{FormerWords, Retirement, Subject, TakenAway};
use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::event::Fact;
use crate::issue::FormerIssue;
use crate::state::{Named, State, Trace};
use mediant_model::issue::IssueKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something is called otherwise from now on, or said in other words. What was accepted in the former ones is asked anew.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Reworded {
    /// What.
    pub what: Subject,
    /// How it reads from now on; absent where an office is no longer said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Fact for Reworded {
    const KIND: &'static str = "reworded";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        self.what.may_stand_in(compartment)
    }

    fn names(&self) -> Vec<Named> {
        // It names what is known there already.
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // A mending says itself who recorded it; what a party accepted in other words it is asked anew.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { what, name, reason } = self;
        let was = state.words_of(&what)?;
        state.set_words(&what, name.clone())?;
        state.fall(&what);
        state.reworded.push(FormerWords { what, was, now: name, reason, trace: trace.clone() });
        Some(())
    }
}

/// Something that was entered by mistake was taken out: nothing rested on it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct TakenOut {
    /// What: a party, a person, an issue or an option.
    pub what: Subject,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Fact for TakenOut {
    const KIND: &'static str = "taken_out";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        !matches!(self.what, Subject::Title | Subject::Office { .. } | Subject::Source(_))
            && self.what.may_stand_in(compartment)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // A mending says itself who recorded it; what a party accepted in other words it is asked anew.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { what, reason } = self;
        let name = state.words_of(&what)?.unwrap_or_default();
        match &what {
            Subject::Party(party) => {
                state.parties.retain(|known| &known.id != party);
                state.forget(|named| matches!(named, Named::Party(id) | Named::Person(id, _) if id == party));
            }
            Subject::Person { party, person } => {
                let of = state.parties.iter_mut().find(|known| &known.id == party)?;
                of.people.retain(|known| &known.id != person);
                state.forget(|named| matches!(named, Named::Person(of, id) if of == party && id == person));
            }
            Subject::Issue(issue) => {
                state.issues.retain(|known| &known.id != issue);
                state.disclosed.remove(issue);
                state.retired.retain(|(of, _), _| of != issue);
                state.forget(|named| matches!(named, Named::Issue(id) | Named::Option(id, _) if id == issue));
            }
            Subject::Option { issue, option } => {
                let IssueKind::Discrete(options) = &mut state.issue_mut(issue)?.kind else { return None };
                options.retain(|known| &known.id != option);
                state.retired.remove(&(issue.clone(), option.clone()));
                state.forget(|named| matches!(named, Named::Option(of, id) if of == issue && id == option));
            }
            Subject::Title | Subject::Office { .. } | Subject::Source(_) => return None,
        }
        state.taken_out.push(TakenAway { what, name, reason, trace: trace.clone() });
        Some(())
    }
}

/// An issue or an option can no longer be chosen. What rests on it still reads; what was accepted with it is asked anew.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Retired {
    /// What: an issue or an option.
    pub what: Subject,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Fact for Retired {
    const KIND: &'static str = "retired";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        matches!(self.what, Subject::Issue(_) | Subject::Option { .. }) && self.what.may_stand_in(compartment)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // A mending says itself who recorded it; what a party accepted in other words it is asked anew.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { what, reason } = self;
        match &what {
            // As an issue that was split, into nothing.
            Subject::Issue(id) => {
                let at = state.issues.iter().position(|known| &known.id == id)?;
                let issue = state.issues.remove(at);
                state.split.push(FormerIssue { issue, into: Vec::new(), reason, trace: trace.clone() });
            }
            Subject::Option { issue, option } => {
                state.words_of(&what)?;
                let retirement = Retirement { reason, trace: trace.clone() };
                state.retired.insert((issue.clone(), option.clone()), retirement);
            }
            _ => return None,
        }
        state.fall(&what);
        Some(())
    }
}
