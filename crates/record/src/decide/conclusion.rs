//! How talks end, rest and go on.

use super::Decision;
use crate::Compartment;
use crate::event::{Agreed, Event};
use crate::refusal::{Reason, Refusal};
use crate::state::{ClauseStanding, Stage};
use mediant_model::spelling::quoted;
use mediant_model::{Date, PartyId};
use std::collections::BTreeSet;

impl Decision<'_, '_> {
    pub(super) fn declare_agreement(
        &mut self,
        compartment: Compartment,
        about: Agreed,
    ) -> Result<(), Refusal> {
        let accepted_by = match &about {
            Agreed::Draft { draft, clauses } => self.draft_accepted(draft, clauses.as_ref())?,
            Agreed::Package(package) => self.package_accepted(package)?,
        };
        self.record(compartment, Event::AgreementReached { about, accepted_by })
    }

    fn nothing_until_everything(&self) -> bool {
        self.state.opening.as_ref().is_none_or(|opening| opening.agreement.nothing_until_everything)
    }

    fn draft_accepted(
        &self,
        draft: &crate::id::DraftId,
        clauses: Option<&BTreeSet<crate::id::ClauseId>>,
    ) -> Result<BTreeSet<PartyId>, Refusal> {
        let latest = self.state.latest_draft(&Compartment::Table);
        let Some((_, found)) = latest.filter(|(id, _)| *id == draft) else {
            return Err(Refusal::new(Reason::Stale, "this is not the latest draft on the table")
                .at("about.draft")
                .help("an agreement is about the text that everybody reads"));
        };
        if clauses.is_some() && self.nothing_until_everything() {
            return Err(Refusal::not_now("nothing is agreed until everything is agreed")
                .at("about.clauses")
                .help("wait until the whole draft is accepted, or change the rule of agreement"));
        }
        let wanted = |id| clauses.is_none_or(|some| some.contains(id));
        let states = self.state.clauses(found);
        if let Some(unknown) =
            clauses.iter().copied().flatten().find(|id| !states.iter().any(|s| &s.clause.id == *id))
        {
            let message = format!("the draft has no clause {}", quoted(unknown.as_str()));
            return Err(Refusal::unknown("about.clauses", message));
        }
        let open: Vec<String> = states
            .iter()
            .filter(|state| wanted(&state.clause.id) && state.standing != ClauseStanding::Accepted)
            .map(|state| {
                let missing = match state.standing {
                    ClauseStanding::AcceptedAdReferendum => "is accepted subject to a principal",
                    ClauseStanding::Bracketed => "holds words that are not agreed",
                    ClauseStanding::Rejected => "is refused",
                    ClauseStanding::Open | ClauseStanding::Accepted => "lacks answers",
                };
                format!("“{}” {missing}", state.clause.heading)
            })
            .collect();
        if !open.is_empty() {
            return Err(Refusal::not_now(open.join("; "))
                .at("about")
                .help("the rule of agreement is met when enough parties accept every clause"));
        }
        // The same parties have to carry the whole, not each clause another majority.
        let mut all =
            states.iter().filter(|state| wanted(&state.clause.id)).map(|state| &state.tally.accepted);
        let first = all.next().cloned().unwrap_or_default();
        let accepted: BTreeSet<PartyId> = all.fold(first, |both, next| &both & next);
        if self.state.carries(&accepted) {
            Ok(accepted)
        } else {
            Err(Refusal::not_now("each clause is accepted by enough parties, but the whole is not")
                .at("about")
                .help("an agreement takes the same parties on every clause"))
        }
    }

    fn package_accepted(&self, id: &crate::id::PackageId) -> Result<BTreeSet<PartyId>, Refusal> {
        let package = self.package(id)?;
        if package.trace.compartment != Compartment::Table {
            return Err(Refusal::invalid("about.package", "this package is not on the table"));
        }
        let open = self.state.issues.iter().filter(|issue| issue.is_disclosed());
        let open: Vec<String> = open
            .filter(|issue| !package.options.contains_key(&issue.id))
            .map(|issue| quoted(issue.id.as_str()))
            .collect();
        if self.nothing_until_everything() && !open.is_empty() {
            return Err(Refusal::not_now(format!("the package says nothing on {}", open.join(", ")))
                .at("about.package")
                .help("nothing is agreed until everything is agreed"));
        }
        let accepted = self.state.package_tally(package).accepted;
        if self.state.carries(&accepted) {
            return Ok(accepted);
        }
        let missing: Vec<String> = self
            .state
            .negotiating()
            .filter(|party| !accepted.contains(&party.id))
            .map(|party| quoted(party.id.as_str()))
            .collect();
        Err(Refusal::not_now(format!("{} did not accept it", missing.join(", "))).at("about.package"))
    }

    pub(super) fn record_signature(
        &mut self,
        compartment: Compartment,
        party: PartyId,
        on: Option<Date>,
    ) -> Result<(), Refusal> {
        self.negotiating(&party, "party")?;
        if self.state.agreements.is_empty() {
            return Err(Refusal::not_now("there is nothing to sign yet")
                .help("an agreement has to be declared first"));
        }
        if self.state.signatures.iter().any(|deed| deed.party == party) {
            return Err(Refusal::not_now(format!("{} signed already", quoted(party.as_str()))));
        }
        let on = on.unwrap_or(self.context.today);
        let person = self.word_of.clone();
        self.record(compartment, Event::Signed { party, person, on })
    }

    pub(super) fn record_ratification(
        &mut self,
        compartment: Compartment,
        party: PartyId,
        on: Option<Date>,
        by_act_of: Option<String>,
    ) -> Result<(), Refusal> {
        if !self.state.signatures.iter().any(|deed| deed.party == party) {
            let message = format!("{} did not sign yet", quoted(party.as_str()));
            return Err(Refusal::not_now(message).at("party"));
        }
        if self.state.ratifications.iter().any(|deed| deed.party == party) {
            return Err(Refusal::not_now(format!("{} ratified already", quoted(party.as_str()))));
        }
        let on = on.unwrap_or(self.context.today);
        self.record(compartment, Event::Ratified { party, on, by_act_of })
    }

    pub(super) fn pause_talks(
        &mut self,
        compartment: Compartment,
        until: Option<Date>,
        reason: Option<String>,
    ) -> Result<(), Refusal> {
        if !self.state.is_going() {
            return Err(Refusal::not_now("the talks rest already"));
        }
        self.record(compartment, Event::TalksPaused { until, reason })
    }

    pub(super) fn resume_talks(&mut self, compartment: Compartment) -> Result<(), Refusal> {
        if self.state.is_going() {
            return Err(Refusal::not_now("the talks go on already"));
        }
        self.record(compartment, Event::TalksResumed {})
    }

    pub(super) fn break_off_talks(
        &mut self,
        compartment: Compartment,
        party: Option<PartyId>,
        reason: Option<String>,
    ) -> Result<(), Refusal> {
        if let Some(party) = &party {
            self.negotiating(party, "party")?;
        }
        if matches!(self.state.stage, Stage::BrokenOff { .. }) {
            return Err(Refusal::not_now("the talks were broken off already"));
        }
        self.record(compartment, Event::TalksBrokenOff { party, reason })
    }

    pub(super) fn delete_compartment(&mut self, compartment: Compartment) -> Result<(), Refusal> {
        match &compartment {
            Compartment::Caucus(party) => self.negotiating(party, "compartment")?,
            Compartment::Report(report)
                if self.state.reports.contains_key(report) || self.state.deleted.contains(&compartment) => {}
            Compartment::Report(report) => {
                let message = format!("there is no report {}", quoted(report.as_str()));
                return Err(Refusal::unknown("compartment", message));
            }
            // The mediator's own stream says what was deleted, and what is open to several is not one's to delete.
            Compartment::Public | Compartment::Table | Compartment::Mediator | Compartment::Delegation(_) => {
                let message = "only a caucus or a report can be deleted on its own";
                return Err(Refusal::invalid("compartment", message)
                    .help("to delete a whole record, delete its data folder or database"));
            }
        }
        if self.state.deleted.contains(&compartment) {
            return Err(Refusal::not_now("this was deleted already"));
        }
        self.record(Compartment::Mediator, Event::CompartmentDeleted { deleted: compartment })
    }
}
