//! The sentences that people read, each a message of the catalogue in `locales/en`, one file a room of pages.
//!
//! A sentence is one message, with what it is about as parameters, so that another language can put them in another order:
//!
//! ```
//! use mediant_words::{Language, say};
//! let said = say!(Language::English, whose_word.recorded_on_the_word, parties = "A & B");
//! assert_eq!(said.into_string(), "Recorded on the word of A &amp; B by the mediator, not confirmed when it was declared.");
//! ```
//!
//! `build.rs` makes a type of every message: a message that is not there, a parameter that it does not have and one that is
//! left out do not compile. A parameter goes into a message as [`maud::Render`] writes it: markup as it stands, text escaped.
//! A message without parameters of that kind is text, for attributes and titles too.
//!
//! The language is a value that whoever makes a page hands on ([`Speaks`]); nothing remembers it.

#[cfg(test)]
mod fluent;
mod language;
mod message;
mod pseudo;
pub mod rooms;

pub use language::{Language, Speaks};
pub use message::{Count, Number, Shown, Text};

/// Says a message in somebody's language: `say!(view, doors.opens, when = moment)`.
///
/// It is text (`Cow<str>`) where all parameters are text or numbers, and markup where one may be markup.
#[macro_export]
macro_rules! say {
    ($in:expr, $room:ident . $message:ident $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::rooms::$room::$message { $($name: ::core::convert::Into::into(&$value)),* }
            .say($crate::Speaks::language(&$in))
    };
}
