//! A message as it is compiled: pieces in a row, and how they are said.

use crate::language::Language;
use crate::pseudo;
use maud::{Escaper, Markup, PreEscaped, Render};
use std::borrow::Cow;
use std::fmt::Write;

/// A piece of a message. Parameters go by their place among the message's own.
pub(crate) enum Piece {
    /// Words.
    Words(&'static str),
    /// A parameter.
    Put(usize),
    /// One of several ways to say it, by a number: the first whose key fits, else the last part.
    Plural(usize, &'static [(Key, &'static [Piece])], &'static [Piece]),
}

/// What a number is held against.
#[allow(dead_code, reason = "the catalogue says which of them there are")]
pub(crate) enum Key {
    /// This very number.
    Exactly(u64),
    /// A form of the language.
    Form(Category),
}

/// The forms that numbers take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "English has two forms of the six that languages have")]
pub(crate) enum Category {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

/// A parameter that is written as [`Render`] writes it: markup as it stands, text escaped.
pub struct Shown(Markup);

impl<T: Render + ?Sized> From<&T> for Shown {
    fn from(value: &T) -> Self {
        Self(value.render())
    }
}

/// A parameter that is text. It is escaped where the message is put into a page.
pub struct Text<'a>(&'a str);

impl<'a, T: AsRef<str> + ?Sized> From<&'a T> for Text<'a> {
    fn from(value: &'a T) -> Self {
        Self(value.as_ref())
    }
}

/// A parameter that is counted.
#[derive(Clone, Copy)]
pub struct Number(u64);

/// Whatever counts.
pub trait Count {
    /// How many.
    fn count(&self) -> u64;
}

impl Count for u64 {
    fn count(&self) -> u64 {
        *self
    }
}

impl Count for u32 {
    fn count(&self) -> u64 {
        (*self).into()
    }
}

impl Count for usize {
    fn count(&self) -> u64 {
        // No more than this many things are counted anywhere.
        u64::try_from(*self).unwrap_or(u64::MAX)
    }
}

impl<T: Count> Count for &T {
    fn count(&self) -> u64 {
        (**self).count()
    }
}

impl<T: Count> From<&T> for Number {
    fn from(value: &T) -> Self {
        Self(value.count())
    }
}

/// A parameter's value.
#[allow(dead_code, reason = "the catalogue says which of them there are")]
pub(crate) enum Value<'v> {
    Shown(&'v Shown),
    Text(&'v Text<'v>),
    Number(Number),
}

/// A message in the register of the tests: its room and name, its pieces, and its parameters with whether they are counted.
#[cfg(test)]
pub(crate) type Registered = (&'static str, &'static str, &'static [Piece], &'static [(&'static str, bool)]);

/// Says a message that has no parameters.
pub(crate) fn plain(language: Language, words: &'static str) -> Cow<'static, str> {
    match language {
        Language::English => Cow::Borrowed(words),
        Language::Pseudo { .. } => Cow::Owned(pseudo::worded(words)),
    }
}

/// Says a message whose parameters are text and numbers.
pub(crate) fn text(language: Language, pieces: &[Piece], values: &[Value<'_>]) -> Cow<'static, str> {
    let mut said = String::new();
    put(&mut said, language, pieces, values, false);
    Cow::Owned(said)
}

/// Says a message as markup.
pub(crate) fn markup(language: Language, pieces: &[Piece], values: &[Value<'_>]) -> Markup {
    let mut said = String::new();
    put(&mut said, language, pieces, values, true);
    PreEscaped(said)
}

fn put(said: &mut String, language: Language, pieces: &[Piece], values: &[Value<'_>], escaped: bool) {
    for piece in pieces {
        match piece {
            Piece::Words(words) => put_text(said, &plain(language, words), escaped),
            Piece::Put(at) => match values.get(*at) {
                Some(Value::Shown(Shown(markup))) => said.push_str(&markup.0),
                Some(Value::Text(Text(text))) => put_text(said, text, escaped),
                // Writing into a string does not fail.
                Some(Value::Number(Number(number))) => drop(write!(said, "{number}")),
                None => {}
            },
            Piece::Plural(at, ways, otherwise) => {
                let way = match values.get(*at) {
                    Some(Value::Number(Number(number))) => {
                        let fits = |key: &Key| match key {
                            Key::Exactly(exactly) => exactly == number,
                            Key::Form(form) => *form == language.category(*number),
                        };
                        ways.iter().find(|(key, _)| fits(key)).map(|(_, way)| *way)
                    }
                    _ => None,
                };
                put(said, language, way.unwrap_or(otherwise), values, escaped);
            }
        }
    }
}

fn put_text(said: &mut String, text: &str, escaped: bool) {
    if escaped {
        // Writing into a string does not fail.
        let _ = Escaper::new(said).write_str(text);
    } else {
        said.push_str(text);
    }
}
