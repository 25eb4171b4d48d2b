//! Briefs: drafted in a delegation, put into the mediator's hands, amended.

use super::Decision;
use crate::Compartment;
use crate::actor::Actor;
use crate::authority;
use crate::command::Command;
use crate::event::{Event, Words};
use crate::limits::not_empty;
use crate::refusal::{Reason, Refusal};
use crate::state::State;
use mediant_formats::InputFile;
use mediant_formats::native;
use mediant_model::spelling::quoted;
use mediant_model::{Case, Date, PartyId};
use std::fmt;

impl Decision<'_, '_> {
    pub(super) fn draft_brief(&mut self, party: PartyId, text: Words) -> Result<(), Refusal> {
        // A draft may be half done: it only has to be somebody's text.
        not_empty(text.read(), "text")?;
        self.record(Compartment::Delegation(party.clone()), Event::BriefDrafted { party, text })
    }

    pub(super) fn deposit_brief(
        &mut self,
        party: PartyId,
        text: Words,
        replaces_version: u32,
    ) -> Result<(), Refusal> {
        let compartment = Compartment::Caucus(party.clone());
        self.brief_reads(&party, &text, &compartment)?;
        let latest = self.state.briefs.get(&party).and_then(|briefs| briefs.deposited.last());
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
            return Err(Refusal::new(Reason::Stale, message)
                .at("replaces_version")
                .help("read the latest version, then amend it"));
        }
        self.record(compartment, Event::BriefDeposited { party, version: version + 1, text })
    }

    pub(super) fn estimate_brief(&mut self, party: PartyId, text: Words) -> Result<(), Refusal> {
        self.brief_reads(&party, &text, &Compartment::Mediator)?;
        self.record(Compartment::Mediator, Event::BriefEstimated { party, text })
    }

    /// The brief is one of this party, and makes sense for the case as those know it who may read the brief.
    fn brief_reads(&self, party: &PartyId, text: &Words, compartment: &Compartment) -> Result<(), Refusal> {
        self.negotiating(party, "party")?;
        let case = case_for(self.state, compartment);
        let of = match self.read {
            Some(read) if read.case == case => read.of.clone(),
            _ => read(text, &case),
        }?;
        if &of != party {
            let message = format!("this is a brief of {}", quoted(of.as_str()));
            return Err(Refusal::invalid("text", message).help("every party deposits its own"));
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
    of: Result<PartyId, Refusal>,
}

impl ReadBrief {
    /// Reads the brief that a command holds, on what its actor knows. `None` where there is none to read, or the actor may
    /// not ask for this today.
    ///
    /// Cost: that of reading the brief file.
    pub fn ahead(state: &State, actor: &Actor, command: &Command, today: Date) -> Option<Self> {
        let (text, compartment) = match command {
            Command::DepositBrief { party, text, .. } => (text, Compartment::Caucus(party.clone())),
            Command::EstimateBrief { text, .. } => (text, Compartment::Mediator),
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
fn read(text: &Words, case: &Case) -> Result<PartyId, Refusal> {
    let input = InputFile::new("brief.toml", text.read().as_bytes());
    let (brief, _) = native::read_brief(&input, Some(case)).map_err(|problems| {
        let all: Vec<String> =
            problems.iter().filter(|p| p.is_error()).take(10).map(ToString::to_string).collect();
        Refusal::invalid("text", all.join("; "))
    })?;
    Ok(brief.party)
}
