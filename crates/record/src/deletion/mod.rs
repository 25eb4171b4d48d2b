//! Compartments that are deleted for good.
//!
//! The party whose caucus it is is asked first. A refusal stands; where it does not answer within [seven days](TO_ANSWER) by the
//! recorded times, the mediator may. The party is told in the stream that it alone reads ([`told`]). Its own stream a party
//! deletes itself. Of the two one always stays: the one in which the party reads that the other was deleted.

mod command;
mod event;
mod state;

pub use command::{AnswerDeletion, AskToDelete, DeleteCompartment};
pub use event::{CompartmentDeleted, DeletionAnswered, DeletionAsked, DeletionTold};
pub use state::{AskedDeletion, DeletedFromHere, DeletionAnswer, MayDelete, TO_ANSWER};

use crate::compartment::Compartment;
use crate::event::{Event, Placed, Recorded};
use crate::id::EventId;

/// What a party is told when an event deletes its caucus: how many entries it had and the last link, which only the keeper of the
/// streams knows. It goes into the same batch, before the key is destroyed.
pub fn told(deleting: &Placed, entries: u64, link: [u8; 32], id: EventId) -> Option<Placed> {
    let Event::CompartmentDeleted(CompartmentDeleted { deleted }) = &deleting.recorded.event else {
        return None;
    };
    let Compartment::Caucus(party) = deleted else { return None };
    let event = DeletionTold { deleted: deleted.clone(), entries, link }.into();
    // The request and the account are between the one who asked and the desk.
    let recorded = Recorded {
        id,
        request: None,
        request_digest: None,
        account: None,
        event,
        ..deleting.recorded.clone()
    };
    Some(Placed { compartment: Compartment::Delegation(party.clone()), recorded })
}
