//! The extension module behind the Python package `mediant`.
//!
//! A thin layer: it reads files, calls the crates, and hands over text, numbers and Arrow tables. What Python sees as
//! dataclasses is made in `python/mediant` from the JSON documents that the command line prints, so that both say
//! the same. Long work runs without the interpreter's lock; whatever fails raises an exception of `mediant.errors`.

mod analysis;
mod failure;
mod negotiation;
mod own;
mod problem;
mod seat;
mod simulation;
mod strategy;
mod table;
mod tournament;
mod work;

use pyo3::pymodule;

/// What Rust does for the package `mediant`; use that.
#[pymodule]
mod _mediant {
    #[pymodule_export]
    use super::analysis::{Answer, analyze, verify};
    #[pymodule_export]
    use super::negotiation::{Negotiation, read, read_contents};
    #[pymodule_export]
    use super::own::{Ballot, Offer, Own, Turn};
    #[pymodule_export]
    use super::problem::Problem;
    #[pymodule_export]
    use super::seat::Seat;
    #[pymodule_export]
    use super::simulation::{Scenario, check_run, full_name, moves_table, play, replay, strategies};
    #[pymodule_export]
    use super::table::Table;
    #[pymodule_export]
    use super::tournament::Tournament;

    /// The version of the program, such as "0.1.0".
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
