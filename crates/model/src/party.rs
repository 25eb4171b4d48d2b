//! Parties, the people who speak for them, and what those people may offer.

use crate::{Date, IssueId, PartyId, PersonId};

/// A party to the negotiation, or the third party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its id.
    pub id: PartyId,
    /// Its name to show.
    pub name: String,
    /// Whether it negotiates or mediates.
    pub role: PartyRole,
    /// The people who speak for it, in the order of the file.
    pub people: Vec<Person>,
    /// Voices within the party.
    pub factions: Vec<Faction>,
}

/// What a party does at the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartyRole {
    /// Its acceptance counts.
    Negotiating,
    /// It mediates: it has no acceptance to give and no brief.
    Third,
}

/// Somebody who speaks or signs for a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Unique in the case.
    pub id: PersonId,
    /// Name to show.
    pub name: String,
    /// Office held, such as "foreign minister".
    pub office: Option<String>,
    /// Place in the delegation.
    pub role: PersonRole,
    /// Whether the person leads the delegation.
    pub leads: bool,
    /// The faction the person speaks for.
    pub faction: Option<String>,
    /// What the person may offer or accept.
    pub mandates: Vec<Mandate>,
}

/// A person's place on a party's side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonRole {
    /// Decides for the party and gives mandates.
    Principal,
    /// Speaks under a mandate.
    Delegate,
    /// Advises; speaks for nobody.
    Adviser,
    /// Shuttles for the third party.
    Envoy,
    /// Speaks in public without a seat in the delegation.
    Voice,
}

/// What a delegate may offer or accept, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    /// The issues it covers; `None` for all.
    pub issues: Option<Vec<IssueId>>,
    /// First day.
    pub from: Option<Date>,
    /// Last day it was given for.
    pub until: Option<Date>,
    /// Set when it ended before its time.
    pub ended: Option<MandateEnd>,
    /// Where this is stated.
    pub source: Option<crate::statement::Citation>,
}

/// How a mandate ended before its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MandateEnd {
    /// The day from which it no longer holds.
    pub on: Date,
    /// Why: resignation, revocation, replacement.
    pub reason: Option<String>,
}

impl Mandate {
    /// Whether it holds on the day and covers the issue.
    pub fn holds(&self, on: Date, issue: Option<&IssueId>) -> bool {
        self.from.is_none_or(|from| from <= on)
            && self.until.is_none_or(|until| on <= until)
            && self.ended.as_ref().is_none_or(|end| on < end.on)
            && match (&self.issues, issue) {
                (Some(covered), Some(issue)) => covered.contains(issue),
                _ => true,
            }
    }
}

/// A voice within a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faction {
    /// Unique in the party.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Whether the party cannot accept without it.
    pub veto: bool,
}
