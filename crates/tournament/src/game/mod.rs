//! Empirical game analysis: the tournament as a game between those who choose a strategy.
//!
//! Strategies are the moves of a *meta-game*, mean results of negotiations its payoffs (Wellman, "Methods for
//! empirical game-theoretic analysis", AAAI 2006; Tuyls, Perolat, Lanctot, Leibo & Graepel, "A generalised method for
//! empirical game theoretic analysis", AAMAS 2018).

pub mod basins;
pub mod payoffs;
pub mod replicator;

pub use basins::{Basin, basins};
pub use payoffs::{Equilibrium, Payoffs};
pub use replicator::{Path, settle};
