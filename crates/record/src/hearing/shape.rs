//! What a party, the table or everybody heard from the mediator: what commands and events carry.

use crate::id::id;

id! {
    /// What a party, the table or the public heard from the mediator.
    HeardId
}
