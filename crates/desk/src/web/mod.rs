//! The pages: each a function of what its reader knows, rendered on the server, usable without script.
//!
//! [`view`] is what a page is made from, [`shell`] the frame around it, [`paths`] which page stands where, [`form`] how
//! what a person sends becomes a command.

mod asked;
pub mod assets;
pub mod brief_form;
pub mod condition;
pub mod diff;
mod entrance;
pub mod field;
pub mod form;
mod inviting;
mod live;
pub mod naming;
pub mod pages;
pub mod paths;
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

pub use router::{problem_page, router};
