//! Negotiations simulated: protocols, strategies from the literature, and runs that can be replayed.
//!
//! A [`Scenario`] is prepared once from a compiled problem and shared by any number of threads. At every
//! negotiation each seat is held by a [`Strategy`], which is told about its own side only ([`Own`]) and about
//! the offers it sees ([`Turn`]). [`negotiate`] plays a negotiation and returns its [`Outcome`]; [`record`]
//! plays the same one and returns a [`Run`]: a value with everything that happened, which is replayed byte
//! for byte. Strategies of the literature are made by name: [`Spec`].
//!
//! Nothing here reads a file, a clock or the environment. Chance comes from a seed, time from rounds or from
//! a [`Clock`] that is passed in.
//!
//! ```
//! use mediant_sim::{Limits, Protocol, Scenario, Spec, negotiate};
//! let scenario = mediant_sim::sample::two_fields();
//! let specs: Vec<Spec> = vec!["boulware".parse()?, "conceder".parse()?];
//! let mut seats: Vec<_> = specs.iter().map(Spec::make).collect();
//! let outcome = negotiate(&scenario, &mut seats, &Protocol::Alternating, &Limits::rounds(100), 7)?;
//! assert!(outcome.agreement.is_some());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod acceptance;
mod kept;
mod limits;
mod offer;
pub mod opponent;
mod outcome;
mod own;
mod protocol;
mod random;
mod run;
pub mod sample;
mod scenario;
mod spec;
pub mod strategies;
mod strategy;

pub use kept::KeptSide;
pub use limits::{Clock, Limits};
pub use offer::Offer;
pub use outcome::{Ending, Fault, Outcome};
pub use own::Own;
pub use protocol::{Protocol, Shuttle, SingleText, StartError, negotiate, record};
pub use random::{Random, derived_seed};
pub use run::{ReplayError, Run, RunAct, RunEnd, RunIssue, RunMove};
pub use scenario::{Scenario, ScenarioError};
pub use spec::{Spec, SpecError};
pub use strategy::{Action, Ballot, Inquiry, Placed, Step, Strategy, Turn};

/// The guide's worked example runs as a test of this crate.
#[cfg(doctest)]
#[allow(rustdoc::invalid_codeblock_attributes, reason = "blocks of commands name the exit code they expect")]
#[doc = include_str!("../../../docs/guide/simulation.md")]
pub struct Guide;
