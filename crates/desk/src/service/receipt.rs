//! What somebody gets back whose command was carried out.

use mediant_record::Event;
use mediant_record::state::Revision;
use schemars::JsonSchema;
use serde::Serialize;

/// A command was carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Receipt {
    /// How many events the one who asked may read now.
    pub seen: u64,
    /// Which version of what the one who asked knows that is: the number and the last event, see
    /// [`Revision`].
    pub revision: String,
    /// The id of what was made, where something was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<String>,
}

impl Receipt {
    pub(super) fn new(revision: Revision, made: Option<String>) -> Self {
        Self { seen: revision.seen, revision: revision.to_string(), made }
    }
}

/// The id of what an event brought into being.
pub(super) fn made(event: &Event) -> Option<String> {
    let id = match event {
        Event::MandateGiven { mandate, .. } => mandate.as_str(),
        Event::Stated { statement, .. } => statement.as_str(),
        Event::SessionPlanned { session, .. } => session.as_str(),
        Event::NoteWritten { note, .. } => note.as_str(),
        Event::ItemTold { item, .. } => item.as_str(),
        Event::ItemPassedOn { heard, .. } | Event::Heard { heard, .. } => heard.as_str(),
        Event::DraftPut { draft, .. } => draft.as_str(),
        Event::PackageProposed { package, .. } => package.as_str(),
        Event::RoundOpened { round, .. } => round.as_str(),
        Event::MediationOpened { mediation, .. } => mediation.as_str(),
        Event::CommuniqueProposed { communique, .. } => communique.as_str(),
        Event::ReportAdded { report, .. } => report.as_str(),
        _ => return None,
    };
    Some(id.to_owned())
}
