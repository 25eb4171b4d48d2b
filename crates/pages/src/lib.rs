//! The pages: each a function of what its reader knows, usable without script.
//!
//! State and found facts go in, markup comes out: nothing here meets the network, the disk or the clock.
//!
//! [`view`] is what a page is made from, [`shell`] the frame around it, [`paths`] which page stands where, [`form`] how
//! what a person sends becomes a command, [`again`] how a form that is not carried out comes back, [`audience`] who will read it.

pub mod actions;
pub mod again;
pub mod agreed_words;
pub mod assets;
pub mod audience;
pub mod bracketed;
pub mod brief_form;
pub mod civil;
pub mod condition;
pub mod diff;
pub mod draft;
pub mod explained;
pub mod field;
pub mod form;
mod mended;
pub mod naming;
mod next;
pub mod pages;
pub mod paths;
pub mod percent;
pub mod phase;
pub mod reads;
pub mod scripts;
pub mod shell;
pub mod standing;
pub mod stretch;
pub mod view;
pub mod when;
mod whose_word;
pub mod words;
pub mod written;

pub use mediant_words::Language;
