//! Keys that people of a party sign acts with, who stands up for them, and the acts that were signed.
//!
//! All of it is at the table: both sides have to be able to read each other's twelve words, and to hold each other's acts.
//! So nothing that stands in a caucus or in a delegation is ever signed, and nothing signed names it.

mod command;
mod event;
mod shape;
mod state;

pub use command::{ConfirmKey, RegisterKey, RevokeKey, VouchForKey};
pub use event::{ActSigned, KeyRegistered, KeyRevoked, KeyVouched, add_act};
pub use shape::{ActDigest, KeyId, KeyRole, Site, Vouching};
pub use state::{ActOnRecord, KeyOnRecord, Vouched};
