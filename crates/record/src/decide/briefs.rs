//! Briefs: drafted in a delegation, put into the mediator's hands, amended.

use super::Decision;
use crate::Compartment;
use crate::event::{Event, Words};
use crate::limits::not_empty;
use crate::refusal::{Reason, Refusal};
use mediant_formats::InputFile;
use mediant_formats::native;
use mediant_model::spelling::quoted;
use mediant_model::{Case, PartyId};

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
        let case = Case {
            id: self.state.opening.as_ref().and_then(|opening| opening.reference.clone()),
            ..self.state.known_in(compartment)
        };
        let input = InputFile::new("brief.toml", text.read().as_bytes());
        let (brief, _) = native::read_brief(&input, Some(&case)).map_err(|problems| {
            let all: Vec<String> =
                problems.iter().filter(|p| p.is_error()).take(10).map(ToString::to_string).collect();
            Refusal::invalid("text", all.join("; "))
        })?;
        if &brief.party != party {
            let message = format!("this is a brief of {}", quoted(brief.party.as_str()));
            return Err(Refusal::invalid("text", message).help("every party deposits its own"));
        }
        Ok(())
    }
}
