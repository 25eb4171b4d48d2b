//! What a person decides about suggestions: accepted, edited and accepted, rejected, skipped; each decision with what it is about.
//!
//! A [`Review`] is the decisions on one report, in the order in which they were made, as a file keeps them ([`Review::json`],
//! [`Review::read`]). A [`Sitting`] is a review together with what is suggested: what comes next, what a key does, how it is taken
//! back. Everything that it answers follows from the review and the suggestions alone, so that whoever leaves and takes the review up
//! again finds what they would have found without leaving.
//!
//! ```
//! use mediant_reader::report::{Options, Report};
//! use mediant_reader::review::{Author, By, Proposal, Review, Sitting};
//! use mediant_reader::suggest::Reading;
//!
//! let text = "date 2031-05-14 Veldria's president, Ilse Marand, ruled out any sale of the harbour on Monday.";
//! let reading = Reading::new(Report::read(text, &Options::default())?);
//! let proposals = Proposal::all(&reading, &reading.suggestions, &Author::Reader);
//! let review = Review::new("harbour.txt", &"0f".repeat(32));
//! let by = By { who: Some("Ann".to_owned()), when: None };
//!
//! let mut sitting = Sitting::open(review, proposals);
//! let first = sitting.next().ok_or("nothing is suggested")?;
//! sitting.accept(first, &by)?;
//!
//! let kept = sitting.review().json();
//! let again = Sitting::open(Review::read(&kept)?, sitting.proposals().to_vec());
//! assert_eq!(again.next(), sitting.next());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What a model suggests carries no confidence, is never accepted together with others, and takes a person with a name, who is not the
//! model, to be accepted.

mod accepted;
mod changed;
mod decision;
mod fault;
mod fields;
mod proposal;
mod sitting;
mod wire;

pub use accepted::{Accepted, accepted};
pub use changed::Changed;
pub use decision::{By, Decision, DecisionKind, Review};
pub use fault::{DecisionError, ReviewError};
pub use fields::{Fields, Slot};
pub use proposal::{Author, Key, Proposal};
pub use sitting::{Progress, Sitting};
