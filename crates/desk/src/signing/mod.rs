//! Signed acts: the desk makes them, holds what comes back against its table, and writes agreements and keys to files.
//!
//! Everything here is a function of what the one who acts knows. Who has a key on record signs what gives something away at
//! the table: acceptance (ad referendum too, and a package that binds whoever proposes it), the agreement to a communiqué,
//! signature, ratification, mandates. [`KINDS`] is the whole list. What stands in a caucus or in a delegation is never
//! signed: a confidence stays deniable, and a key's acts follow one another where everybody reads all of them.

mod act;
mod agreement;
mod bearing;
mod deed;
mod held;
mod keys;
mod reported;
mod site;
mod words;

pub(crate) use act::handed_out;
pub use agreement::agreement;
pub use deed::KINDS;
pub use held::Signature;
pub(crate) use held::{Table, When, held};
pub use keys::{key_of, keys};
pub(crate) use site::check as check_site;

use mediant_attest::AttestError;
use mediant_record::CommandError;

/// What cannot stand in an act, as whoever asked is told: it is about what is on record, not about what was sent.
fn unfit(why: &AttestError) -> CommandError {
    let field = if why.field.is_empty() { "signed".to_owned() } else { format!("signed.{}", why.field) };
    CommandError::not_now(format!("this cannot be put into an act: {}", why.why))
        .at(field)
        .help("ask the mediator to write it in other characters")
}
