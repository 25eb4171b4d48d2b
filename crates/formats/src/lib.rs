//! Text to and from the model: values in, values out.
//!
//! Nothing here opens a file. A caller gives names and bytes ([`InputFile`]) and gets a [`Negotiation`]
//! or every [`Diagnostic`] at once.

mod case1;
pub mod convert;
pub mod diagnostic;
mod encoding;
mod genius;
mod geniusweb;
mod json;
mod locate;
pub mod native;
mod negmas;
mod negolog;
pub mod negotiation;
mod reading;
pub mod recognise;
mod reduction;
mod scenario;
mod seats;
mod xml;
mod yaml;

pub use convert::{ConvertError, Converted, Format, convert};
pub use diagnostic::{Diagnostic, SourceText, Spot};
pub use locate::locate;
pub use negotiation::{InputFile, Negotiation, ReadResult};
pub use recognise::{read, read_leniently};
