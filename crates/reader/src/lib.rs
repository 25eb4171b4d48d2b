//! Reads dated reports: sentences, words, trees, days and who said what, each a range of the report's own bytes.
//!
//! A report goes through pure functions, each of which takes what the one before gives: [`report`] finds the day and the paragraphs,
//! [`words`] cuts sentences and words, [`parse`] tags them and finds the tree, [`document`] holds it all; [`time`], [`said`]
//! and [`names`] look at documents. No file, clock, randomness or environment: the model is data in this crate, the day is the report's.
//!
//! ```
//! use mediant_reader::document::Document;
//! use mediant_reader::parse::Model;
//! use mediant_reader::report::{Options, Report};
//! use mediant_reader::said::attributions;
//! use mediant_reader::time::times::times;
//!
//! let text = "date 2031-05-14 The envoy said on Monday that the port was not for sale.";
//! let report = Report::read(text, &Options::default())?;
//! let document = Document::read(report, Model::english());
//!
//! let said = attributions(&document);
//! assert_eq!(said[0].speaker.map(|words| words.as_str()), Some("The envoy"));
//! let day = times(&document)[0].when.and_then(|when| when.single());
//! assert_eq!(day.map(|day| day.to_string()).as_deref(), Some("2031-05-12"));
//! # Ok::<(), mediant_reader::report::ReportError>(())
//! ```

pub mod claims;
pub mod document;
pub mod events;
pub mod names;
pub mod net;
pub mod parse;
pub mod report;
pub mod review;
pub mod said;
pub mod suggest;
pub mod time;
pub mod training;
pub mod words;
