//! Text to and from the model: values in, values out.
//!
//! Nothing here opens a file. A caller gives names and bytes ([`InputFile`]) and gets a [`Negotiation`]
//! or every [`Diagnostic`] at once.

pub mod diagnostic;
mod genius;
pub mod native;
pub mod negotiation;
pub mod recognise;
mod xml;

pub use diagnostic::{Diagnostic, SourceText, Spot};
pub use negotiation::{InputFile, Negotiation, ReadResult};
pub use recognise::read;
