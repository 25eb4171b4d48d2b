//! The exact kernel for combinations: linkages, bonuses, penalties, rectangles.
//!
//! For groups of joined issues that are too many to enumerate. A [`Landscape`] is what a problem
//! says about packages: values of options, and boxes of packages that bring, cost or are forbidden.
//!
//! | question | function |
//! |---|---|
//! | can the constraints be met at all? | [`admissible_package`] |
//! | is there a deal, and which is fair? | [`fairest`] with a [`Objective`] |
//! | how many are as fair? | [`ties`] |
//! | how many deals are there? | [`count()`] |
//! | which packages cannot be improved for both? | [`pair_frontier`] |
//! | and for any number of parties? | [`joint_frontier`] |
//! | how can somebody else check it? | [`bounds_proof`] |
//!
//! The method: simplify to a fixpoint, bound by dividing every box among its issues, search depth
//! first with that bound. Integers decide; floats propose prices and starting points. A search that
//! is stopped says what it found and what bound it has.
//!
//! Why it works. A box that pays is hard for a bound only because it hangs on several issues at once. Divided
//! among its issues, it is a sum over issues like everything else, and the best of a sum over issues is found
//! issue by issue. A division is bought with slack: the bound may collect parts of a box that no package
//! collects whole. The search closes that gap by deciding boxes and options, and every decision makes the
//! next division tighter.
//!
//! What always holds, at every node: whatever the prices and the division, the node's bound is at least the
//! priced utility of each of its packages that is still of interest. So floats may choose prices, divisions
//! and where to branch, and a bad choice costs time, never a right answer.
//!
//! Three parts come from elsewhere: the division is cost shifting as in soft arc consistency (Cooper et al.,
//! AIJ 2010), the removal of options is dead-end elimination (Desmet et al., Nature 1992), the frontier of
//! two goes by the two-phase method (Ulungu & Teghem). That they stay exact together, with integers and with
//! several parties' utilities at once, is ours; the arguments stand where the code is: dominance beside
//! dropped boxes in `search`, rounding in `split`.

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
mod objective;
mod pair_frontier;
mod prices;
mod proof;
mod prune;
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
pub use objective::Objective;
pub use pair_frontier::{OpenWindow, PairFrontier, pair_frontier};
pub use proof::{Beyond, ProofLimits, bounds_proof};
pub use search::Effort;
pub use simplify::{Dominance, Removal, RemovalReason};
pub use ties::{TieLimits, ties};

pub(crate) use landscape::add;
pub(crate) use shortfall::{Shortfall, shortfall};
