//! Who asks the desk for something: somebody in a role, and the account that they signed in to.

use mediant_record::Actor;
use mediant_record::actor::ActingAccount;

/// Somebody who asks.
///
/// From an [`Actor`] alone it is somebody who signed in to no account: the desk itself, and programs on its machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    /// As whom the record knows them.
    pub actor: Actor,
    /// The account that they signed in to.
    pub account: Option<ActingAccount>,
}

impl From<&Actor> for Asker {
    fn from(actor: &Actor) -> Self {
        Self { actor: actor.clone(), account: None }
    }
}
