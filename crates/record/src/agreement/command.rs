//! That there is an agreement, who signed it, and who ratified it: what can be asked for, and how it is decided.

use super::{Agreed, AgreementReached, Ratified, Signed};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::draft::{ClauseId, ClauseStanding, DraftId};
use crate::limits::Limits;
use crate::package::PackageId;
use crate::phase::has_done;
use crate::refusal::{CommandError, Reason};
use crate::state::{State, Trace};
use mediant_model::spelling::quoted;
use mediant_model::{Date, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Declare that there is an agreement. Refused unless the rule of agreement is met.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct DeclareAgreement {
    /// `public` or `table`.
    pub r#in: Compartment,
    /// About what.
    pub about: Agreed,
}

impl Act for DeclareAgreement {
    const KIND: &'static str = "declare_agreement";
    const WHEN: Moment = Moment::Going;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates()
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, about } = self;
        let (accepted_by, traces) = match &about {
            Agreed::Draft { draft, clauses } => (
                decision.draft_accepted(draft, clauses.as_ref())?,
                decision.traces_of_clauses(draft, clauses.as_ref()),
            ),
            Agreed::Package(package) => {
                (decision.package_accepted(package)?, decision.traces_of_package(package))
            }
        };
        // What an acceptance is worth that the party did not give itself is for whoever reads the agreement to weigh.
        let reported = traces
            .iter()
            .filter(|(party, trace)| accepted_by.contains(*party) && decision.state.is_only_reported(trace));
        let reported = reported.map(|(party, _)| (*party).clone()).collect();
        decision.record(compartment, AgreementReached { about, accepted_by, reported })
    }
}

/// Record a signature.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct RecordSignature {
    /// `public` or `table`.
    pub r#in: Compartment,
    /// The party.
    pub party: PartyId,
    /// Who signs for it; whoever asks, where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// The day; today where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub on: Option<Date>,
}

impl Act for RecordSignature {
    const KIND: &'static str = "record_signature";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || role.acts_for(&self.party)
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::MandateOnAll(self.party.clone())
    }

    fn word(&self) -> Word<'_> {
        Word::Of(self.person.as_ref())
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, party, on, .. } = self;
        decision.negotiating(&party, "party")?;
        let Some(latest) = decision.state.agreements.last() else {
            return Err(CommandError::not_now("there is nothing to sign yet")
                .help("an agreement has to be declared first"));
        };
        // Whoever signed an earlier agreement, on a part of it all perhaps, signs the later one anew.
        if has_done(&decision.state.signatures, &party, latest) {
            return Err(CommandError::not_now(format!("{} signed already", quoted(party.as_str()))));
        }
        let on = on.unwrap_or(decision.context.today);
        let person = decision.word_of.clone();
        decision.record(compartment, Signed { party, person, on })
    }
}

/// Record a ratification.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct RecordRatification {
    /// `public` or `table`.
    pub r#in: Compartment,
    /// The party.
    pub party: PartyId,
    /// The day; today where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub on: Option<Date>,
    /// By which body or act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_act_of: Option<String>,
}

impl Act for RecordRatification {
    const KIND: &'static str = "record_ratification";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || role.acts_for(&self.party)
    }

    fn takes(&self, _: &State) -> Authority {
        // What the party's decider alone may do, and what confers authority.
        Authority::Office(self.party.clone())
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, party, on, by_act_of } = self;
        let latest = decision.state.agreements.last();
        if !latest.is_some_and(|latest| has_done(&decision.state.signatures, &party, latest)) {
            let message = format!("{} did not sign yet", quoted(party.as_str()));
            return Err(CommandError::not_now(message).at("party"));
        }
        if latest.is_some_and(|latest| has_done(&decision.state.ratifications, &party, latest)) {
            return Err(CommandError::not_now(format!("{} ratified already", quoted(party.as_str()))));
        }
        let on = on.unwrap_or(decision.context.today);
        decision.record(compartment, Ratified { party, on, by_act_of })
    }
}

impl<'d> Decision<'d, '_> {
    /// Where the answers to a draft's clauses stand, party by party.
    fn traces_of_clauses(
        &self,
        draft: &DraftId,
        clauses: Option<&BTreeSet<ClauseId>>,
    ) -> Vec<(&'d PartyId, &'d Trace)> {
        let state: &'d State = self.state;
        let of_draft = state.drafts.get(draft).map(|draft| draft.clauses.as_slice()).unwrap_or_default();
        let answers = state.clause_answers.iter().filter(|((clause, _), _)| {
            of_draft.iter().any(|known| &known.id == clause)
                && clauses.is_none_or(|some| some.contains(clause))
        });
        answers.map(|((_, party), answer)| (party, &answer.trace)).collect()
    }

    /// Where the answers to a package stand, party by party; where the package itself, of whom it binds.
    fn traces_of_package(&self, id: &PackageId) -> Vec<(&'d PartyId, &'d Trace)> {
        let state: &'d State = self.state;
        let Some(package) = state.packages.get(id) else { return Vec::new() };
        let mut traces: Vec<_> =
            package.answers.iter().map(|(party, answer)| (party, &answer.trace)).collect();
        if let Some(party) = package.party.as_ref().filter(|party| !package.answers.contains_key(*party)) {
            traces.push((party, &package.trace));
        }
        traces
    }
}

impl Decision<'_, '_> {
    fn nothing_until_everything(&self) -> bool {
        self.state.opening.as_ref().is_none_or(|opening| opening.agreement.nothing_until_everything)
    }

    fn draft_accepted(
        &self,
        draft: &DraftId,
        clauses: Option<&BTreeSet<ClauseId>>,
    ) -> Result<BTreeSet<PartyId>, CommandError> {
        let latest = self.state.latest_draft(&Compartment::Table);
        let Some((_, found)) = latest.filter(|(id, _)| *id == draft) else {
            return Err(CommandError::new(Reason::Stale, "this is not the latest draft on the table")
                .at("about.draft")
                .help("an agreement is about the text that everybody reads"));
        };
        if clauses.is_some() && self.nothing_until_everything() {
            return Err(CommandError::not_now("nothing is agreed until everything is agreed")
                .at("about.clauses")
                .help("wait until the whole draft is accepted, or change the rule of agreement"));
        }
        let wanted = |id| clauses.is_none_or(|some| some.contains(id));
        let states = self.state.clauses(found);
        if let Some(unknown) =
            clauses.iter().copied().flatten().find(|id| !states.iter().any(|s| &s.clause.id == *id))
        {
            let message = format!("the draft has no clause {}", quoted(unknown.as_str()));
            return Err(CommandError::unknown("about.clauses", message));
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
            return Err(CommandError::not_now(open.join("; "))
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
            Err(CommandError::not_now("each clause is accepted by enough parties, but the whole is not")
                .at("about")
                .help("an agreement takes the same parties on every clause"))
        }
    }

    fn package_accepted(&self, id: &PackageId) -> Result<BTreeSet<PartyId>, CommandError> {
        let package = self.package(id)?;
        if package.trace.compartment != Compartment::Table {
            return Err(CommandError::invalid("about.package", "this package is not on the table"));
        }
        let open = self.state.issues.iter().filter(|issue| issue.is_disclosed());
        let open: Vec<String> = open
            .filter(|issue| !package.options.contains_key(&issue.id))
            .map(|issue| quoted(issue.id.as_str()))
            .collect();
        if self.nothing_until_everything() && !open.is_empty() {
            return Err(CommandError::not_now(format!("the package says nothing on {}", open.join(", ")))
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
        Err(CommandError::not_now(format!("{} did not accept it", missing.join(", "))).at("about.package"))
    }
}
