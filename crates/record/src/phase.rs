//! Where the talks are, as far as a reader knows: a function of the reader's state and of nothing else.
//!
//! The first line that fits counts.
//!
//! | phase | what leads to it |
//! |---|---|
//! | closed, broken off, paused | the talks were closed, broken off, or rest: [`crate::talks::Stage`] |
//! | ratified | an agreement on the whole was declared, and everybody whose acceptance it rests on has ratified |
//! | signed | the same, and they have all signed |
//! | agreed | the same, and somebody has not signed |
//! | agreed in substance | no such agreement; the same parties, enough under the rule of agreement, accept every clause of the latest text on the table, none in brackets, or a package on the table that leaves nothing open |
//! | drafting | a text is on the table |
//! | exploring | somebody has said, told, proposed or been asked something |
//! | preparing | nothing of this |
//!
//! An acceptance subject to a principal counts for the substance, and for nothing that is declared. An agreement about some clauses of
//! a draft is about the whole only where the rule of agreement lets a deal leave issues open.

use crate::agreement::{Agreed, Agreement, Deed};
use crate::compartment::Compartment;
use crate::draft::ClauseStanding;
use crate::session::SessionState;
use crate::state::{State, Tally};
use crate::talks::Stage;
use mediant_model::PartyId;
use mediant_model::case::Reader;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Where the talks are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Nobody has said anything yet.
    Preparing,
    /// Something was said, and no text is on the table.
    Exploring,
    /// A text is on the table.
    Drafting,
    /// Enough parties accept all of a text or package, and nobody declared it.
    AgreedInSubstance,
    /// An agreement was declared.
    Agreed,
    /// Everybody whose agreement it is has signed.
    Signed,
    /// Everybody whose agreement it is has ratified.
    Ratified,
    /// The talks rest.
    Paused,
    /// The talks were broken off.
    BrokenOff,
    /// The case is closed.
    Closed,
}

impl State {
    /// Where the talks are, as far as it may be said to whose state it is. To the public nothing is said before there is an agreement:
    /// that nothing of the talks shows does not mean that nothing happens.
    pub fn phase_told(&self) -> Option<Phase> {
        let phase = self.phase();
        let untold = self.reader() == Reader::Public && phase < Phase::Agreed;
        self.opening.as_ref().filter(|_| !untold).map(|_| phase)
    }
}

impl Phase {
    /// Every phase.
    pub const ALL: [Self; 10] = [
        Self::Preparing,
        Self::Exploring,
        Self::Drafting,
        Self::AgreedInSubstance,
        Self::Agreed,
        Self::Signed,
        Self::Ratified,
        Self::Paused,
        Self::BrokenOff,
        Self::Closed,
    ];

    /// Its word, such as `agreed_in_substance`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::Exploring => "exploring",
            Self::Drafting => "drafting",
            Self::AgreedInSubstance => "agreed_in_substance",
            Self::Agreed => "agreed",
            Self::Signed => "signed",
            Self::Ratified => "ratified",
            Self::Paused => "paused",
            Self::BrokenOff => "broken_off",
            Self::Closed => "closed",
        }
    }
}

impl State {
    /// Where the talks are, as far as the reader knows. It costs a pass over the latest text and its answers.
    ///
    /// ```
    /// use mediant_model::case::Reader;
    /// use mediant_record::State;
    /// use mediant_record::phase::Phase;
    ///
    /// assert_eq!(State::new(&Reader::Mediator).phase(), Phase::Preparing);
    /// ```
    pub fn phase(&self) -> Phase {
        match self.stage {
            Stage::NotOpened => return Phase::Preparing,
            Stage::Paused { .. } => return Phase::Paused,
            Stage::BrokenOff { .. } => return Phase::BrokenOff,
            Stage::Closed { .. } => return Phase::Closed,
            Stage::Going => {}
        }
        if let Some(agreement) = self.agreement_on_the_whole() {
            return if self.not_ratified(agreement).is_empty() {
                Phase::Ratified
            } else if self.not_signed(agreement).is_empty() {
                Phase::Signed
            } else {
                Phase::Agreed
            };
        }
        if self.text_is_accepted() || self.package_is_accepted() {
            Phase::AgreedInSubstance
        } else if self.latest_draft(&Compartment::Table).is_some() {
            Phase::Drafting
        } else if self.somebody_spoke() {
            Phase::Exploring
        } else {
            Phase::Preparing
        }
    }

    /// The latest agreement that is about the whole deal.
    pub fn agreement_on_the_whole(&self) -> Option<&Agreement> {
        let may_leave_open = self.opening.as_ref().is_some_and(|opening| opening.agreement.partial);
        let is_whole = |agreement: &&Agreement| match &agreement.about {
            Agreed::Draft { clauses: Some(_), .. } => may_leave_open,
            Agreed::Draft { clauses: None, .. } | Agreed::Package(_) => true,
        };
        self.agreements.iter().rev().find(is_whole)
    }

    /// Those whose acceptance an agreement rests on who have not signed it, as far as the reader knows. What they signed before it was
    /// declared was another one.
    pub fn not_signed<'a>(&self, agreement: &'a Agreement) -> BTreeSet<&'a PartyId> {
        let signed = |party: &PartyId| has_done(&self.signatures, party, agreement);
        agreement.accepted_by.iter().filter(|party| !signed(party)).collect()
    }

    /// The same of those who have not ratified.
    pub fn not_ratified<'a>(&self, agreement: &'a Agreement) -> BTreeSet<&'a PartyId> {
        let ratified = |party: &PartyId| has_done(&self.ratifications, party, agreement);
        agreement.accepted_by.iter().filter(|party| !ratified(party)).collect()
    }

    fn text_is_accepted(&self) -> bool {
        let Some((_, draft)) = self.latest_draft(&Compartment::Table) else { return false };
        let clauses = self.clauses(draft);
        let accepted = |standing: ClauseStanding| {
            matches!(standing, ClauseStanding::Accepted | ClauseStanding::AcceptedAdReferendum)
        };
        if !clauses.iter().all(|clause| accepted(clause.standing)) {
            return false;
        }
        // The same parties have to carry the whole, not each clause another majority.
        let mut all = clauses.iter().map(|clause| accepting(&clause.tally));
        let Some(first) = all.next() else { return false };
        self.carries(&all.fold(first, |both, next| &both & &next))
    }

    fn package_is_accepted(&self) -> bool {
        let may_leave_open =
            self.opening.as_ref().is_some_and(|opening| !opening.agreement.nothing_until_everything);
        let mut packages =
            self.packages.values().filter(|package| package.trace.compartment == Compartment::Table);
        packages.any(|package| {
            let mut disclosed = self.issues.iter().filter(|issue| issue.is_disclosed());
            let settles = may_leave_open || disclosed.all(|issue| package.options.contains_key(&issue.id));
            settles && self.carries(&accepting(&self.package_tally(package)))
        })
    }

    fn somebody_spoke(&self) -> bool {
        let was_held =
            || self.sessions.values().any(|session| matches!(session.state, SessionState::Held { .. }));
        let deposited = || self.briefs.values().any(|briefs| !briefs.deposited.is_empty());
        !self.statements.is_empty()
            || !self.items.is_empty()
            || !self.heard.is_empty()
            || !self.packages.is_empty()
            || !self.rounds.is_empty()
            || !self.mediations.is_empty()
            || was_held()
            || deposited()
    }
}

/// Whether a party signed, or ratified, after an agreement was declared.
pub(crate) fn has_done(deeds: &[Deed], party: &PartyId, agreement: &Agreement) -> bool {
    deeds.iter().any(|deed| &deed.party == party && deed.trace.index > agreement.trace.index)
}

/// Those who accept, subject to their principal or not.
fn accepting(tally: &Tally) -> BTreeSet<PartyId> {
    &tally.accepted | &tally.ad_referendum
}
