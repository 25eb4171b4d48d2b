//! What a party wants, may refuse and would do without a deal: what can be asked for, and how it is decided.

use super::{BriefDeposited, BriefDrafted, BriefEstimated};
use crate::actor::{Actor, Role};
use crate::authority;
use crate::authority::{Authority, Word};
use crate::command::{Act, Command, Moment};
use crate::compartment::Compartment;
use crate::confirmation::ConfirmReport;
use crate::decide::Decision;
use crate::event::Event;
use crate::limits::{FILE_MAX, Limits, not_empty};
use crate::refusal::{CommandError, Reason};
use crate::state::State;
use crate::words::Words;
use mediant_formats::{InputFile, native};
use mediant_model::spelling::quoted;
use mediant_model::{Case, Date, PartyId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Keep a brief as a draft of one's own delegation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct DraftBrief {
    /// The party.
    pub party: PartyId,
    /// The brief as a Mediant brief file.
    pub text: Words,
}

impl Act for DraftBrief {
    const KIND: &'static str = "draft_brief";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &[], file: Some(("text", FILE_MAX)) };

    fn may_come_from(&self, role: &Role) -> bool {
        let Self { party, .. } = self;
        role.party() == Some(party)
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Seat(self.party.clone())
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { party, text } = self;
        // A draft may be half done: it only has to be somebody's text.
        not_empty(text.read(), "text")?;
        decision.record(Compartment::Delegation(party.clone()), BriefDrafted { party, text })
    }
}

/// Put a brief into the mediator's hands, or amend the one that is there.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct DepositBrief {
    /// The party.
    pub party: PartyId,
    /// The brief as a Mediant brief file.
    pub text: Words,
    /// The version it replaces; 0 for none.
    #[serde(default)]
    pub replaces_version: u32,
}

impl Act for DepositBrief {
    const KIND: &'static str = "deposit_brief";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &[], file: Some(("text", FILE_MAX)) };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || role.acts_for(&self.party)
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::MandateOnAll(self.party.clone())
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { party, text, replaces_version } = self;
        let compartment = Compartment::Caucus(party.clone());
        decision.brief_reads(&party, &text, &compartment)?;
        let latest = decision.state.briefs.get(&party).and_then(|briefs| briefs.deposited.last());
        let version = latest.map_or(0, |brief| brief.version);
        if version != replaces_version {
            let message = match latest {
                Some(brief) => format!(
                    "version {version} was deposited on {}, and this would replace version {replaces_version}",
                    brief.trace.at
                ),
                None => {
                    format!("no version was deposited yet, and this would replace version {replaces_version}")
                }
            };
            return Err(CommandError::new(Reason::Stale, message)
                .at("replaces_version")
                .help("read the latest version, then amend it"));
        }
        decision.record(compartment, BriefDeposited { party, version: version + 1, text })
    }
}

/// Note what a party's brief might say. The mediator's own.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct EstimateBrief {
    /// The party.
    pub party: PartyId,
    /// The estimate as a Mediant brief file.
    pub text: Words,
}

impl Act for EstimateBrief {
    const KIND: &'static str = "estimate_brief";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &[], file: Some(("text", FILE_MAX)) };

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
        let Self { party, text } = self;
        decision.brief_reads(&party, &text, &Compartment::Mediator)?;
        decision.record(Compartment::Mediator, BriefEstimated { party, text })
    }
}

impl Decision<'_, '_> {
    /// The brief is one of this party, and makes sense for the case as those know it who may read the brief.
    fn brief_reads(
        &self,
        party: &PartyId,
        text: &Words,
        compartment: &Compartment,
    ) -> Result<(), CommandError> {
        self.negotiating(party, "party")?;
        let case = case_for(self.state, compartment);
        let of = match self.read {
            Some(read) if read.case == case => read.of.clone(),
            _ => read(text, &case),
        }?;
        if &of != party {
            let message = format!("this is a brief of {}", quoted(of.as_str()));
            return Err(CommandError::invalid("text", message).help("every party deposits its own"));
        }
        Ok(())
    }
}

/// A brief that was read before its command is decided: a long one takes a while, and those who decide are waited for.
#[derive(Clone)]
pub struct ReadBrief {
    /// The case that it was read on. On another one it is read anew.
    case: Case,
    /// Whose it says it is, or what is wrong with it.
    of: Result<PartyId, CommandError>,
}

impl ReadBrief {
    /// Reads the brief that a command holds, or confirms, on what its actor knows. `None` where there is none to read, or the actor may
    /// not ask for this today.
    ///
    /// Cost: that of reading the brief file.
    pub fn ahead(state: &State, actor: &Actor, command: &Command, today: Date) -> Option<Self> {
        let (text, compartment) = match command {
            Command::DepositBrief(DepositBrief { party, text, .. }) => {
                (text, Compartment::Caucus(party.clone()))
            }
            Command::EstimateBrief(EstimateBrief { text, .. }) => (text, Compartment::Mediator),
            Command::ConfirmReport(ConfirmReport { report, .. }) => {
                let act = state.reported_by(report).filter(|act| act.waits())?;
                let Event::BriefDeposited(BriefDeposited { party, text, .. }) = &*act.event else {
                    return None;
                };
                (text, Compartment::Caucus(party.clone()))
            }
            _ => return None,
        };
        let may_ask = command.may_come_from(&actor.role)
            && authority::whose_word(state, actor, command, state.day(today)).is_ok();
        if !may_ask || !compartment.is_read_by(&state.reader()) {
            return None;
        }
        let case = case_for(state, &compartment);
        let of = read(text, &case);
        Some(Self { case, of })
    }
}

impl fmt::Debug for ReadBrief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReadBrief(confidential)")
    }
}

/// The case as those know it who may read the compartment.
fn case_for(state: &State, compartment: &Compartment) -> Case {
    Case {
        id: state.opening.as_ref().and_then(|opening| opening.reference.clone()),
        ..state.known_in(compartment)
    }
}

/// Whose brief the text is.
fn read(text: &Words, case: &Case) -> Result<PartyId, CommandError> {
    let input = InputFile::new("brief.toml", text.read().as_bytes());
    let (brief, _) = native::read_brief(&input, Some(case)).map_err(|problems| {
        let all: Vec<String> =
            problems.iter().filter(|p| p.is_error()).take(10).map(ToString::to_string).collect();
        CommandError::invalid("text", all.join("; "))
    })?;
    Ok(brief.party)
}
