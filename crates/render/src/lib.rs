//! A report or an analysis laid out: text, JSON, Markdown, HTML and pictures.
//!
//! The engine says what is so and puts it into words for one reader; this crate gives the words their
//! layout, and decides nothing. Values in, bytes out: no file, clock, terminal or environment. The
//! command line and the desk's pages show the same document because both get it here.

pub mod html;
pub mod json;
pub mod markdown;
pub mod mediation;
pub mod named_package;
pub mod picture;
mod posed;
mod proof;
pub mod run;
pub mod text;

pub use posed::{Found, Posed};
pub use proof::{about, about_files};
