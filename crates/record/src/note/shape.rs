//! Notes: what commands and events carry.

use crate::id::id;

id! {
    /// A note.
    NoteId
}
