//! Time: days as they are written, and what an expression such as "last Tuesday" means on the report's day.

pub mod days;
pub mod expressions;
pub mod foreign;
pub mod names;
pub mod resolve;
pub mod scan;
pub mod times;

pub use expressions::{Expression, Meaning, find};
pub use resolve::{Aspect, Clock, When};
