//! What a mediated negotiation is made of, and the exact problem it poses.
//!
//! * [`Case`]: the negotiation as everybody at the table may know it.
//! * [`Brief`]: one party's confidential instructions.
//! * [`Problem`]: both, compiled to integers at a date: what the engine solves and the checker checks.
//!
//! Nothing here reads a file, a clock or the environment; no file format is known here.
//!
//! Two features, both off by default, give a [`Case`] and its parts a shape as self-describing data such as
//! JSON: `serde` reads and writes it, `schema` describes it as JSON Schema. Briefs have none: they travel in
//! their own files alone. Unlike `Debug`, the shape masks nothing: write only what its reader may see
//! ([`Case::seen_by`]).

pub mod agreement;
pub mod answer;
pub mod bounds;
pub mod brief;
pub mod case;
pub mod condition;
pub mod efficiency;
pub mod fairness;
pub mod finding;
pub mod grid;
pub mod id;
pub mod issue;
pub mod number;
pub mod option_set;
pub mod party;
pub mod problem;
pub mod spelling;
pub mod statement;
pub mod validate;
#[cfg(feature = "serde")]
mod wire;

pub use agreement::{AgreementRule, Quorum};
pub use answer::{Basis, Count, FairnessRule, FrontierPoint, PlaceRule};
pub use brief::Brief;
pub use case::Case;
pub use condition::Condition;
pub use finding::{Finding, Place, Severity};
pub use id::{IssueId, OptionId, PartyId, PersonId, SourceId};
pub use issue::{Issue, IssueKind};
pub use jiff::civil::Date;
pub use number::Number;
pub use option_set::OptionSet;
pub use party::{Party, PartyRole, Person};
pub use problem::{Package, Problem, Region};
