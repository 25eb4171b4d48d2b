//! The exact kernel for combinations: linkages, bonuses, penalties, rectangles.
//!
//! For groups of joined issues that are too many to enumerate. A [`Landscape`] is what a problem
//! says about packages: values of options, and boxes of packages that bring, cost or are forbidden.
//!
//! | question | function |
//! |---|---|
//! | can the constraints be met at all? | [`admissible_package`] |
//! | is there a deal, and which is fair? | [`fairest`] with a [`Rule`] |
//! | how many are as fair? | [`ties`] |
//! | how many deals are there? | [`count()`] |
//! | which packages cannot be improved for both? | [`pair_frontier`] |
//! | and for any number of parties? | [`joint_frontier`] |
//! | how can somebody else check it? | [`bounds_proof`] |
//!
//! The method: simplify to a fixpoint, bound by dividing every box among its issues, search depth
//! first with that bound. Integers decide; floats propose prices and starting points. A search that
//! is stopped says what it found and what bound it has.

mod admissible;
mod best;
mod branch;
mod clique;
mod count;
mod fair;
mod instance;
mod joint_frontier;
mod landscape;
mod local;
mod pair_frontier;
mod prices;
mod proof;
mod prune;
mod rule;
mod search;
mod shortfall;
mod simplify;
mod split;
mod ties;

pub use admissible::{Admissible, admissible_package};
pub use count::count;
pub(crate) use fair::Prepared;
pub use fair::{Fairest, fairest};
pub use joint_frontier::{FrontierLimits, JointFrontier, joint_frontier};
pub use landscape::{Effect, Landscape, PackageBox};
pub use pair_frontier::{OpenWindow, PairFrontier, pair_frontier};
pub use proof::{Beyond, ProofLimits, bounds_proof};
pub use rule::Rule;
pub use search::Effort;
pub use simplify::{Dominance, Removal, RemovalReason};
pub use ties::{TieLimits, ties};

pub(crate) use landscape::add;
pub(crate) use shortfall::{Shortfall, shortfall};
