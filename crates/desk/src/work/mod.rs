//! Work that takes a while: off the tasks that answer, few at a time, in turns, once for all who wait for it, and no
//! longer than somebody waits.
//!
//! [`Turns`] shares few places fairly, [`Workshop`] runs work in them on threads of its own, [`Stop`] tells work when to
//! end, and [`Flights`] makes many who ask the same wait for one answer.

mod flights;
mod stop;
mod turns;
mod workshop;

pub use flights::{FlightError, Flights};
pub use stop::Stop;
pub use turns::{BusyError, Turn, Turns};
pub use workshop::Workshop;
