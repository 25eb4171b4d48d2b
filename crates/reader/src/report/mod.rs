//! A report as text: its excerpts, its day, its paragraphs.

pub mod excerpt;
pub mod fault;
pub mod header;
pub mod language;
pub mod paragraphs;
pub mod text;

pub use excerpt::Excerpt;
pub use fault::{Place, ReportError};
pub use header::Dated;
pub use language::english;
pub use text::{Options, Report, decode};
