//! A package as it is put forward.

use std::sync::Arc;

/// A package put forward in a negotiation: cheap to copy and to compare.
///
/// Where the packages of a scenario are numbered it is a number; elsewhere it is the list of options. Turn it
/// into options with [`crate::Scenario::package`], and options into an offer with [`crate::Scenario::offer`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Offer(pub(crate) Form);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    Numbered(u32),
    Listed(Arc<[u32]>),
}

impl Offer {
    /// An offer of these options, one for each issue, whether or not there is such a package.
    ///
    /// The protocol checks it when it is put forward: a strategy that offers what is no package loses.
    pub fn from_options(options: &[u32]) -> Self {
        Self(Form::Listed(options.into()))
    }

    pub(crate) fn numbered(number: u32) -> Self {
        Self(Form::Numbered(number))
    }
}
