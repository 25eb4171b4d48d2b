//! Exact answers about additive problems ([`Layers`](crate::Layers)).
//!
//! | question | function | proof |
//! |---|---|---|
//! | which packages cannot be improved for all? | [`frontier()`] | the layers of the programme |
//! | is there a deal? | [`existence`] | a package, or prices |
//! | how many deals? | [`count()`] | exact, or certified lower and upper |
//! | which is fair? | [`nash`], [`kalai_smorodinsky`], [`leximin`], [`utilitarian`] | prices and the core around them |
//! | who wins what? | [`adjusted_winner`] | exact shares |
//!
//! Each function reduces the layers first; to ask several questions, reduce once with [`EfficientLayers::new`] and
//! call the functions that end in `_of`.
//!
//! Why additive problems are easy at any size. For prices λ the best package is found layer by layer, so an
//! upper bound on everything costs one pass over the choices. The prices at which it is smallest usually
//! leave little room between the bound and the best package, and the few partial packages within that room
//! (the core) can all be gone through. Nothing grows with the number of packages; what grows is how many
//! partial sums lie close together. On packages that all but tie the core may be large: then the answer comes
//! with the bound that it has.
//!
//! Integers decide everywhere: gains, prices and bounds are whole numbers, products are compared exactly, and
//! floats only choose prices and where to start.

mod adjusted_winner;
mod archive;
mod core;
mod count;
mod criterion;
mod efficient;
mod frontier;
mod gains;
mod hull;
mod kalai_smorodinsky;
mod leximin;
mod nash;
mod prices;
mod skyline;
mod solution;
mod solve;
mod utilitarian;
mod zopa;

pub use adjusted_winner::{AdjustedWinner, Share, adjusted_winner};
pub use count::count;
pub use efficient::EfficientLayers;
pub use frontier::{Frontier, POINTS_MAX, frontier, frontier_of};
pub use kalai_smorodinsky::{Ideal, KalaiSmorodinsky, kalai_smorodinsky, kalai_smorodinsky_of};
pub use leximin::{leximin, leximin_of};
pub use nash::{nash, nash_of};
pub(crate) use skyline::efficient_among;
pub use solution::{Answer, PriceProof, Solution, Ties};
pub use utilitarian::{utilitarian, utilitarian_of};
pub use zopa::{Existence, existence, existence_of};

/// Problems with more parties than this are refused with an open answer ([`Answer::Unknown`]).
pub const PARTIES_MAX: usize = 64;

/// Calls a function that is generic over the width of gain vectors with the smallest width that fits.
macro_rules! by_party_count {
    ($n:expr, $f:ident ( $($argument:expr),* $(,)? )) => {
        match $n {
            0..=2 => $f::<2>($($argument),*),
            3 => $f::<3>($($argument),*),
            4 => $f::<4>($($argument),*),
            5..=6 => $f::<6>($($argument),*),
            7..=10 => $f::<10>($($argument),*),
            _ => $f::<{ $crate::kernel::PARTIES_MAX }>($($argument),*),
        }
    };
}
pub(crate) use by_party_count;
