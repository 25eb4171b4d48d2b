//! Public texts about a session, agreed to before they are published: what commands and events carry.

use crate::id::id;

id! {
    /// A communiqué.
    CommuniqueId
}
