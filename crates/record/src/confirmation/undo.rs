//! What a contested act leaves behind: nothing that counts.
//!
//! What it gave is taken away, and what it took away is put back as far as nobody has acted on the same matter since. An
//! acceptance that fell with it does not come back: the party is asked anew.

use super::state::ReportedAct;
use crate::brief::Briefs;
use crate::event::Event;
use crate::item::Release;
use crate::mandate::{GivenMandate, MandateId, MandateLimited, MandateRevoked};
use crate::mending::MandateCorrected;
use crate::person::Back;
use crate::state::{Loss, State, Trace};
use crate::talks::Stage;
use mediant_model::{Date, IssueId, PersonId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The end of a mandate: the day, and why.
type End = Option<(Date, Option<String>)>;

/// How something stood before an act changed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Before {
    /// It was not there, or nobody needs to know.
    #[default]
    Nothing,
    /// What a mandate covered, and how long.
    Bounds(Option<BTreeSet<IssueId>>, Option<Date>),
    /// All that a mandate says.
    Mandate(Box<GivenMandate>),
    /// Which mandates of a person ended when.
    Ends(BTreeMap<MandateId, End>),
    /// How far an item might travel.
    Release(Release),
    /// How the talks stood.
    Stage(Stage),
}

impl Before {
    /// What an event is about to change.
    pub(super) fn of(state: &State, event: &Event) -> Self {
        match event {
            Event::MandateLimited(MandateLimited { mandate, .. }) => match state.mandates.get(mandate) {
                Some(given) => Self::Bounds(given.issues.clone(), given.until),
                None => Self::Nothing,
            },
            Event::MandateCorrected(corrected) => match state.mandates.get(&corrected.mandate) {
                Some(given) => Self::Mandate(Box::new(given.clone())),
                None => Self::Nothing,
            },
            Event::MandateRevoked(MandateRevoked { mandate, .. }) => {
                let given = state.mandates.get(mandate);
                Self::Ends(given.map(|given| (mandate.clone(), given.ended.clone())).into_iter().collect())
            }
            Event::PersonLeft(left) => {
                let of = state.mandates_of(&left.party, &left.person);
                Self::Ends(of.map(|(id, given)| (id.clone(), given.ended.clone())).collect())
            }
            Event::ItemReleased(released) => match state.items.get(&released.item) {
                Some(item) => Self::Release(item.release),
                None => Self::Nothing,
            },
            Event::TalksBrokenOff(_) => Self::Stage(state.stage.clone()),
            _ => Self::Nothing,
        }
    }
}

impl State {
    /// Takes an act out of what counts.
    pub(super) fn undo(
        &mut self,
        act: &ReportedAct,
        by: (Option<&PersonId>, Option<&String>),
        trace: &Trace,
    ) {
        match &*act.event {
            Event::ItemTold(_) | Event::ItemReleased(_) | Event::ItemTakenBack(_) => {
                self.undo_on_item(act, by, trace);
            }
            Event::MandateGiven(_)
            | Event::MandateLimited(_)
            | Event::MandateCorrected(_)
            | Event::MandateRevoked(_) => self.undo_on_mandate(act),
            Event::PackageProposed(_) | Event::PackageAnswered(_) | Event::ClauseAnswered(_) => {
                self.undo_on_terms(act);
            }
            Event::PersonLeft(_) | Event::PersonReturned(_) => self.undo_on_seat(act, by.1, trace),
            Event::HearingConfirmed(heard) => {
                if let Some(known) = self.heard.get_mut(&heard.heard) {
                    known.confirmed.retain(|_, (_, trace)| !is_of(trace, act));
                }
            }
            Event::CommuniqueAgreed(agreed) => {
                if let Some(known) = self.communiques.get_mut(&agreed.communique) {
                    known.agreed.retain(|_, (_, trace)| !is_of(trace, act));
                }
            }
            Event::BriefDeposited(brief) => {
                if let Some(briefs) = self.briefs.get_mut(&brief.party) {
                    briefs.deposited.retain(|brief| !is_of(&brief.trace, act));
                    if *briefs == Briefs::default() {
                        self.briefs.remove(&brief.party);
                    }
                }
            }
            Event::Signed(_) => self.signatures.retain(|deed| !is_of(&deed.trace, act)),
            Event::Ratified(_) => self.ratifications.retain(|deed| !is_of(&deed.trace, act)),
            Event::TalksBrokenOff(_) => {
                if let Stage::BrokenOff { trace, .. } = &self.stage
                    && is_of(trace, act)
                    && let Before::Stage(before) = &act.before
                {
                    self.stage = before.clone();
                }
            }
            // No other kind is a party's act that the mediator records.
            _ => {}
        }
    }

    fn undo_on_item(
        &mut self,
        act: &ReportedAct,
        (person, reason): (Option<&PersonId>, Option<&String>),
        trace: &Trace,
    ) {
        match &*act.event {
            // Nothing of what it did not tell may pass as its word.
            Event::ItemTold(told) => {
                if let Some(item) = self.items.get_mut(&told.item)
                    && item.taken_back.is_none()
                {
                    item.taken_back = Some((person.cloned(), reason.cloned(), trace.clone()));
                }
            }
            Event::ItemReleased(released) => {
                if let Some(item) = self.items.get_mut(&released.item)
                    && let Before::Release(before) = act.before
                {
                    let is_last = item.releases.last().is_some_and(|(_, _, trace)| is_of(trace, act));
                    item.releases.retain(|(_, _, trace)| !is_of(trace, act));
                    if is_last {
                        item.release = before;
                    }
                }
            }
            Event::ItemTakenBack(back) => {
                if let Some(item) = self.items.get_mut(&back.item)
                    && item.taken_back.as_ref().is_some_and(|(_, _, trace)| is_of(trace, act))
                {
                    item.taken_back = None;
                }
            }
            _ => {}
        }
    }

    fn undo_on_seat(&mut self, act: &ReportedAct, reason: Option<&String>, trace: &Trace) {
        match &*act.event {
            Event::PersonLeft(left) => {
                let key = (left.party.clone(), left.person.clone());
                let known = self.left.get_mut(&key);
                if let Some(left) = known.filter(|left| is_of(&left.trace, act) && left.back.is_none()) {
                    let (on, reason) = (left.on, reason.cloned());
                    left.back = Some(Back { on, reason, source: None, trace: trace.clone() });
                    self.put_ends_back(act, &Some((on, act_reason(act))));
                }
            }
            Event::PersonReturned(back) => {
                let left = self.left.get_mut(&(back.party.clone(), back.person.clone()));
                if let Some(left) = left
                    && left.back.as_ref().is_some_and(|back| is_of(&back.trace, act))
                {
                    left.back = None;
                    self.lose(&back.party, &back.person, &Loss::Person);
                }
            }
            _ => {}
        }
    }

    fn undo_on_mandate(&mut self, act: &ReportedAct) {
        match &*act.event {
            Event::MandateGiven(given) => {
                let removed = self.mandates.remove(&given.mandate);
                if removed.is_some() {
                    self.lose(&given.party, &given.person, &Loss::Mandate(&given.mandate));
                }
            }
            Event::MandateLimited(limited) => {
                let Before::Bounds(issues, until) = &act.before else { return };
                let MandateLimited { mandate, issues: now, until: ends } = limited;
                let Some(given) = self.mandates.get_mut(mandate) else { return };
                if act.waits() || given.issues != *now || given.until != *ends {
                    return;
                }
                (given.issues, given.until) = (issues.clone(), *until);
                let (party, person) = (given.party.clone(), given.person.clone());
                if let Some(issues) = issues {
                    self.lose(&party, &person, &Loss::Narrowed(mandate, issues));
                }
            }
            Event::MandateCorrected(corrected) => {
                let Before::Mandate(before) = &act.before else { return };
                let Some(given) = self.mandates.get_mut(&corrected.mandate) else { return };
                let MandateCorrected { mandate, issues, from, until, source } = corrected;
                let stands = (&given.issues, given.from, given.until, &given.source)
                    == (issues, *from, *until, source);
                if act.waits() || !stands {
                    return;
                }
                let begins_later = before.from.is_some_and(|day| from.is_none_or(|from| from < day));
                (given.issues, given.from, given.until, given.source) =
                    (before.issues.clone(), before.from, before.until, before.source.clone());
                let (party, person) = (given.party.clone(), given.person.clone());
                if begins_later {
                    self.lose(&party, &person, &Loss::Mandate(mandate));
                } else if let Some(issues) = &before.issues {
                    self.lose(&party, &person, &Loss::Narrowed(mandate, issues));
                }
            }
            Event::MandateRevoked(MandateRevoked { on, reason, .. }) => {
                self.put_ends_back(act, &Some((*on, reason.clone())));
            }
            _ => {}
        }
    }

    fn undo_on_terms(&mut self, act: &ReportedAct) {
        match &*act.event {
            // The words stay on the table as what they are: the mediator's.
            Event::PackageProposed(proposed) => {
                if let Some(package) = self.packages.get_mut(&proposed.package) {
                    (package.party, package.binding) = (None, false);
                }
            }
            Event::PackageAnswered(answered) => {
                if let Some(package) = self.packages.get_mut(&answered.package) {
                    package.answers.retain(|_, answer| !is_of(&answer.trace, act));
                }
            }
            Event::ClauseAnswered(answered) => {
                let key = (answered.clause.clone(), answered.party.clone());
                if self.clause_answers.get(&key).is_some_and(|answer| is_of(&answer.trace, act)) {
                    self.clause_answers.remove(&key);
                }
            }
            _ => {}
        }
    }

    /// Mandates end again as they did before an act ended them, where nothing has changed that since.
    fn put_ends_back(&mut self, act: &ReportedAct, now: &End) {
        let Before::Ends(before) = &act.before else { return };
        for (id, end) in before {
            if let Some(given) = self.mandates.get_mut(id).filter(|given| given.ended == *now) {
                given.ended = end.clone();
            }
        }
    }
}

fn is_of(trace: &Trace, act: &ReportedAct) -> bool {
    trace.index == act.trace.index
}

/// Why somebody left, as the mandates that ended with that say it.
fn act_reason(act: &ReportedAct) -> Option<String> {
    match &*act.event {
        Event::PersonLeft(left) => left.reason.clone(),
        _ => None,
    }
}
