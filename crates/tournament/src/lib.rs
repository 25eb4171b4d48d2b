//! Tournaments of negotiating strategies.
//!
//! A [`Tournament`] is read from a specification and the scenarios it names. Its negotiations stand in a fixed order
//! ([`Grid`]), each with a seed of its own, so that [`play()`] gives the same [`Record`]s on any number of threads, in
//! any [`Shard`], after any interruption. From all records come [`Results`]: rows measured against the exact frontier,
//! written as CSV and Parquet, and summed up with what may be concluded from them.
//!
//! Only [`source`] and [`folder`] touch the disk.

pub mod files;
pub mod folder;
pub mod game;
pub mod grid;
pub mod journal;
mod labels;
pub mod play;
pub mod report;
pub mod results;
pub mod roster;
pub mod source;
pub mod specification;
pub mod statistics;
pub mod summary;
pub mod tournament;
pub mod yardstick;

pub use grid::{Cell, Grid, Shard, Unit};
pub use play::{PlayError, Played, Record, Unwatched, Watch, play};
pub use results::{Results, ResultsError, Row};
pub use roster::{Entrant, Literature, Roster, RosterError};
pub use source::{Disk, Found, Source};
pub use specification::Specification;
pub use summary::Summary;
pub use tournament::{Entry, Tournament};
