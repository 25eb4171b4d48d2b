//! The pages: each a function of what its reader knows, rendered on the server, usable without script.
//!
//! [`view`] is what a page is made from, [`shell`] the frame around it, [`paths`] which page stands where, [`form`] how
//! what a person sends becomes a command, [`again`] how a form that is not carried out comes back.

pub mod again;
mod asked;
pub mod assets;
pub mod bracketed;
pub mod brief_form;
mod certain;
pub mod condition;
pub mod diff;
mod entrance;
pub mod explained;
pub mod field;
pub mod form;
mod inviting;
mod kept;
mod live;
mod mended;
pub mod naming;
mod next;
pub mod pages;
pub mod passkey;
pub mod paths;
pub mod phase;
pub mod reads;
mod record_facts;
pub mod reported;
mod router;
pub mod shell;
pub mod standing;
pub mod stretch;
pub mod view;
pub mod when;
mod whose_word;
pub mod words;
pub mod written;

pub(crate) use again::tags;
pub(crate) use router::files;
pub use router::{problem_page, router};
