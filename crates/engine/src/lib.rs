//! The compromise engine: exact, proven answers about a compiled negotiation.
//!
//! Every function takes values and returns values: no file, clock, randomness or environment.
//! Long searches ask a [`Control`] whether to go on, and say what they know when they stop.
//!
//! ```
//! use mediant_engine::{Settings, Unlimited, analyze};
//! use mediant_formats::{InputFile, read};
//! use mediant_model::{Problem, problem::Options};
//!
//! let case = r#"
//!     mediant = 1
//!     title = "A fence"
//!     [parties]
//!     north = { name = "North" }
//!     south = { name = "South" }
//!     [issues.height]
//!     options = { low = "one metre", high = "two metres" }
//!     [[red_lines]]
//!     party = "north"
//!     never = { height = "low" }
//!     kind = "public"
//!     [[red_lines]]
//!     party = "south"
//!     never = { height = "high" }
//!     kind = "public"
//! "#;
//! let file = InputFile { name: "fence.toml".into(), bytes: case.into() };
//! let (negotiation, _warnings) = read(&[file]).map_err(|faults| format!("{faults:?}"))?;
//! let problem = Problem::compile(&negotiation.case, &negotiation.briefs, &Options::default())
//!     .map_err(|faults| format!("{faults:?}"))?;
//!
//! let analysis = analyze(&problem, &Settings::default(), &Unlimited);
//! assert_eq!(analysis.zopa.exists, Some(false));
//! let no_deal = analysis.no_deal.ok_or("there is no deal, so there is a reason")?;
//! assert_eq!(no_deal.conflicts.len(), 1);
//! // Either red line may fall, or an option may be found that breaks neither.
//! assert_eq!(no_deal.openings.len(), 3);
//! // The proof, checked without the engine.
//! assert!(mediant_check::verify(&problem, &analysis.certificate).is_ok());
//! # Ok::<(), String>(())
//! ```

pub mod analysis;
pub mod analyze;
pub mod concession;
pub mod conflict;
pub mod control;
pub mod decomposition;
pub mod derivation;
pub mod fact_set;
pub mod hurdle;
pub mod interaction;
pub mod judgement;
pub mod kernel;
pub mod layers;
pub mod mixed;
pub mod no_deal;
pub mod opening;
pub mod oracle;
pub mod ordinal;
pub mod outlook;
pub mod report;
pub mod rule;
#[cfg(test)]
mod sample;
pub mod trade_off;
pub mod transversal;

pub use analysis::Analysis;
pub use analyze::{Settings, analyze, exists};
pub use control::{Budget, Control, Share, Unlimited};
pub use decomposition::{Decomposed, Keep, Route, Scope, decompose};
pub use fact_set::FactSet;
pub use layers::{Layer, Layers};
