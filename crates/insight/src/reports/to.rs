//! Who may know of what is accepted, where nobody says otherwise.

use super::found::Suggested;
use mediant_reader::review::Fields;
use mediant_reader::suggest::StatusKind;
use mediant_record::Compartment;
use mediant_record::report::ReportOnRecord;
use mediant_record::state::State;

/// Where an acceptance of the suggestion goes unless somebody chooses.
///
/// What a published report says everybody may know who may know of the talks. The mediator and the team alone know of what nobody
/// published, of what somebody said who was not to be named, and of what was agreed to be kept from others: none of that goes out because
/// a key was pressed.
pub fn usual(state: &State, report: &ReportOnRecord, suggested: &Suggested) -> Compartment {
    let is_kept =
        matches!(suggested.proposal.fields, Fields::Status { kind: StatusKind::Confidentiality, .. });
    if !report.published || suggested.anonymous || is_kept {
        return Compartment::Mediator;
    }
    of_talks(state)
}

/// Those who may know that there are talks.
fn of_talks(state: &State) -> Compartment {
    match state.opening.as_ref().map(|opening| &opening.trace.compartment) {
        Some(Compartment::Public) => Compartment::Public,
        Some(_) => Compartment::Table,
        None => Compartment::Mediator,
    }
}

/// Every place that a suggestion may be accepted for, widest first: none wider than those who may know that there are talks.
pub fn all(state: &State) -> Vec<Compartment> {
    let open = match of_talks(state) {
        Compartment::Public => vec![Compartment::Public, Compartment::Table],
        Compartment::Table => vec![Compartment::Table],
        _ => Vec::new(),
    };
    let caucuses = state.negotiating().map(|party| Compartment::Caucus(party.id.clone()));
    let caucuses = caucuses.filter(|caucus| !state.deleted.contains(caucus));
    open.into_iter().chain(caucuses).chain([Compartment::Mediator]).collect()
}
