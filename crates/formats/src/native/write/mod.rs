//! Writing cases and briefs as a person would: what is usual is left out, short tables stay on a line.

mod brief;
mod case;
mod entries;
mod statement;
mod value;

pub(super) use brief::document as brief_document;
pub(super) use case::document as case_document;
