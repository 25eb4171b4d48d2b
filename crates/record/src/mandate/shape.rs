//! What a person may do for a party, on which issues and until when: what commands and events carry.

use crate::id::id;

id! {
    /// A mandate.
    MandateId
}
