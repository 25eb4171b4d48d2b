//! Takes reports out of files: the text, and what the file says of its day, title and writer.
//!
//! Bytes and a file's name come in; [`Incoming`] reports go out, each ready to be read: text with a blank line between paragraphs. A
//! feed holds many, every other file one. No file, network, clock or environment: what a page links to is not looked at.
//!
//! Files come from strangers. Whatever the bytes, [`open`] answers with reports or an [`IntakeError`], in time and memory that grow with
//! [`Limits`]: how many bytes, how deep, how many parts, how much unpacked.
//!
//! PDF is the one form that is not opened here with the others: its extractor panics and loops on some files. [`pdf::open`] is meant for
//! a process of its own, with limits on its memory and time.
//!
//! ```
//! use mediant_intake::{Form, Limits, open};
//! use mediant_reader::report::Options;
//!
//! let page = br#"<html><head><meta property="article:published_time" content="2031-05-14T09:30:00Z"></head>
//!     <body><article><h1>Talks in Bern</h1><p>The envoys met in Bern on Tuesday.</p></article></body></html>"#;
//! let incoming = open("talks.html", page, &Limits::default())?;
//! assert_eq!(incoming[0].form, Form::Html);
//! let report = incoming[0].report(&Options::default())?;
//! assert_eq!(report.date().to_string(), "2031-05-14");
//! # Ok::<(), mediant_intake::IntakeError>(())
//! ```

mod day;
mod docx;
mod fault;
mod feed;
mod form;
mod html;
mod incoming;
mod layout;
mod limits;
mod mail;
mod markdown;
mod open;
pub mod pdf;

pub use day::Day;
pub use fault::IntakeError;
pub use form::{Form, form};
pub use incoming::Incoming;
pub use limits::Limits;
pub use open::open;
