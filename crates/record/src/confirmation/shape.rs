//! Which events are a party's act, and what each of them weighs.

use crate::authority::Authority;
use crate::draft::ClauseAnswer;
use crate::event::Event;
use crate::mandate::{GivenMandate, MandateId};
use crate::state::State;
use mediant_model::{Date, IssueId, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What an act does to the party whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// It gives something away, or lets somebody do so: it waits for the party where a principal of it has come.
    Gives,
    /// It takes something back: it counts at once.
    Takes,
    /// Neither: it counts at once.
    Neither,
}

/// An act that is a party's, whoever records it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyAct {
    /// The party.
    pub party: PartyId,
    /// On whose word, where the event says so.
    pub person: Option<PersonId>,
    /// What it does to the party.
    pub weight: Weight,
    /// What it is about: a later act on the same matter takes the place of one that waits.
    pub matter: String,
    /// What it takes to contest it.
    pub undone_by: Authority,
}

impl Event {
    /// Whose act it is, where it is a party's. `None` for the acts of the mediator, for what nobody but the party's own
    /// account can record, and where it refers to what is not on record.
    ///
    /// Every kind is named here, so that a new one is not forgotten.
    ///
    /// Cost: that of looking its subject up.
    #[expect(clippy::too_many_lines, reason = "one line a kind, read as a list")]
    pub fn act_of(&self, state: &State) -> Option<PartyAct> {
        match self {
            Self::ItemTold(_) | Self::ItemReleased(_) | Self::ItemTakenBack(_) => self.act_on_item(state),
            Self::MandateGiven(_)
            | Self::MandateLimited(_)
            | Self::MandateCorrected(_)
            | Self::MandateRevoked(_) => self.act_on_mandate(state),
            Self::PackageProposed(_) | Self::PackageAnswered(_) | Self::ClauseAnswered(_) => {
                self.act_on_terms(state)
            }
            Self::PersonLeft(left) => {
                let over = Authority::OfficeOver(left.party.clone(), left.person.clone());
                Some(act(&left.party, None, Weight::Takes, format!("seat {}", left.person), over))
            }
            Self::PersonReturned(back) => {
                // Mandates are given anew: somebody who is back gives nothing away.
                let over = Authority::OfficeOver(back.party.clone(), back.person.clone());
                Some(act(&back.party, None, Weight::Neither, format!("seat {}", back.person), over))
            }
            Self::HearingConfirmed(heard) => {
                state.heard.get(&heard.heard)?;
                let voice = Authority::Voice(heard.party.clone());
                let matter = format!("hearing {}", heard.heard);
                Some(act(&heard.party, heard.person.as_ref(), Weight::Gives, matter, voice))
            }
            Self::CommuniqueAgreed(agreed) => {
                state.communiques.get(&agreed.communique)?;
                let voice = Authority::Voice(agreed.party.clone());
                let matter = format!("communique {}", agreed.communique);
                Some(act(&agreed.party, agreed.person.as_ref(), Weight::Gives, matter, voice))
            }
            Self::BriefDeposited(brief) => Some(whole(&brief.party, None, Weight::Gives, "brief")),
            Self::Signed(signed) => {
                Some(whole(&signed.party, signed.person.as_ref(), Weight::Gives, "signature"))
            }
            Self::Ratified(ratified) => Some(whole(&ratified.party, None, Weight::Gives, "ratification")),
            Self::TalksBrokenOff(broken) => {
                Some(whole(broken.party.as_ref()?, None, Weight::Takes, "breaking off"))
            }
            // What the mediator does, or says of itself.
            Self::CaseOpened(_)
            | Self::AgreementRuleChanged(_)
            | Self::CaucusRuleChanged(_)
            | Self::SourceNamed(_)
            | Self::PartyJoined(_)
            | Self::PersonNamed(_)
            // Doors say themselves on whose word they were opened.
            | Self::DoorAnnounced(_)
            | Self::DoorOpened(_)
            | Self::DoorClosed(_)
            | Self::IssueAdded(_)
            | Self::OptionAdded(_)
            | Self::IssueDisclosed(_)
            | Self::IssueSplit(_)
            | Self::BriefEstimated(_)
            | Self::SessionPlanned(_)
            | Self::SessionMoved(_)
            | Self::SessionHeld(_)
            | Self::SessionCancelled(_)
            | Self::NoteWritten(_)
            | Self::ItemPassedOn(_)
            | Self::Heard(_)
            | Self::DraftPut(_)
            | Self::RoundOpened(_)
            | Self::RoundClosed(_)
            | Self::RoundAnswersShown(_)
            | Self::RoundCancelled(_)
            | Self::QuestioningRuleChanged(_)
            | Self::MediationOpened(_)
            | Self::MediationProgressed(_)
            | Self::MediationConcluded(_)
            | Self::MediationProposed(_)
            | Self::MediationResumed(_)
            | Self::MediationCancelled(_)
            | Self::CommuniqueProposed(_)
            | Self::CommuniquePublished(_)
            | Self::ReportAdded(_)
            | Self::SuggestionsDecided(_)
            | Self::DecisionUndone(_)
            | Self::SuggestionEntered(_)
            | Self::AgreementReached(_)
            // A mending says of itself who recorded it; what a party accepted in other words it is asked anew.
            | Self::Reworded(_)
            | Self::TakenOut(_)
            | Self::Retired(_)
            | Self::SessionCorrected(_)
            | Self::ClauseCorrected(_)
            | Self::TalksPaused(_)
            | Self::TalksResumed(_)
            | Self::CaseClosed(_)
            | Self::DeletionAsked(_)
            | Self::CompartmentDeleted(_)
            | Self::DeletionTold(_) => None,
            // What is said of a party says itself how it is known: its standing and its source.
            Self::Stated(_) | Self::StatementCorrected(_) | Self::StatementWithdrawn(_) => None,
            // What nobody records but the party's own account.
            Self::BriefDrafted(_)
            | Self::RoundAnswered(_)
            | Self::RoundAnswerReceived(_)
            | Self::MediationTold(_)
            | Self::Recommended(_)
            | Self::DoorAgreed(_)
            | Self::KeyRegistered(_)
            | Self::KeyVouched(_)
            | Self::KeyRevoked(_)
            | Self::ActSigned(_)
            | Self::DeletionAnswered(_)
            | Self::ReportConfirmed(_)
            | Self::ReportContested(_) => None,
        }
    }

    fn act_on_item(&self, state: &State) -> Option<PartyAct> {
        let on =
            |party: &PartyId, issue: &Option<IssueId>| Authority::on(party, issue.iter().cloned().collect());
        match self {
            Self::ItemTold(told) => {
                let weight =
                    if told.release > state.release_usual() { Weight::Gives } else { Weight::Neither };
                let undone_by = on(&told.party, &told.issue);
                let matter = format!("item {}", told.item);
                Some(act(&told.party, told.person.as_ref(), weight, matter, undone_by))
            }
            Self::ItemReleased(released) => {
                let item = state.items.get(&released.item)?;
                let weight = if released.release > item.release { Weight::Gives } else { Weight::Takes };
                let matter = format!("release {}", released.item);
                let undone_by = on(&item.party, &item.issue);
                Some(act(&item.party, released.person.as_ref(), weight, matter, undone_by))
            }
            Self::ItemTakenBack(back) => {
                let item = state.items.get(&back.item)?;
                let matter = format!("release {}", back.item);
                let undone_by = on(&item.party, &item.issue);
                Some(act(&item.party, back.person.as_ref(), Weight::Takes, matter, undone_by))
            }
            _ => None,
        }
    }

    fn act_on_mandate(&self, state: &State) -> Option<PartyAct> {
        match self {
            Self::MandateGiven(given) => {
                let undone_by = Authority::on(&given.party, given.issues.clone().unwrap_or_default());
                let matter = format!("mandate {}", given.mandate);
                Some(act(&given.party, None, Weight::Gives, matter, undone_by))
            }
            Self::MandateLimited(limited) => {
                let given = state.mandates.get(&limited.mandate)?;
                let widens = widens(given, limited.issues.as_ref(), limited.until);
                Some(bounds(given, &limited.mandate, widens, limited.issues.as_ref()))
            }
            Self::MandateCorrected(corrected) => {
                let given = state.mandates.get(&corrected.mandate)?;
                let earlier = match (given.from, corrected.from) {
                    (None, _) => false,
                    (Some(_), None) => true,
                    (Some(before), Some(after)) => after < before,
                };
                let widens = earlier || widens(given, corrected.issues.as_ref(), corrected.until);
                Some(bounds(given, &corrected.mandate, widens, corrected.issues.as_ref()))
            }
            Self::MandateRevoked(revoked) => {
                let given = state.mandates.get(&revoked.mandate)?;
                let over = Authority::OfficeOver(given.party.clone(), given.person.clone());
                // What would have widened the mandate is overtaken with it.
                let matter = format!("bounds of mandate {}", revoked.mandate);
                Some(act(&given.party, None, Weight::Takes, matter, over))
            }
            _ => None,
        }
    }

    fn act_on_terms(&self, state: &State) -> Option<PartyAct> {
        match self {
            Self::PackageProposed(proposed) => {
                let party = proposed.party.as_ref()?;
                let weight = if proposed.binding { Weight::Gives } else { Weight::Neither };
                let matter = format!("proposal {}", proposed.package);
                Some(act(party, None, weight, matter, Authority::Voice(party.clone())))
            }
            Self::PackageAnswered(answered) => {
                let package = state.packages.get(&answered.package)?;
                let undone_by = Authority::on(&answered.party, package.options.keys().cloned().collect());
                let weight = if answered.verdict.accepts() { Weight::Gives } else { Weight::Takes };
                let matter = format!("package {}", answered.package);
                Some(act(&answered.party, answered.person.as_ref(), weight, matter, undone_by))
            }
            Self::ClauseAnswered(answered) => {
                let draft = state.drafts.get(&answered.draft)?;
                let clause = draft.clauses.iter().find(|known| known.id == answered.clause)?;
                let undone_by = Authority::on(&answered.party, clause.issue.iter().cloned().collect());
                let weight = match answered.answer {
                    ClauseAnswer::Accept | ClauseAnswer::AcceptAdReferendum => Weight::Gives,
                    ClauseAnswer::Bracket { .. } | ClauseAnswer::Amend { .. } | ClauseAnswer::Reject => {
                        Weight::Takes
                    }
                };
                let matter = format!("clause {}", answered.clause);
                Some(act(&answered.party, answered.person.as_ref(), weight, matter, undone_by))
            }
            _ => None,
        }
    }
}

fn act(
    party: &PartyId,
    person: Option<&PersonId>,
    weight: Weight,
    matter: String,
    undone_by: Authority,
) -> PartyAct {
    PartyAct { party: party.clone(), person: person.cloned(), weight, matter, undone_by }
}

/// An act on the talks as a whole.
fn whole(party: &PartyId, person: Option<&PersonId>, weight: Weight, matter: &str) -> PartyAct {
    act(party, person, weight, matter.to_owned(), Authority::MandateOnAll(party.clone()))
}

/// New bounds of a mandate.
fn bounds(
    given: &GivenMandate,
    mandate: &MandateId,
    widens: bool,
    issues: Option<&BTreeSet<IssueId>>,
) -> PartyAct {
    let undone_by = if widens {
        Authority::on(&given.party, issues.cloned().unwrap_or_default())
    } else {
        Authority::OfficeOver(given.party.clone(), given.person.clone())
    };
    let weight = if widens { Weight::Gives } else { Weight::Takes };
    act(&given.party, None, weight, format!("bounds of mandate {mandate}"), undone_by)
}

/// Whether a mandate allows more under new bounds than it does, in any respect.
fn widens(given: &GivenMandate, issues: Option<&BTreeSet<IssueId>>, until: Option<Date>) -> bool {
    let covers_more = match (&given.issues, issues) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(before), Some(after)) => !after.is_subset(before),
    };
    let lasts_longer = match (given.until, until) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(before), Some(after)) => after > before,
    };
    covers_more || lasts_longer
}
