//! What a party told in its caucus, how far that may travel, and where it went: what a reader knows of it.

use super::{Audience, Release};
use crate::case::CaucusRule;
use crate::hearing::HeardId;
use crate::session::SessionId;
use crate::state::{State, Trace};
use crate::words::Words;
use mediant_model::{IssueId, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An item told in a caucus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Item {
    /// The party that told it.
    pub party: PartyId,
    /// Who said it.
    pub person: Option<PersonId>,
    /// In which session.
    pub session: Option<SessionId>,
    /// On which issue.
    pub issue: Option<IssueId>,
    /// How far it may travel now.
    pub release: Release,
    /// Each change of the release: what it became, on whose word.
    pub releases: Vec<(Release, Option<PersonId>, Trace)>,
    /// What was said.
    pub text: Words,
    /// Where it went.
    pub passed_on: Vec<PassedOn>,
    /// Whether it was taken back: on whose word, why, and when. Nothing of it may pass then, whatever its release says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back: Option<(Option<PersonId>, Option<String>, Trace)>,
    /// When it was told and recorded by whom.
    pub trace: Trace,
}

/// One passing-on of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PassedOn {
    /// To whom.
    pub to: Audience,
    /// Under which release.
    pub release: Release,
    /// In which words.
    pub wording: Words,
    /// What the hearer's side calls it.
    pub heard: HeardId,
    /// When and by whom.
    pub trace: Trace,
}

impl State {
    /// How far an item may travel that is told without a word about that.
    pub fn release_usual(&self) -> Release {
        match self.opening.as_ref().map(|opening| opening.caucus_rule).unwrap_or_default() {
            CaucusRule::NothingWithoutRelease => Release::Held,
            CaucusRule::SubstanceUnlessMarked => Release::Substance,
        }
    }
}
