//! What somebody asks for who confirms an act that waits: the act itself.
//!
//! Confirming takes the same authority, and is refused for the same reasons: the draft was replaced, the item taken back,
//! the wording changed.

use super::state::ReportedAct;
use crate::agreement::{RecordRatification, RecordSignature};
use crate::brief::DepositBrief;
use crate::command::Command;
use crate::communique::AgreeCommunique;
use crate::draft::AnswerClause;
use crate::event::Event;
use crate::hearing::ConfirmHearing;
use crate::item::ReleaseItem;
use crate::mandate::{GiveMandate, LimitMandate};
use crate::mending::CorrectMandate;
use crate::package::{AnswerPackage, ProposePackage};

impl ReportedAct {
    /// The command by which the party would do itself what waits. `None` for kinds that never wait.
    #[expect(clippy::too_many_lines, reason = "one entry a kind, read as a table")]
    pub fn asked_anew(&self) -> Option<Command> {
        let r#in = self.trace.compartment.clone();
        let command = match (*self.event).clone() {
            // The item is on record: only its release waits.
            Event::ItemTold(told) => {
                ReleaseItem { item: told.item, release: told.release, person: None }.into()
            }
            Event::ItemReleased(released) => {
                ReleaseItem { item: released.item, release: released.release, person: None }.into()
            }
            Event::MandateGiven(given) => GiveMandate {
                r#in,
                party: given.party,
                person: given.person,
                issues: given.issues,
                from: given.from,
                until: given.until,
                source: given.source,
            }
            .into(),
            Event::MandateLimited(limited) => {
                LimitMandate { mandate: limited.mandate, issues: limited.issues, until: limited.until }.into()
            }
            Event::MandateCorrected(right) => CorrectMandate {
                mandate: right.mandate,
                issues: right.issues,
                from: right.from,
                until: right.until,
                source: right.source,
                // Widening a mandate touches no acceptance.
                touches: None,
            }
            .into(),
            Event::PackageProposed(proposed) => ProposePackage {
                r#in,
                party: proposed.party,
                options: proposed.options,
                binding: proposed.binding,
                note: proposed.note,
            }
            .into(),
            Event::PackageAnswered(answered) => AnswerPackage {
                r#in,
                package: answered.package,
                party: answered.party,
                person: None,
                verdict: answered.verdict,
                note: answered.note,
            }
            .into(),
            Event::ClauseAnswered(answered) => AnswerClause {
                r#in,
                draft: answered.draft,
                clause: answered.clause,
                party: answered.party,
                person: None,
                answer: answered.answer,
                note: answered.note,
            }
            .into(),
            Event::HearingConfirmed(heard) => {
                ConfirmHearing { heard: heard.heard, party: heard.party, person: None }.into()
            }
            Event::CommuniqueAgreed(agreed) => AgreeCommunique {
                communique: agreed.communique,
                wording: agreed.wording,
                party: agreed.party,
                person: None,
            }
            .into(),
            Event::BriefDeposited(brief) => DepositBrief {
                party: brief.party,
                text: brief.text,
                replaces_version: brief.version.saturating_sub(1),
            }
            .into(),
            Event::Signed(signed) => {
                RecordSignature { r#in, party: signed.party, person: None, on: Some(signed.on) }.into()
            }
            Event::Ratified(ratified) => RecordRatification {
                r#in,
                party: ratified.party,
                on: Some(ratified.on),
                by_act_of: ratified.by_act_of,
            }
            .into(),
            _ => return None,
        };
        Some(command)
    }
}
