//! The exact kernel for combinations: linkages, bonuses, penalties, rectangles.
//!
//! A [`Landscape`] is what is left of a problem: values of options and weighted boxes of packages.

mod admissible;
mod best;
mod fair;
mod instance;
mod landscape;
mod local;
mod pair_frontier;
mod prices;
mod prune;
mod rule;
mod search;
mod simplify;
mod split;

pub use admissible::{Admissible, admissible_package};
pub use fair::{Fairest, fairest};
pub use landscape::{Effect, Landscape, PackageBox};
pub use pair_frontier::{OpenWindow, PairFrontier, pair_frontier};
pub use rule::Rule;
pub use search::Effort;
pub use simplify::{Dominance, Removal, RemovalReason};

pub(crate) use landscape::add;
