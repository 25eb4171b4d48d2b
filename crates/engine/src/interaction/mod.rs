//! The exact kernel for combinations: linkages, bonuses, penalties, rectangles.
//!
//! A [`Landscape`] is what is left of a problem: values of options and weighted boxes of packages.

mod admissible;
mod landscape;
mod simplify;

pub use admissible::{Admissible, admissible_package};
pub use landscape::{Effect, Landscape, PackageBox};
pub use simplify::{Dominance, Removal, RemovalReason};

pub(crate) use landscape::add;
